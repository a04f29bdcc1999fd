"""What a person saves: snapshot, recording, table, charts."""

from __future__ import annotations

import csv
import json
from itertools import pairwise

import av
import cv2
import numpy as np
import pytest

from app.gui.widgets.banner import Level

from ..conftest import saved


def test_a_snapshot_is_the_whole_frame_as_it_is_shown(playing, until, save_as):
    playing.actions_.play.trigger()
    playing.actions_.zoom_in.trigger()
    path = save_as("image.png")
    playing.actions_.snapshot.trigger()
    until(saved(playing, path))
    image = cv2.imread(str(path))
    frame = playing.view.rendered.captured.frame.image_bgr
    assert image.shape == frame.shape
    assert not np.array_equal(image, frame)
    playing.toggles["overlay"].trigger()
    playing.actions_.snapshot.trigger()
    until(lambda: np.array_equal(cv2.imread(str(path)), frame))


def test_a_name_without_an_ending_gets_one(playing, until, save_as):
    path = save_as("image")
    playing.actions_.snapshot.trigger()
    until(path.with_suffix(".png").exists)


def test_a_folder_that_is_not_there_is_told(playing, until, save_as):
    save_as("absent/image.png")
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


def test_the_charts_as_an_image(playing, until, save_as):
    path = save_as("charts.png")
    playing.actions_.export_charts.trigger()
    until(saved(playing, path))
    image = cv2.imread(str(path))
    assert image.shape[0] > 800
    assert len(np.unique(image.reshape(-1, 3), axis=0)) > 20
