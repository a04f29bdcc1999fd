"""What a person saves: snapshot, recording, table, charts, the analysis of a whole file."""

from __future__ import annotations

import csv
import json
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PyQt6.QtWidgets import QFileDialog

from app.gui.dialogs.file_job import FileJobDialog
from app.gui.playback.file_job import FileJob, Outputs
from app.gui.widgets.banner import Level

from ..conftest import CLIP_FRAMES, SETTINGS, faces_of


@pytest.fixture
def save_as(monkeypatch, tmp_path):
    """Answer the next question for a file name."""

    def answer(name: str, kind: str = "") -> Path:
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path) if name else "", kind))
        return path

    return answer


@pytest.fixture
def playing(window, clip, until):
    window.actions_.loop.trigger()
    window.open(clip)
    until(lambda: faces_of(window) == 1)
    return window


def saved(window, path: Path):
    return lambda: window.banner.level is Level.DONE and path.name in window.banner.text


def test_a_snapshot_is_the_whole_frame_as_it_is_shown(playing, until, save_as):
    playing.actions_.play.trigger()
    playing.actions_.zoom_in.trigger()
    path = save_as("picture.png")
    playing.actions_.snapshot.trigger()
    until(saved(playing, path))
    image = cv2.imread(str(path))
    frame = playing.view.presentation.captured.frame.image_bgr
    assert image.shape == frame.shape
    assert not np.array_equal(image, frame)
    playing.actions_.overlay.trigger()
    playing.actions_.snapshot.trigger()
    until(lambda: np.array_equal(cv2.imread(str(path)), frame))


def test_a_name_without_an_ending_gets_one(playing, until, save_as):
    path = save_as("picture")
    playing.actions_.snapshot.trigger()
    until(path.with_suffix(".png").exists)


def test_a_folder_that_is_not_there_is_told(playing, until, save_as):
    save_as("absent/picture.png")
    playing.actions_.snapshot.trigger()
    until(lambda: playing.banner.level is Level.ERROR and "absent" in playing.banner.text)


def test_thinking_better_of_it_writes_nothing(playing, save_as, tmp_path):
    save_as("")
    before = set(tmp_path.iterdir())
    for action in ("snapshot", "record", "export_table", "export_charts"):
        getattr(playing.actions_, action).trigger()
    assert not playing.actions_.record.isChecked()
    assert not playing.controller.is_recording
    assert set(tmp_path.iterdir()) == before


def test_a_recording_holds_what_was_shown_without_holes(playing, until, save_as):
    """Over a jump and a pause too: times grow from 0 by one frame's time or a few."""
    path = save_as("film.mp4")
    playing.actions_.record.trigger()
    assert playing.controller.is_recording
    start = playing.controller._analyser.analysed
    until(lambda: playing.controller._analyser.analysed > start + 10)
    playing.controller.seek(1.6)
    until(lambda: playing.controller._analyser.analysed > start + 20)
    playing.actions_.record.trigger()
    until(saved(playing, path))
    with av.open(str(path)) as container:
        times = [float(frame.time) for frame in container.decode(video=0)]
        assert container.streams.video[0].codec_context.name == "h264"
        assert container.streams.video[0].width == 400
    assert len(times) >= 20
    assert times[0] == pytest.approx(0, abs=0.02)
    assert all(0 < later - earlier <= 1.01 for earlier, later in pairwise(times))


def test_closing_the_window_completes_the_recording(playing, until, save_as):
    path = save_as("film.mp4")
    playing.actions_.record.trigger()
    start = playing.controller._analyser.analysed
    until(lambda: playing.controller._analyser.analysed > start + 5)
    playing.close()
    with av.open(str(path)) as container:
        assert sum(1 for _ in container.decode(video=0)) >= 5


def test_a_recording_that_can_not_be_written_is_told_and_the_button_comes_up(playing, until, save_as):
    save_as("absent/film.mp4")
    playing.actions_.record.trigger()
    until(lambda: playing.banner.level is Level.ERROR and "absent" in playing.banner.text)
    until(lambda: not playing.actions_.record.isChecked())
    assert not playing.controller.is_recording


