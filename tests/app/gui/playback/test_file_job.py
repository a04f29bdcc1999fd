"""The analysis of a whole file, beside the window."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import av

from app.gui.playback.file_job import FileJob
from inference.outputs import Outputs
from inference.settings import DisplaySettings

from ..conftest import CLIP_FRAMES, SETTINGS


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
