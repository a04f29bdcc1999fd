from __future__ import annotations

from dataclasses import fields, replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.datasets.augmentation import AugmentationSettings, augment
from training.datasets.batches import FaceBatches
from training.datasets.class_balance import Balance, sampling_weights
from training.datasets.face_table import FaceTable

STILL = AugmentationSettings(**{field.name: 0.0 for field in fields(AugmentationSettings)})


def faces(chip: NDArray[np.uint8], count: int) -> FaceTable:
    crop = cv2.resize(chip, (144, 144))
    crops = np.stack([np.roll(crop, i, axis=0) for i in range(count)])
    numbers = np.arange(count, dtype=np.int32)
    return FaceTable(crops, numbers % 101, numbers % 2, numbers % 5, [str(i) for i in numbers], {})


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


def test_a_resumed_loader_goes_on_with_the_same_batches(chip: NDArray[np.uint8]) -> None:
    table = faces(chip, 20)
    balance = Balance(sampling_weights=np.ones(20))
    whole = FaceBatches(table, 32, 8, AugmentationSettings(), balance, seed=5)
    whole.on_epoch_end()
    resumed = FaceBatches(table, 32, 8, AugmentationSettings(), balance, seed=5, first_epoch=1)
    assert len(whole) == 3
    for i in range(3):
        images, targets = whole[i]
        others, other_targets = resumed[i]
        np.testing.assert_array_equal(images, others)
        np.testing.assert_array_equal(targets["age"], other_targets["age"])


def test_validation_takes_every_face_once_in_order(chip: NDArray[np.uint8]) -> None:
    batches = FaceBatches(faces(chip, 10), 112, 4)
    ages = np.concatenate([batches[i][1]["age"] for i in range(len(batches))])
    np.testing.assert_array_equal(ages, np.arange(10))


def test_rare_ages_and_groups_weigh_more() -> None:
    ages = np.array([30] * 90 + [80] * 10, dtype=np.int32)
    groups = np.array([0] * 50 + [1] * 50, dtype=np.int32)
    table = FaceTable(np.empty((100, 0)), ages, groups, groups, [], {})  # type: ignore[arg-type]
    weights = sampling_weights(table, age_power=0.5, ethnicity_power=0.0)
    assert weights[-1] / weights[0] == pytest.approx(3.0)  # nine times as rare, to the power of a half
    np.testing.assert_allclose(sampling_weights(table, 0.0, 0.0), 1.0)


def test_light_from_one_side_grows_across_the_face() -> None:
    grey = np.full((144, 144, 3), 100, np.uint8)
    for seed in range(5):
        view = augment(grey, 112, np.random.default_rng(seed), replace(STILL, relight=1.0)).astype(float)[..., 0]
        corners = np.array([view[0, 0], view[0, -1], view[-1, 0], view[-1, -1]])
        assert corners.max() > 118
        assert corners.min() < 85
        # opposite sides: the product of the gains is 1
        np.testing.assert_allclose(view * view[::-1, ::-1], 100.0**2, rtol=0.03)
