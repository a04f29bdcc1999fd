"""Finds faces in still images that lie on their side or stand on their head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import cv2
import numpy as np

from ..types import Detection, FloatArray, Frame, ImageArray
from .base import Detections, Detector

# clockwise; what is scanned or held the wrong way stands on its head most often
_TURNS = {180: cv2.ROTATE_180, 90: cv2.ROTATE_90_CLOCKWISE, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
# A face is surely one, and upright, where search and close look agree on it at this probability; after a turn a
# little less will do. On their head or side
# the search sees most faces too, with landmarks that mean nothing, which the close look seldom shows.
_SURE = 0.99
_CLEAR = 0.97
_UNCONFIRMED = 0.5
# so many faces in one image are not all mistaken for upright ones
_MANY = 3
# The longer side of the image that is turned to try it out: the whole one shrunk, where there is no face, in which
# faces of a sixteenth of its width are found; and what surrounds a doubtful face, this many of its sides wide.
_WHOLE_PX = 640
_FACE_PX = 256
_SURROUNDINGS = 3.0


def detect_in_still(detector: Detector, frame: Frame) -> tuple[Detections, int]:
    """Find the faces of a still image, turned by 180, 90 or 270 degrees should it lie or stand on its head.

    An image with a face that is surely one, or with several, costs and gives what it does without this. Else a small
    copy is turned: of the whole image where there is no face, and of the surroundings of the best one, since a face on
    its head is often seen as an upright one, with landmarks that mean nothing. Only where the copy shows a face that is
    surely one is the whole image searched in that direction.

    Args:
        detector: finds faces that are more or less upright.
        frame: an image (`frame.is_still`).

    Returns:
        The faces in pixels of the image as it is, and by how many degrees it had to be turned clockwise: 0, 90, 180
        or 270.
    """
    found = detector.detect(frame)
    best = _best(found)
    if _clarity(best) >= _SURE or len(found.faces) + len(found.ignored) >= _MANY:
        return found, 0
    wanted = max(_CLEAR, _clarity(best))
    turn = _promising_turn(detector, frame, best, wanted)
    if turn == 0:
        return found, 0
    turned = _upright(detector.detect(_turned(frame, turn)))
    if _clarity(_best(turned)) < wanted:
        return found, 0
    size_hw = frame.image_bgr.shape[:2]
    faces, ignored = ([_turned_back(face, turn, size_hw) for face in part] for part in (turned.faces, turned.ignored))
    return Detections(faces, ignored), turn


def _best(found: Detections) -> Detection | None:
    return max((*found.faces, *found.ignored), key=_clarity, default=None)


def _clarity(face: Detection | None) -> float:
    """Return how surely a face is one that is upright, 0..1; 0 for none."""
    if face is None:
        return 0.0
    return face.score if face.is_confirmed else _UNCONFIRMED * face.score


def _promising_turn(detector: Detector, frame: Frame, doubtful: Detection | None, wanted: float) -> int:
    """Return the turn after which a small copy shows the clearest upright face; 0 where none is clear enough."""
    image = frame.image_bgr
    copy = _shrunk(image, _WHOLE_PX) if doubtful is None else _shrunk(_around(image, doubtful.xyxy), _FACE_PX)
    trial = replace(frame, image_bgr=copy)
    scores = {0: wanted}
    for turn in _TURNS:
        scores[turn] = _clarity(_best(_upright(detector.detect(_turned(trial, turn)))))
    return max(scores, key=scores.__getitem__)


def _around(image: ImageArray, xyxy: FloatArray) -> ImageArray:
    """Return the part of an image around a face."""
    x, y = (xyxy[:2] + xyxy[2:]) / 2
    reach = _SURROUNDINGS / 2 * max(xyxy[2] - xyxy[0], xyxy[3] - xyxy[1])
    return image[max(0, int(y - reach)) : int(y + reach) + 1, max(0, int(x - reach)) : int(x + reach) + 1]


def _shrunk(image: ImageArray, most_px: int) -> ImageArray:
    scale = most_px / max(image.shape[:2])
    if scale >= 1:
        return image
    height, width = (max(1, round(side * scale)) for side in image.shape[:2])
    return cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)  # type: ignore[return-value]


def _turned(frame: Frame, turn: int) -> Frame:
    return replace(frame, image_bgr=cast(ImageArray, cv2.rotate(frame.image_bgr, _TURNS[turn])))


def _upright(found: Detections) -> Detections:
    """Return the faces that are upright: the others would have been found without the turn, or are none."""

    def of(faces: Sequence[Detection]) -> list[Detection]:
        return [face for face in faces if _is_upright(face)]

    return Detections(of(found.faces), of(found.ignored))


def _is_upright(face: Detection) -> bool:
    """Tell whether a face's mouth lies below its eyes rather than beside or above them."""
    right_eye, left_eye, _, mouth = face.landmarks_px[:4]
    across, down = mouth - (right_eye + left_eye) / 2
    return bool(down > abs(across))


def _turned_back(face: Detection, turn: int, size_hw: tuple[int, int]) -> Detection:
    """Return a face of a turned image in pixels of the image before, whose size is given."""
    height, width = size_hw

    def back(points: FloatArray) -> FloatArray:
        x, y = points[:, 0], points[:, 1]
        if turn == 180:
            return np.stack([width - x, height - y], axis=1)
        return np.stack([y, height - x] if turn == 90 else [width - y, x], axis=1)

    corners = back(face.xyxy.reshape(2, 2))
    xyxy = np.concatenate([corners.min(axis=0), corners.max(axis=0)])
    return replace(face, xyxy=xyxy, landmarks_px=back(face.landmarks_px))
