"""What the tests of the window share: a clip with a face, models loaded once, windows that are closed again."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import av
import cv2
import numpy as np
import pytest
from PyQt6.QtCore import QSettings, QtMsgType
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QMessageBox, QScrollArea, QWidget
from simplejpeg import encode_jpeg

from app.gui.dialogs.save import Saver
from app.gui.display import forget_opencv_plugins
from app.gui.main_window import MainWindow
from app.gui.preferences import Preferences, PreferencesStore, ThemeChoice
from app.gui.widgets import icons
from app.gui.widgets.banner import Level
from app.gui.widgets.theme import Theme
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DetectorRange, EngineChoice
from inference.sources import Source, open_source
from inference.types import Frame, FrameResult, RunFacts
from tests.inference.film.made_films import made_film, people
from tests.photos import grace_hopper

FPS = 25
CLIP_FRAMES = 50
SETTINGS = AnalysisSettings(engine=EngineChoice.CPU, detector=DetectorRange.NEAR)
# the machine may be busy with other things; nothing here measures time
PATIENCE_MS = 30_000


@pytest.fixture(scope="session", autouse=True)
def _own_qt_plugins() -> None:
    forget_opencv_plugins()


@pytest.fixture(autouse=True)
def no_qt_warnings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test in which Qt complains."""
    log = request.getfixturevalue("qtlog")
    yield
    loud = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
    # the offscreen platform says so of every call; real ones can do it
    said = [record.message for record in log.records if record.type in loud]
    assert not [message for message in said if "This plugin does not support" not in message]


@pytest.fixture(scope="session")
def portrait() -> np.ndarray:
    """Grace Hopper, (300, 256, 3) uint8 BGR: one frontal face."""
    image = grace_hopper()
    return cv2.resize(image, (256, 300), interpolation=cv2.INTER_AREA)


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory, portrait: np.ndarray) -> str:
    """Two seconds, 400x300, 25 frames a second: the portrait moves to the right, its ground gets brighter."""
    path = str(tmp_path_factory.mktemp("clips") / "portrait.mp4")
    with av.open(path, "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"g": "10", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 400, 300, "yuv420p"
        for index in range(CLIP_FRAMES):
            image = np.full((300, 400, 3), 2 * index, dtype=np.uint8)
            image[:, 2 * index : 2 * index + 256] = portrait
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode())
    return path


