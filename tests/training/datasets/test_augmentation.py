from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from inference.alignment import zoomed_template
from training.datasets.accessories import draw_glasses, draw_mask
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


def test_what_stands_in_a_crop_of_another_zoom_is_as_large_as_asked_for() -> None:
    crop = np.zeros((176, 176, 3), np.uint8)
    crop[:, 44:132] = 200  # half of the side
    view = augment(crop, 112, np.random.default_rng(0), STILL, zoom=1.5)
    assert (view[56, :, 0] > 100).sum() == pytest.approx(0.5 * 1.5 * 112, abs=1.5)


def test_a_face_in_video_has_lost_its_details_and_kept_its_colours(chip: NDArray[np.uint8]) -> None:
    crop = cv2.resize(chip, (176, 176))
    for seed in range(4):
        plain, video = (
            augment(crop, 112, np.random.default_rng(seed), replace(STILL, video=share)).astype(float)
            for share in (1e-12, 1.0)
        )
        details = [np.abs(cv2.Laplacian(view, cv2.CV_64F)).mean() for view in (plain, video)]
        assert details[1] < 0.5 * details[0]
        assert np.abs(plain.mean((0, 1)) - video.mean((0, 1))).max() < 6


def test_darkness_takes_light_away(chip: NDArray[np.uint8]) -> None:
    crop = cv2.resize(chip, (176, 176))
    for seed in range(4):
        view = augment(crop, 112, np.random.default_rng(seed), replace(STILL, dark=1.0))
        assert view.mean() < 0.85 * crop.mean()


def test_a_keystone_makes_one_side_larger_about_the_middle() -> None:
    crop = np.zeros((112, 112, 3), np.uint8)
    crop[::8] = crop[:, ::8] = 255
    crop[52:60, 52:60] = (255, 0, 0)
    ratios = []
    for seed in range(8):
        view = augment(crop, 112, np.random.default_rng(seed), replace(STILL, keystone=0.3))
        red = (view[..., 0] > 150) & (view[..., 1] < 100)
        y, x = (found + 28 for found in np.nonzero(red[28:-28, 28:-28]))
        assert abs(y.mean() - 55.5) < 2.5
        assert abs(x.mean() - 55.5) < 2.5
        left, right = (view[20:90, columns].mean() for columns in (slice(4, 36), slice(76, 108)))
        ratios.append(max(left / right, right / left))
    assert max(ratios) > 1.08


@pytest.mark.parametrize(("draw", "landmark", "untouched"), [(draw_mask, 3, 0), (draw_glasses, 0, 3)])
def test_masks_and_glasses_sit_where_they_are_worn(
    draw: Callable[..., NDArray[np.uint8]], landmark: int, untouched: int
) -> None:
    crop = np.full((176, 176, 3), (77, 140, 60), np.uint8)
    for zoom in (0.7, 1.0):
        template = zoomed_template(zoom)
        changed = np.zeros((176, 176))
        for seed in range(8):
            changed += (draw(crop, template, np.random.default_rng(seed)) != crop).any(axis=2)
        assert (crop == (77, 140, 60)).all()
        unit = 0.385 * zoom * 176
        x, y = template[landmark] * 176
        near = changed[int(y - unit / 2) : int(y + unit / 2), int(x - unit / 2) : int(x + unit / 2)]
        assert near.max() == 8
        x, y = template[untouched] * 176
        assert changed[int(y) - 3 : int(y) + 3, int(x) - 3 : int(x) + 3].max() == 0
