"""Places for labels."""

from __future__ import annotations

import numpy as np
import pytest

from inference.overlay.labels import face_labels, measure, render
from inference.overlay.palette import swatch_of
from inference.overlay.placement import best_place
from inference.types import TrackedFace
from tests.inference.made_faces import attributes, face

from .conftest import grey, label_boxes, overlap


def crowd(width: int, height: int, columns: int, rows: int, side: float) -> list[TrackedFace]:
    """Faces on a grid, each a little off it, as reproducible as people in a hall are not."""
    rng = np.random.default_rng(5)
    faces = []
    for number in range(columns * rows):
        x = (number % columns + 0.5) * width / columns + rng.uniform(-0.2, 0.2) * side - side / 2
        y = (number // columns + 0.5) * height / rows + rng.uniform(-0.2, 0.2) * side - side / 2
        faces.append(face(x, y, x + side, y + side, track_id=number + 1, said=attributes(20 + number)))
    return faces


@pytest.mark.parametrize(
    ("size", "columns", "rows", "side"),
    [((854, 480), 5, 4, 34), ((1280, 720), 5, 2, 90), ((1920, 1080), 5, 4, 90), ((3840, 2160), 10, 2, 150)],
)
def test_labels_of_a_crowd_cover_neither_each_other_nor_faces_and_stay_inside(monkeypatch, size, columns, rows, side):
    faces = crowd(*size, columns, rows, side)
    boxes = label_boxes(monkeypatch, grey(*size), faces)
    assert len(boxes) == columns * rows
    for number, box in enumerate(boxes):
        assert box[0] >= 0
        assert box[1] >= 0
        assert box[2] <= size[0]
        assert box[3] <= size[1]
        assert all(overlap(box, other) == 0 for other in boxes[:number])
        assert all(overlap(box, tuple(someone.detection.xyxy)) == 0 for someone in faces)


def test_two_faces_cheek_by_cheek_keep_their_labels_apart(monkeypatch):
    faces = [face(400, 300, 520, 450, track_id=1), face(530, 300, 650, 450, track_id=2)]
    one, other = label_boxes(monkeypatch, grey(1280, 720), faces)
    assert overlap(one, other) == 0
    assert all(overlap(box, tuple(someone.detection.xyxy)) == 0 for box in (one, other) for someone in faces)


@pytest.mark.parametrize("own", [(0, 0, 80, 80), (1200, 0, 1280, 80), (0, 640, 80, 720), (1200, 640, 1280, 720)])
def test_a_label_in_a_corner_stays_inside_and_off_the_face(monkeypatch, own):
    (box,) = label_boxes(monkeypatch, grey(1280, 720), [face(*own)])
    assert overlap(box, own) == 0
    assert overlap(box, (0, 0, 1280, 720)) == (box[2] - box[0]) * (box[3] - box[1])


def test_a_face_that_fills_the_image_is_labelled_at_its_edge(monkeypatch):
    (box,) = label_boxes(monkeypatch, grey(200, 200), [face(-5, -5, 205, 205)])
    assert overlap(box, (0, 0, 200, 200)) == (box[2] - box[0]) * (box[3] - box[1])
    # not across the eyes and the nose
    assert overlap(box, (0, 50, 200, 150)) == 0


def test_a_face_that_has_left_the_image_has_no_label(monkeypatch):
    assert label_boxes(monkeypatch, grey(640, 480), [face(-90, 100, -10, 180, coasted=True)]) == []


def test_a_label_keeps_its_side_while_its_face_trembles():
    """A face at the top, where the label is forced from above to below the face and back."""
    labels, faces = np.empty((0, 4), np.float32), np.empty((0, 4), np.float32)

    def place(top: float, habit: int | None):
        own = np.array([300, top, 400, top + 120], dtype=np.float32)
        return best_place(own, (150, 40), 4, (1280, 720), faces, labels, habit)

    far, near = place(44.0, None), place(43.0, None)
    assert far.y < 10
    slot = far.slot
    for top in (43.0, 42.0, 41.0, 42.0, 44.0):
        slot = place(top, slot).slot
        assert slot == far.slot
    assert near.slot in (far.slot, place(0.0, None).slot)
    # but not when it would lie on the face
    assert place(0.0, slot).slot != far.slot


def test_a_label_larger_than_the_image_has_no_place():
    nobody = np.empty((0, 4), np.float32)
    own = np.array([0, 0, 20, 20], np.float32)
    assert best_place(own, (101, 20), 2, (100, 100), nobody, nobody) is None
    assert best_place(own, (100, 20), 2, (100, 100), nobody, nobody) is not None


def test_a_label_has_the_size_it_said_it_would_have():
    label = face_labels(face(0, 0, 9, 9), frozenset())[0]
    sprite = render(label, 22, swatch_of(1), 0.9)
    assert sprite.bgr.shape[1::-1] == measure(label, 22)
    # the text ends before the plate does
    ink = np.abs(sprite.bgr.astype(int) - swatch_of(1).fill).max(axis=2) > 60
    assert ink.any()
    assert not ink[:, :4].any()
    assert not ink[:, -4:].any()
    assert not ink[:2].any()
    assert not ink[-2:].any()
