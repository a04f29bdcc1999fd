"""The face of a picture that was cropped around it."""

from __future__ import annotations

import cv2

from ..closeable import Closeable
from ..types import Detection, ImageArray
from .blazeface import BlazeFace, BlazeFaceModel

# a chip is filled by its face, and BlazeFace wants to see some surroundings: 40 px on a chip of 200 px
CHIP_BORDER = 0.2
CHIP_MIN_SCORE = 0.3


class ChipDetector(Closeable):
    """Finds the one face of a chip, such as UTKFace's; a context manager. Not thread-safe.

    Raises:
        ModelError: the model file is missing or can't be loaded.
    """

    def __init__(self) -> None:
        self._model = BlazeFaceModel(BlazeFace.SHORT_RANGE, CHIP_MIN_SCORE)

    def detect_chip(self, image_bgr: ImageArray) -> Detection | None:
        """The best face of a chip, or None.

        Args:
            image_bgr: (H, W, 3) uint8 BGR; the face may fill it.

        Returns:
            The face with the highest score, in pixels of `image_bgr`; its box may reach past the border.
        """
        border = round(CHIP_BORDER * max(image_bgr.shape[:2]))
        padded = cv2.copyMakeBorder(image_bgr, border, border, border, border, cv2.BORDER_REPLICATE)
        faces = self._model.detect(padded)  # type: ignore[arg-type]
        return faces[0].mapped(1, -border) if faces else None

    def close(self) -> None:
        self._model.close()
