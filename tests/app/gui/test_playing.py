"""Moving about in a film by keys, slider and a typed place, as a person meets it."""

from __future__ import annotations

import threading

import av
import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QAbstractButton, QLineEdit, QSlider, QWidget
from simplejpeg import encode_jpeg

from app.gui.dialogs.jump import JumpDialog
from app.gui.playback.player import open_target
from app.gui.widgets.banner import Level
from inference.sources import open_source
from inference.sources.base import Source
from inference.types import Frame, SourceInfo, SourceKind
from tests.web_server import WebServer, send_images

from .conftest import CLIP_FRAMES, FPS, faces_of, index_of

LONG_FRAMES = 500


@pytest.fixture(scope="session")
def long_film(tmp_path_factory) -> str:
    """A hundred seconds of nobody, five frames a second; a key frame every 20 s."""
    path = str(tmp_path_factory.mktemp("clips") / "long.mp4")
    with av.open(path, "w") as container:
        stream = container.add_stream(
            "libx264", rate=5, options={"g": "100", "preset": "ultrafast", "sc_threshold": "0"}
        )
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(LONG_FRAMES):
            container.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        container.mux(stream.encode())
    return path


@pytest.fixture
def standing(window, long_film, until):
    """A window that stands at the first frame of the long film."""
    window.open(long_film)
    until(lambda: index_of(window) >= 0)
    window.actions_.play.trigger()
    window.sources.seek_to(0.0)
    until(lambda: index_of(window) == 0)
    return window


def slider_of(window) -> QSlider:
    return window.transport.findChild(QSlider)


def clock_of(window) -> str:
    return window.transport.time_text


def test_keys_that_come_faster_than_images_add_up(standing, until, qtbot):
    for _ in range(14):
        qtbot.keyClick(standing, Qt.Key.Key_Right)
    for _ in range(4):
        qtbot.keyClick(standing, Qt.Key.Key_Left)
    assert slider_of(standing).value() == 50_000
    assert clock_of(standing).startswith("0:50.0")
    assert standing.transport.frame_text == ""
    until(lambda: index_of(standing) == 250)
    qtbot.keyClick(standing, Qt.Key.Key_J)
    qtbot.keyClick(standing, Qt.Key.Key_J)
    until(lambda: index_of(standing) == 240)
    assert slider_of(standing).value() == 48_000


def test_home_and_end_lead_to_the_first_and_the_last_frame(standing, until, qtbot):
    qtbot.keyClick(standing, Qt.Key.Key_End)
    until(lambda: index_of(standing) == LONG_FRAMES - 1)
    slider = slider_of(standing)
    assert slider.value() == slider.maximum()
    assert clock_of(standing) == "1:39.8 / 1:40.0"
    qtbot.keyClick(standing, Qt.Key.Key_Home)
    until(lambda: index_of(standing) == 0)
    assert slider.value() == 0


