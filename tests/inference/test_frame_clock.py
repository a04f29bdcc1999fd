"""Frames that go on and frames that begin something new."""

from __future__ import annotations

import numpy as np
import pytest

from inference.frame_clock import LONG_GAP_S, FrameClock
from inference.types import Frame, ImageArray
from tests.photos import eileen_collins, grace_hopper


def frame(time_s: float, image: ImageArray, source: str = "film.mp4") -> Frame:
    return Frame(image, 0, time_s, source)


@pytest.fixture
def scene() -> ImageArray:
    return eileen_collins()


@pytest.fixture
def other_scene() -> ImageArray:
    return np.ascontiguousarray(grace_hopper()[:512])


def test_the_first_frame_starts_afresh_the_next_goes_on(scene: ImageArray) -> None:
    clock = FrameClock()
    assert clock.step(frame(3.0, scene)).is_fresh_start
    assert clock.step(frame(3.04, scene)).step_s == pytest.approx(0.04)
    last = clock.step(frame(3.1, scene))
    assert last.step_s == pytest.approx(0.06)
    assert last.now_s == pytest.approx(0.1)


def test_a_cut_is_noticed_once(scene: ImageArray, other_scene: ImageArray) -> None:
    clock = FrameClock()
    shown = [scene, scene, other_scene, other_scene, scene]
    steps = [clock.step(frame(0.04 * index, image)) for index, image in enumerate(shown)]
    assert [step.is_fresh_start for step in steps] == [True, False, True, False, True]
    assert steps[-1].now_s == 0.0


def test_movement_light_and_noise_are_no_cut(scene: ImageArray) -> None:
    rng = np.random.default_rng(0)
    clock = FrameClock()
    clock.step(frame(0.0, scene))
    for index in range(1, 20):
        image = np.roll(scene, (12 * index, -20 * index), (0, 1)).astype(float)
        image = image * (1 + 0.1 * np.sin(index)) + rng.normal(0, 8, image.shape)
        assert not clock.step(frame(0.04 * index, np.clip(image, 0, 255).astype(np.uint8))).is_fresh_start


@pytest.mark.parametrize("light", [0.5, 1.6])
def test_a_flash_is_no_cut(scene: ImageArray, light: float) -> None:
    clock = FrameClock()
    lit = np.clip(scene * light, 0, 255).astype(np.uint8)
    assert clock.step(frame(0.0, scene)).is_fresh_start
    assert not clock.step(frame(0.04, lit)).is_fresh_start
    assert not clock.step(frame(0.08, scene)).is_fresh_start


@pytest.mark.parametrize(
    ("time_s", "source", "height", "new_scene"),
    [
        (5.04, "film.mp4", 512, False),
        (3600.0, "film.mp4", 512, False),
        (4.9, "film.mp4", 512, True),
        (float("nan"), "film.mp4", 512, True),
        (5.04, "other.mp4", 512, True),
        (5.04, "film.mp4", 500, True),
    ],
)
def test_what_begins_a_scene(scene: ImageArray, time_s: float, source: str, height: int, new_scene: bool) -> None:
    clock = FrameClock()
    clock.step(frame(5.0, scene))
    time = clock.step(frame(time_s, scene[:height], source))
    assert time.is_new_scene == new_scene
    assert time.is_fresh_start or not new_scene


@pytest.mark.parametrize(("gap_s", "afresh"), [(0.04, False), (LONG_GAP_S, False), (0.6, True), (2.5, True)])
def test_after_a_gap_nobody_knows_where_faces_are_though_the_scene_goes_on(
    scene: ImageArray, gap_s: float, afresh: bool
) -> None:
    clock = FrameClock()
    clock.step(frame(5.0, scene))
    clock.step(frame(5.1, scene))
    time = clock.step(frame(5.1 + gap_s, scene))
    assert (time.is_fresh_start, time.is_new_scene) == (afresh, False)
    assert time.now_s == pytest.approx(0.1 + gap_s)


def test_time_never_stands_still(scene: ImageArray) -> None:
    clock = FrameClock()
    for _ in range(121):
        last = clock.step(frame(7.0, scene))
    assert last.now_s == pytest.approx(1.0)


def test_reset(scene: ImageArray) -> None:
    clock = FrameClock()
    clock.step(frame(0.0, scene))
    clock.reset()
    assert clock.step(frame(0.04, scene)).is_fresh_start


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 50, 3), (3, 2, 3)])
def test_tiny_frames(shape: tuple[int, int, int]) -> None:
    clock = FrameClock()
    image = np.zeros(shape, np.uint8)
    assert clock.step(frame(0.0, image)).is_fresh_start
    assert clock.step(frame(0.04, image)).step_s == pytest.approx(0.04)
