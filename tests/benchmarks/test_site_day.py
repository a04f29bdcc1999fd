"""The made day: what is counted is what there was."""

from __future__ import annotations

from benchmarks.site_day import run_day


def test_a_small_day_is_counted_exactly(tmp_path):
    found = run_day(60, 8.0, tmp_path)
    assert sum(found["wanted"].values()) > 40
    assert found["counted"] == found["wanted"]
    assert found["stored"]["crossings"] == sum(found["wanted"].values())
