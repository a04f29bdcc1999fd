"""A short form of the soak: two minutes of a live stream, compressed."""

from __future__ import annotations

import sys

import pytest

from benchmarks.soak import Sample, Soak, soak


def test_growth_is_told_as_a_share():
    assert Soak(1, 10, 5, Sample(200, 9, 7), Sample(210, 9, 7)).growth == pytest.approx(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory, threads and files in /proc")
def test_a_live_stream_leaves_no_thread_no_file_and_no_memory_behind():
    result = soak(hours=1 / 30, speed=12)
    assert result.frames > 50
    assert result.last.files == result.first.files
    assert result.last.threads <= result.first.threads + 2, "those of a pool start when they are first needed"
    assert result.growth < 0.1