class KeptPipeline:
    """A real pipeline that stays loaded from test to test."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self.facts, self.run, self.reset = pipeline.facts, pipeline.run, pipeline.reset
        self.people = pipeline.people

    def process(self, frame: Frame, *, live: bool = False) -> FrameResult:
        return self._pipeline.process(frame, live=live)

    def load(self) -> None: ...

    def __enter__(self) -> KeptPipeline:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._pipeline.reset()


@pytest.fixture(scope="session")
def kept_pipeline(tiny_network: Path) -> Iterator[KeptPipeline]:
    with Pipeline(SETTINGS, tiny_network) as pipeline:
        yield KeptPipeline(pipeline)


@pytest.fixture(scope="session")
def job_pipeline(tiny_network: Path) -> Iterator[KeptPipeline]:
    """One for files, beside that of the window: both run at a time."""
    with Pipeline(SETTINGS, tiny_network) as pipeline:
        yield KeptPipeline(pipeline)


@pytest.fixture
def store(tmp_path: Path) -> PreferencesStore:
    """Preferences that say that the notice was read, and nothing in the background, in a file of the test."""
    store = PreferencesStore(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    # the one pipeline that the tests share can't analyse in the background as well
    preferences = Preferences(analysis=SETTINGS, theme=ThemeChoice.LIGHT, is_film_analysed=False)
    store.save(replace(preferences, has_read_notice=True))
    return store


MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def make_window(qtbot, qapp, store, kept_pipeline) -> Iterator[MakeWindow]:
    """Opens windows and closes them after the test."""
    windows: list[MainWindow] = []

    def make(
        open_pipeline: Callable[[AnalysisSettings], Pipeline] = lambda settings: kept_pipeline,
        open_target: Callable[..., Source] = open_source,
    ) -> MainWindow:
        window = MainWindow(store, Theme(qapp, icons.FOLDER), open_pipeline, open_target)
        qtbot.addWidget(window)
        if store.load_bytes("geometry").isEmpty():
            window.resize(800, 600)
        window.show()
        windows.append(window)
        return window

    yield make
    for window in windows:
        window.close()


@pytest.fixture(scope="session")
def background_pipeline(tiny_network: Path) -> Iterator[KeptPipeline]:
    with Pipeline(replace(SETTINGS, keep_best_looks=True), tiny_network) as pipeline:
        yield KeptPipeline(pipeline)


@pytest.fixture
def analysing(store, make_window: MakeWindow, tiny_network: Path, kept_pipeline, background_pipeline):
    """Opens a window that analyses in the background, with models that stay loaded as long as their settings stay."""

    def open_pipeline(settings):
        kept = {SETTINGS: kept_pipeline, replace(SETTINGS, keep_best_looks=True): background_pipeline}
        return kept.get(settings) or Pipeline(settings, tiny_network)

    def make(**changes):
        store.save(replace(store.load(), is_film_analysed=True, **changes))
        return make_window(open_pipeline=open_pipeline)

    return make


def is_whole(window: MainWindow) -> bool:
    """Whether all of the open file was analysed."""
    film = window.controller.films.film
    return film is not None and film.is_whole


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


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


@pytest.fixture
def until(qtbot) -> Callable[[Callable[[], bool]], None]:
    """Let the window work until something is so."""

    def wait(reached: Callable[[], bool]) -> None:
        qtbot.waitUntil(reached, timeout=PATIENCE_MS)

    return wait


@pytest.fixture
def with_two(window, clip, until):
    """A window with a film of two people, the first of whom comes twice; the list of everybody has the keyboard."""
    look = np.full((160, 160, 3), 40, np.uint8)
    cv2.circle(look, (80, 80), 30, (250, 250, 250), -1)
    film = made_film(clip, is_whole=False)
    film.finish(RunFacts(engine="cpu", people=people(clip, encode_jpeg(look, 95, "BGR"))))
    window.films.open_known(clip, film)
    until(lambda: window.controller.films.film is film)
    window.sources.pause()
    press(window, "Ctrl+3")
    return window


def press(window: MainWindow, keys: str, widget: QWidget | None = None) -> None:
    """Press keys, such as `Shift+I`, while the image or another widget has the keyboard; shortcuts see them first."""
    sequence = QKeySequence(keys)[0]
    QTest.keyClick(widget or window.view, sequence.key(), sequence.keyboardModifiers())


def faces_of(window: MainWindow) -> int:
    """Faces in the image on the screen; -1 without an analysed image."""
    rendered = window.view.rendered
    return len(rendered.result.faces) if rendered and rendered.result else -1


def index_of(window: MainWindow) -> int:
    """Number of the frame on the screen, -1 for none."""
    rendered = window.view.rendered
    return rendered.captured.frame.index if rendered else -1


@pytest.fixture
def playing(window, clip, until):
    """A window that plays the clip, a face in view."""
    window.toggles["loop"].trigger()
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
    return window.view.rendered.image


@pytest.fixture
def save_as(monkeypatch, tmp_path):
    """Answer the next question for a file name; what is recorded goes there without being asked."""

    def answer(name: str, kind: str = "") -> Path:
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path) if name else "", kind))
        monkeypatch.setattr(Saver, "suggested", lambda *_: path)
        return path

    return answer


@pytest.fixture(autouse=True)
def _no_question_without_an_answer(monkeypatch):
    """Fail a test that is asked what it did not expect, instead of waiting for ever."""

    def unexpected(box: QMessageBox) -> int:
        raise AssertionError(f"nobody answers: {box.text()}")

    monkeypatch.setattr(QMessageBox, "exec", unexpected)


@pytest.fixture
def answers(monkeypatch):
    """Presses a button of the next questions; returns what was asked."""
    questions: list[str] = []

    def answer(agrees: bool) -> list[str]:
        def press(box: QMessageBox) -> int:
            questions.append(box.text())
            role = QMessageBox.ButtonRole.AcceptRole if agrees else QMessageBox.ButtonRole.RejectRole
            (button,) = [one for one in box.buttons() if box.buttonRole(one) is role]
            monkeypatch.setattr(QMessageBox, "clickedButton", lambda _: button)
            return 0

        monkeypatch.setattr(QMessageBox, "exec", press)
        return questions

    return answer


def truncated(root: QWidget) -> list[str]:
    """Texts of labels and buttons that have less room than they need, and what reaches out of where it is scrolled."""
    texts = [one for one in root.findChildren(QLabel) if not one.wordWrap()] + root.findChildren(QAbstractButton)
    cut = [one.text() for one in texts if one.text() and one.isVisible() and one.sizeHint().width() > one.width() + 1]
    for area in root.findChildren(QScrollArea):
        page, room = area.widget(), area.viewport()
        if page is not None and room is not None and area.isVisible() and page.width() > room.width() + 1:
            cut.append(f"{type(area).__name__}: {page.width()} of {room.width()}")
    return cut


def saved(window: MainWindow, path: Path) -> Callable[[], bool]:
    """Whether the banner says that a file was saved."""
    return lambda: window.banner.level is Level.DONE and path.name in window.banner.text


def interrupted(
    function: Callable[..., object], step: int, happens: Callable[[], None], run: Callable[[], object]
) -> bool:
    """Run something, and let another thing happen before the `step`-th instruction of a function that it calls.

    Returns:
        False where the function has fewer instructions, so that nothing happened.
    """
    before, steps = sys.gettrace(), 0

    def on_instruction(_frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        if event == "opcode":
            steps += 1
            if steps == step:
                happens()
        return on_instruction

    def on_call(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code is not function.__code__:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        return on_instruction

    sys.settrace(on_call)
    try:
        run()
    finally:
        sys.settrace(before)
    return steps >= step
