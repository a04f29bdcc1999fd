"""Cuts between two sampled frames."""

from __future__ import annotations

import numpy as np
import pytest

from inference.scene_cuts import is_cut, sample_image
from inference.types import ImageArray
from tests.photos import eileen_collins, grace_hopper


@pytest.fixture
def scene() -> ImageArray:
    return eileen_collins()


def test_samples_are_spread_over_the_whole_image() -> None:
    rows, columns = np.mgrid[0:480, 0:640]
    image = np.stack([rows // 2, columns // 3, rows * 0], axis=2).astype(np.uint8)
    samples = sample_image(image)
    assert samples.shape == (1024, 3)
    assert (samples.min(axis=0)[:2].tolist(), samples.max(axis=0)[:2].tolist()) == ([0, 0], [239, 213])


def test_another_scene_is_a_cut_in_both_directions(scene: ImageArray) -> None:
    other = sample_image(grace_hopper())
    assert is_cut(sample_image(scene), other)
    assert is_cut(other, sample_image(scene))


@pytest.mark.parametrize("light", [0.5, 1.0, 1.6])
def test_light_alone_is_no_cut(scene: ImageArray, light: float) -> None:
    lit = np.clip(scene * light, 0, 255).astype(np.uint8)
    assert not is_cut(sample_image(scene), sample_image(lit))
