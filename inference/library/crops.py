"""Crops of one's own to attributes."""

from __future__ import annotations

import cv2
import numpy as np

from ..alignment import align_faces
from ..errors import UsageError
from ..settings import AnalysisSettings
from ..types import Attributes, Detection, FloatArray, ImageArray
from .images import pixels_of
from .models import shared

_DEFAULTS = AnalysisSettings()


def align(image_bgr: ImageArray, landmarks: FloatArray, *, settings: AnalysisSettings = _DEFAULTS) -> ImageArray:
    """Cut faces out of an image as the model wants them. Thread-safe.

    Args:
        image_bgr: (H, W, 3) uint8.
        landmarks: (N, 4, 2) or (N, 6, 2) pixels: right eye, left eye, tip of the nose, middle of the mouth; the ears
            are not looked at. `Face.landmarks` of several faces, say.
        settings: their `model` says for which.

    Returns:
        (N, S, S, 3) uint8 BGR, for `estimate` with the same settings.

    Raises:
        UsageError: landmarks of another shape.
        ModelError, EngineError: the model can't be loaded.
    """
    points = np.asarray(landmarks, dtype=np.float32)
    if points.ndim != 3 or points.shape[1] not in (4, 6) or points.shape[2] != 2:
        raise UsageError(f"landmarks have the shape (N, 4, 2) or (N, 6, 2), got {points.shape}")
    estimator = shared.models(settings.for_stills()).estimator
    unknown = np.zeros(4, dtype=np.float32)
    found = [Detection(unknown, 1.0, face) for face in points]
    crops_rgb = align_faces(pixels_of(image_bgr), found, estimator.input_size, estimator.template)
    return np.ascontiguousarray(crops_rgb[..., ::-1])


def estimate(crops_bgr: ImageArray, *, settings: AnalysisSettings = _DEFAULTS) -> list[Attributes]:
    """Estimate age, gender and ethnicity of faces that were found and cut out elsewhere. Thread-safe.

    Args:
        crops_bgr: (N, H, W, 3) uint8, aligned as `align` does; another size than the model's is resized to it.
        settings: their `model` says by which.

    Returns:
        What is predicted for each.

    Raises:
        UsageError: crops of another shape or type.
        ModelError, EngineError: the model can't be loaded.
    """
    crops = np.asarray(crops_bgr)
    if crops.dtype != np.uint8 or crops.ndim != 4 or crops.shape[3] != 3:
        raise UsageError(f"crops are bytes (uint8) in the shape (N, H, W, 3), got {crops.dtype} in {crops.shape}")
    estimator = shared.models(settings.for_stills()).estimator
    side = estimator.input_size
    if crops.shape[1:3] != (side, side) and len(crops):
        crops = np.stack([cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA) for crop in crops])
    return estimator.estimate(np.ascontiguousarray(crops[..., ::-1]))
