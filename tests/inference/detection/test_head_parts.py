"""Hair, mouth and neck are no faces of their own."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from inference.detection.head_parts import without_head_parts
from inference.types import Detection

from .faces import made_face

FACE = made_face(100, 100, 200, 200, score=0.95)
HAIR = replace(made_face(115, 30, 200, 115, score=0.9), is_confirmed=False)
NECK = replace(made_face(105, 170, 195, 260, score=0.9), is_confirmed=False)


def turned(face: Detection, degrees: float) -> Detection:
    """Return a face turned about (150, 150)."""
    matrix = cv2.getRotationMatrix2D((150, 150), degrees, 1.0)
    middle = matrix @ np.array([*(face.xyxy[:2] + face.xyxy[2:]) / 2, 1.0])
    half = face.width / 2
    landmarks = face.landmarks_px @ matrix[:, :2].T + matrix[:, 2]
    box = np.concatenate((middle - half, middle + half)).astype(np.float32)
    return replace(face, xyxy=box, landmarks_px=landmarks.astype(np.float32))


def test_hair_and_neck_are_no_faces() -> None:
    assert without_head_parts([HAIR, FACE, NECK]) == [FACE]


def test_hair_of_a_tilted_head_is_no_face() -> None:
    for degrees in (-60, -30, 30, 60):
        face = turned(FACE, degrees)
        assert without_head_parts([face, turned(HAIR, degrees)]) == [face]


def test_what_a_close_look_has_shown_is_a_face() -> None:
    faces = [replace(HAIR, is_confirmed=True), FACE, replace(NECK, is_confirmed=True)]
    assert without_head_parts(faces) == faces


def test_a_face_below_another_counts_where_the_upper_one_may_be_hair() -> None:
    upper = replace(FACE, is_confirmed=False, score=0.8)
    lower = replace(made_face(95, 170, 205, 280, score=0.9), is_confirmed=False)
    assert without_head_parts([upper, lower]) == [lower]


def test_faces_beside_and_behind_each_other_stay() -> None:
    beside = replace(made_face(170, 60, 255, 145, score=0.8), is_confirmed=False)
    small = replace(made_face(140, 60, 180, 100, score=0.8), is_confirmed=False)
    far_above = replace(made_face(105, -20, 195, 70, score=0.8), is_confirmed=False)
    assert without_head_parts([FACE, beside, small, far_above]) == [FACE, beside, small, far_above]


def test_less_likely_faces_do_not_take_likelier_ones() -> None:
    faint = replace(FACE, score=0.5)
    assert without_head_parts([HAIR, faint]) == [HAIR, faint]
