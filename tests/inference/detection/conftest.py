"""Photographs and scenes with known faces."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from inference.detection.close_looks import CloseLooks
from inference.detection.yunet import RawFaces, YuNet
from inference.types import Detection, FloatArray, ImageArray
from tests.photos import grace_hopper


@pytest.fixture(scope="session")
def hopper() -> ImageArray:
    """Grace Hopper, 512 x 600; her face is 195 px wide around (266, 240)."""
    return grace_hopper()


@pytest.fixture(scope="session")
def wall() -> ImageArray:
    """A 1920 x 1080 image of a brick wall, so of nothing like a face: every brick of its own grey, rough."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[:1080, :1920]
    row, along = y // 40, x + 48 * (y // 40 % 2)
    is_joint = (y % 40 < 5) | (along % 96 < 5)
    brick = np.where(is_joint, 185, rng.integers(90, 150, (27, 21))[row, along // 96])
    rough = cv2.GaussianBlur(rng.normal(0, 40, brick.shape), (0, 0), 2)
    grey = np.clip(brick + rough, 0, 255).astype(np.uint8)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)  # type: ignore[return-value]


@dataclass
class Work:
    """What the models were shown: pixels searched, close looks."""

    pixels: int = 0
    looks: int = 0

    def clear(self) -> None:
        self.pixels = self.looks = 0


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Counts what the models are shown from now on."""
    counted = Work()
    search, look = YuNet.detect, CloseLooks.look

    def counting_search(self: YuNet, images: Sequence[ImageArray]) -> list[RawFaces]:
        counted.pixels += sum(image.shape[0] * image.shape[1] for image in images)
        return search(self, images)

    def counting_looks(self: CloseLooks, image: ImageArray, places: Sequence[FloatArray]) -> list[Detection | None]:
        counted.looks += len(places)
        return look(self, image, places)

    monkeypatch.setattr(YuNet, "detect", counting_search)
    monkeypatch.setattr(CloseLooks, "look", counting_looks)
    return counted


def paste_portrait(picture: ImageArray, hopper: ImageArray, x: int, y: int, face_px: int) -> None:
    """Put the head and shoulders into an image so that the middle of the face lies at (x, y)."""
    bust = hopper[60:460, 66:466]
    side = round(400 * face_px / 195)
    small = cv2.resize(bust, (side, side), interpolation=cv2.INTER_AREA)
    left, top = x - round(200 * face_px / 195), y - round(180 * face_px / 195)
    x1, y1, x2, y2 = max(left, 0), max(top, 0), min(left + side, picture.shape[1]), min(top + side, picture.shape[0])
    picture[y1:y2, x1:x2] = small[y1 - top : y2 - top, x1 - left : x2 - left]
