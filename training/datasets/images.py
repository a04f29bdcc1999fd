"""Decoding of whole images."""

from __future__ import annotations

from pathlib import PurePosixPath

from inference.errors import SourceError
from inference.files import IMAGE_EXTENSIONS
from inference.sources.image_reading import decode_still
from inference.types import ImageArray

# UTKFace has a file that lacks the dot before "jpg"
_IMAGE_ENDINGS = (*IMAGE_EXTENSIONS, "jpg")


class ImageError(OSError):
    """An image can't be read or is damaged; the message says how."""


def is_image_name(name: str) -> bool:
    """Return whether a file's name is that of an image."""
    base = PurePosixPath(name).name.lower()
    return base.endswith(_IMAGE_ENDINGS) and not base.startswith(".")


def decode_image(data: bytes) -> ImageArray:
    """Decode a whole image from its bytes, as the application does (`inference/sources/image_reading.py`).

    Returns:
        (H, W, 3) uint8 BGR, upright.

    Raises:
        ImageError: it is no image, or its end is missing: a part of a face is nothing to learn from.
    """
    if not data:
        raise ImageError("an empty file")
    try:
        still = decode_still(data)
    except SourceError as error:
        raise ImageError(str(error)) from error
    if not still.is_whole:
        raise ImageError("its end is missing or damaged")
    return still.image_bgr
