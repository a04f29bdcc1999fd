"""From faces in frames to visits, and what is told of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.site.people import SitePeople
from app.site.visits import Visits
from tests.inference.made_faces import face, frame, result

BLACK = np.zeros((4, 4, 3), dtype=np.uint8)
START_S = 1_780_000_000.0


class Source:
    """A source of ten frames a second whose visits are noted."""

    def __init__(self, people: SitePeople, name: str = "door") -> None:
        self.told: list[tuple[str, str, int]] = []
        self.ended: list[set[int]] = []
        self.dwell_s: list[float] = []
        self.now = 0
        self.visits = Visits(name, people, 2.0, self._tell, lambda visit: self.ended.append(visit.track_ids))

    def _tell(self, occurrence) -> None:
        self.told.append((str(occurrence.on), occurrence.who.person.split("-")[1], occurrence.who.visits))
        if occurrence.dwell_s is not None:
            self.dwell_s.append(occurrence.dwell_s)

    def show(self, tracks: dict[int, int | None], frames: int = 10) -> None:
        for _ in range(frames):
            faces = [replace(face(0, 0, 2, 2, track_id=track), person_id=person) for track, person in tracks.items()]
            shown = frame(BLACK, self.now, self.now / 10)
            self.visits.observe(result(shown, *faces), START_S + shown.timestamp_s)
            self.visits.let_go()
            self.now += 1


@pytest.fixture
def people() -> SitePeople:
    return SitePeople(3600.0)


@pytest.fixture
def door(people) -> Source:
    return Source(people)


def test_a_visit_begins_when_somebody_is_seen_for_long_enough_and_ends_when_they_are_gone(door):
    door.show({1: None}, 4)
    assert not door.told
    door.show({1: 5}, 7)
    assert door.told == [("person_seen", "5", 1), ("person_entered", "5", 1)]
    assert len(door.visits.present()) == 1
    door.show({}, 15)
    assert not door.visits.present()
    assert len(door.told) == 2
    door.show({}, 10)
    assert door.told[2:] == [("person_left", "5", 1)]
    assert door.dwell_s == [pytest.approx(1.0)]
    assert door.ended == [{1}]


def test_what_flashes_up_is_no_visit(door):
    door.show({1: 5}, 4)
    door.show({}, 30)
    assert not door.told
    assert door.ended == [{1}]


def test_who_comes_back_soon_goes_on_with_the_visit(door):
    door.show({1: 5})
    door.show({}, 15)
    door.show({2: None}, 3)
    door.show({2: 5})
    assert [on for on, _, _ in door.told] == ["person_seen", "person_entered"]
    door.show({}, 30)
    assert door.ended == [{1, 2}]
    assert door.visits.count == 1


def test_who_comes_back_later_or_at_another_source_is_not_new(people, door):
    hall = Source(people, "hall")
    door.show({1: 5})
    door.show({}, 30)
    door.show({2: 5})
    hall.show({1001: 5})
    assert door.told[3:] == [("person_entered", "5", 2)]
    assert hall.told == [("person_entered", "5", 3)]
    assert people.count == 1


def test_a_number_that_is_revised_takes_the_person_back(people, door):
    door.show({1: 5})
    door.show({}, 30)
    door.show({2: 6})
    assert people.count == 2
    door.show({2: 5}, 1)
    assert people.count == 1
    door.show({}, 30)
    assert door.told[-1] == ("person_left", "5", 2)


def test_visits_end_when_a_source_falls_silent_or_is_gone(door):
    door.show({1: 5})
    door.visits.let_go(1.5)
    assert not door.ended
    door.visits.let_go(2.5)
    assert door.ended == [{1}]
    door.show({2: 6})
    door.visits.end()
    assert [on for on, _, _ in door.told][-1] == "person_left"


def test_people_who_were_not_seen_for_long_are_let_go(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("app.site.people.time.monotonic", lambda: now[0])
    people = SitePeople(600.0)
    for number in range(1000):
        now[0] += 10.0
        assert people.begin_visit(number) == 1
    assert people.count == 1000
    assert len(people._known) < 100


@pytest.mark.parametrize("set_by_s", [-3600.0, 3600.0])
def test_a_clock_that_is_set_in_the_middle_of_a_visit_leaves_its_length_alone(people, monkeypatch, set_by_s):
    """With the clock of a live source; minutes and places take no time that did not pass either."""
    from app.site.keeping import NoStore
    from app.site.minutes import Minutes
    from app.site.places import Places
    from app.site.source_clock import SourceClock

    now = [START_S]
    monkeypatch.setattr("app.site.source_clock.time.time", lambda: now[0])
    watched, spent = [], []

    class Kept(NoStore):
        def add_minute(self, **row) -> None:
            watched.append(row["watched_s"])

        def add_places(self, **row) -> None:
            spent.append(sum(row["seconds"].values()))

    ended = []
    visits = Visits("door", people, 2.0, lambda occurrence: None, ended.append)
    clock, minutes, places = SourceClock(None, is_live=True), Minutes("door", Kept()), Places("door", Kept())
    for number in range(80):
        if number == 40:
            now[0] += set_by_s
        shown = frame(BLACK, number, number / 10)
        seen = face(0, 0, 2, 2, track_id=1)
        at_s = clock.time_of(shown)
        visits.observe(result(shown, *([replace(seen, person_id=5)] if number < 50 else [])), at_s)
        visits.let_go()
        minutes.add(at_s, 1)
        places.add(at_s, [seen.detection], 4, 4)
        now[0] += 0.1
    minutes.end()
    places.end()
    (visit,) = ended
    assert visit.dwell_s == pytest.approx(4.9)
    assert visit.began_at_s == START_S
    assert sum(watched) == pytest.approx(7.8, abs=0.11)
    assert sum(spent) == pytest.approx(7.8, abs=0.11)
