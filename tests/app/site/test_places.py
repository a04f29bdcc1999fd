"""Where people were, and scenes without them."""

from __future__ import annotations

from datetime import UTC, datetime

import cv2
import numpy as np
import pytest

from app.site.keeping import NoStore
from app.site.places import COLUMNS, ROWS, EmptyScene, Places, still_of
from inference.types import Attributes, Detection, Frame, FrameResult, TrackedFace
from tests.photos import grace_hopper

SOMEBODY = Attributes(*(np.full(n, 1 / n, np.float32) for n in (101, 2, 5)))
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC).timestamp()


class Kept(NoStore):
    def __init__(self) -> None:
        self.places: list[dict] = []
        self.stills: list[dict] = []

    def add_places(self, **row) -> None:
        self.places.append(row)

    def add_still(self, **row) -> None:
        self.stills.append(row)


def face_at(x: float, y: float, width: float = 40.0) -> Detection:
    box = np.array([x - width / 2, y - width / 2, x + width / 2, y + width / 2], np.float32)
    return Detection(box, 0.9, np.zeros((6, 2), np.float32))


def test_seconds_are_summed_up_where_somebody_is_and_by_the_hour():
    store = Kept()
    places = Places("door", store)
    for step in range(31):  # three seconds on the left, two people in the last second
        faces = [face_at(100, 500)] + [face_at(1200, 100)] * (step > 20)
        places.add(NOON + 0.1 * step, faces, 1280, 720)
    places.add(NOON + 60, [face_at(640, 360)], 1280, 720)  # nobody knows of the time between
    places.add(NOON + 3600, [], 1280, 720)
    places.end()
    (hour,) = store.places
    assert hour["hour"] == datetime(2026, 5, 1, 12, tzinfo=UTC)
    left = int(500 / 720 * ROWS) * COLUMNS + int(100 / 1280 * COLUMNS)
    right = int(100 / 720 * ROWS) * COLUMNS + int(1200 / 1280 * COLUMNS)
    assert {cell: round(s, 2) for cell, s in hour["seconds"].items()} == {left: 3.0, right: 1.0}
    assert hour["aspect"] == pytest.approx(16 / 9)


def scene(index: int, height: int = 240, width: int = 640) -> tuple[np.ndarray, Detection]:
    """A wall of stripes; somebody walks by in front of it."""
    image = np.zeros((height, width, 3), np.uint8)
    image[:, ::16] = 200
    face = cv2.resize(grace_hopper()[60:420, 86:446], (120, 120))
    x = 10 + 40 * index
    image[40:160, x : x + 120] = face
    image[160:, x : x + 120] = 60
    return image, face_at(x + 60, 100, 70)


def result_of(face: Detection) -> FrameResult:
    return FrameResult(0, 0.0, "door", (TrackedFace(face, SOMEBODY, track_id=1),))


def test_a_still_shows_the_wall_and_nobody():
    store = Kept()
    empty = EmptyScene("door", store, lambda image: [])
    for index in range(12):
        image, face = scene(index)
        empty.add(Frame(image, index, 0.0, "door"), result_of(face), NOON + 2.5 * index)
    empty.end()
    (kept,) = store.stills
    still = cv2.imdecode(np.frombuffer(kept["jpeg"], np.uint8), cv2.IMREAD_COLOR).astype(int)
    bare = np.zeros_like(still)
    bare[:, ::16] = 200
    assert np.abs(still - bare).mean() < 12


def test_a_poster_that_is_always_there_is_drawn_over():
    """With real models: nothing in the still is a face to them."""
    from inference.settings import AnalysisSettings
    from inference.stages import SharedModels, Stages

    photo = cv2.resize(grace_hopper(), (512, 600))
    samples = [(photo, np.ones(photo.shape[:2], dtype=bool))] * 5  # nobody has found it in any frame
    settings = AnalysisSettings(tracking=False, identity=False, min_detection_score=0.3)
    with SharedModels(settings) as models:

        def faces_of(image):
            stages = Stages(settings, None, models.without_identity())
            try:
                return stages.find(Frame(image, 0, 0.0, "still", is_still=True)).faces
            finally:
                stages.close()

        assert faces_of(photo)
        assert not faces_of(still_of(samples, faces_of))


def test_too_little_makes_no_still():
    store = Kept()
    empty = EmptyScene("door", store, lambda image: [])
    for index in range(3):
        image, face = scene(index)
        empty.add(Frame(image, index, 0.0, "door"), result_of(face), NOON + 2.5 * index)
    empty.end()
    assert not store.stills
