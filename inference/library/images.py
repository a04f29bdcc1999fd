"""Images to faces."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, TypeAlias, overload

import cv2
import numpy as np
from numpy.typing import NDArray

from ..cores import usable_cores
from ..errors import SourceError, UsageError
from ..settings import AnalysisSettings
from ..stages import SharedModels, Stages
from ..types import Frame, ImageArray
from .face import Face, face_of
from .models import shared

ImageLike: TypeAlias = str | os.PathLike[str] | bytes | NDArray[Any]

_DEFAULTS = AnalysisSettings()


@overload
def analyze(images: ImageLike, *, settings: AnalysisSettings = ...) -> list[Face]: ...
@overload
def analyze(images: list[ImageLike], *, settings: AnalysisSettings = ...) -> list[list[Face]]: ...
def analyze(
    images: ImageLike | list[ImageLike], *, settings: AnalysisSettings = _DEFAULTS
) -> list[Face] | list[list[Face]]:
    """Find the faces of an image, or of each of several, and estimate age, gender and ethnicity. Thread-safe.

    The large model is used unless `settings` ask for another: an image is looked at but once.

    Args:
        images: a file's name; the bytes of a file; pixels, (H, W, 3) uint8 BGR or (H, W) uint8 grey; or a list of
            these, which are analysed side by side.
        settings: how; what concerns videos alone is left aside.

    Returns:
        The faces from left to right; of several images a list of such, in their order.

    Raises:
        SourceError: a file can't be read or is no image; the first of several, with its name.
        UsageError: pixels of another shape or type.
        ModelError, EngineError: the models can't be loaded.
    """
    settings = replace(settings.for_stills(), identity=False)
    models = shared.models(settings)
    if not isinstance(images, list):
        return _faces_of(images, settings, models)
    with ThreadPoolExecutor(usable_cores(), thread_name_prefix="facelens-image") as pool:
        return list(pool.map(lambda image: _faces_of(image, settings, models), images))


def _faces_of(image: Any, settings: AnalysisSettings, models: SharedModels) -> list[Face]:
    frame = Frame(pixels_of(image), 0, 0.0, "image", is_still=True)
    # own ones for each image, which share the models
    stages = Stages(settings, None, models)
    try:
        faces = stages.estimate(stages.find(frame)).faces
    finally:
        stages.close()
    # nobody is known again here, so numbers say nothing
    return sorted((replace(face_of(face), person_id=None) for face in faces), key=lambda face: face.box)


def pixels_of(image: Any) -> ImageArray:
    """Return an image's pixels, (H, W, 3) uint8 BGR; see `analyze`."""
    from ..sources.image_reading import decode_still, read_image

    if isinstance(image, bytes):
        return decode_still(image).image_bgr
    if isinstance(image, str | os.PathLike):
        try:
            return read_image(image)
        except SourceError as error:
            raise SourceError(f"{os.fspath(image)}: {error}") from error
    if not isinstance(image, np.ndarray):
        raise UsageError(f"an image is a file's name, bytes or an array, got {type(image).__name__}")
    if image.dtype != np.uint8 or not image.size:
        raise UsageError(f"an image's pixels are bytes (uint8), got {image.dtype} in the shape {image.shape}")
    if image.ndim == 2:
        return cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)  # type: ignore[return-value]
    if image.ndim != 3 or image.shape[2] != 3:
        raise UsageError(f"an image has the shape (H, W, 3), BGR, or (H, W), grey; got {image.shape}")
    return np.ascontiguousarray(image)
