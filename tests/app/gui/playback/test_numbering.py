"""People's numbers where other models take over."""

from __future__ import annotations

import numpy as np

from app.gui.playback.numbering import Numbering
from inference.types import FrameResult
from tests.inference.made_faces import face, frame, result

BLACK = np.zeros((4, 4, 3), dtype=np.uint8)
LEFT, RIGHT = (10, 10, 50, 50), (110, 10, 150, 50)


def seen(time_s: float, **faces: tuple[int, int, int, int]) -> FrameResult:
    """What a pipeline says: `t3=box` is a face with number 3."""
    people = [face(*box, track_id=int(name[1:])) for name, box in faces.items()]
    return result(frame(BLACK, round(25 * time_s), time_s), *people)


def numbers(said: FrameResult) -> list[int | None]:
    return [one.track_id for one in said.faces]


def test_whoever_stands_where_somebody_stood_stays_that_person():
    numbering = Numbering()
    last = numbering.apply(seen(1.0, t1=LEFT, t2=RIGHT))
    numbering.begin(last)
    assert numbers(numbering.apply(seen(1.0, t1=RIGHT, t2=(12, 11, 51, 52)))) == [2, 1]
    # the numbers go with the tracks, not with the places
    assert numbers(numbering.apply(seen(1.04, t1=LEFT, t2=RIGHT))) == [2, 1]


def test_somebody_who_is_named_a_moment_later_stays_the_same_person_and_newcomers_get_new_numbers():
    numbering = Numbering()
    numbering.begin(numbering.apply(seen(1.0, t1=LEFT, t2=RIGHT)))
    assert numbers(numbering.apply(seen(1.04, t1=LEFT))) == [1]
    assert numbers(numbering.apply(seen(1.08, t1=LEFT, t2=RIGHT, t3=(60, 60, 90, 90)))) == [1, 2, 5]
    assert numbers(numbering.apply(seen(3.0, t1=LEFT, t4=RIGHT))) == [1, 6]


def test_no_number_is_given_to_somebody_else():
    for time_s in (0.5, 2.0):  # before and long after
        numbering = Numbering()
        numbering.begin(numbering.apply(seen(1.0, t1=LEFT)))
        assert numbers(numbering.apply(seen(time_s, t1=LEFT))) == [2]


def test_numbers_begin_at_one_with_each_source():
    numbering = Numbering()
    numbering.begin(numbering.apply(seen(1.0, t1=LEFT, t2=RIGHT)))
    assert numbers(numbering.apply(seen(3.0, t1=LEFT))) == [3]
    numbering.begin_source()
    assert numbers(numbering.apply(seen(3.0, t1=LEFT))) == [1]
