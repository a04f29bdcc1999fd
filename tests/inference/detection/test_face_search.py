"""Faces found in several views of an image."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from inference.detection.confidence import confidence
from inference.detection.face_search import AMPLE_PX, FaceSearch, finest_shrink, merged, pieces, sizes
from inference.detection.views import View
from inference.detection.yunet import YuNet
from inference.types import ImageArray

from .conftest import Work, paste_portrait
from .faces import made_face

FINE, COARSE = View(0, 0, 600, 600), View(0, 0, 600, 600, 2.0)


def test_each_face_is_told_once_with_the_scores_of_all_sizes() -> None:
    fine = [made_face(0, 0, 100, 100, score=0.8), made_face(300, 300, 340, 340, score=0.6)]
    coarse = [made_face(4, 2, 104, 102, score=0.9)]
    faces = merged([fine, coarse], [FINE, COARSE])
    assert [face.xyxy[0] for face in faces] == [4, 300]
    assert [face.score for face in faces] == pytest.approx([confidence([0.9, 0.8]), confidence([0.6, 0])])


def test_views_of_one_size_are_one_search() -> None:
    left, right = View(0, 0, 400, 600), View(200, 0, 600, 600)
    twice = [[made_face(250, 0, 350, 100, score=0.8)], [made_face(252, 0, 352, 100, score=0.7)]]
    (face,) = merged(twice, [left, right])
    assert face.score == pytest.approx(confidence([0.8]))


def test_a_piece_of_a_face_does_not_borrow_the_faces_score() -> None:
    piece, whole = made_face(95, 0, 125, 30, score=0.4), made_face(0, 0, 100, 100, score=0.9)
    faces = merged([[piece, whole], [made_face(0, 0, 130, 100, score=0.9)]], [FINE, COARSE])
    assert [face.score for face in faces if face.width == 30] == pytest.approx([confidence([0.4, 0])])


def test_nothing_found_is_nothing_merged() -> None:
    assert merged([[], []], [FINE, COARSE]) == []
    assert merged([], []) == []


def test_confidence_grows_with_every_score_and_never_reaches_certainty() -> None:
    for count in (1, 2, 3):
        rising = [confidence([score] * count) for score in np.linspace(0, 1, 21)]
        assert all(0 < lower <= higher < 1 for lower, higher in itertools.pairwise(rising))
        assert rising[0] < 0.05
        assert rising[-1] > 0.95
    assert confidence([0.9, 0, 0]) < confidence([0.9, 0.5, 0]) < confidence([0.9, 0.5, 0.5])
    assert confidence([0.1, 0.7, 0.2, 0.6]) == confidence([0.7, 0.6, 0.2])


@pytest.mark.parametrize("lanes", [1, 3])
def test_any_number_of_lanes_finds_the_same_in_the_order_of_the_views(
    wall: ImageArray, hopper: ImageArray, lanes: int
) -> None:
    picture = wall.copy()
    paste_portrait(picture, hopper, 480, 380, 80)
    paste_portrait(picture, hopper, 1500, 700, 120)
    views = [
        View(0, 0, 960, 1080, 2.0),
        View(960, 0, 1920, 1080, 2.0),
        View(400, 300, 560, 460),
        View(3000, 0, 3100, 90),
    ]
    with FaceSearch(lanes=lanes) as search:
        found = search.look(picture, views)
        assert search.look(picture, []) == []
    middles = [[(face.xyxy[:2] + face.xyxy[2:]) / 2 for face in faces if face.score > 0.5] for faces in found]
    assert [len(of_view) for of_view in middles] == [1, 1, 1, 0]
    for (x, y), ((found_x, found_y),) in zip([(480, 380), (1500, 700), (480, 380)], middles[:3], strict=True):
        assert abs(found_x - x) < 20
        assert abs(found_y - y) < 20


def test_a_search_that_fails_says_so_and_the_next_one_works(wall: ImageArray, monkeypatch: pytest.MonkeyPatch) -> None:
    views = [View(0, 0, 100, 100), View(0, 0, 200, 100)]
    with FaceSearch(lanes=2) as search:
        with monkeypatch.context() as broken:
            broken.setattr(YuNet, "detect", lambda *_: 1 / 0)
            for _ in range(3):
                with pytest.raises(ZeroDivisionError):
                    search.look(wall, views)
        assert search.look(wall, views) == [[], []]


def test_small_views_of_one_size_are_run_in_batches(
    wall: ImageArray, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    detect = YuNet.detect
    monkeypatch.setattr(YuNet, "detect", lambda self, images: (batches.append(len(images)), detect(self, images))[1])
    with FaceSearch(lanes=1) as search:
        search.look(wall, [View(100 * n, 0, 100 * n + 96, 96) for n in range(10)])
    assert len(batches) < 10
    assert sum(batches) == 10


def test_how_fine_a_search_is() -> None:
    assert finest_shrink(1000, 700, 20) == pytest.approx(20 / AMPLE_PX)
    assert finest_shrink(1000, 700, 12) == 1
    assert finest_shrink(4000, 700, 80) == pytest.approx(80 / AMPLE_PX)
    assert finest_shrink(1000, 700, 80) == 1000 / 512
    assert finest_shrink(1000, 700, 0, 1) == 1
    assert finest_shrink(2000, 1000, 20, 2e6 / 2.25) == pytest.approx(1.5)
    assert finest_shrink(20000, 10000, 20, 2e6) == 2
    assert sizes(600, 400, 1.0) == [1, 2, 4]
    assert sizes(1, 1, 3.0) == [3]


@pytest.mark.parametrize("shrink", [1.0, 1.37, 4.0])
def test_pieces_stay_within_the_image_and_are_of_bounded_size(shrink: float) -> None:
    for view in pieces(5001, 3003, shrink):
        assert 0 <= view.x1 < view.x2 <= 5001
        assert 0 <= view.y1 < view.y2 <= 3003
        assert max(view.x2 - view.x1, view.y2 - view.y1) / shrink <= 1089
