"""One gallery for several sources: who is seen at one is known at another, and it stays small."""

from __future__ import annotations

import numpy as np
import pytest

from inference.identity.shared import SharedGallery
from tests.inference.identity.test_gallery import Run, Strangers, looks_of
from tests.inference.made_faces import attributes


class Clock:
    """Goes on by a fiftieth of a second each time that it is asked."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        self.now_s += 0.02
        return self.now_s


@pytest.fixture
def gallery() -> SharedGallery:
    return SharedGallery(Strangers(), forget_after_s=600.0, clock=Clock())


def test_who_was_seen_at_one_source_is_known_at_another(gallery):
    door, hall = Run(gallery), Run(gallery)
    door.show({1: 7})
    hall.show({1_000_001: 8, 1_000_002: 7})
    assert hall.records[1_000_002].person_id == door.records[1].person_id
    assert hall.records[1_000_001].person_id != door.records[1].person_id


def test_a_day_of_visits_leaves_no_more_than_its_people(gallery):
    run = Run(gallery)
    sizes, numbers = [], set()
    for visit in range(400):
        person = visit % 5
        run.show({visit + 1: person + 1}, frames=26)
        numbers.add((person, run.records.pop(visit + 1).person_id))
        gallery.end_visits([visit + 1])
        gallery._clock.now_s += 6.0  # out of sight
        run.pass_time(2.0)
        sizes.append(gallery.size)
    assert len(numbers) == 5, "everybody keeps their number over eighty visits"
    assert max(sizes[200:]) <= max(sizes[:200]) <= 5 * 11


def test_who_was_never_recognised_is_dropped_when_the_visit_ends(gallery):
    run = Run(gallery)
    for visit in range(50):
        run.show({visit + 1: -1}, frames=3)
        gallery.end_visits([visit + 1])
        run.pass_time(2.0)
    assert gallery.size == 0


def test_people_are_forgotten_by_the_clock_whatever_the_frames_say(gallery):
    run = Run(gallery)
    run.show({1: 7}, frames=26)
    gallery.end_visits([1])
    gallery._clock.now_s += 700.0
    run.pass_time(2.0)
    assert gallery.size == 0


def test_two_who_were_seen_at_once_stay_two_after_their_visits(gallery):
    run = Run(gallery)
    run.show({1: 7, 2: 70}, frames=26)
    first, second = run.records[1].person_id, run.records[2].person_id
    gallery.end_visits([1, 2])
    gallery._clock.now_s += 6.0
    run.pass_time(2.0)
    (record,) = gallery.see(frame_of(run), [3])
    record.add_attributes(attributes(), 1.0)
    record.add_look(np.asarray(looks_of(7)), 1.0)
    gallery.recognise(record, [record])
    assert record.person_id == first != second


def frame_of(run: Run):
    from inference.types import Frame

    return Frame(np.zeros((4, 4, 3), dtype=np.uint8), run.index, run.index / 25, "clip")


def test_a_person_who_is_forgotten_goes_with_all_visits(gallery):
    """Several ended visits are one record then."""
    run = Run(gallery)
    for visit in range(3):
        run.show({visit + 1: 7}, frames=26)
        gallery.end_visits([visit + 1])
        gallery._clock.now_s += 6.0
        run.pass_time(2.0)
    gallery._clock.now_s += 700.0
    run.pass_time(2.0)
    assert gallery.size == 0
    run.show({9: 7}, frames=26)
    assert run.records[9].person_id != run.records[1].person_id
