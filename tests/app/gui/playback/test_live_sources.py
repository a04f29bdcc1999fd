"""Cameras that are unplugged, stall, or are in use."""

from __future__ import annotations

import threading

from app.gui.widgets.banner import Level
from inference.errors import SourceBrokenError, SourceError
from inference.sources.base import Source
from inference.types import Frame, SourceInfo, SourceKind

from ..conftest import faces_of


class Camera(Source):
    """Delivers the same image until it is told to stop; then breaks off, once."""

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
                raise SourceBrokenError("camera:0 stopped to deliver images")
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
