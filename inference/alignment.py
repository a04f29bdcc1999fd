"""Landmarks to the model's crops; the one function that serving and training share.

A similarity transform (rotation, uniform scale, shift; least squares after Umeyama 1991, here in
complex numbers, which for two dimensions is a one-line solution) takes MediaPipe's eyes, nose tip and
mouth to a template. `TEMPLATE` is the mean of MediaPipe's landmarks over UTKFace chips, scaled so that the
eyes are 0.385 of the side apart: a chip then just fills the crop. A model that looks at more of the head has the
same template at a smaller zoom; which one it is stands in the model's card.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from .types import Detection, FloatArray, ImageArray

CROP_SIZE = 112

# right eye, left eye, nose tip, mouth centre; as fractions of the crop's side
TEMPLATE: FloatArray = np.array([[0.3075, 0.302], [0.6925, 0.302], [0.5, 0.536], [0.5, 0.726]], dtype=np.float32)
# the same points as face recognition has them (ArcFace: Deng et al., CVPR 2019; 112 px): the model of identity was
# trained on such crops, where the face is smaller and lower down. The mouth's centre is the middle of its corners
ARCFACE_TEMPLATE: FloatArray = np.array(
    [
        [38.2946 / 112, 51.6963 / 112],
        [73.5318 / 112, 51.5014 / 112],
        [56.0252 / 112, 71.7366 / 112],
        [56.1396 / 112, 92.2848 / 112],
    ],
    dtype=np.float32,
)
_POINTS = len(TEMPLATE)
_EYES = 0.385
# below this extent (root of the mean squared distance to the centroid, in pixels) landmarks say nothing
_MIN_EXTENT_PX = 1.0


def zoomed_template(zoom: float) -> FloatArray:
    """Return `TEMPLATE` zoomed about the middle of the crop, (4, 2) float32 fractions of the crop's side.

    Args:
        zoom: above 0; 1 is `TEMPLATE` itself, below 1 the face is smaller and more of its surroundings are seen.
    """
    return (0.5 + zoom * (TEMPLATE - 0.5)).astype(np.float32)


def template_name(zoom: float) -> str:
    """Return the name of a zoomed template, which tells how far apart the eyes are: `mediapipe-utkface-0.385`."""
    return f"mediapipe-utkface-{_EYES * zoom:.3f}"


def similarity_to_template(
    landmarks_px: FloatArray, size: int = CROP_SIZE, template: FloatArray = TEMPLATE
) -> FloatArray | None:
    """Compute the similarity transform from frame pixels to crop pixels.

    Args:
        landmarks_px: (6, 2) or (4, 2) float pixels; the first four points are used.
        size: side of the crop in pixels.
        template: (4, 2) where they go, as fractions of the crop's side.

    Returns:
        (2, 3) float32 matrix for `cv2.warpAffine`, or None where the landmarks are degenerate (not
        finite, or all in one place).
    """
    points = np.asarray(landmarks_px, dtype=np.float64)[:_POINTS]
    if not np.isfinite(points).all():
        return None
    source = points[:, 0] + 1j * points[:, 1]
    source_mean = source.sum() / _POINTS
    centred = source - source_mean
    extent = np.vdot(centred, centred).real
    if extent < _POINTS * _MIN_EXTENT_PX**2:
        return None
    target = template[:, 0].astype(np.float64) + 1j * template[:, 1]
    target_mean = target.sum() / _POINTS
    factor = size * np.vdot(centred, target - target_mean) / extent
    if abs(factor) < 1e-6:
        return None
    shift = size * target_mean - factor * source_mean
    return np.array([[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag]], dtype=np.float32)


def similarity_from_box(xyxy: FloatArray, size: int = CROP_SIZE, template: FloatArray = TEMPLATE) -> FloatArray:
    """Return an upright stand-in for degenerate landmarks: the box, grown to the extent of an aligned crop.

    Args:
        xyxy: (4,) box in pixels.
        size: side of the crop in pixels.
        template: (4, 2) of the crop; the box is as large in it as a face's would be.

    Returns:
        (2, 3) float32 matrix for `cv2.warpAffine`.
    """
    x1, y1, x2, y2 = (float(v) for v in xyxy)
    side = max(x2 - x1, y2 - y1, 1.0) * 1.15
    scale = size / side * float((template[1, 0] - template[0, 0]) / _EYES)
    cx, cy = (x1 + x2) / 2, (y1 + y2) / 2
    return np.array([[scale, 0, size / 2 - scale * cx], [0, scale, size / 2 - scale * cy]], dtype=np.float32)


def warp(image_bgr: ImageArray, matrix: FloatArray, size: int = CROP_SIZE) -> ImageArray:
    """Cut one crop, without aliasing where the face is much larger than the crop.

    Pixels past the border repeat the border's. Returns (size, size, 3) uint8 in the image's own colour order.
    """
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    shrink = int(1.0 / scale) if scale < 0.5 else 1
    if shrink > 1:
        image_bgr, matrix = _shrunk_region(image_bgr, matrix, size, shrink)
    return cv2.warpAffine(  # type: ignore[return-value]
        image_bgr, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )


def _shrunk_region(image: ImageArray, matrix: FloatArray, size: int, shrink: int) -> tuple[ImageArray, FloatArray]:
    """Return the part of the image that the crop covers, averaged down by a whole factor, and its matrix."""
    inverse = cv2.invertAffineTransform(matrix)
    corners = np.array([[0, 0], [size, 0], [0, size], [size, size]], dtype=np.float32)
    covered = corners @ inverse[:, :2].T + inverse[:, 2]
    height, width = image.shape[:2]
    x1, y1 = np.clip(np.floor(covered.min(0)).astype(int) - shrink, 0, (width - 1, height - 1))
    x2, y2 = np.clip(np.ceil(covered.max(0)).astype(int) + shrink, (x1 + 1, y1 + 1), (width, height))
    region = image[y1:y2, x1:x2]
    new_size = (max(1, round((x2 - x1) / shrink)), max(1, round((y2 - y1) / shrink)))
    small = cv2.resize(region, new_size, interpolation=cv2.INTER_AREA)
    # pixel centres: x_region = (x_small + 0.5) * factor - 0.5
    fx, fy = (x2 - x1) / new_size[0], (y2 - y1) / new_size[1]
    to_image = np.array([[fx, 0, x1 + 0.5 * fx - 0.5], [0, fy, y1 + 0.5 * fy - 0.5], [0, 0, 1]])
    return small, (matrix.astype(np.float64) @ to_image).astype(np.float32)  # type: ignore[return-value]


def align_faces(
    image_bgr: ImageArray, detections: Sequence[Detection], size: int = CROP_SIZE, template: FloatArray = TEMPLATE
) -> ImageArray:
    """Cut the model's crops of all faces of a frame.

    Args:
        image_bgr: (H, W, 3) uint8 BGR.
        detections: N faces of that image.
        size: side of a crop in pixels.
        template: (4, 2) where eyes, nose tip and mouth go, as fractions of the crop's side; that of the model.

    Returns:
        (N, size, size, 3) uint8 **RGB**; N may be 0. A face whose landmarks are degenerate is cut by its box.
    """
    crops = np.empty((len(detections), size, size, 3), dtype=np.uint8)
    for crop, detection in zip(crops, detections, strict=True):
        matrix = similarity_to_template(detection.landmarks_px, size, template)
        if matrix is None:
            matrix = similarity_from_box(detection.xyxy, size, template)
        cv2.cvtColor(warp(image_bgr, matrix, size), cv2.COLOR_BGR2RGB, dst=crop)
    return crops
