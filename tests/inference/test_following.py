"""What a box holds is found again in the image before or after."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from inference.following import follow_box
from inference.types import FloatArray, ImageArray
from tests.photos import eileen_collins

FACE = np.array([171, 71, 275, 175], dtype=np.float32)


@pytest.fixture
def portrait() -> ImageArray:
    return eileen_collins()


def moved(image: ImageArray, x: float, y: float, scale: float = 1.0) -> ImageArray:
    matrix = np.array([[scale, 0, x], [0, scale, y]])
    return cv2.warpAffine(image, matrix, image.shape[1::-1])  # type: ignore[return-value]


@pytest.mark.parametrize(("x", "y"), [(0, 0), (7, -4), (-18, 12), (0, 40)])
@pytest.mark.parametrize("scale", [0.25, 1.0])
def test_a_face_is_followed_where_it_goes(portrait: ImageArray, x: float, y: float, scale: float) -> None:
    before, after = moved(portrait, 0, 0, scale), moved(portrait, scale * x, scale * y, scale)
    found = follow_box(before, scale * FACE, after)
    assert found == pytest.approx(scale * (FACE + np.array([x, y, x, y])), abs=scale * 4)


def test_a_face_is_followed_over_the_border(portrait: ImageArray) -> None:
    """Half of it is outside already, and more of it leaves."""
    before, after = moved(portrait, -215, 0), moved(portrait, -229, 3)
    half_gone: FloatArray = FACE - np.array([215, 0, 215, 0], dtype=np.float32)
    assert follow_box(before, half_gone, after) == pytest.approx(half_gone + np.array([-14, 3, -14, 3]), abs=4)


def test_where_there_is_nothing_nothing_is_followed(portrait: ImageArray) -> None:
    grey = np.full_like(portrait, 128)
    assert follow_box(grey, FACE, grey) is None
    assert follow_box(portrait, FACE, portrait[:400]) is None
    assert follow_box(portrait, FACE + 5000, portrait) is None


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (12, 12, 3)])
def test_images_of_any_size(shape: tuple[int, int, int]) -> None:
    image = np.random.default_rng(0).integers(0, 255, shape, dtype=np.uint8)
    for box in ((0, 0, 1, 1), (2, 2, 2, 2), (-50, -50, 60, 60)):
        found = follow_box(image, np.array(box, dtype=np.float32), image)
        assert found is None or found == pytest.approx(box, abs=1)
