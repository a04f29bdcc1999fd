"""A film gives back what was put into it, with people's final numbers."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from inference.errors import UsageError
from inference.film import Film, Merge, Relabel, Remove, SplitOff
from inference.film.film import GrowingArray
from inference.identity.person import People
from inference.outputs import Outputs
from inference.settings import AnalysisSettings, DisplaySettings, Selection
from inference.sinks import close_sinks, open_sinks
from inference.types import Frame, FrameResult, RunFacts, SourceInfo, SourceKind

from .made_films import FPS, FRAMES, SETTINGS, made_film, people, results

NOTHING = np.zeros((1, 1, 3), np.uint8)


def exported(path, film_or_results, info) -> str:
    sinks = open_sinks(info, DisplaySettings(), Outputs(export=str(path)), is_run=False)
    for one in film_or_results:
        for sink in sinks:
            sink.write(Frame(NOTHING, one.frame_index, one.timestamp_s, one.source), one)
    close_sinks(sinks)
    return path.read_text()


def test_the_table_of_a_film_is_that_of_the_results_that_went_in(tmp_path):
    film = made_film()
    before = exported(tmp_path / "before.csv", results("clip.mp4"), film.info)
    assert exported(tmp_path / "after.csv", film.results(), film.info) == before
    assert (len(film), film.faces) == (FRAMES, 110)


def test_a_frame_is_found_by_its_time_whatever_number_a_jump_gave_it():
    film = made_film()
    found = film.find(999, 12 / FPS + 0.004)
    assert found is not None
    assert (found.frame_index, [face.track_id for face in found.faces]) == (12, [1, 2])
    assert film.find(12, 12.5 / FPS) is None
    assert film.find(FRAMES, FRAMES / FPS) is None


def test_all_that_privacy_covers_is_kept():
    original, found = results("clip.mp4")[31], made_film().find(31, 31 / FPS)
    assert found is not None
    assert [tuple(one.xyxy) for one in found.covered] == [tuple(one.xyxy) for one in original.covered]
    assert len(found.protection.held) == 1


def test_still_images_are_found_by_their_number():
    film = Film(SourceInfo("folder", SourceKind.STILLS), SETTINGS)
    for index, name in enumerate(("a.jpg", "b.jpg")):
        film.add(replace(results("clip.mp4")[index], timestamp_s=0.0, source=name))
    found = film.find(1, 0.0)
    assert found is not None
    assert (found.source, found.timestamp_s) == ("b.jpg", 0.0)


def test_numbers_are_final_once_it_is_known_who_is_who():
    film = made_film(is_whole=False)
    assert [face.person_id for face in film.find(75, 3.0).faces] == [1]
    film.finish(RunFacts(people=replace(people("clip.mp4"), person_of_track={1: 1, 2: 2, 3: 7})))
    assert [face.person_id for face in film.find(75, 3.0).faces] == [7]
    assert set(film.appearances().person) == {1, 2, 7}


def test_whoever_counts_for_nobody_has_no_number_in_the_end():
    film = made_film(is_whole=False)
    film.finish(RunFacts(people=People()))
    assert film.find(12, 12 / FPS).faces[0].person_id is None


def test_only_the_whole_film_counts_as_whole():
    assert made_film().is_whole
    assert not made_film(is_whole=False).is_whole
    interrupted = made_film(is_whole=False)
    interrupted.finish(RunFacts(interrupted=True))
    assert not interrupted.is_whole
    part = Film(made_film().info, SETTINGS, Selection(end_s=1.0))
    part.finish(RunFacts())
    assert not part.is_whole


def test_a_film_that_is_full_keeps_its_beginning_and_says_so():
    film = Film(made_film().info, SETTINGS, limit_bytes=0)
    for one in results("clip.mp4"):
        film.add(one)
    film.finish(RunFacts())
    assert film.is_full
    assert not film.is_whole
    assert len(film) == 0


def test_predictions_that_do_not_change_are_kept_once():
    film = made_film()
    assert len(film.arrays()["predictions"]) == 3


def test_a_film_that_searches_everywhere_serves_who_protects_and_who_does_not():
    wide = Film(made_film().info, replace(SETTINGS, search_everywhere=True))
    assert wide.suits(AnalysisSettings())
    assert wide.suits(AnalysisSettings(search_everywhere=True))
    assert not made_film().suits(AnalysisSettings(search_everywhere=True))
    assert not made_film().suits(AnalysisSettings(min_face_px=80))


def test_the_course_of_a_persons_age_goes_through_all_visits():
    film = made_film()
    course = film.course_of_ages(1)
    assert (course.time_s[0], course.time_s[-1]) == (0.0, 99 / FPS)
    assert course.age[0] == pytest.approx(34, abs=0.05)
    assert course.age[-1] == pytest.approx(37, abs=0.05)
    last = film.find(99, 99 / FPS).faces[0].attributes.age_interval
    assert (course.low[-1], course.high[-1]) == (pytest.approx(last[0], abs=0.05), pytest.approx(last[1], abs=0.05))
    assert len(film.course_of_ages(1, most=10).time_s) <= 10
    assert len(film.course_of_ages(99).time_s) == 0


# --- corrections -------------------------------------------------------------------------------


def test_two_people_become_one_and_two_again():
    film = made_film()
    film.correct(Merge(2, 3))
    assert [person.person_id for person in film.people.persons] == [1]
    assert film.people.persons[0].corrections == ("merged",)
    assert {face.person_id for face in film.find(12, 12 / FPS).faces} == {1}
    film.undo()
    assert len(film.people.persons) == 2
    film.redo()
    assert len(film.people.persons) == 1


def test_a_visit_is_split_off_with_what_was_predicted_in_it():
    film = made_film()
    film.correct(SplitOff(3))
    first, _, new = film.people.persons
    assert (new.person_id, new.first_seen_s, round(new.attributes.age)) == (3, 70 / FPS, 37)
    assert [visit.track_id for visit in first.visits] == [1]
    assert new.best is None
    assert film.find(75, 3.0).faces[0].person_id == 3
    film.correct(SplitOff(3))
    assert len(film.people.persons) == 3


def test_a_corrected_attribute_is_written_and_marked_and_everybody_else_is_left(tmp_path):
    film = made_film()
    film.correct(Relabel(1, "gender", 0))
    rows = list(csv.DictReader(exported(tmp_path / "a.csv", film.results(), film.info).splitlines()))
    mine = [row for row in rows if row["person_id"] == "1"]
    assert {(row["gender"], row["gender_score"], row["basis"]) for row in mine} == {("male", "1.0", "corrected")}
    assert {row["basis"] for row in rows if row["person_id"] == "2"} == {"estimated", "coasted"}
    assert film.people.persons[0].attributes.gender == "male"


def test_what_is_no_face_is_nobody_but_stays_covered():
    film = made_film()
    film.correct(Remove(2))
    found = film.find(12, 12 / FPS)
    assert [face.track_id for face in found.faces] == [1]
    assert len(found.covered) == 3
    assert [person.person_id for person in film.people.persons] == [1]
    assert 2 not in film.appearances().person


def test_a_new_correction_takes_the_place_of_what_was_undone():
    film = made_film()
    film.correct(Merge(1, 2))
    film.undo()
    film.correct(Relabel(2, "age", 70))
    assert not film.corrections.can_redo
    assert [round(person.attributes.age) for person in film.people.persons] == [34, 70]


def test_corrections_of_somebody_who_is_gone_do_nothing():
    film = made_film()
    for one in (Remove(2), Relabel(2, "age", 7), SplitOff(2), Merge(1, 2), SplitOff(99)):
        film.correct(one)
    assert [person.person_id for person in film.people.persons] == [1]


@pytest.mark.parametrize(("attribute", "value"), [("height", 1), ("gender", 2), ("age", -1)])
def test_a_correction_that_makes_no_sense_is_refused(attribute, value):
    with pytest.raises(UsageError):
        Relabel(1, attribute, value)


def test_an_array_grows_and_keeps_its_rows():
    array = GrowingArray(np.int32, 2)
    for number in range(1000):
        array.append((number, -number))
    assert array.rows[:, 0].tolist() == list(range(1000))
    assert array.nbytes < 1000 * 8 * 1.6


def test_a_film_without_frames_knows_nothing():
    film = Film(made_film().info, SETTINGS)
    assert film.find(0, 0.0) is None
    assert film.known is None
    assert film.people is None
    assert len(film.appearances().person) == 0
    assert not list(film.results())
    assert isinstance(made_film().find(0, 0.0), FrameResult)
