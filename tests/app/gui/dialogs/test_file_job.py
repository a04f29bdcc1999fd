"""The analysis of a whole file, beside the window."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import av
import cv2
import pytest

from app.gui.dialogs.file_job import FileJobDialog
from app.gui.playback.file_job import FileJob
from inference.outputs import Outputs
from inference.settings import DisplaySettings

from ..conftest import CLIP_FRAMES, SETTINGS, faces_of


def finished(job: FileJob):
    job.start()
    job.join(60)
    assert not job.is_alive()
    return job.state()


def test_a_whole_file_gives_what_a_headless_run_gives(clip, kept_pipeline, tmp_path):
    outputs = Outputs(*(str(tmp_path / name) for name in ("a.mp4", "a.csv", "a.json")))
    state = finished(FileJob(clip, SETTINGS, DisplaySettings(), outputs, lambda settings: kept_pipeline))
    assert (state.frames, state.total, state.is_cancelled, state.failure) == (CLIP_FRAMES, CLIP_FRAMES, False, None)
    assert state.statistics.people == 1
    with av.open(outputs.output) as container:
        assert sum(1 for _ in container.decode(video=0)) == CLIP_FRAMES
    assert len(list(csv.DictReader(Path(outputs.export).read_text().splitlines()))) >= CLIP_FRAMES - 2
    assert json.loads(Path(outputs.summary).read_text())["people"]["count"] == 1


def test_cancelling_keeps_what_was_done(clip, kept_pipeline, tmp_path):
    job = FileJob(
        clip, SETTINGS, DisplaySettings(), Outputs(export=str(tmp_path / "a.csv")), lambda settings: kept_pipeline
    )
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


def test_what_is_cancelled_goes_beside_the_results_of_an_earlier_run(paused_dialog, until, monkeypatch):
    dialog, folder = paused_dialog
    (folder / "portrait-faces.csv").write_text("yesterday's")
    (folder / "portrait-faces.json").write_text(json.dumps({"source": {"name": dialog._target}}))
    before = [(path.name, path.read_text()) for path in sorted(folder.iterdir())]
    count = FileJob._count

    def cancel_at_once(job, result):
        count(job, result)
        job.cancel()

    monkeypatch.setattr(FileJob, "_count", cancel_at_once)
    dialog.start_button.click()
    until(lambda: dialog.text.startswith("Cancelled"))
    assert "portrait-faces (incomplete).csv (portrait-faces.csv is left as it was)" in dialog.text
    assert [(name, (folder / name).read_text()) for name, _ in before] == before
    assert len(list(folder.iterdir())) == 5


def test_a_file_that_breaks_off_is_a_result_as_well(clip, kept_pipeline, tmp_path):
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(b"not a video")
    state = finished(
        FileJob(
            str(cut),
            SETTINGS,
            DisplaySettings(),
            Outputs(export=str(tmp_path / "a.csv")),
            lambda settings: kept_pipeline,
        )
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


def test_the_copy_of_a_single_image_is_an_image(make_window, portrait, until, tmp_path):
    image = tmp_path / "portrait.png"
    cv2.imwrite(str(image), portrait)
    window = make_window()
    window.open(str(image))
    until(lambda: faces_of(window) == 1)
    window.actions_.analyse_file.trigger()
    (dialog,) = window.findChildren(FileJobDialog)
    dialog.start_button.click()
    until(lambda: dialog.text.startswith("Done"))
    assert cv2.imread(str(tmp_path / "portrait-faces.jpg")).shape == portrait.shape
