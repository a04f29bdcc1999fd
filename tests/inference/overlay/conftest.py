"""A portrait, grey frames, and where labels land."""

from __future__ import annotations

import numpy as np
import pytest

from inference.overlay import Overlay, drawing
from inference.settings import DisplaySettings
from inference.types import Frame, ImageArray, TrackedFace
from tests.inference.made_faces import frame, result
from tests.photos import eileen_collins

# the astronaut's face, as a detector would mark it
ASTRONAUT_BOX = (172.0, 68.0, 276.0, 186.0)


@pytest.fixture(scope="module")
def portrait() -> ImageArray:
    """The astronaut, 512x512 px."""
    return eileen_collins()


def grey(width: int, height: int) -> Frame:
    return frame(np.full((height, width, 3), 90, dtype=np.uint8))


def label_boxes(monkeypatch: pytest.MonkeyPatch, of: Frame, faces: list[TrackedFace]) -> list[tuple[int, ...]]:
    """Where the labels of a drawn frame are: x1, y1, x2, y2."""
    boxes = []

    def record(image, sprite, place):
        height, width = sprite.opacity.shape
        boxes.append((place.x, place.y, place.x + width, place.y + height))

    monkeypatch.setattr(drawing, "_blit", record)
    Overlay(DisplaySettings()).draw(of, result(of, *faces))
    return boxes


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the area that two boxes share, pixels."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)
