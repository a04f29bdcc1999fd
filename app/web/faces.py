"""What was found in an image, as JSON: for `/analyze`, for the page, and for the camera."""

from __future__ import annotations

from typing import Any

from inference.attributes import CLASS_NAMES
from inference.sinks.table import attribute_cells, probabilities
from inference.types import Detection, FrameResult, ImageArray, TrackedFace


def result_json(result: FrameResult, image_bgr: ImageArray, *, remark: str | None = None) -> dict[str, Any]:
    """Return what was found in an image.

    Args:
        result: of the image.
        image_bgr: (H, W, 3), upright: boxes count its pixels.
        remark: what there is to know of the file, such as that its end is missing.
    """
    height, width = image_bgr.shape[:2]
    faces = sorted(result.faces, key=lambda face: float(face.detection.xyxy[0]))
    return {
        "width": width,
        "height": height,
        "remark": remark,
        "faces": [face_json(face, order) for order, face in enumerate(faces, start=1)],
    }


def face_json(face: TrackedFace, order: int | None = None, *, with_probabilities: bool = True) -> dict[str, Any]:
    """Return one face: where it is, what is predicted with scores, and all probabilities.

    Args:
        face: the face.
        order: its number where nobody is followed: from the left, from 1.
        with_probabilities: without them it is short enough to be sent for each frame.
    """
    told = {
        "number": face.number or order,
        "box": box_json(face.detection),
        "detection_score": round(face.detection.score, 4),
        **attribute_cells(face.attributes, frozenset()),
    }
    told |= {f"is_{name}_sure": getattr(face.attributes, f"is_{name}_sure") for name in CLASS_NAMES}
    return told | (probabilities(face.attributes, frozenset()) if with_probabilities else {})


def box_json(detection: Detection) -> list[float]:
    """Return a box as [x1, y1, x2, y2], pixels rounded to tenths."""
    return [round(float(edge), 1) for edge in detection.xyxy]
