"""Videos through pipes: read once, all of it, and no wait that can't be ended."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from inference.errors import SourceError, UsageError
from inference.settings import Selection
from inference.sources import SeekableSource, open_source, open_video
from inference.types import SourceKind

if not hasattr(os, "mkfifo"):
    pytest.skip("pipes of POSIX", allow_module_level=True)

Feed = Callable[[bytes], str]


@pytest.fixture
def feed(tmp_path) -> Iterator[Feed]:
    """Makes a named pipe, writes data into it from a thread, and returns its path."""
    threads: list[threading.Thread] = []

    def start(data: bytes) -> str:
        path = tmp_path / "pipe"
        os.mkfifo(path)

        def write() -> None:
            with contextlib.suppress(BrokenPipeError):  # the reader has had enough
                path.write_bytes(data)

        threads.append(threading.Thread(target=write))
        threads[0].start()
        return str(path)

    yield start
    for thread in threads:
        thread.join(10)


def test_every_frame_of_a_named_pipe_comes_once(make_video, number_of, feed):
    path = feed(make_video("clip.ts", frames=50, options={"g": "5"}).read_bytes())
    with open_source(path) as source:
        info = source.info
        assert (info.name, info.kind, info.path, info.is_live) == (path, SourceKind.VIDEO, None, False)
        assert not isinstance(source, SeekableSource)
        frames = list(source)
    assert [number_of(frame.image_bgr) for frame in frames] == list(range(50))
    assert [frame.timestamp_s for frame in frames] == pytest.approx([n / 25 for n in range(50)])


def test_a_part_of_a_pipe(make_video, feed):
    path = feed(make_video("clip.mkv", frames=50, options={"g": "50"}).read_bytes())
    with open_video(path, selection=Selection(start_s=0.8, end_s=1.2, every=4)) as source:
        assert [frame.index for frame in source] == [20, 24, 28]


def test_a_start_behind_the_end_of_a_pipe(make_video, feed):
    path = feed(make_video("clip.ts", frames=10).read_bytes())
    with open_video(path, selection=Selection(start_s=9.0)) as source, pytest.raises(UsageError, match="ends"):
        list(source)


@pytest.mark.parametrize("make_ends", [os.pipe, socket.socketpair])
def test_what_is_open_already_is_read_where_it_stands(make_video, make_ends):
    """As the standard input is, be it a pipe or a socket."""
    data = make_video("clip.ts", frames=20, options={"g": "5"}).read_bytes()
    ends = make_ends()
    numbers = [end if isinstance(end, int) else end.fileno() for end in ends]
    # socket pairs go both ways, pipes from the second to the first
    writer = threading.Thread(target=lambda: (os.write(numbers[1], data), _close(ends[1])))
    writer.start()
    try:
        with open_video(f"/dev/fd/{numbers[0]}") as source:
            assert len(list(source)) == 20
    finally:
        writer.join(10)
        _close(ends[0])


def _close(end: int | socket.socket) -> None:
    os.close(end) if isinstance(end, int) else end.close()


def test_close_ends_the_wait_for_a_writer_that_has_gone_quiet(make_video, tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    data = make_video("clip.ts", frames=50, options={"g": "5"}).read_bytes()
    sent, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with open(path, "wb", buffering=0) as pipe:
            pipe.write(data)
            sent.set()
            may_end.wait(20)

    writer = threading.Thread(target=write)
    writer.start()
    source = open_video(path)
    frames = []
    reader = threading.Thread(target=lambda: frames.extend(source))
    reader.start()
    assert sent.wait(10)
    source.close()
    reader.join(10)
    assert not reader.is_alive()
    may_end.set()
    writer.join(10)
    assert len(frames) <= 50


def test_an_mp4_whose_index_comes_too_late_for_a_pipe_says_so(make_video, feed):
    # more than fits into FFmpeg's buffer, which can go back a little
    noise = list(np.random.default_rng(0).integers(0, 256, (30, 120, 160, 3), np.uint8))
    data = make_video("clip.mp4", frames=noise, options={"qp": "0", "preset": "ultrafast"}).read_bytes()
    assert data.index(b"mdat") < data.index(b"moov")
    assert len(data) > 300_000
    with pytest.raises(SourceError, match=r"index lies at its end.*faststart"):
        open_video(feed(data))


def test_what_comes_through_a_pipe_may_be_no_video(feed):
    with pytest.raises(SourceError, match="no video"):
        open_video(feed(b"nothing of the kind " * 1000))


def test_a_pipe_that_nothing_comes_through_says_so(feed):
    with pytest.raises(SourceError, match="nothing came through"):
        open_video(feed(b""))


def test_a_socket_that_somebody_else_has_opened_is_told(tmp_path):
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        with pytest.raises(SourceError, match="socket"):
            open_video(path)


def test_a_folder_of_images_is_no_place_for_a_pipe_that_nobody_fills(tmp_path: Path):
    os.mkfifo(tmp_path / "b.jpg")
    with pytest.raises(SourceError), open_source(tmp_path) as source:
        list(source)
