"""Where a box will be."""

from __future__ import annotations

import numpy as np
import pytest

from inference.motion import Motion


def box(x: float) -> np.ndarray:
    return np.array([x, 10, x + 50, 60], dtype=np.float32)


def test_unknown_speed_means_no_movement() -> None:
    motion = Motion(box(100), 1.0)
    assert motion.predict(1.5) == pytest.approx(box(100))


@pytest.mark.parametrize("step_s", [0.02, 0.1])
def test_an_even_speed_is_learnt_in_seconds(step_s: float) -> None:
    motion = Motion(box(0), 0.0)
    for step in range(1, 60):
        motion.update(box(100 * step * step_s), step * step_s)
    now_s = 59 * step_s
    assert motion.speed == pytest.approx([100, 0], abs=0.1)
    assert motion.predict(now_s + 0.2) == pytest.approx(box(100 * now_s + 20), abs=0.1)
    assert motion.displacement(now_s + 0.2) == pytest.approx([20, 0], abs=0.1)


def test_speed_follows_slowly() -> None:
    motion = Motion(box(0), 0.0)
    motion.update(box(10), 0.1)
    assert motion.speed == pytest.approx([20, 0])
    motion.update(box(10), 0.2)
    assert motion.speed == pytest.approx([16, 0])


def test_growing_is_not_moving() -> None:
    motion = Motion(np.array([100, 100, 200, 200], np.float32), 0.0)
    motion.update(np.array([90, 90, 210, 210], np.float32), 0.1)
    assert motion.speed == pytest.approx([0, 0])


def test_nobody_is_expected_far_away() -> None:
    motion = Motion(box(0), 0.0)
    for step in range(1, 60):
        motion.update(box(10 * step), 0.1 * step)
    assert motion.displacement(5.9 + 100)[0] == pytest.approx(50, abs=0.5)


def test_two_sightings_at_one_time() -> None:
    motion = Motion(box(0), 1.0)
    motion.update(box(30), 1.0)
    assert motion.speed == pytest.approx([0, 0])
    assert motion.predict(1.0) == pytest.approx(box(30))
