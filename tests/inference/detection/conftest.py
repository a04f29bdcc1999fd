"""Photographs and scenes with known faces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cv2
import matplotlib
import numpy as np
import pytest
import skimage.data

from inference.detection.blazeface import BlazeFace, BlazeFaceModel
from inference.types import Detection, ImageArray


@pytest.fixture(scope="session")
def hopper() -> ImageArray:
    """Grace Hopper, 512 x 600, public domain; her face is 195 px wide around (266, 240)."""
    path = Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg"
    return cv2.imread(str(path))  # type: ignore[return-value]


@pytest.fixture(scope="session")
def wall() -> ImageArray:
    """A 1920 x 1080 picture of a brick wall, so of nothing like a face."""
    brick = np.tile(skimage.data.brick(), (3, 4))[:1080, :1920]
    return cv2.cvtColor(brick, cv2.COLOR_GRAY2BGR)  # type: ignore[return-value]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[BlazeFace]]:
    """Counts how often each network is run, warm-ups included."""
    counted: Counter[BlazeFace] = Counter()
    detect = BlazeFaceModel.detect

    def counting(self: BlazeFaceModel, image_bgr: ImageArray) -> list[Detection]:
        counted[self.network] += 1
        return detect(self, image_bgr)

    monkeypatch.setattr(BlazeFaceModel, "detect", counting)
    return counted


def paste_portrait(picture: ImageArray, hopper: ImageArray, x: int, y: int, face_px: int) -> None:
    """Put the head and shoulders into a picture so that the middle of the face lies at (x, y)."""
    bust = hopper[60:460, 66:466]
    side = round(400 * face_px / 195)
    small = cv2.resize(bust, (side, side), interpolation=cv2.INTER_AREA)
    left, top = x - round(200 * face_px / 195), y - round(180 * face_px / 195)
    x1, y1, x2, y2 = max(left, 0), max(top, 0), min(left + side, picture.shape[1]), min(top + side, picture.shape[0])
    picture[y1:y2, x1:x2] = small[y1 - top : y2 - top, x1 - left : x2 - left]
