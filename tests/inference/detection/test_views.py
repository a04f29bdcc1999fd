"""Parts of a frame, and the way back from a model's pixels to the frame's."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from inference.detection.blazeface import BlazeFace
from inference.detection.views import (
    SLICE_OVERLAP,
    Proposal,
    View,
    face_at,
    full_frame,
    landmarks_agree,
    merge_proposals,
    propose,
    roi_view,
    slices,
    without_duplicates,
)
from inference.types import Detection, ImageArray

NEAR, FAR = BlazeFace.SHORT_RANGE, BlazeFace.FULL_RANGE


def face(*xyxy: float, score: float = 0.9) -> Detection:
    """A frontal face that fills a box the usual way."""
    x1, y1, x2, y2 = xyxy
    spots = np.array([[0.3, 0.35], [0.7, 0.35], [0.5, 0.55], [0.5, 0.75], [0.1, 0.4], [0.9, 0.4]], dtype=np.float32)
    size = np.array([x2 - x1, y2 - y1], dtype=np.float32)
    return Detection(np.array(xyxy, dtype=np.float32), score, spots * size + np.array([x1, y1], dtype=np.float32))


class SeesTheMiddle:
    """Stands in for a model: one face over the middle half of whatever it is shown."""

    def __init__(self) -> None:
        self.shown: list[ImageArray] = []

    def detect(self, image_bgr: ImageArray) -> list[Detection]:
        self.shown.append(image_bgr)
        height, width = image_bgr.shape[:2]
        return [face(width / 4, height / 4, 3 * width / 4, 3 * height / 4)]


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920), (641, 481), (640, 640), (100, 50)])
@pytest.mark.parametrize("side", [320, 608])
def test_tiles_cover_the_frame_and_overlap(width: int, height: int, side: int) -> None:
    covered = np.zeros((height, width), dtype=int)
    views = slices(width, height, side)
    for view in views:
        assert 0 <= view.x1 < view.x2 <= width
        assert 0 <= view.y1 < view.y2 <= height
        assert view.side <= side
        covered[view.y1 : view.y2, view.x1 : view.x2] += 1
    assert covered.min() >= 1
    columns = sorted({(view.x1, view.x2) for view in views})
    for (_, right), (left, _) in itertools.pairwise(columns):
        assert right - left >= SLICE_OVERLAP * side - 1


def test_one_tile_where_the_frame_is_no_larger() -> None:
    assert slices(300, 200, 320) == [View(FAR, 0, 0, 300, 200)]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (View(FAR, 100, 40, 740, 680), (260, 200, 580, 520)),
        (View(FAR, 300, 100, 396, 196), (324, 124, 372, 172)),
        (View(NEAR, -60, -60, 240, 240), (15, 15, 165, 165)),
        (View(NEAR, 700, 500, 1000, 800), (775, 575, 925, 725)),
        (full_frame(800, 600, FAR), (200, 150, 600, 450)),
        (full_frame(800, 600, NEAR, border=0.3), (80, 30, 720, 570)),
    ],
)
def test_what_a_view_shows_comes_back_in_pixels_of_the_frame(view: View, expected: tuple[float, ...]) -> None:
    (found,) = propose(SeesTheMiddle(), np.zeros((600, 800, 3), np.uint8), view)  # type: ignore[arg-type]
    assert found.face.xyxy == pytest.approx(expected, abs=0.01 * view.side)
    middle = (found.face.xyxy[:2] + found.face.xyxy[2:]) / 2
    eyes = (found.face.landmarks_px[0] + found.face.landmarks_px[1]) / 2
    assert eyes[0] == pytest.approx(middle[0], abs=1)
    assert eyes[1] < middle[1]


@pytest.mark.parametrize("side", [64, 128, 300, 512])
def test_a_close_look_always_fills_the_models_input(side: int) -> None:
    model = SeesTheMiddle()
    propose(model, np.zeros((600, 800, 3), np.uint8), View(NEAR, 10, 10, 10 + side, 10 + side))  # type: ignore[arg-type]
    assert model.shown[0].shape == (128, 128, 3)


def test_shrinking_averages_and_does_not_skip() -> None:
    stripes = np.zeros((640, 640, 3), np.uint8)
    stripes[:, ::2] = 200
    model = SeesTheMiddle()
    propose(model, stripes, View(FAR, 0, 0, 640, 640))  # type: ignore[arg-type]
    assert model.shown[0].min() >= 95
    assert model.shown[0].max() <= 105


def test_past_the_border_the_border_repeats() -> None:
    picture = np.full((100, 100, 3), 50, np.uint8)
    picture[:, 0] = 250
    model = SeesTheMiddle()
    propose(model, picture, View(NEAR, -28, 0, 100, 128))  # type: ignore[arg-type]
    assert (model.shown[0][:, :28] == 250).all()


def test_a_view_outside_the_frame_shows_nothing() -> None:
    model = SeesTheMiddle()
    assert propose(model, np.zeros((50, 50, 3), np.uint8), View(NEAR, 60, 0, 90, 30)) == []  # type: ignore[arg-type]
    assert model.shown == []


def test_faces_too_small_for_a_view_are_left_to_others() -> None:
    view = full_frame(400, 400, NEAR, min_face=0.6)  # the stand-in's face takes half of it
    assert propose(SeesTheMiddle(), np.zeros((400, 400, 3), np.uint8), view) == []  # type: ignore[arg-type]


def test_a_face_cut_by_a_tile_gives_way_to_the_whole_face() -> None:
    half = Proposal(face(500, 100, 600, 200, score=0.95), cut=True)
    all_of_it = Proposal(face(510, 100, 640, 230, score=0.7), cut=False)
    (kept,) = merge_proposals([half, all_of_it])
    assert kept is all_of_it.face


def test_only_inner_borders_cut() -> None:
    class SeesTheCorner(SeesTheMiddle):
        def detect(self, image_bgr: ImageArray) -> list[Detection]:
            return [face(0, 0, 40, 40)]

    frame = np.zeros((400, 400, 3), np.uint8)
    (at_frame_border,) = propose(SeesTheCorner(), frame, View(FAR, 0, 0, 192, 192))  # type: ignore[arg-type]
    (inside,) = propose(SeesTheCorner(), frame, View(FAR, 100, 100, 292, 292))  # type: ignore[arg-type]
    assert not at_frame_border.cut
    assert inside.cut


def test_merging_keeps_the_better_of_two_and_all_apart() -> None:
    proposals = [
        Proposal(face(0, 0, 100, 100, score=0.6), False),
        Proposal(face(10, 5, 108, 104, score=0.8), False),
        Proposal(face(300, 0, 400, 100, score=0.5), False),
    ]
    assert [kept.score for kept in merge_proposals(proposals)] == [0.8, 0.5]
    assert merge_proposals([]) == []


def test_a_box_inside_another_is_the_same_face_and_a_neighbour_is_not() -> None:
    first = face(0, 0, 100, 100)
    assert without_duplicates([first, face(20, 20, 60, 60)]) == [first]
    neighbour = face(70, 0, 170, 100)
    assert without_duplicates([first, neighbour]) == [first, neighbour]


def test_models_agree_on_the_same_landmarks_only() -> None:
    first = face(100, 100, 200, 200)
    assert landmarks_agree(first, face(110, 105, 205, 200))
    assert not landmarks_agree(first, face(100, 140, 200, 240))
    turned = Detection(first.xyxy, 0.9, first.landmarks_px[::-1].copy())
    assert not landmarks_agree(first, turned)


def test_a_look_is_a_square_around_the_face() -> None:
    view = roi_view(np.array([100, 200, 200, 300], dtype=np.float32))
    assert view == View(NEAR, 65, 165, 235, 335)


def test_a_look_returns_the_face_at_the_place_not_its_clearer_neighbour() -> None:
    class SeesTwo(SeesTheMiddle):
        def detect(self, image_bgr: ImageArray) -> list[Detection]:
            return [face(90, 0, 128, 38, score=0.99), face(30, 30, 100, 100, score=0.6)]

    place = np.array([100, 100, 200, 200], np.float32)
    found = face_at(propose(SeesTwo(), np.zeros((400, 400, 3), np.uint8), roi_view(place)), place)  # type: ignore[arg-type]
    assert found is not None
    assert found.score == 0.6


def test_a_view_suits_faces_well_inside_neither_tiny_nor_huge() -> None:
    view = View(FAR, 0, 0, 600, 600)
    assert view.suits(np.array([200, 200, 300, 300]))
    assert not view.suits(np.array([5, 200, 105, 300]))
    assert not view.suits(np.array([200, 200, 220, 220]))
    assert not view.suits(np.array([100, 100, 450, 450]))
    assert not View(NEAR, 0, 0, 600, 600).suits(np.array([200, 200, 300, 300]))
