"""Overlaps of boxes, golden values and empty cases."""

from __future__ import annotations

import numpy as np
import pytest

from inference.boxes import ios, iou, non_max_suppression, same_face, stack_boxes
from inference.types import Detection

NOTHING = np.zeros((0, 4), dtype=np.float32)


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, dtype=np.float32).reshape(-1, 4)


def test_overlaps_of_known_boxes() -> None:
    first, second = boxes((0, 0, 10, 10)), boxes((5, 0, 15, 10), (0, 0, 5, 5), (20, 20, 30, 30), (0, 0, 10, 10))
    assert iou(first, second)[0] == pytest.approx([1 / 3, 0.25, 0.0, 1.0])
    assert ios(first, second)[0] == pytest.approx([0.5, 1.0, 0.0, 1.0])


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 3), (2, 0)])
def test_overlaps_of_nothing(first: int, second: int) -> None:
    some = boxes((0, 0, 1, 1), (1, 1, 2, 2), (2, 2, 3, 3))
    assert iou(some[:first], some[:second]).shape == (first, second)
    assert ios(some[:first], some[:second]).shape == (first, second)


def test_boxes_without_area_overlap_nothing() -> None:
    flat, others = boxes((5, 5, 5, 5)), boxes((5, 5, 5, 5), (0, 0, 10, 10))
    assert not iou(flat, others).any()
    assert not ios(flat, others).any()


def test_the_same_face_and_a_neighbour() -> None:
    assert same_face(boxes((0, 0, 100, 100)), boxes((30, 0, 130, 100), (60, 0, 160, 100), (0, 0, 40, 40))).tolist() == [
        [True, False, True]
    ]


def test_the_first_of_each_place_stays() -> None:
    assert non_max_suppression(boxes((0, 0, 10, 10), (50, 0, 60, 10), (1, 1, 11, 11), (51, 0, 61, 10))) == [0, 1]
    assert non_max_suppression(NOTHING) == []


def test_stacking() -> None:
    faces = [Detection(row, 0.5, np.zeros((6, 2), np.float32)) for row in boxes((1, 2, 3, 4), (5, 6, 7, 8))]
    assert stack_boxes(faces).tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]
    assert stack_boxes([]).shape == (0, 4)
