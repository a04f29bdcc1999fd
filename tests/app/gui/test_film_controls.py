"""Timeline, gallery, marks and saved analyses, in the window."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QFileDialog

from app.gui.playback.file_job import FileJob
from app.gui.widgets.banner import Level
from inference.film import Relabel, Remove, open_film
from inference.outputs import Outputs
from inference.settings import DisplaySettings, Privacy

from .conftest import SETTINGS, faces_of, index_of, is_whole, saved


@pytest.fixture
def known(analysing, clip, until, tmp_path):
    """A window that stands still in a file of the test's own, of which all is known."""
    path = tmp_path / "known.mp4"
    shutil.copy(clip, path)
    window = analysing()
    window.open(str(path))
    until(lambda: is_whole(window))
    window.sources.pause()
    window.films.update()
    return window


def test_timeline_and_gallery_show_who_is_in_the_film_and_lead_there(known, until):
    assert known.timeline.note == "1 person"
    gallery = known.panel.people.gallery
    assert [person.person_id for person in gallery.model.persons] == [1]
    assert gallery.look(gallery.model.persons[0]) is not None
    known.timeline.seek_asked.emit(1.2)
    until(lambda: index_of(known) == 30)
    gallery.choose({1})
    gallery._jump_to_visit(0)
    until(lambda: index_of(known) == 0)


def test_corrections_are_undone_by_their_keys_and_written_into_tables(known, until, save_as):
    gallery = known.panel.people.gallery
    gallery.corrected.emit(Relabel(1, "age", 77))
    assert known.actions_.undo.isEnabled()
    path = save_as("t.csv")
    known.actions_.export_table.trigger()
    until(saved(known, path))
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert {(row["age"], row["basis"]) for row in rows} == {("77.0", "corrected")}
    gallery.corrected.emit(Remove(1))
    assert gallery.model.persons == []
    until(lambda: faces_of(known) == 0)
    known.actions_.undo.trigger()
    known.actions_.undo.trigger()
    assert not known.actions_.undo.isEnabled()
    assert len(gallery.model.persons) == 1
    known.actions_.redo.trigger()
    assert round(gallery.model.persons[0].attributes.age) == 77


def test_an_analysis_is_saved_and_opened_again_with_the_moved_video_and_its_corrections(
    known, until, monkeypatch, tmp_path
):
    known.panel.people.gallery.corrected.emit(Relabel(1, "age", 77))
    path = tmp_path / "a" / "known.facelens"
    path.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    known.actions_.save_analysis.trigger()
    until(saved(known, path))
    known.actions_.close_source.trigger()
    moved = shutil.move(known.controller.target or tmp_path / "known.mp4", path.parent / "renamed.mp4")
    known.sources.open_names([str(path)])
    until(lambda: is_whole(known))
    assert known.controller.target == str(moved)
    assert round(known.controller.films.film.people.persons[0].attributes.age) == 77
    assert not known.controller.films.is_running


def test_another_video_is_not_taken_for_the_one_that_was_analysed(known, until, monkeypatch, tmp_path, clip):
    path = tmp_path / "b" / "known.facelens"
    path.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    known.actions_.save_analysis.trigger()
    until(saved(known, path))
    target = Path(known.controller.target)
    known.actions_.close_source.trigger()
    target.write_bytes(target.read_bytes() + b"more")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    known.films.open(str(path))
    until(lambda: known.banner.level is Level.ERROR)
    assert "not the video that was analysed" in known.banner.text


def test_protected_faces_are_not_saved_with_an_analysis(analysing, clip, until, monkeypatch, tmp_path):
    window = analysing(display=DisplaySettings(privacy=Privacy.BLUR))
    window.open(clip)
    until(lambda: is_whole(window))
    window.films.update()
    path = tmp_path / "c.facelens"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.films.save()
    until(saved(window, path))
    assert {person.best.jpeg for person in open_film(path).people.persons} == {None}


def test_the_chosen_part_is_what_a_table_holds(known, until, save_as):
    for position, action in ((0.4, known.actions_.mark_start), (1.2, known.actions_.mark_end)):
        known.sources.seek_to(position)
        until(lambda position=position: index_of(known) == round(position * 25))
        action.trigger()
    path = save_as("part.csv")
    known.actions_.export_table.trigger()
    until(saved(known, path))
    frames = [int(row["frame"]) for row in csv.DictReader(path.read_text().splitlines())]
    assert (frames[0], frames[-1]) == (10, 29)
    known.actions_.mark_nothing.trigger()
    assert not known.films.marks.are_any


def test_results_of_a_job_are_seen_in_the_window(known, until, clip, kept_pipeline, tmp_path):
    outputs = Outputs(export=str(tmp_path / "job.csv"))
    job = FileJob(clip, SETTINGS, DisplaySettings(), outputs, lambda _: kept_pipeline)
    job.start()
    job.join(60)
    assert job.state().failure is None
    known.films.open_known(clip, job.film)
    until(lambda: known.controller.films.film is job.film)
    assert not known.controller.films.is_running


def test_a_closed_file_leaves_nobody_in_any_tab(known, until):
    known.panel.show_charts()
    known._update_charts()
    assert known.panel.charts.totals[0] == "1"
    known.actions_.close_source.trigger()
    assert known.panel.charts.totals == ("–", "–")
    assert known.panel.people.gallery.model.persons == []
    assert known.panel.people.cards == []
    assert known.timeline.isHidden()
