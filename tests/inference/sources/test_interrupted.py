"""Interrupts that come while a source is being opened: it leaves no thread, no open file and no error of its own."""

from __future__ import annotations

import itertools
import linecache
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import cv2
import numpy as np
import pytest

import inference
from inference.sources import Source, open_camera, open_video
from tests.web_server import WebServer, send_file

DESCRIPTORS = Path("/proc/self/fd")
if not DESCRIPTORS.exists():
    pytest.skip("open files are counted as Linux tells them", allow_module_level=True)

OURS = str(Path(inference.__file__).parent)
# of the lines that a decoder runs through on opening, so many are passed over from one interrupt to the next
STEP_OF_FILES = 7


class Interrupt(BaseException):
    """As `KeyboardInterrupt`, which a test run would take for its own."""


def is_interrupted(open_it: Callable[[], Source], line: int) -> bool:
    """Open a source, and interrupt this thread before it runs the line of ours with that number, if it gets so far."""
    left = line

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        # Python takes no interrupt between the body of a `with` and its end, which is told as its line once more
        if event == "line" and not linecache.getline(frame.f_code.co_filename, frame.f_lineno).lstrip().startswith(
            "with "
        ):
            left -= 1
            if left < 0:
                raise Interrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        source = open_it()
    except Interrupt:
        return True
    finally:
        sys.settrace(before)
    source.close()
    return False


def assert_leaves_nothing(open_it: Callable[[], Source], step: int = 1) -> None:
    open_it().close()  # what is loaded once may keep files open
    threads, files = set(threading.enumerate()), len(os.listdir(DESCRIPTORS))
    for line in itertools.count(0, step):
        interrupted = is_interrupted(open_it, line)
        deadline = time.monotonic() + 5
        while (
            any(thread.is_alive() for thread in set(threading.enumerate()) - threads)
            or len(os.listdir(DESCRIPTORS)) > files
        ):
            assert time.monotonic() < deadline, f"something is left of an interrupt at line {line}"
            time.sleep(0.001)
        if not interrupted:
            assert line > 10
            return


def test_a_video_file(make_video):
    path = make_video(frames=3)
    assert_leaves_nothing(lambda: open_video(path), STEP_OF_FILES)


def test_a_pipe(make_video, monkeypatch):
    monkeypatch.setattr("inference.sources.pipe._POLL_MS", 1)
    data = make_video("clip.ts", frames=20, options={"g": "5"}).read_bytes()

    def open_it() -> Source:
        reader, writer = os.pipe()
        os.write(writer, data)
        os.close(writer)
        try:
            return open_video(f"/dev/fd/{reader}")
        finally:
            os.close(reader)

    assert_leaves_nothing(open_it)


def test_a_stream(make_video):
    data = make_video("clip.ts", frames=20, options={"g": "5"}).read_bytes()
    with WebServer(lambda request: send_file(request, data, ranges=False)) as server:
        assert_leaves_nothing(lambda: open_video(server.url + "/clip.ts"))


def test_a_camera(monkeypatch):
    class Capture:
        """Is as a file that is open."""

        def __init__(self, *_: object) -> None:
            self._file = os.open(os.devnull, os.O_RDONLY)

        def isOpened(self) -> bool:
            return True

        def get(self, _: int) -> float:
            return 30.0

        def set(self, *_: float) -> bool:
            return True

        def read(self) -> tuple[bool, np.ndarray]:
            time.sleep(0.001)
            return True, np.zeros((48, 64, 3), np.uint8)

        def release(self) -> None:
            os.close(self._file)

    monkeypatch.setattr(cv2, "VideoCapture", Capture)
    assert_leaves_nothing(open_camera)
