"""Cameras that are unplugged, stall, or are in use."""

from __future__ import annotations

import math
import threading

from app.gui.widgets.banner import Level
from inference.errors import SourceBrokenError, SourceError
from inference.settings import EVERYTHING
from inference.sources.background import BackgroundSource
from inference.types import Frame, SourceInfo, SourceKind

from ..conftest import faces_of


class Camera(BackgroundSource):
    """Delivers the same image until it is unplugged; can't be opened until it is there again."""

    def __init__(self, image) -> None:
        super().__init__("camera:0", EVERYTHING, 20.0, math.inf)
        self._image = image
        self.is_there = threading.Event()
        self.flowing = threading.Event()
        for event in (self.is_there, self.flowing):
            event.set()
        self._start()

    def _described(self, first: Frame) -> SourceInfo:
        return SourceInfo("camera:0", SourceKind.CAMERA, width=256, height=300, fps=30.0)

    def _produce(self):
        if not self.is_there.is_set():
            raise SourceError("can't open camera:0; check that it is plugged in")
        for index in range(10**6):
            if self._is_closed.wait(0.02):
                return
            self.flowing.wait(20)
            if not self.is_there.is_set():
                raise SourceBrokenError("camera:0 stopped to deliver images")
            yield Frame(self._image, index, index / 50, "camera:0")

    def _silence(self) -> str:
        return "camera:0 is silent"

    def close(self) -> None:
        self.flowing.set()
        super().close()


def test_an_unplugged_camera_is_reported_dimmed_and_found_again(make_window, portrait, until, monkeypatch):
    monkeypatch.setattr("inference.sources.background.RETRY_S", 0.05)
    camera = Camera(portrait)
    window = make_window(open_target=lambda target: camera)
    window.open(0)
    until(lambda: faces_of(window) == 1)
    camera.is_there.clear()
    until(lambda: "Trying again" in window.banner.text)
    assert window.banner.level is Level.WARNING
    assert window.view.is_dimmed
    camera.is_there.set()
    until(lambda: window.banner.text == "" and not window.view.is_dimmed)
    shown = window.view.rendered.captured.frame.index
    until(lambda: window.view.rendered.captured.frame.index > shown)


def test_a_camera_that_stalls_is_dimmed_until_it_goes_on(make_window, portrait, until):
    """Neither an error nor an end: the driver just gives nothing for a while."""
    camera = Camera(portrait)
    window = make_window(open_target=lambda target: camera)
    window.open(0)
    until(lambda: faces_of(window) == 1)
    camera.flowing.clear()
    until(lambda: window.view.is_dimmed)
    assert "gives no new image" in window.banner.text
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
