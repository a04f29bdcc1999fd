"""The models by themselves."""

from __future__ import annotations

import pytest

from inference.detection import open_detector
from inference.settings import AnalysisSettings
from inference.types import Frame, ImageArray

from .conftest import paste_portrait


@pytest.mark.parametrize("name", ["yunet", "blazeface"])
def test_each_model_finds_what_it_can_whatever_came_before(name: str, wall: ImageArray, hopper: ImageArray) -> None:
    picture = wall[:480, :640].copy()
    paste_portrait(picture, hopper, 320, 250, 120)
    settings = AnalysisSettings(min_detection_score=0.5)
    with open_detector(name, settings) as detector:
        for image, expected in ((picture, 1), (wall[:480, :640], 0), (picture, 1)):
            faces = detector.detect(Frame(image, 0, 0.0, "film.mp4")).faces
            assert len(faces) == expected
            # else nobody would be recognised
            assert all(face.is_confirmed for face in faces)
            assert all(abs(face.xyxy[:2] + face.xyxy[2:] - (640, 500)).max() < 60 for face in faces)
    with open_detector(name, AnalysisSettings(min_detection_score=0.5, min_face_px=300)) as strict:
        found = strict.detect(Frame(picture, 0, 0.0, "film.mp4"))
    assert (len(found.faces), len(found.ignored)) == (0, 1)
