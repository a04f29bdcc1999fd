"""Views searched side by side."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest

from inference.detection.blazeface import BlazeFace, BlazeFaceModel
from inference.detection.pool import BlazeFacePool
from inference.detection.views import Proposal, View, slices
from inference.types import ImageArray

from .conftest import paste_portrait


@pytest.fixture
def views(wall: ImageArray) -> list[View]:
    height, width = wall.shape[:2]
    return [*slices(width, height, 640), View(BlazeFace.SHORT_RANGE, 400, 300, 560, 460)]


@pytest.fixture
def scene(wall: ImageArray, hopper: ImageArray) -> ImageArray:
    picture = wall.copy()
    paste_portrait(picture, hopper, 480, 380, 80)
    paste_portrait(picture, hopper, 1500, 700, 120)
    return picture


def boxes(found: Sequence[Sequence[Proposal]]) -> list[list[list[float]]]:
    return [[proposal.face.xyxy.tolist() for proposal in proposals] for proposals in found]


def test_any_number_of_lanes_finds_the_same_in_the_order_of_the_views(scene: ImageArray, views: list[View]) -> None:
    with BlazeFacePool(0.2, lanes=1) as alone, BlazeFacePool(0.2, lanes=3) as side_by_side:
        expected = boxes(alone.propose(scene, views))
        assert boxes(side_by_side.propose(scene, views)) == expected
        assert [boxes(side_by_side.propose(scene, [view]))[0] for view in views] == expected
    assert sum(map(bool, expected)) >= 3
    assert len(expected[-1]) == 1


def test_a_view_that_fails_fails_the_search_and_the_next_one_works(
    scene: ImageArray, views: list[View], monkeypatch: pytest.MonkeyPatch
) -> None:
    with BlazeFacePool(0.2, lanes=2) as pool:
        with monkeypatch.context() as broken:
            broken.setattr(BlazeFaceModel, "detect", lambda *_: 1 / 0)
            for _ in range(3):
                with pytest.raises(ZeroDivisionError):
                    pool.propose(scene, views)
        assert any(pool.propose(scene, views))


def test_no_views_need_no_model() -> None:
    with BlazeFacePool(0.2, lanes=2) as pool:
        assert pool.propose(np.zeros((10, 10, 3), np.uint8), []) == []


def test_closing_ends_the_threads(scene: ImageArray, views: list[View]) -> None:
    before = set(threading.enumerate())
    with BlazeFacePool(0.2, lanes=3) as pool:
        pool.propose(scene, views)
    assert set(threading.enumerate()) <= before
