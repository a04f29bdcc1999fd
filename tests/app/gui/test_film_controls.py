"""Timeline, gallery, marks and saved analyses, in the window."""

from __future__ import annotations

import csv
import json
import shutil
from itertools import pairwise
from pathlib import Path

import av
import pytest
from PyQt6.QtWidgets import QFileDialog

from app.gui.dialogs.analyse import AnalyseDialog
from app.gui.playback.file_job import FileJob
from app.gui.playback.job_queue import JobStage
from app.gui.widgets.banner import Level
from app.gui.widgets.theme import LIGHT
from inference.film import Relabel, Remove, open_film
from inference.outputs import Outputs
from inference.settings import EVERYTHING, DisplaySettings, Privacy

from .conftest import SETTINGS, faces_of, index_of, is_whole, press, saved


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


def choose_part(window, until, start_s: float, end_s: float) -> None:
    """Choose a part with the keys, as a person does."""
    for position, key in ((start_s, "I"), (end_s, "Shift+I")):
        window.sources.seek_to(position)
        until(lambda position=position: index_of(window) == round(position * 25))
        press(window, key)


def test_the_chosen_part_is_played_over_and_over_with_loop_on(known, until):
    choose_part(known, until, 0.4, 0.8)
    assert "0:00.4 to 0:00.8" in known.timeline.note
    shown = []
    known.controller.frame_rendered.connect(lambda: shown.append(index_of(known)))
    press(known, "Shift+L")
    press(known, "Home")
    press(known, "Space")
    until(lambda: any(after < before for before, after in pairwise(shown[1:])))
    until(lambda: shown[-1] > 12)
    assert max(shown) <= 19
    known.sources.seek_to(1.2)  # who goes elsewhere may look there
    until(lambda: max(shown) > 31)


def test_only_the_chosen_part_is_recorded_and_the_recording_ends_with_it(known, until, save_as):
    choose_part(known, until, 0.4, 0.8)
    press(known, "Shift+L")
    path = save_as("part.mp4")
    press(known, "Ctrl+R")
    until(saved(known, path))
    assert not known.actions_.record.isChecked()
    with av.open(str(path)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert 2 <= len(times) <= 10  # the view shows fewer where the machine is busy
    assert times[-1] <= 0.4


def test_a_job_takes_the_chosen_part_and_leaves_the_results_of_the_whole(known, until, tmp_path, job_pipeline):
    choose_part(known, until, 0.4, 0.8)
    known.jobs.queue._open_pipeline = lambda settings: job_pipeline
    whole = tmp_path / "known-faces.csv"
    whole.write_text("of the whole")
    known.actions_.analyse_file.trigger()
    (dialog,) = known.findChildren(AnalyseDialog)
    assert dialog.part.isVisibleTo(dialog)
    assert dialog.part.text() == "Of known.mp4 only 0:00.4 to 0:00.8"
    dialog.video.setChecked(False)
    dialog.start()
    until(lambda: [job.stage for job in known.jobs.queue.jobs] == [JobStage.DONE])
    (job,) = known.jobs.queue.jobs
    table, summary = sorted(file.path for file in job.written)
    assert [Path(path).name for path in (table, summary)] == ["known-0.4s-0.8s-faces.csv", "known-0.4s-0.8s-faces.json"]
    frames = [int(row["frame"]) for row in csv.DictReader(Path(table).read_text().splitlines())]
    assert (frames[0], frames[-1]) == (10, 19)
    assert json.loads(Path(summary).read_text())["settings"]["end_s"] == pytest.approx(0.8)
    assert (job.state().frames, job.state().total) == (10, 10)
    assert whole.read_text() == "of the whole"
    known.films.marks.clear()
    known.open_results(job)
    until(lambda: known.films.marks.are_any)
    assert known.films.marks.selection == job.request.part


def test_a_part_that_is_not_wanted_is_left_aside_by_a_job(known, until):
    choose_part(known, until, 0.4, 0.8)
    known.actions_.analyse_file.trigger()
    (dialog,) = known.findChildren(AnalyseDialog)
    dialog.part.setChecked(False)
    assert [request.part for request in dialog.requests()] == [EVERYTHING]
    dialog.reject()


def test_the_report_of_a_part_tells_of_that_part(known, until, save_as):
    choose_part(known, until, 0.4, 0.8)
    path = save_as("charts.csv")
    known.actions_.export_charts.trigger()
    until(saved(known, path))
    rows = list(csv.DictReader(path.read_text().splitlines()))
    times = [float(row["group"].partition("=")[2]) for row in rows if row["chart"] == "people_in_view"]
    assert times
    assert 0.4 <= min(times) <= max(times) < 0.8


def test_the_seek_bar_shows_where_the_part_begins(known, until):
    slider = known.transport._slider
    before = slider.grab().toImage()
    choose_part(known, until, 0.4, 0.8)
    known.sources.seek_to(0.0)
    place = round(slider.x_of(400)), slider.height() // 2 + 7
    assert slider.grab().toImage().pixelColor(*place).name() == LIGHT.warning
    assert before.pixelColor(*place).name() != LIGHT.warning


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
