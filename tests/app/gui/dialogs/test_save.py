"""What a person saves: snapshot, recording, table, charts."""

from __future__ import annotations

import csv
import json
import shutil
from collections import namedtuple
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PyQt6.QtGui import QDesktopServices

from app.gui.dialogs.save import write_charts
from app.gui.widgets.banner import Level
from inference.errors import UsageError

from ..conftest import faces_of, saved


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


def test_an_ending_that_is_no_format_stays_part_of_the_name(playing, until, save_as):
    path = save_as("image.xyz", "Images (*.png *.jpg)")
    playing.actions_.snapshot.trigger()
    until(path.with_name("image.xyz.png").is_file)
    assert not path.exists()


def test_saving_begins_beside_what_is_played_and_then_where_it_ended(playing, until, save_as, clip, tmp_path, store):
    saver = playing.saving.saver
    assert saver.folder() == Path(clip).parent
    path = save_as("image.png")
    playing.actions_.snapshot.trigger()
    until(saved(playing, path))
    assert saver.folder() == tmp_path
    assert store.load().save_folder == str(tmp_path)
    saver.last_folder = str(tmp_path / "gone")
    assert saver.folder() == Path(clip).parent


def test_what_was_saved_can_be_looked_for(playing, until, save_as, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    path = save_as("image.png")
    playing.actions_.snapshot.trigger()
    until(saved(playing, path))
    playing.banner._action.click()
    assert shown == [str(tmp_path)]


def test_a_folder_that_is_not_there_is_told(playing, until, save_as):
    save_as("absent/image.png")
    playing.actions_.snapshot.trigger()
    until(lambda: playing.banner.level is Level.ERROR and "absent" in playing.banner.text)


def test_thinking_better_of_it_writes_nothing(playing, save_as, tmp_path):
    save_as("")
    before = set(tmp_path.iterdir())
    for action in ("snapshot", "export_table", "export_charts"):
        getattr(playing.actions_, action).trigger()
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


# --- files that must stay ------------------------------------------------------------------------


def refusal(window, words: str):
    return lambda: window.banner.level is Level.ERROR and words in window.banner.text


def test_a_recording_never_replaces_the_film_that_plays(window, clip, until, save_as, tmp_path):
    film = shutil.copy(clip, tmp_path / "film.mp4")
    window.open(str(film))
    until(lambda: faces_of(window) == 1)
    (tmp_path / "link.mp4").hardlink_to(film)
    before = film.read_bytes()
    for name in ("film.mp4", "link.mp4"):
        save_as(name)
        window.actions_.record.trigger()
        until(refusal(window, f"{name} is the input"))
        window.banner.hide()
        until(lambda: not window.actions_.record.isChecked())
    assert film.read_bytes() == before


def test_no_image_of_a_folder_is_replaced_by_a_snapshot_or_a_chart(window, portrait, until, save_as, tmp_path):
    image = tmp_path / "photos" / "1.png"
    image.parent.mkdir()
    cv2.imwrite(str(image), portrait)
    before = image.read_bytes()
    window.open(str(image.parent))
    until(lambda: faces_of(window) == 1)
    save_as("photos/1.png")
    window.actions_.snapshot.trigger()
    until(refusal(window, "1.png would be replaced"))
    window.open(str(image))
    until(lambda: faces_of(window) == 1)
    window.actions_.export_charts.trigger()
    until(refusal(window, "1.png is the input"))
    assert image.read_bytes() == before


def test_no_image_of_several_is_replaced_by_a_snapshot_of_another(window, portrait, until, save_as, tmp_path):
    images = [tmp_path / "1.png", tmp_path / "2.png"]
    for image in images:
        cv2.imwrite(str(image), portrait)
    before = images[1].read_bytes()
    window.open([str(image) for image in images])
    until(lambda: faces_of(window) == 1)
    window.actions_.play.trigger()
    save_as("2.png")
    window.actions_.snapshot.trigger()
    until(refusal(window, "2.png is the input"))
    assert images[1].read_bytes() == before


@pytest.mark.parametrize("action", ["snapshot", "export_charts"])
def test_a_protected_file_is_not_replaced(playing, until, save_as, action):
    path = save_as("image.png")
    path.write_text("keep me")
    path.chmod(0o444)
    getattr(playing.actions_, action).trigger()
    until(refusal(playing, "write-protected"))
    assert path.read_text() == "keep me"


def test_charts_in_a_format_that_there_is_not(tmp_path):
    with pytest.raises(UsageError, match="charts are written as"):
        write_charts(str(tmp_path / "charts.xyz"), b"", [])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("agrees", [False, True])
def test_before_a_file_is_replaced_whose_ending_was_added_the_window_asks(playing, until, save_as, answers, agrees):
    questions = answers(agrees)
    path = save_as("image").with_suffix(".png")
    path.write_text("older")
    playing.actions_.snapshot.trigger()
    assert questions == ["image.png is there already. Replace it?"]
    if agrees:
        until(saved(playing, path))
        assert path.read_bytes().startswith(b"\x89PNG")
    else:
        assert path.read_text() == "older"


def test_a_recording_that_finds_no_more_room_goes_beside_the_older_one(playing, until, save_as, monkeypatch):
    path = save_as("film.mp4")
    path.write_text("older")
    usage = namedtuple("usage", "total used free")
    free = iter([1 << 40] * 5)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(1 << 40, 0, next(free, 1 << 10)))
    playing.actions_.record.trigger()
    until(refusal(playing, "disk is almost full"))
    beside = path.with_name("film (incomplete).mp4")
    assert str(beside) in playing.banner.text
    with av.open(str(beside)) as container:
        assert sum(1 for _ in container.decode(video=0)) == 5
    assert path.read_text() == "older"


def test_a_recording_begins_at_once_in_the_remembered_folder_and_is_seen_to(playing, until, save_as, tmp_path):
    """Two within a second have different files."""
    playing.saving.saver.last_folder = str(tmp_path)
    recorded = []
    badge = playing.saving.badge
    for _ in range(2):
        playing.actions_.record.trigger()
        assert playing.controller.is_recording
        assert badge.isVisible()
        name = badge.text.partition("  ")[2]
        until(lambda: badge.text.startswith("0:01"))
        recorded.append(tmp_path / name)
        playing.actions_.record.trigger()
        assert badge.text == ""
        until(recorded[-1].exists)
    assert len(set(recorded)) == 2
    assert {path.suffix for path in recorded} == {".mp4"}


def test_a_film_that_stands_is_recorded_from_there_on(paused, until, save_as, tmp_path):
    """Nothing would come while it stands."""
    paused.saving.saver.last_folder = str(tmp_path)
    paused.actions_.record.trigger()
    until(lambda: paused.saving.badge.text.startswith("0:01"))
    paused.actions_.record.trigger()
    until(lambda: any(tmp_path.glob("*.mp4")))
    assert "recorded" not in paused.banner.text


def test_a_suggested_name_is_that_of_no_file(playing, tmp_path, monkeypatch):
    import time

    monkeypatch.setattr(time, "strftime", lambda form: "now")
    saver = playing.saving.saver
    saver.last_folder = str(tmp_path)
    first = saver.suggested(".mp4")
    first.touch()
    assert first.name == "portrait-now.mp4"
    assert saver.suggested(".mp4").name == "portrait-now-2.mp4"
