from __future__ import annotations

from dataclasses import fields, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.augmentation import AugmentationSettings, augment

STILL = AugmentationSettings(**{field.name: 0.0 for field in fields(AugmentationSettings)})


def test_without_strength_only_the_mirror_is_left(chip: NDArray[np.uint8]) -> None:
    crop = cv2.resize(chip, (144, 144))
    scale = 112 / 144
    plain = cv2.warpAffine(
        crop, np.array([[scale, 0, scale / 2 - 0.5], [0, scale, scale / 2 - 0.5]]), (112, 112)
    ).astype(int)
    seen = set()
    for seed in range(12):
        view = augment(crop, 112, np.random.default_rng(seed), STILL).astype(int)
        difference = {
            "plain": np.abs(view - plain)[4:-4, 4:-4].mean(),
            "mirrored": np.abs(view - plain[:, ::-1])[4:-4, 4:-4].mean(),
        }
        closest = min(difference, key=lambda name: difference[name])
        assert difference[closest] < 3.0
        seen.add(closest)
    assert seen == {"plain", "mirrored"}


def test_views_differ_but_repeat_with_the_seed(chip: NDArray[np.uint8]) -> None:
    crop = cv2.resize(chip, (144, 144))
    settings = replace(AugmentationSettings(), noise=1.0, jpeg=1.0, erase=1.0, blur=1.0, low_resolution=1.0, grey=0.0)
    first = augment(crop, 112, np.random.default_rng(1), settings)
    again = augment(crop, 112, np.random.default_rng(1), settings)
    other = augment(crop, 112, np.random.default_rng(2), settings)
    assert first.shape == (112, 112, 3)
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, again)
    assert np.abs(first.astype(int) - other).mean() > 5


def test_light_from_one_side_grows_across_the_face() -> None:
    grey = np.full((144, 144, 3), 100, np.uint8)
    for seed in range(5):
        view = augment(grey, 112, np.random.default_rng(seed), replace(STILL, relight=1.0)).astype(float)[..., 0]
        corners = np.array([view[0, 0], view[0, -1], view[-1, 0], view[-1, -1]])
        assert corners.max() > 118
        assert corners.min() < 85
        # opposite sides: the product of the gains is 1
        np.testing.assert_allclose(view * view[::-1, ::-1], 100.0**2, rtol=0.03)
