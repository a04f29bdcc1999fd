"""Whole files: from the question to results, one after the other."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QDesktopServices

from app.gui.dialogs.analyse import AnalyseDialog
from app.gui.playback.file_job import FileJob
from app.gui.playback.job_queue import JobStage, targets_of
from app.gui.widgets.banner import Level

from .conftest import CLIP_FRAMES, faces_of, index_of


@pytest.fixture
def window(make_window, job_pipeline):
    window = make_window()
    window.jobs.queue._open_pipeline = lambda settings: job_pipeline
    return window


@pytest.fixture
def question(window, clip, until, tmp_path):
    """The question about the clip, asked while it played; the answer goes into an empty folder."""
    window.open(clip)
    until(lambda: faces_of(window) == 1)
    window.actions_.analyse_file.trigger()
    assert window.actions_.play.text() == "&Play"
    (dialog,) = window.findChildren(AnalyseDialog)
    folder = tmp_path / "results"
    folder.mkdir()
    dialog.folder.setText(str(folder))
    dialog.folder.setModified(True)
    return dialog, folder


@pytest.fixture
def held(monkeypatch):
    """Lets no job end before `held.clear()`; frames are counted all the same."""

    class Held(set):
        def wait(self, job) -> None:
            while self and not job._end_early.wait(0.01):
                pass

    held = Held({"held"})
    count = FileJob._count

    def slow_count(job, result):
        count(job, result)
        if job._frames == 10:
            held.wait(job)

    monkeypatch.setattr(FileJob, "_count", slow_count)
    return held


def stages(window) -> list[JobStage]:
    return [job.stage for job in window.jobs.queue.jobs]


def test_return_begins_and_the_list_leads_to_the_result(question, window, until, qtbot):
    dialog, folder = question
    dialog.summary.setChecked(False)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    until(lambda: stages(window) == [JobStage.DONE])
    row = window.jobs.show_list().row(window.jobs.queue.jobs[0])
    assert row.text.startswith("Done")
    assert f"{CLIP_FRAMES} frames" in row.text
    # "person" where the English forms of numbers are installed, as the application does
    assert "1 person" in row.text or "1 people" in row.text
    assert {path.name for path in folder.iterdir()} == {"portrait-faces.mp4", "portrait-faces.csv"}


def test_earlier_results_stay_unless_the_person_says_otherwise(question, window, until, clip):
    dialog, folder = question
    earlier = {"portrait-faces.csv": "yesterday's", "portrait-faces.json": json.dumps({"source": {"name": clip}})}
    for name, text in earlier.items():
        (folder / name).write_text(text)
    dialog.folder.setText(f"{folder}/")
    assert dialog._earlier.isVisibleTo(dialog)
    assert "portrait.mp4" in dialog._earlier_words.text()
    dialog.start()
    until(lambda: stages(window) == [JobStage.DONE])
    assert {name: (folder / name).read_text() for name in earlier} == earlier
    assert {path.suffix for path in folder.glob("portrait-faces-2*")} == {".mp4", ".csv", ".json"}
    again = window.jobs.ask([clip])
    again.folder.setText(str(folder))
    again.replace.setChecked(True)
    again.start()
    until(lambda: stages(window) == [JobStage.DONE] * 2)
    assert "portrait-faces.csv" in {Path(file.path).name for file in window.jobs.queue.jobs[1].written}
    assert (folder / "portrait-faces.csv").read_text() != "yesterday's"


def test_what_is_stopped_never_takes_the_place_of_earlier_results(question, window, until, clip, held, answers):
    dialog, folder = question
    (folder / "portrait-faces.csv").write_text("yesterday's")
    (folder / "portrait-faces.json").write_text(json.dumps({"source": {"name": clip}}))
    dialog.replace.setChecked(True)
    dialog.start()
    until(lambda: window.jobs.queue.running is not None and window.jobs.queue.running.state().frames == 10)
    row = window.jobs.show_list().row(window.jobs.queue.running)
    questions = answers(False)
    row.stop.click()
    assert stages(window) == [JobStage.RUNNING]
    answers(True)
    row.stop.click()
    until(lambda: stages(window) == [JobStage.CANCELLED])
    assert len(questions) == 2
    assert (folder / "portrait-faces.csv").read_text() == "yesterday's"
    assert "portrait-faces (incomplete).csv (portrait-faces.csv is left as it was)" in row.text


def test_a_job_outlives_its_list_and_the_status_bar_shows_it(question, window, until, held, qtbot):
    dialog, _ = question
    dialog.start()
    until(lambda: "20 %" in window.status.jobs)
    shown = window.jobs.show_list()
    qtbot.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert stages(window) == [JobStage.RUNNING]
    held.clear()
    until(lambda: stages(window) == [JobStage.DONE])
    until(lambda: window.banner.level is Level.DONE and "portrait.mp4" in window.banner.text)
    assert "1" in window.status.jobs
    window.status._jobs.click()
    assert shown.isVisible()
    assert window.status.jobs == ""


def test_files_wait_for_each_other_in_an_order_that_can_be_changed(question, window, until, held, portrait, tmp_path):
    dialog, _ = question
    folder = tmp_path / "more"
    folder.mkdir()
    for name in ("a.png", "b.png"):
        cv2.imwrite(str(folder / name), portrait)
    dialog.add([str(folder / "a.png"), str(folder / "b.png")])
    dialog.start()
    first, a, b = window.jobs.queue.jobs
    assert stages(window) == [JobStage.RUNNING, JobStage.WAITING, JobStage.WAITING]
    assert "2" in window.status.jobs
    shown = window.jobs.show_list()
    shown.row(b).sooner.click()
    assert window.jobs.queue.jobs == (first, b, a)
    shown.row(a).drop.click()
    held.clear()
    until(lambda: stages(window) == [JobStage.DONE] * 2)
    assert Path(b.written[0].path).name == "b-faces.jpg"
    window.jobs.queue.remove_finished()
    assert window.jobs.queue.jobs == ()


def test_the_window_asks_before_it_closes_on_an_analysis(question, window, until, held, answers):
    dialog, folder = question
    dialog.start()
    until(lambda: window.jobs.queue.running is not None and window.jobs.queue.running.state().frames == 10)
    questions = answers(False)
    assert not window.close()
    assert stages(window) == [JobStage.RUNNING]
    assert window.isVisible()
    answers(True)
    job = window.jobs.queue.running
    assert window.close()
    assert len(questions) == 2
    assert job.state().is_cancelled
    assert (folder / "portrait-faces.csv").exists()


def test_an_interrupt_closes_without_a_question(question, window, until, held, answers):
    dialog, _ = question
    dialog.start()
    until(lambda: window.jobs.queue.running is not None and window.jobs.queue.running.state().frames == 10)
    questions = answers(False)
    window.end()
    assert not window.isVisible()
    assert questions == []


def test_results_are_opened_in_the_window_and_in_the_file_manager(question, window, until, monkeypatch):
    dialog, folder = question
    dialog.start()
    until(lambda: stages(window) == [JobStage.DONE])
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    row = window.jobs.show_list().row(window.jobs.queue.jobs[0])
    row.open_folder.click()
    assert shown == [str(folder)]
    window.actions_.close_source.trigger()
    row.open_in_window.click()
    until(lambda: index_of(window) >= 0)
    assert window.controller.target == window.jobs.queue.jobs[0].request.target


def test_nothing_ticked_can_not_be_started(question):
    dialog, _ = question
    for box in (dialog.video, dialog.table, dialog.summary):
        box.setChecked(False)
    assert not dialog.start_button.isEnabled()


def test_the_copy_of_a_single_image_is_an_image(window, portrait, until, tmp_path):
    image = tmp_path / "portrait.png"
    cv2.imwrite(str(image), portrait)
    window.jobs.ask([str(image)]).start()
    until(lambda: stages(window) == [JobStage.DONE])
    assert cv2.imread(str(tmp_path / "portrait-faces.jpg")).shape == portrait.shape


def test_a_folder_gives_its_videos_and_its_images_as_one(tmp_path):
    for name in ("b.mp4", "a.MOV", "one.png", "notes.txt", ".hidden.mp4"):
        (tmp_path / name).touch()
    only_videos = tmp_path / "videos"
    only_videos.mkdir()
    (only_videos / "c.mkv").touch()
    a, b, c = str(tmp_path / "a.MOV"), str(tmp_path / "b.mp4"), str(only_videos / "c.mkv")
    assert targets_of([str(tmp_path), b, str(only_videos)]) == [a, b, str(tmp_path), c]
