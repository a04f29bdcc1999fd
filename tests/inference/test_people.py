"""Which tracks count as people."""

from __future__ import annotations

import numpy as np
import pytest

from inference.people import PeopleCounter, PersonEstimate
from inference.types import Attributes, Detection, FrameResult, TrackedFace

DETECTION = Detection(np.zeros(4, np.float32), 0.9, np.zeros((6, 2), np.float32))
SAID = Attributes(np.full(101, 1 / 101, np.float32), np.full(2, 0.5, np.float32), np.full(5, 0.2, np.float32))


def face(number: int | None, *, coasted: bool = False) -> TrackedFace:
    return TrackedFace(DETECTION, SAID, None, number, coasted)


def counter_of(*frames: list[TrackedFace], interval_s: float = 0.04) -> PeopleCounter:
    counter = PeopleCounter()
    for index, faces in enumerate(frames):
        counter.add(FrameResult(index, index * interval_s, "clip", tuple(faces)))
    return counter


def test_nothing_seen_is_nobody():
    assert PeopleCounter().people() == []
    assert counter_of([], []).people() == []


def test_who_stays_is_a_person_and_what_flashes_up_is_not():
    frames = [[face(1), face(2)] if 10 <= index < 20 else [face(1)] for index in range(50)]
    assert counter_of(*frames).people() == [1]


def test_seen_often_but_briefly_or_long_but_hardly_is_not_enough():
    brief = [[face(1)] if index < 12 else [] for index in range(100)]
    assert counter_of(*brief).people() == []
    twice = [[face(1)] if index in (0, 50) else [] for index in range(100)]
    assert counter_of(*twice).people() == []


def test_frames_in_which_a_face_was_only_coasted_do_not_count():
    frames = [[face(1, coasted=index not in (0, 20))] for index in range(30)]
    assert counter_of(*frames).people() == []


def test_a_short_clip_has_people_all_the_same():
    counter = counter_of([face(7)], [face(7)])
    assert counter.people() == [7]
    assert counter.rule == "tracks seen in at least 2 frames over at least 0.02 s"


@pytest.mark.parametrize(("interval_s", "least"), [(0.25, 3), (0.5, 2), (2.5, 2), (3600.0, 2)])
def test_of_frames_that_are_far_apart_fewer_are_enough(interval_s: float, least: int):
    """Track 1 is seen in one frame, track 2 in two, and so on. What is seen in a single one may be noise."""
    frames = [[face(number) for number in (1, 2, 3, 4) if index < number] for index in range(20)]
    assert counter_of(*frames, interval_s=interval_s).people() == list(range(least, 5))


def test_faces_without_a_number_are_nobody_in_particular():
    assert counter_of(*([face(None)] for _ in range(50))).people() == []


def test_each_person_is_told_as_estimated_last():
    def aged(number: int, years: int) -> TrackedFace:
        probs = np.zeros(101, np.float32)
        probs[years] = 1
        said = Attributes(probs, np.array([0.2, 0.8], np.float32), np.array([0, 0, 1, 0, 0], np.float32))
        return TrackedFace(DETECTION, said, None, number)

    frames = [[aged(7, 30 + index), aged(2, 60)] if index < 20 else [aged(2, 60)] for index in range(25)]
    frames[10].append(aged(9, 5))
    assert counter_of(*frames).estimates() == [PersonEstimate(49.0, 1, 2), PersonEstimate(60.0, 1, 2)]
