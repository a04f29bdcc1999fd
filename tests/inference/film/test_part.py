"""The people of a part of a film: who is there, and for how long within it."""

from __future__ import annotations

import pytest

from inference.film import Relabel, Remove, people_in, results_in
from inference.settings import EVERYTHING, Selection

from .made_films import FPS, made_film


def times_of(film, person_id: int, part: Selection) -> list[float]:
    return [
        result.timestamp_s
        for result in results_in(film, part)
        for face in result.faces
        if face.person_id == person_id and not face.coasted
    ]


@pytest.mark.parametrize("part", [Selection(0.0, 0.8), Selection(0.4, 2.6), Selection(1.0), Selection(3.0, 3.2)])
def test_whoever_is_seen_in_a_part_is_told_of_with_the_times_in_it(part):
    film = made_film()
    people = people_in(film, part)
    there = [person.person_id for person in film.people.persons if times_of(film, person.person_id, part)]
    assert [person.person_id for person in people.persons] == there
    assert there
    for person in people.persons:
        times = times_of(film, person.person_id, part)
        assert (person.first_seen_s, person.last_seen_s) == (pytest.approx(times[0]), pytest.approx(times[-1]))
        assert person.frames - len(times) in (0, 1)  # a made visit counts its carried-over frame too
        assert person.visits[0].first_frame == round(times[0] * FPS)
    low, high = people.count_range
    assert low <= len(people.persons) <= high


def test_corrections_hold_in_a_part_though_they_were_made_elsewhere():
    film = made_film()
    away, part = film.people.persons[0].visits[0], Selection(3.0, 3.2)
    ids = [person.person_id for person in people_in(film, part).persons]
    assert film.people.persons[0].person_id in ids
    assert part.is_before(away.last_s)
    film.correct(Relabel(away.track_id, "age", 77))
    assert round(people_in(film, part).persons[0].attributes.age) == 77
    film.correct(Remove(away.track_id))
    assert film.people is not None
    assert [person.person_id for person in people_in(film, part).persons] == ids[1:]


def test_all_of_a_film_is_all_of_its_people():
    film = made_film()
    assert people_in(film, EVERYTHING) is film.people
