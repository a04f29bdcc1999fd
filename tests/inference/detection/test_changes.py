"""What changes from frame to frame."""

from __future__ import annotations

import numpy as np
import pytest

from inference.detection.changes import ChangeWatch
from inference.types import ImageArray


def with_square(image: ImageArray, x: int, y: int, side: int = 60) -> ImageArray:
    changed = image.copy()
    changed[y : y + side, x : x + side] = 255 - changed[y : y + side, x : x + side]
    return changed


@pytest.fixture
def noisy() -> list[ImageArray]:
    """The same dark grey scene six times, with a sensor's noise."""
    rng = np.random.default_rng(0)
    return [np.clip(rng.normal(60, 4, (720, 1280, 3)), 0, 255).astype(np.uint8) for _ in range(6)]


def test_what_steps_into_a_still_scene_is_told_with_a_margin(noisy: list[ImageArray]) -> None:
    watch = ChangeWatch()
    for image in noisy:
        assert watch.step(image) == []
    ((x1, y1, x2, y2),) = watch.step(with_square(noisy[0], 600, 300))
    assert x1 <= 570 < 690 <= x2
    assert y1 <= 270 < 390 <= y2
    assert (x2 - x1) * (y2 - y1) < 0.1 * 1280 * 720


def test_what_goes_on_changing_is_soon_usual(noisy: list[ImageArray]) -> None:
    watch = ChangeWatch()
    watch.step(noisy[0])
    told = [bool(watch.step(with_square(noisy[0], 600, 300) if step % 2 else noisy[0])) for step in range(1, 12)]
    assert told[:2] == [True, True]
    assert not any(told[3:])


def test_two_places_are_told_apart(noisy: list[ImageArray]) -> None:
    watch = ChangeWatch()
    watch.step(noisy[0])
    assert len(watch.step(with_square(with_square(noisy[0], 100, 100), 1000, 500))) == 2


def test_a_lamp_that_goes_on_is_no_change_of_places(noisy: list[ImageArray]) -> None:
    watch = ChangeWatch()
    watch.step(noisy[0])
    assert watch.step(noisy[0] + np.uint8(80)) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (40, 40)])
def test_images_of_any_size(size: tuple[int, int]) -> None:
    watch = ChangeWatch()
    for value in (0, 0, 255, 0):
        watch.step(np.full((*size, 3), value, np.uint8))


def test_another_size_and_a_reset_begin_afresh(noisy: list[ImageArray]) -> None:
    watch = ChangeWatch()
    watch.step(noisy[0])
    assert watch.step(255 - noisy[0][:400]) == []
    watch.reset()
    assert watch.step(with_square(noisy[0], 600, 300)[:400]) == []
