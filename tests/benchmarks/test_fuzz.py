"""Damaged inputs: what the fuzzer makes and notices, and a short run of it."""

from __future__ import annotations

import sys
import textwrap

import numpy as np
import pytest

from benchmarks.fuzz import runner
from benchmarks.fuzz.inputs import whole_images, whole_videos
from benchmarks.fuzz.mutations import MUTATIONS, mutate
from benchmarks.fuzz.runner import fuzz


def test_whole_inputs_of_many_kinds_are_made(tmp_path):
    videos = {whole.name.partition(".")[2] for whole in whole_videos(tmp_path)}
    assert {"mp4", "mkv", "avi", "ts", "mov", "gif", "fragmented.mp4"} <= videos
    images = {whole.name.partition(".")[2] for whole in whole_images()}
    assert {"jpeg", "png", "webp", "tiff", "gif", "bmp"} <= images
    assert not list(tmp_path.iterdir())


def test_a_seed_decides_the_damage():
    data = np.random.default_rng(0).bytes(5000)
    damaged = [mutate(data, np.random.default_rng(seed)) for seed in range(50)]
    assert damaged == [mutate(data, np.random.default_rng(seed)) for seed in range(50)]
    assert len(set(damaged)) > 45
    assert sum(one != data for one in damaged) > 45


@pytest.mark.parametrize("mutation", MUTATIONS)
@pytest.mark.parametrize("size", [0, 1, 3, 700])
def test_every_kind_of_damage_takes_files_of_every_size(mutation, size):
    for seed in range(20):
        mutation(bytearray(size), np.random.default_rng(seed))


def test_crashes_hangs_and_noise_are_noticed_and_the_rest_goes_on(tmp_path, monkeypatch):
    """A stand-in for the process that tries: it dies at seed 2, says nothing at 4, and complains at 5."""
    stand_in = tmp_path / "stand_in.py"
    stand_in.write_text(
        textwrap.dedent("""
        import json, os, sys, time
        for line in sys.stdin:
            seed = int(line)
            if seed == 2: os._exit(139)
            if seed == 4: time.sleep(60)
            if seed == 5: print("a complaint", file=sys.stderr, flush=True)
            print(json.dumps({"seed": seed, "kind": "video ts", "ended": "fault" if seed == 6 else "done"}), flush=True)
        """)
    )
    monkeypatch.setattr(runner, "COMMAND", [sys.executable, str(stand_in)])
    monkeypatch.setattr(runner, "HANGS_AFTER_S", 2.0)
    findings = fuzz(range(8), workers=1)
    assert findings.ended == {"done": 5, "crash": 1, "hang": 1, "fault": 1}
    assert [(outcome.seed, outcome.ended) for outcome in findings.bad] == [(2, "crash"), (4, "hang"), (6, "fault")]
    assert findings.noise == ["a complaint"]


def test_a_hundred_damaged_inputs_end_well():
    findings = fuzz(range(100), workers=1)
    assert not findings.bad
    assert findings.ended.total() == 100
    assert findings.ended["done"] > 10
    assert findings.ended["refused"] > 10
