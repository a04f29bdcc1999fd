"""Pictures as bytes, and which of them are whole."""

from __future__ import annotations

import io
import struct
from pathlib import PurePosixPath

import cv2
import numpy as np
from PIL import Image

from inference.types import ImageArray

IMAGE_SUFFIXES = ("jpg", "jpeg", "png")


class PictureError(OSError):
    """A picture can't be read or is damaged; the message says how."""


def is_picture_name(name: str) -> bool:
    """True for names of pictures; UTKFace has one that lacks the dot before "jpg"."""
    base = PurePosixPath(name).name.lower()
    return base.endswith(IMAGE_SUFFIXES) and not base.startswith(".")


def decode_picture(data: bytes) -> ImageArray:
    """A whole picture from its bytes.

    OpenCV fills what a truncated JPEG file lacks with grey and says nothing, so Pillow, which refuses such
    files, looks first.

    Returns:
        (H, W, 3) uint8 BGR, upright.

    Raises:
        PictureError: it is no picture, or its end is missing.
    """
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError) as error:
        raise PictureError(_plain(error)) from error
    image = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise PictureError("not a picture that OpenCV reads")
    return image  # type: ignore[return-value]


def _plain(error: Exception) -> str:
    # Pillow names the memory address of the buffer
    return "not a picture" if isinstance(error, Image.UnidentifiedImageError) else str(error)
