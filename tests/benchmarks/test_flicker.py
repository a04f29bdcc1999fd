"""The measure of flicker on results whose changes are known."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.flicker import as_markdown, measure_flicker
from inference.types import Attributes, Detection, FrameResult, TrackedFace

PLACE = Detection(np.array([0, 0, 50, 50], np.float32), 0.9, np.zeros((6, 2), np.float32))


def says(age: int, male: float) -> Attributes:
    years = np.zeros(101, np.float32)
    years[age] = 1.0
    return Attributes(years, np.array([male, 1 - male], np.float32), np.full(5, 0.2, np.float32))


def result(index: int, *faces: TrackedFace) -> FrameResult:
    return FrameResult(index, index / 25, "film.mp4", faces)


def looked_at(track_id: int, shown: int, raw: int, male: float) -> TrackedFace:
    return TrackedFace(PLACE, says(shown, 0.9), says(raw, male), track_id)


def test_changes_from_look_to_look_person_by_person() -> None:
    coasted = TrackedFace(PLACE, says(90, 0.1), None, 1, coasted=True)
    flicker = measure_flicker(
        "film",
        [
            result(0, looked_at(1, 30, 30, 0.9), looked_at(2, 60, 60, 0.9)),
            result(1, coasted, looked_at(2, 60, 70, 0.1)),
            result(2, looked_at(1, 31, 40, 0.2), looked_at(3, 5, 5, 0.9)),
        ],
    )
    assert flicker is not None
    assert (flicker.people, flicker.looks) == (2, 2)
    assert flicker.shown.age_years == pytest.approx(0.5)
    assert flicker.raw.age_years == pytest.approx(10.0)
    assert (flicker.shown.gender_changes, flicker.raw.gender_changes) == (0.0, 1.0)
    assert "| film | 2 | 2 | 0.50 | 10.00 | 0.0% | 100.0% |" in as_markdown([flicker])


def test_nobody_seen_twice() -> None:
    assert measure_flicker("film", [result(0, looked_at(1, 30, 30, 0.9)), result(1)]) is None
