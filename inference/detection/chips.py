"""The face of an image that was cropped around it."""

from __future__ import annotations

import cv2

from ..closeable import Closeable
from ..frame_clock import FrameTime
from ..types import Frame, ImageArray
from .base import Detections
from .blazeface import BlazeFace, BlazeFaceModel

# a chip is filled by its face, and detectors want to see some surroundings: 40 px on a chip of 200 px
CHIP_BORDER = 0.2
CHIP_MIN_SCORE = 0.3


def pad_chip(image_bgr: ImageArray) -> tuple[ImageArray, int]:
    """Add a border to a chip that repeats its outermost pixels.

    Args:
        image_bgr: (H, W, 3) uint8.

    Returns:
        (H + 2 b, W + 2 b, 3) uint8, and the width b of the border in pixels.
    """
    border = round(CHIP_BORDER * max(image_bgr.shape[:2]))
    padded = cv2.copyMakeBorder(image_bgr, border, border, border, border, cv2.BORDER_REPLICATE)
    return padded, border  # type: ignore[return-value]


class ChipDetector(Closeable):
    """Finds the one face of a chip, such as UTKFace's; a context manager. Not thread-safe.

    Raises:
        ModelError: the model file is missing or can't be loaded.
    """

    def __init__(self) -> None:
        self._model = BlazeFaceModel(BlazeFace.SHORT_RANGE, CHIP_MIN_SCORE)

    def detect(self, frame: Frame, time: FrameTime | None = None) -> Detections:
        """Find the best face of a chip, which it may fill.

        Returns:
            The face with the highest score, in pixels of the image; its box may reach past the border. None where
            there is no face.
        """
        padded, border = pad_chip(frame.image_bgr)
        faces = self._model.detect(padded)
        return Detections([face.mapped(1, -border) for face in faces[:1]])

    def reset(self) -> None:
        """Do nothing: chips have nothing to do with each other."""

    def close(self) -> None:
        self._model.close()
