"""Tracks and people in memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from inference.identity import gallery as gallery_module
from inference.identity.gallery import Gallery, Record
from inference.identity.person import People
from inference.types import Attributes, FloatArray, Frame
from tests.inference.made_faces import attributes

BLACK = np.zeros((4, 4, 3), dtype=np.uint8)


class Strangers:
    """Strangers score 0.08 more or less than 0."""

    def strangers(self, faces: Sequence[Attributes]) -> tuple[FloatArray, FloatArray]:
        return np.zeros(len(faces), np.float32), np.full(len(faces), 0.08, np.float32)


def looks_of(person: int, kept: float = 0.8, seed: int = 0) -> FloatArray:
    """An embedding of length 1 that scores `kept` squared with other looks of the person, about 0 with others'."""
    own = np.random.default_rng(person).normal(size=512)
    other = np.random.default_rng(1000 + 7 * person + seed).normal(size=512)
    mixed = kept * own / np.linalg.norm(own) + np.sqrt(1 - kept**2) * other / np.linalg.norm(other)
    return (mixed / np.linalg.norm(mixed)).astype(np.float32)


class Run:
    """Feeds a gallery with frames, 25 a second."""

    def __init__(self, gallery: Gallery) -> None:
        self.gallery = gallery
        self.index = 0
        self.records: dict[int, Record] = {}

    def show(
        self, tracks: dict[int, int], frames: int = 25, said: Attributes | None = None, quality: float = 1.0
    ) -> None:
        """Show tracks (whose values are the people they show) for some frames."""
        for number in range(frames):
            frame = Frame(BLACK, self.index, self.index / 25, "clip")
            self.index += 1
            self.gallery.begin_frame(frame, 0.04)
            records = self.gallery.see(frame, list(tracks))
            for (track, person), record in zip(tracks.items(), records, strict=True):
                self.records[track] = record
                record.add_attributes(said or attributes(), quality)
                if number in (1, 15) and person > 0:
                    record.add_look(looks_of(person, seed=track * 50 + number), quality)
                    self.gallery.recognise(record, records)

    def pass_time(self, seconds: float) -> None:
        for _ in range(round(seconds * 25)):
            self.gallery.begin_frame(Frame(BLACK, self.index, self.index / 25, "clip"), 0.04)
            self.index += 1

    def people(self) -> People:
        return self.gallery.people()


@pytest.fixture
def run() -> Run:
    return Run(Gallery(Strangers()))


def test_who_comes_back_is_the_same_person_then_and_in_the_end(run):
    run.show({1: 7, 2: 8})
    run.pass_time(5)
    run.show({3: 8})
    assert run.records[3].person_id == run.records[2].person_id != run.records[1].person_id
    people = run.people()
    assert dict(people.person_of_track) == {1: 1, 2: 2, 3: 2}
    assert [[visit.track_id for visit in person.visits] for person in people.persons] == [[1], [2, 3]]
    assert (people.count_range, people.tracks) == ((2, 2), 3)
    assert all(person.is_certain for person in people.persons)


def test_two_who_are_seen_at_once_are_two_however_alike(run):
    run.show({1: 7, 2: 7})
    assert len(run.people().persons) == 2
    assert run.records[1].person_id != run.records[2].person_id


def test_a_face_that_is_found_twice_for_a_moment_is_one(run):
    run.show({1: 7}, frames=20)
    run.show({1: 7, 2: 7}, frames=2)
    run.show({2: 7}, frames=20)
    assert len(run.people().persons) == 1


def test_whoever_was_never_seen_well_counts_and_is_not_certain(run):
    run.show({1: 7, 2: -1})
    people = run.people()
    assert [person.is_certain for person in people.persons] == [True, False]
    assert people.count_range == (1, 2)


def test_what_flashes_up_is_nobody_unless_it_is_part_of_somebody(run):
    run.show({1: 7})
    run.show({1: 7, 9: -1}, frames=2)
    run.show({2: 7}, frames=3)
    people = run.people()
    assert len(people.persons) == 1
    assert dict(people.person_of_track) == {1: 1, 2: 1}


def test_a_person_is_averaged_over_all_visits_by_quality(run):
    run.show({1: 7}, frames=25, said=attributes(20), quality=0.9)
    run.pass_time(2)
    run.show({2: 7}, frames=25, said=attributes(60), quality=0.3)
    (person,) = run.people().persons
    assert person.attributes.age == pytest.approx(0.75 * attributes(20).age + 0.25 * attributes(60).age, abs=0.1)
    assert (person.in_view_s, person.frames) == (pytest.approx(1.92), 50)
    assert (person.first_seen_s, person.last_seen_s) == (0.0, pytest.approx(3.96))


@pytest.mark.parametrize(("away_s", "people"), [(4.0, 1), (15.0, 2)])
def test_people_are_forgotten_after_the_time_that_is_set(away_s, people):
    run = Run(Gallery(Strangers(), forget_after_s=8.0))
    run.show({1: 7})
    run.pass_time(away_s)
    assert (run.records[1].embedding is None) == (people == 2)
    run.show({2: 7})
    assert len(run.people().persons) == people


def test_of_very_many_those_out_of_sight_longest_are_let_go_and_all_are_counted(run, monkeypatch):
    monkeypatch.setattr(gallery_module, "MOST_REMEMBERED", 20)
    monkeypatch.setattr(gallery_module, "FEWEST_REMEMBERED", 10)
    for number in range(1, 61):
        run.show({number: number}, frames=26)
    run.pass_time(10)
    remembered = sum(record.embedding is not None for record in run.records.values())
    assert remembered <= 20
    assert run.gallery.has_let_go
    assert len(run.people().persons) == 60


def test_records_that_became_one_stay_one_person(run, monkeypatch):
    monkeypatch.setattr(gallery_module, "MOST_REMEMBERED", 6)
    for number in range(1, 21):
        run.show({number: 1 + number % 4})
    run.pass_time(10)
    people = run.people()
    assert [len(person.visits) for person in people.persons] == [5, 5, 5, 5]
    assert not run.gallery.has_let_go


def test_without_a_model_each_track_is_a_person():
    run = Run(Gallery(None))
    run.show({1: 7})
    run.show({2: 7})
    people = run.people()
    assert (len(people.persons), people.count_range, people.tracks) == (2, (2, 2), 2)


def test_no_person_has_a_higher_number_than_the_first_visit(run):
    """The table is rewritten in its place, which relies on it."""
    run.show({9: 3, 4: 2})
    run.show({12: 3, 5: 1})
    people = run.people()
    assert all(number <= track for track, number in people.person_of_track.items())
    assert [min(visit.track_id for visit in person.visits) for person in people.persons] == [4, 5, 9]
