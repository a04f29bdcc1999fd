"""Decoding of whole images."""

from __future__ import annotations

from pathlib import PurePosixPath

import cv2
import numpy as np

from inference.types import ImageArray

IMAGE_SUFFIXES = ("jpg", "jpeg", "png")


class ImageError(OSError):
    """An image can't be read or is damaged; the message says how."""


def is_image_name(name: str) -> bool:
    """Return whether a file's name is that of an image; UTKFace has one that lacks the dot before "jpg"."""
    base = PurePosixPath(name).name.lower()
    return base.endswith(IMAGE_SUFFIXES) and not base.startswith(".")


def decode_image(data: bytes) -> ImageArray:
    """Decode a whole image from its bytes.

    Returns:
        (H, W, 3) uint8 BGR, upright.

    Raises:
        ImageError: it is no image, or its end is missing (OpenCV 5 refuses such files).
    """
    if not data:
        raise ImageError("an empty file")
    image = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise ImageError("not an image, or its end is missing")
    return image  # type: ignore[return-value]