def test_the_slider_dragged_to_its_end_while_it_plays_shows_the_last_frame(standing, until):
    standing.actions_.play.trigger()
    slider = slider_of(standing)
    slider.setSliderDown(True)
    for share in (3, 2, 1):
        slider.setValue(slider.maximum() // share)
    slider.setSliderDown(False)
    until(lambda: index_of(standing) == LONG_FRAMES - 1 and not standing.sources.is_playing)
    assert slider.value() == slider.maximum()


def test_the_clock_says_tenths_and_the_frame_while_it_stands(standing, until):
    standing.resize(1000, 600)
    for number in (1, 2):
        standing.actions_.step_forward.trigger()
        until(lambda number=number: index_of(standing) == number)
    assert clock_of(standing) == "0:00.4 / 1:40.0"
    assert standing.transport.frame_text == "frame 2"
    standing.actions_.play.trigger()
    until(lambda: index_of(standing) > 2)
    assert clock_of(standing).endswith(" / 1:40")
    assert standing.transport.frame_text == ""


def test_a_narrow_window_leaves_its_room_to_the_seek_bar(standing, until):
    for width in (1200, 800):
        standing.resize(width, 600)
        until(lambda width=width: slider_of(standing).width() > standing.transport.width() / 5)


def test_k_stops_and_l_plays_faster_each_time(standing, until, qtbot):
    speeds = []
    for _ in range(4):
        qtbot.keyClick(standing, Qt.Key.Key_L)
        speeds.append(standing.transport.speed_text)
    assert standing.sources.is_playing
    assert speeds == ["1×", "2×", "4×", "4×"]
    qtbot.keyClick(standing, Qt.Key.Key_K)
    assert not standing.sources.is_playing
    assert standing.transport.speed_text == "1×"


def test_a_typed_place_is_gone_to_and_one_that_there_is_not_is_told(standing, until, qtbot):
    standing.actions_.jump_to.trigger()
    dialog = standing.findChild(JumpDialog)
    line = dialog.findChild(QLineEdit)
    qtbot.keyClicks(line, "soon")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "“soon” is no place" in dialog.fault
    assert all(dialog.rect().contains(one.geometry()) for one in dialog.findChildren(QWidget) if one.parent() is dialog)
    line.clear()
    qtbot.keyClicks(line, "1:02")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    until(lambda: index_of(standing) == 310)


def test_a_damaged_file_that_is_looped_plays_on_and_is_said_to(window, clip, until, tmp_path):
    path = tmp_path / "damaged.mkv"
    with av.open(clip) as source, av.open(str(path), "w") as copy:
        stream = copy.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                copy.mux(packet)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    window.toggles["loop"].trigger()
    window.open(str(path))
    until(lambda: window.banner.level is Level.ERROR)
    until(lambda: index_of(window) > 5)
    until(lambda: index_of(window) < 3)
    assert window.sources.is_playing
    window.toggles["loop"].trigger()
    until(lambda: not window.sources.is_playing)


class Broadcast(Source):
    """A live source that ends by itself."""

    def __init__(self, image) -> None:
        self._image, self.over = image, threading.Event()

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("http://127.0.0.1/live.ts", SourceKind.STREAM, width=256, height=300, fps=30.0)

    def __iter__(self):
        index = 0
        while not self.over.wait(0.02):
            yield Frame(self._image, index, index / 30, "live")
            index += 1

    def close(self) -> None:
        self.over.set()


def test_a_live_source_that_ends_is_dimmed_told_and_can_be_opened_again(make_window, portrait, until, clip):
    broadcast = Broadcast(portrait)
    openings = [broadcast, None]
    window = make_window(open_target=lambda target: openings.pop(0) or open_source(clip))
    window.open("http://127.0.0.1/live.ts")
    until(lambda: faces_of(window) == 1)
    window.banner.say(Level.DONE, "Saved the table")  # other news don't hide it
    broadcast.over.set()
    until(lambda: "has ended" in window.banner.text)
    assert window.view.is_dimmed
    assert not window.sources.is_playing
    (button,) = [one for one in window.banner.findChildren(QAbstractButton) if one.text() == "Open again"]
    button.click()
    until(lambda: index_of(window) >= 0 and not window.view.is_dimmed)


def test_a_stream_whose_server_ends_is_told_and_comes_back_by_itself(make_window, portrait, until):
    """A real server, stopped and started again."""
    image = encode_jpeg(np.ascontiguousarray(portrait), colorspace="BGR")
    with WebServer(lambda request: send_images(request, [image], FPS, server.stopping)) as server:
        window = make_window(open_target=open_target)
        window.open(f"{server.url}/live")
        until(lambda: faces_of(window) == 1)
        server.stop()
        until(lambda: "Trying again" in window.banner.text and window.view.is_dimmed)
        assert window.sources.is_playing
        before = index_of(window)
        server.start()
        until(lambda: window.banner.text == "" and not window.view.is_dimmed)
        until(lambda: index_of(window) > before and faces_of(window) == 1)


def test_no_frame_of_a_files_first_second_is_passed_over(make_window, kept_pipeline, clip, until):
    """Though each takes longer to analyse than it lasts, the first by far."""
    analysed: list[int] = []

    class Slow:
        load, reset, close, facts = kept_pipeline.load, kept_pipeline.reset, kept_pipeline.close, kept_pipeline.facts

        def process(self, frame, *, live=False):
            threading.Event().wait(0.3 if not analysed else 0.06)
            analysed.append(frame.index)
            return kept_pipeline.process(frame, live=live)

    window = make_window(open_pipeline=lambda settings: Slow())
    window.open(clip)
    until(lambda: CLIP_FRAMES - 1 in analysed)
    assert analysed[:25] == list(range(25))