@pytest.mark.parametrize(("name", "kind"), [("t.csv", ""), ("t.jsonl", ""), ("t", "JSON Lines (*.jsonl)")])
def test_the_table_of_the_session(playing, until, save_as, name, kind):
    until(lambda: playing.controller.session.statistics().rows > 5)
    path = save_as(name, kind)
    path = path if path.suffix else path.with_suffix(".jsonl")
    playing.actions_.export_table.trigger()
    until(saved(playing, path))
    text = path.read_text().splitlines()
    rows = list(csv.DictReader(text)) if path.suffix == ".csv" else [json.loads(line) for line in text]
    assert len(rows) > 5
    assert rows[0]["ethnicity"] == "White"
    assert rows[0]["source"].endswith("portrait.mp4")


def test_the_charts_as_a_picture(playing, until, save_as):
    path = save_as("charts.png")
    playing.actions_.export_charts.trigger()
    until(saved(playing, path))
    image = cv2.imread(str(path))
    assert image.shape[0] > 800
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 20


# --- a whole file ------------------------------------------------------------------------------


def finished(job: FileJob):
    job.start()
    job.join(60)
    assert not job.is_alive()
    return job.state()


def test_a_whole_file_gives_what_a_headless_run_gives(clip, kept_pipeline, tmp_path):
    outputs = Outputs(*(str(tmp_path / name) for name in ("a.mp4", "a.csv", "a.json")))
    state = finished(FileJob(clip, SETTINGS, outputs, lambda settings: kept_pipeline))
    assert (state.frames, state.total, state.is_cancelled, state.failure) == (CLIP_FRAMES, CLIP_FRAMES, False, None)
    assert state.statistics.people == 1
    with av.open(outputs.output) as container:
        assert sum(1 for _ in container.decode(video=0)) == CLIP_FRAMES
    assert len(list(csv.DictReader(Path(outputs.export).read_text().splitlines()))) >= CLIP_FRAMES - 2
    assert json.loads(Path(outputs.summary).read_text())["people"]["count"] == 1


def test_cancelling_keeps_what_was_done(clip, kept_pipeline, tmp_path):
    job = FileJob(clip, SETTINGS, Outputs(export=str(tmp_path / "a.csv")), lambda settings: kept_pipeline)
    count = job._count

    def cancel_early(result):
        count(result)
        if job._frames == 10:
            job.cancel()

    job._count = cancel_early
    state = finished(job)
    assert state.is_cancelled
    assert 10 <= state.frames < CLIP_FRAMES
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))
    assert {int(row["frame"]) for row in rows} <= set(range(state.frames))
    assert len(rows) >= 8


def test_a_file_that_breaks_off_is_a_result_as_well(clip, kept_pipeline, tmp_path):
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(b"not a video")
    state = finished(
        FileJob(str(cut), SETTINGS, Outputs(export=str(tmp_path / "a.csv")), lambda settings: kept_pipeline)
    )
    assert state.failure is not None
    assert "cut.mp4" in state.failure
    assert state.frames == 0


def test_the_dialog_from_question_to_result(paused_dialog, until):
    dialog, folder = paused_dialog
    dialog.summary.setChecked(False)
    dialog.start_button.click()
    until(lambda: dialog.text.startswith("Done"))
    assert f"{CLIP_FRAMES} frames" in dialog.text
    assert "1 people" in dialog.text
    assert {path.name for path in folder.iterdir()} == {"portrait-faces.mp4", "portrait-faces.csv"}


def test_nothing_ticked_can_not_be_started(paused_dialog):
    dialog, _ = paused_dialog
    for box in (dialog.video, dialog.table, dialog.summary):
        box.setChecked(False)
    assert not dialog.start_button.isEnabled()


@pytest.fixture
def paused_dialog(window, clip, until, tmp_path):
    """The question about the clip, asked while it played; the answer goes into an empty folder."""
    window.open(clip)
    until(lambda: faces_of(window) == 1)
    window.actions_.analyse_file.trigger()
    assert window.actions_.play.text() == "&Play"
    (dialog,) = window.findChildren(FileJobDialog)
    folder = tmp_path / "results"
    folder.mkdir()
    dialog.folder.setText(str(folder))
    return dialog, folder
