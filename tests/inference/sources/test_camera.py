"""The camera source, with a capture that is driven by the test instead of a driver."""

from __future__ import annotations

import queue
import threading

import cv2
import numpy as np
import pytest

from inference.errors import SourceBrokenError, SourceError
from inference.settings import Selection
from inference.sources import open_camera, open_source
from inference.sources.camera import Camera
from inference.types import SourceKind


class FakeCapture:
    """Gives what the test has put into `images`; None stands for a failed read, an Event for a driver that hangs."""

    def __init__(self, opens: bool = True) -> None:
        self.opens = opens
        self.images: queue.Queue[np.ndarray | threading.Event | None] = queue.Queue()
        self.wanted: dict[int, float] = {}
        self.asked = threading.Semaphore(0)
        self.released = threading.Event()

    def isOpened(self) -> bool:
        return self.opens

    def get(self, what: int) -> float:
        return 30.0 if what == cv2.CAP_PROP_FPS else 0.0

    def set(self, what: int, value: float) -> bool:
        self.wanted[what] = value
        return True

    def read(self) -> tuple[bool, np.ndarray | None]:
        self.asked.release()
        image = self.images.get(timeout=10)
        if isinstance(image, threading.Event):
            image.wait(10)
            image = None
        return image is not None, image

    def release(self) -> None:
        self.released.set()


def made_image(value: int) -> np.ndarray:
    return np.full((48, 64, 3), value, np.uint8)


@pytest.fixture
def capture(monkeypatch) -> FakeCapture:
    fake = FakeCapture()
    monkeypatch.setattr(cv2, "VideoCapture", lambda *_: fake)
    return fake


def fail_reads(capture: FakeCapture, count: int = 5) -> None:
    for _ in range(count):
        capture.images.put(None)


def test_frames_of_a_camera(capture):
    capture.images.put(made_image(1))
    with open_source("camera:3") as source:
        info = source.info
        assert (info.name, info.kind, info.width, info.height, info.fps) == (
            "camera:3",
            SourceKind.CAMERA,
            64,
            48,
            30.0,
        )
        assert info.is_live
        assert info.path is None
        frames = iter(source)
        first = next(frames)
        capture.images.put(made_image(2))
        second = next(frames)
        assert (first.index, second.index) == (0, 1)
        assert first.timestamp_s == 0.0 < second.timestamp_s
        assert (first.image_bgr.mean(), second.image_bgr.mean()) == (1, 2)
        assert {first.source, second.source} == {"camera:3"}
        fail_reads(capture)
    assert capture.released.wait(5)


def test_what_is_asked_of_the_camera(capture):
    capture.images.put(made_image(1))
    with open_camera(0, resolution_wh=(1280, 720), fps=60):
        wanted = capture.wanted
        assert (wanted[cv2.CAP_PROP_FRAME_WIDTH], wanted[cv2.CAP_PROP_FRAME_HEIGHT]) == (1280, 720)
        assert wanted[cv2.CAP_PROP_FPS] == 60
        assert wanted[cv2.CAP_PROP_FOURCC] == cv2.VideoWriter.fourcc(*"MJPG")
        fail_reads(capture)


def test_no_camera(monkeypatch):
    fake = FakeCapture(opens=False)
    monkeypatch.setattr(cv2, "VideoCapture", lambda *_: fake)
    with pytest.raises(SourceError, match="can't open camera:7; check that it is plugged in") as caught:
        Camera(7)
    assert not isinstance(caught.value, SourceBrokenError)
    assert fake.released.is_set()


def test_a_camera_that_never_gives_an_image(capture):
    fail_reads(capture)
    with pytest.raises(SourceError, match="gives no image") as caught:
        Camera(0)
    assert not isinstance(caught.value, SourceBrokenError)
    assert capture.released.wait(5)


def test_a_camera_that_is_pulled_out(capture):
    capture.images.put(made_image(1))
    fail_reads(capture)
    frames = []
    with Camera(0) as source, pytest.raises(SourceBrokenError, match="stopped"):
        frames.extend(source)
    assert len(frames) == 1
    assert capture.released.wait(5)


def test_a_failed_read_now_and_then_is_no_end(capture):
    for item in (made_image(1), None, None, made_image(2), None, made_image(3)):
        capture.images.put(item)
    with Camera(0) as source:
        frames = iter(source)
        # the newest wins, so only the last is certain to be seen
        assert next(frame for frame in frames if frame.index == 2).image_bgr.mean() == 3
        fail_reads(capture)


def test_a_driver_that_hangs(capture):
    hanging = threading.Event()
    capture.images.put(made_image(1))
    capture.images.put(hanging)
    frames = []
    with Camera(0, timeout_s=0.3) as source, pytest.raises(SourceBrokenError, match=r"no image for 0\.3 s"):
        frames.extend(source)
    hanging.set()
    fail_reads(capture)
    assert len(frames) == 1
    assert capture.released.wait(5)


def test_the_newest_frame_wins_and_the_others_are_counted(capture):
    capture.images.put(made_image(0))
    with Camera(0) as source:
        frames = iter(source)
        next(frames)
        for number in range(1, 6):
            capture.images.put(made_image(number))
        # a seventh read means that the sixth image has been handed over
        for _ in range(7):
            assert capture.asked.acquire(timeout=5)
        newest = next(frames)
        assert (newest.index, newest.image_bgr.mean(), source.dropped) == (5, 5, 4)
        fail_reads(capture)


def test_close_ends_a_waiting_iteration(capture):
    hanging = threading.Event()
    capture.images.put(made_image(1))
    capture.images.put(hanging)
    source = Camera(0)
    frames = []
    thread = threading.Thread(target=lambda: frames.extend(source))
    thread.start()
    source.close()
    thread.join(5)
    assert not thread.is_alive()
    assert len(frames) <= 1
    hanging.set()
    fail_reads(capture)
    assert capture.released.wait(5)


def test_a_part_of_what_a_camera_shows(capture):
    capture.images.put(made_image(1))
    with open_camera(0, selection=Selection(end_s=1e-5, every=3)) as source:
        frames = []
        capture.images.put(made_image(2))
        frames.extend(source)
        assert [frame.index for frame in frames] == [0]
        fail_reads(capture)
