from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.datasets import image_ops as ops

Crop = NDArray[np.uint8]

OPERATIONS: dict[str, Callable[[Crop], Crop]] = {
    "grey": ops.to_grey,
    "tone curve": lambda crop: ops.apply_tone_curve(crop, ops.tone_curve(0.5)),
    "saturation": lambda crop: ops.saturate(crop, 2.0),
    "light": lambda crop: ops.relight(crop, 0.8, 0.0),
    "resolution": lambda crop: ops.lower_resolution(crop, 20),
    "blur": lambda crop: ops.gaussian_blur(crop, 2.0),
    "motion": lambda crop: ops.motion_blur(crop, 7, 30.0),
    "noise": lambda crop: ops.add_noise(crop, 12.0, np.random.default_rng(0)),
    "JPEG": lambda crop: ops.compress_jpeg(crop, 15),
    "cover": lambda crop: ops.cover(crop, (3, 4, 10, 20), (1, 2, 3)),
}


@pytest.fixture
def crop(chip: Crop) -> Crop:
    return cv2.cvtColor(cv2.resize(chip, (112, 112)), cv2.COLOR_BGR2RGB)  # type: ignore[return-value]


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_gives_another_crop_of_the_same_kind_and_leaves_its_input(name: str, crop: Crop) -> None:
    before = crop.copy()
    changed = OPERATIONS[name](crop)
    assert (changed.shape, changed.dtype) == (crop.shape, np.uint8)
    assert not np.array_equal(changed, crop)
    np.testing.assert_array_equal(crop, before)


def test_a_tone_curve_is_gamma_then_gain_then_offset() -> None:
    curve = ops.tone_curve(gain=(1.0, 0.5, 2.0), gamma=0.5, offset=10.0)
    assert curve.shape == (256, 3)
    bent = 255 * (64 / 255) ** 0.5  # 127.7
    np.testing.assert_allclose(curve[64], [bent + 10, bent / 2 + 10, 255])
    grey = np.full((4, 4, 3), 64, np.uint8)
    assert ops.apply_tone_curve(grey, curve)[0, 0].tolist() == [137, 73, 255]


def test_light_doubles_one_side_and_halves_the_other_at_one_stop() -> None:
    grey = np.full((41, 41, 3), 60, np.uint8)
    from_right = ops.relight(grey, 1.0, 0.0)[20, :, 0]
    assert from_right[[0, 20, 40]].tolist() == [30, 60, 120]
    from_below = ops.relight(grey, 1.0, np.pi / 2)[:, 20, 0]
    assert from_below[[0, 20, 40]].tolist() == [30, 60, 120]


def test_noise_has_the_strength_it_is_given_and_repeats_with_the_generator() -> None:
    grey = np.full((100, 100, 3), 128, np.uint8)
    noisy = ops.add_noise(grey, 8.0, np.random.default_rng(3))
    assert (noisy - 128.0).std() == pytest.approx(8.0, rel=0.03)
    np.testing.assert_array_equal(noisy, ops.add_noise(grey, 8.0, np.random.default_rng(3)))


def test_motion_blurs_along_its_direction_only() -> None:
    upright = np.zeros((31, 31, 3), np.uint8)
    upright[:, 15] = 255
    np.testing.assert_array_equal(ops.motion_blur(upright, 9, 90.0)[10:20], upright[10:20])
    assert np.count_nonzero(ops.motion_blur(upright, 9, 0.0)[15, :, 0]) == 9


def test_saturation_of_nothing_is_grey_and_of_one_changes_nothing(crop: Crop) -> None:
    np.testing.assert_array_equal(ops.saturate(crop, 0.0), ops.to_grey(crop))
    np.testing.assert_array_equal(ops.saturate(crop, 1.0), crop)


def test_a_box_is_covered_and_nothing_else(crop: Crop) -> None:
    covered = ops.cover(crop, (3, 4, 10, 20), (1, 2, 3))
    assert (covered[4:24, 3:13] == (1, 2, 3)).all()
    covered[4:24, 3:13] = crop[4:24, 3:13]
    np.testing.assert_array_equal(covered, crop)
