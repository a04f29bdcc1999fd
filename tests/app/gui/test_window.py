"""The window with its real threads and the real pipeline, used as a person would."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractButton, QSlider

from app.gui.preferences import ThemeChoice
from app.gui.widgets.banner import Level
from inference.errors import ModelError, SourceBrokenError, SourceError
from inference.pipeline import Pipeline
from inference.settings import Privacy
from inference.sources import open_source
from inference.sources.base import Source
from inference.types import Frame, SourceInfo, SourceKind
from tests.conftest import SHARED_THREADS

from .conftest import CLIP_FRAMES, SETTINGS, faces_of, index_of


@pytest.fixture
def playing(window, clip, until):
    """A window that plays the clip, a face in view."""
    window.actions_.loop.trigger()
    window.open(clip)
    until(lambda: faces_of(window) == 1)
    return window


@pytest.fixture
def paused(window, clip, until):
    """A window that stands at the tenth frame."""
    window.open(clip)
    until(lambda: index_of(window) >= 0)
    window.actions_.play.trigger()
    window.controller.seek(0.4)
    until(lambda: index_of(window) == 10 and faces_of(window) == 1)
    return window


def pixels(window) -> np.ndarray:
    return window.view.presentation.image


# --- opening -----------------------------------------------------------------------------------


def test_nothing_is_open_at_first_and_what_needs_a_source_is_off(window):
    assert window.empty.isVisible()
    assert not window.transport.isVisible()
    actions = window.actions_
    for action in (actions.play, actions.snapshot, actions.record, actions.export_table, actions.analyse_file):
        assert not action.isEnabled()
    assert actions.open_file.isEnabled()


def test_a_file_plays_with_its_faces_in_picture_panel_and_title(playing, until):
    assert not playing.empty.isVisible()
    assert playing.transport.isVisible()
    assert playing.windowTitle() == "portrait.mp4 – FaceLens"
    until(lambda: len(playing.panel.people.cards) == 1)
    said = playing.view.presentation.result.faces[0].attributes
    assert f"{said.gender.capitalize()} " in playing.panel.people.cards[0].accessibleName()
    assert playing.preferences.recent[0].endswith("portrait.mp4")


def test_a_file_is_paused_until_the_networks_are_there(make_window, kept_pipeline, clip, until):
    """Otherwise its beginning would pass by without anybody being seen in it."""
    gate = threading.Event()

    class Late:
        def __enter__(self):
            gate.wait(20)
            return self

        process, reset, close, facts = (getattr(kept_pipeline, n) for n in ("process", "reset", "close", "facts"))

    window = make_window(open_pipeline=lambda settings: Late())
    window.open(clip)
    until(lambda: index_of(window) == 0)
    assert "Loading" in window.status.text
    gate.set()
    until(lambda: index_of(window) > 0)
    assert faces_of(window) == 1
    assert window.controller.session.statistics().times_s[0] == 0


def test_a_file_that_can_not_be_read_says_why_and_the_invitation_returns(window, until, tmp_path):
    text = tmp_path / "letter.mp4"
    text.write_text("Dear video,")
    window.open(str(text))
    until(lambda: bool(window.banner.text))
    assert window.banner.level is Level.ERROR
    assert "letter.mp4" in window.banner.text
    assert window.empty.isVisible()
    assert window.controller.target is None


def test_try_again_opens_it_once_more(window, until, tmp_path, clip):
    path = tmp_path / "late.mp4"
    window.open(str(path))
    until(lambda: bool(window.banner.text))
    shutil.copy(clip, path)
    (button,) = [one for one in window.banner.findChildren(QAbstractButton) if one.text() == "Try again"]
    button.click()
    until(lambda: faces_of(window) == 1)
    assert window.banner.text == ""


def test_switching_sources_while_one_plays(playing, until, tmp_path, portrait):
    import cv2

    still = str(tmp_path / "two.png")
    cv2.imwrite(still, np.hstack([portrait, portrait]))
    playing.open(still)
    until(lambda: faces_of(playing) == 2)
    assert playing.windowTitle().startswith("two.png")
    assert not playing.actions_.record.isEnabled()
    playing.open("demo")
    until(lambda: playing.windowTitle().startswith("demo") and faces_of(playing) >= 1)
    assert playing.controller.session.statistics().frames >= 1


def test_pictures_dropped_together_are_turned_one_by_one(window, until, tmp_path, portrait, qtbot):
    import cv2

    for name, image in (("a.png", portrait), ("b.png", np.hstack([portrait, portrait]))):
        cv2.imwrite(str(tmp_path / name), image)
    drop(window, [QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.png", "b.png")])
    until(lambda: faces_of(window) == 1)
    qtbot.keyClick(window, Qt.Key.Key_Right)
    until(lambda: faces_of(window) == 2)
    qtbot.keyClick(window, Qt.Key.Key_Left)
    until(lambda: faces_of(window) == 1)


def drop(window, urls) -> None:
    data = QMimeData()
    data.setUrls(urls)
    at, copy = QPoint(100, 100), Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, copy, data, buttons, keys)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(QPointF(at), copy, data, buttons, keys))


def test_a_dropped_file_plays(window, until, clip):
    drop(window, [QUrl.fromLocalFile(clip)])
    until(lambda: faces_of(window) == 1)


def test_an_unreadable_dropped_file_is_told(window, until, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("not a picture")
    drop(window, [QUrl.fromLocalFile(str(notes))])
    until(lambda: "notes.txt" in window.banner.text)


def test_text_that_is_no_address_is_not_taken(window):
    data = QMimeData()
    data.setText("hello")
    enter = QDragEnterEvent(
        QPoint(1, 1), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


# --- playing -----------------------------------------------------------------------------------


def test_space_pauses_and_plays(playing, until, qtbot):
    qtbot.keyClick(playing.view, Qt.Key.Key_Space)
    until(lambda: playing.actions_.play.text() == "&Play")
    qtbot.wait(150)  # a frame that was on its way
    standing = index_of(playing)
    qtbot.wait(300)
    assert index_of(playing) == standing
    qtbot.keyClick(playing.view, Qt.Key.Key_Space)
    until(lambda: index_of(playing) != standing)


def test_space_on_a_button_that_was_tabbed_to_presses_the_button(paused, qtbot):
    (loop,) = [b for b in paused.transport.findChildren(QAbstractButton) if b.accessibleName() == "Loop"]
    loop.setFocus(Qt.FocusReason.TabFocusReason)
    assert not paused.actions_.loop.isChecked()
    qtbot.keyClick(loop, Qt.Key.Key_Space)
    assert paused.actions_.loop.isChecked()
    assert paused.actions_.play.text() == "&Play"


def test_frames_are_stepped_through(paused, until, qtbot):
    qtbot.keyClick(paused.view, Qt.Key.Key_Period)
    until(lambda: index_of(paused) == 11)
    qtbot.keyClick(paused.view, Qt.Key.Key_Comma)
    until(lambda: index_of(paused) == 10)


def test_the_slider_searches(paused, until):
    slider = paused.transport.findChild(QSlider)
    slider.setValue(1200)
    until(lambda: index_of(paused) == 30)
    assert slider.value() == 1200


def test_a_file_ends_and_plays_again(window, until, clip):
    window.actions_.faster.trigger()
    window.open(clip)
    until(lambda: index_of(window) == CLIP_FRAMES - 1)
    until(lambda: window.actions_.play.text() == "&Play")
    window.actions_.play.trigger()
    until(lambda: 0 <= index_of(window) < CLIP_FRAMES - 1)


def test_closing_the_source_returns_to_the_invitation(playing):
    playing.actions_.close_source.trigger()
    assert playing.empty.isVisible()
    assert playing.windowTitle() == "FaceLens"
    assert playing.panel.people.cards == []


def test_full_screen_shows_the_picture_alone_and_escape_leaves(playing, qtbot):
    qtbot.keyClick(playing, Qt.Key.Key_F)
    assert playing.isFullScreen()
    assert not playing.panel.isVisible()
    assert not playing.transport.isVisible()
    qtbot.keyClick(playing, Qt.Key.Key_Escape)
    assert not playing.isFullScreen()
    assert playing.panel.isVisible()
    assert playing.transport.isVisible()


# --- switches ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["overlay", "age", "gender", "ethnicity", "interval", "privacy"])
def test_every_switch_changes_the_picture_at_once_and_back(paused, until, name):
    """Also while the video stands: the frame is drawn anew, nothing is analysed again."""
    paused.resize(1000, 700)
    until(lambda: paused.view.presentation.image.shape[1] >= paused.view.width() - 1)
    before, analysed = pixels(paused).copy(), paused.controller._analyser.analysed
    action = getattr(paused.actions_, name)
    action.trigger()
    until(lambda: not np.array_equal(pixels(paused), before))
    action.trigger()
    until(lambda: np.array_equal(pixels(paused), before))
    assert paused.controller._analyser.analysed == analysed


def test_hidden_attributes_leave_the_cards_as_well(paused, until):
    until(lambda: len(paused.panel.people.cards) == 1)
    paused.actions_.gender.trigger()
    paused.actions_.age.trigger()
    said = paused.panel.people.cards[0].accessibleName()
    assert "White 60%" in said
    assert "years" not in said
    assert "ale" not in said


def test_other_networks_are_loaded_while_the_video_goes_on(make_window, tiny_network, clip, until):
    asked = []

    def open_pipeline(settings):
        asked.append(settings)
        return Pipeline(settings, tiny_network)

    window = make_window(open_pipeline=open_pipeline)
    window.open(clip)
    window.actions_.loop.trigger()
    until(lambda: faces_of(window) == 1)
    number = window.view.presentation.result.faces[0].track_id
    analysis = replace(window.preferences.analysis, tracking=False)
    window.set_preferences(replace(window.preferences, analysis=analysis))
    until(lambda: faces_of(window) == 1 and window.view.presentation.result.faces[0].track_id is None)
    window.set_preferences(replace(window.preferences, analysis=replace(analysis, tracking=True)))
    until(lambda: faces_of(window) == 1 and window.view.presentation.result.faces[0].track_id is not None)
    assert window.view.presentation.result.faces[0].track_id > number  # never the number of somebody else
    assert [settings.tracking for settings in asked] == [True, False, True]


@pytest.mark.parametrize(("min_face_px", "asked_for"), [(40.0, [Privacy.NONE, Privacy.BLUR]), (20.0, [Privacy.NONE])])
def test_protecting_faces_searches_for_those_that_are_too_small_to_be_shown(
    make_window, kept_pipeline, until, store, min_face_px, asked_for
):
    asked = []

    def open_pipeline(settings):
        asked.append(settings.privacy)
        return kept_pipeline

    store.save(replace(store.load(), analysis=replace(SETTINGS, min_face_px=min_face_px)))
    window = make_window(open_pipeline=open_pipeline)
    until(lambda: len(asked) == 1)
    window.actions_.privacy.trigger()
    until(lambda: asked == asked_for)


def test_a_click_on_a_card_highlights_the_person_and_a_second_one_ends_it(paused, until, qtbot):
    until(lambda: len(paused.panel.people.cards) == 1)
    before = pixels(paused).copy()
    card = paused.panel.people.cards[0]
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    until(lambda: not np.array_equal(pixels(paused), before))
    assert card.property("selected") is True
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    until(lambda: np.array_equal(pixels(paused), before))


def test_a_click_on_a_face_selects_its_card(paused, until, qtbot):
    until(lambda: len(paused.panel.people.cards) == 1)
    face = paused.view.presentation.result.faces[0]
    scale, dx, dy = paused.view.viewport.transform(paused.view.presentation.frame_wh)
    x, y = (face.detection.xyxy[:2] + face.detection.xyxy[2:]) / 2 * scale + (dx, dy)
    qtbot.mouseClick(paused.view, Qt.MouseButton.LeftButton, pos=QPoint(int(x), int(y)))
    assert paused.panel.people.cards[0].property("selected") is True
    qtbot.mouseClick(paused.view, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert paused.panel.people.cards[0].property("selected") is False


def test_zooming_shows_a_part_at_full_sharpness(paused, until):
    paused.actions_.zoom_in.trigger()
    paused.actions_.zoom_in.trigger()
    until(lambda: paused.view.presentation.region.x1 > 0)
    image, ratio = paused.view.presentation.image, paused.view.devicePixelRatioF()
    assert abs(image.shape[0] - paused.view.height() * ratio) <= 8
    paused.actions_.zoom_reset.trigger()
    until(lambda: paused.view.presentation.region[:2] == (0, 0))


def test_the_theme_changes_while_the_window_is_open(paused):
    light = paused.grab().toImage().pixelColor(paused.width() - 30, paused.height() // 2).lightness()
    paused.set_preferences(replace(paused.preferences, theme=ThemeChoice.DARK))
    dark = paused.grab().toImage().pixelColor(paused.width() - 30, paused.height() // 2).lightness()
    assert light > 200
    assert dark < 60


# --- charts ------------------------------------------------------------------------------------


def test_charts_show_the_session_and_clearing_begins_anew(paused, until):
    paused.actions_.play.trigger()
    until(lambda: paused.controller.session.statistics().people == 1)
    paused.actions_.play.trigger()
    paused.actions_.charts.trigger()
    paused.panel.charts.show_statistics(paused.controller.session.statistics())
    assert paused.panel.charts.figures == ("1", f"{paused.controller.session.statistics().mean_age:.0f}")
    paused.actions_.new_session.trigger()
    assert paused.panel.charts.figures[1] == "–"


# --- what goes wrong ---------------------------------------------------------------------------


class Camera(Source):
    """Delivers the same picture until it is told to stop; then breaks off, once."""

    def __init__(self, image) -> None:
        self._image = image
        self.unplugged = threading.Event()
        self.flowing = threading.Event()
        self.flowing.set()
        self._closed = threading.Event()

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("camera:0", SourceKind.CAMERA, width=256, height=300, fps=30.0)

    def __iter__(self):
        for index in range(10**6):
            if self._closed.wait(0.02):
                return
            self.flowing.wait(20)
            if self.unplugged.is_set():
                raise SourceBrokenError("camera:0 stopped to deliver pictures")
            yield Frame(self._image, index, index / 50, "camera:0")

    def close(self) -> None:
        self._closed.set()
        self.flowing.set()


def test_an_unplugged_camera_is_reported_dimmed_and_found_again(make_window, portrait, until, monkeypatch):
    monkeypatch.setattr("app.gui.playback.player._RETRY_S", 0.05)
    cameras = [Camera(portrait), Camera(portrait)]
    is_back = threading.Event()
    opened = []

    def open_target(target):
        if opened and not is_back.is_set():
            raise SourceError("can't open camera:0; check that it is plugged in")
        opened.append(target)
        return cameras[len(opened) - 1]

    window = make_window(open_target=open_target)
    window.open(0)
    until(lambda: faces_of(window) == 1)
    cameras[0].unplugged.set()
    until(lambda: "Trying again" in window.banner.text)
    assert window.banner.level is Level.WARNING
    assert window.view.is_dimmed
    is_back.set()
    until(lambda: window.banner.text == "" and not window.view.is_dimmed)
    assert opened == [0, 0]


def test_a_camera_that_stalls_is_dimmed_until_it_goes_on(make_window, portrait, until):
    """Neither an error nor an end: the driver just gives nothing for a while."""
    camera = Camera(portrait)
    window = make_window(open_target=lambda target: camera)
    window.open(0)
    until(lambda: faces_of(window) == 1)
    camera.flowing.clear()
    until(lambda: window.view.is_dimmed)
    assert "gives no new picture" in window.banner.text
    camera.flowing.set()
    until(lambda: not window.view.is_dimmed)
    assert window.banner.text == ""


def test_a_camera_in_use_is_told_with_what_to_do(make_window, until):
    def open_target(target):
        raise SourceError("can't open camera:0; check that no other program uses it")

    window = make_window(open_target=open_target)
    window.open(0)
    until(lambda: "no other program" in window.banner.text)
    assert window.empty.isVisible()


def test_a_missing_model_leaves_the_video_playing_and_says_so(make_window, clip, until, tmp_path):
    window = make_window(open_pipeline=lambda settings: Pipeline(settings, tmp_path / "absent.onnx"))
    until(lambda: "absent" in window.banner.text)
    assert "No analysis" in window.status.text
    window.open(clip)
    until(lambda: index_of(window) > 5)
    assert faces_of(window) == -1


def test_an_altered_model_can_be_tried_again(make_window, kept_pipeline, clip, until):
    tries = []

    def open_pipeline(settings):
        tries.append(settings)
        if len(tries) == 1:
            raise ModelError("the file is altered")
        return kept_pipeline

    window = make_window(open_pipeline=open_pipeline)
    until(lambda: "altered" in window.banner.text)
    (button,) = [one for one in window.banner.findChildren(QAbstractButton) if one.text() == "Try again"]
    button.click()
    window.open(clip)
    until(lambda: faces_of(window) == 1)


def test_a_fault_while_loading_is_shown_and_the_video_plays(make_window, clip, until):
    from app.gui.dialogs.crash import CrashDialog

    def open_pipeline(settings):
        raise AttributeError("a library has changed")

    window = make_window(open_pipeline=open_pipeline)
    window.open(clip)
    until(lambda: index_of(window) > 5)
    assert "a library has changed" in window.findChild(CrashDialog).details


def test_a_fault_in_the_analysis_shows_its_details_and_the_video_goes_on(make_window, kept_pipeline, clip, until):
    from app.gui.dialogs.crash import CrashDialog

    class Faulty:
        close, reset, facts = kept_pipeline.close, kept_pipeline.reset, kept_pipeline.facts

        def __enter__(self):
            return self

        def process(self, frame, *, live=False):
            raise ZeroDivisionError("nobody foresaw this")

    window = make_window(open_pipeline=lambda settings: Faulty())
    window.open(clip)
    until(lambda: window.findChild(CrashDialog) is not None)
    details = window.findChild(CrashDialog).details
    assert "ZeroDivisionError: nobody foresaw this" in details
    assert "in process" in details
    until(lambda: index_of(window) > 5)
    assert len(window.findChildren(CrashDialog)) == 1


def test_an_engine_that_gives_way_while_it_runs_is_shown(make_window, kept_pipeline, clip, until):
    from inference.sinks import RunFacts

    class TwoEngines:
        process, close, reset = kept_pipeline.process, kept_pipeline.close, kept_pipeline.reset
        now = RunFacts(engine="onnxruntime-cuda")

        def __enter__(self):
            return self

        def facts(self):
            return self.now

    pipeline = TwoEngines()
    window = make_window(open_pipeline=lambda settings: pipeline)
    window.actions_.loop.trigger()
    window.open(clip)
    until(lambda: "onnxruntime-cuda" in window.status.text)
    pipeline.now = RunFacts(engine="onnxruntime-cpu", engine_reason="the graphics card has run out of memory")
    until(lambda: "onnxruntime-cpu" in window.status.text)
    assert "out of memory" in window.status.engine_reason
    assert "out of memory" in window.banner.text


# --- the end -----------------------------------------------------------------------------------


def assert_closes_soon(window, left_open: set[threading.Thread]) -> None:
    started = time.monotonic()
    window.close()
    assert time.monotonic() - started < 2.0
    assert not [thread for thread in set(threading.enumerate()) - left_open if thread.name.startswith("facelens")]


def test_closing_while_it_plays_ends_all_threads(playing):
    # those of the pipeline that the tests share
    shared = {t for t in threading.enumerate() if t.name.startswith(SHARED_THREADS)}
    assert_closes_soon(playing, shared)


def test_closing_while_networks_load(make_window, tiny_network):
    before = set(threading.enumerate())
    window = make_window(open_pipeline=lambda settings: Pipeline(settings, tiny_network))
    assert_closes_soon(window, before)


def test_closing_while_a_source_is_being_opened_does_not_wait_for_it(make_window, until, clip):
    release, asked = threading.Event(), threading.Event()

    def open_target(target):
        asked.set()
        release.wait(20)
        return open_source(clip)

    window = make_window(open_target=open_target)
    window.open("rtsp://127.0.0.1:9/never")
    until(asked.is_set)
    started = time.monotonic()
    window.close()
    assert time.monotonic() - started < 2.5
    release.set()


def test_what_is_remembered(make_window, store, clip, until):
    window = make_window()
    window.actions_.ethnicity.trigger()
    window.actions_.privacy.trigger()
    window.actions_.loop.trigger()
    window.resize(790, 590)
    window.open(clip)
    until(lambda: faces_of(window) == 1)
    window.close()
    remembered = store.load()
    assert remembered.analysis == replace(SETTINGS, hide=frozenset({"ethnicity"}), privacy=Privacy.BLUR)
    assert remembered.loop
    assert remembered.recent == (clip,)
    again = make_window()
    assert again.size() == window.size()
    assert again.actions_.privacy.isChecked()
    assert not again.actions_.ethnicity.isChecked()
    assert not store.load_bytes("geometry").isEmpty()


def test_paint_copies_pixels_one_to_one(paused, until):
    """What was made for the view is put there pixel by pixel: crisp, and cheap."""
    view = paused.view
    until(lambda: view.presentation.image.shape[1] in range(view.width() - 1, view.width() + 2))
    QTest.qWait(50)
    grabbed = view.grab().toImage()
    image = view.presentation.image
    top = round((view.height() - image.shape[0]) / 2)
    for y, x in ((20, 30), (image.shape[0] // 2, image.shape[1] // 2), (image.shape[0] - 9, 100)):
        color = grabbed.pixelColor(x, top + y)
        assert (color.blue(), color.green(), color.red()) == tuple(image[y, x, :3])


def test_pictures_that_can_not_be_read_are_listed(window, until, tmp_path, portrait):
    import cv2

    for number in range(3):
        cv2.imwrite(str(tmp_path / f"{number}.png"), portrait)
    (tmp_path / "1.png").write_bytes(b"no picture")
    window.open(str(tmp_path))
    until(lambda: index_of(window) == 0)
    window.actions_.step_forward.trigger()
    until(lambda: index_of(window) == 2)
    until(lambda: bool(window.status.skips))
    assert len(window.status.skips) == 1
    assert window.status.skips[0].startswith("1.png: not a picture")
    window.close_source()
    assert window.status.skips == []
