"""Network streams against servers on the loopback: whole, endless, silent, broken, unreachable."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import av
import pytest

from inference.errors import SourceBrokenError, SourceError, UsageError
from inference.settings import Selection
from inference.sources import SeekableSource, open_source, open_video, without_credentials
from inference.sources.packets import VideoPackets
from inference.sources.stream import NetworkStream
from inference.types import SourceKind
from tests.web_server import Answer, WebServer


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Starts a web server that answers every request in the given way; returns the address of a clip there."""
    with contextlib.ExitStack() as servers:
        yield lambda answer: f"{servers.enter_context(WebServer(answer)).url}/clip"


def sending(data: bytes, *, length: int | None = None, then: threading.Event | None = None) -> Answer:
    """Sends data, with a length if given, and keeps the line open until `then`."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        if length is not None:
            request.send_header("Content-Length", str(length))
        request.send_header("Connection", "close")
        request.end_headers()
        request.wfile.write(data)
        request.wfile.flush()
        if then is not None:
            then.wait(20)

    return answer


@pytest.fixture
def done() -> Iterator[threading.Event]:
    """Set at the end of the test, so that servers let go."""
    event = threading.Event()
    yield event
    event.set()


def test_a_file_on_a_web_server(make_video, number_of, serve):
    data = make_video(frames=30, container_options={"movflags": "+faststart"}, audio_s=1.0).read_bytes()
    url = serve(sending(data, length=len(data)))
    with open_source(url) as source:
        info = source.info
        assert (info.name, info.kind, info.path) == (url, SourceKind.VIDEO, None)
        assert info.sound is not None
        assert (info.width, info.height, info.fps, info.frame_count) == (160, 120, 25.0, 30)
        assert not info.is_live
        assert not info.is_seekable
        assert not isinstance(source, SeekableSource)
        frames = list(source)
    assert [number_of(frame.image_bgr) for frame in frames] == list(range(30))
    assert [frame.timestamp_s for frame in frames] == pytest.approx([n / 25 for n in range(30)])
    assert {frame.source for frame in frames} == {url}


def test_an_endless_stream_is_live(make_video, serve, done):
    data = make_video("clip.ts", frames=50, options={"g": "5"}).read_bytes()
    with open_video(serve(sending(data, then=done)), selection=Selection(end_s=0.8, every=4)) as source:
        assert source.info.kind is SourceKind.STREAM
        assert source.info.is_live
        assert source.info.frame_count is None
        assert [frame.index for frame in source] == [0, 4, 8, 12, 16]


def test_a_start_within_a_stream_and_behind_its_end(make_video, serve):
    data = make_video("clip.ts", frames=50, options={"g": "5"}).read_bytes()
    url = serve(sending(data))
    with open_video(url, selection=Selection(start_s=1.0)) as source:
        assert [frame.timestamp_s for frame in source] == pytest.approx([n / 25 for n in range(25, 50)])
    with (
        open_video(url, selection=Selection(start_s=60.0)) as source,
        pytest.raises(UsageError, match="before the start time 60"),
    ):
        list(source)


def test_a_stream_that_falls_silent_breaks_off(make_video, serve, done):
    data = make_video("clip.ts", frames=50, options={"g": "5", "tune": "zerolatency"}).read_bytes()
    frames = []
    with (
        NetworkStream(serve(sending(data, then=done)), timeout_s=0.8) as source,
        pytest.raises(SourceBrokenError, match=r"no (image|answer) for 0\.8 s"),
    ):
        frames.extend(source)
    assert len(frames) >= 40


def test_a_file_that_the_server_stops_to_send_breaks_off(make_video, serve):
    path = make_video(frames=60, options={"g": "5", "qp": "0"}, container_options={"movflags": "+faststart"})
    data = path.read_bytes()
    frames = []
    url = serve(sending(data[: len(data) // 2], length=len(data)))
    with NetworkStream(url) as source, pytest.raises(SourceBrokenError, match=url):
        frames.extend(source)
    assert 10 <= len(frames) < 60


def test_close_ends_a_silent_iteration_at_once(make_video, serve, done):
    data = make_video("clip.ts", frames=50, options={"g": "5"}).read_bytes()
    source = NetworkStream(serve(sending(data, then=done)), timeout_s=1.5)
    ended = threading.Event()

    def watch() -> None:
        # ends without an error: who closes does not want to hear of a silent server
        list(source)
        ended.set()

    thread = threading.Thread(target=watch)
    thread.start()
    source.close()
    assert ended.wait(1.0)
    thread.join()
    assert list(source) == []


def test_a_server_that_nobody_knows_is_told_as_such():
    """A label may have 63 letters: this name is refused on this machine, and asked of nobody."""
    with pytest.raises(SourceError, match=r"no such server.*check the address"):
        open_source(f"http://{'a' * 70}.test/door.mp4")


def test_nobody_listens():
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{bound.getsockname()[1]}/clip.mp4"
        with pytest.raises(SourceError, match=r"(?i)refused.*check the address"):
            open_source(url)


def test_a_handshake_that_breaks_off_at_the_time_out_is_no_answer(monkeypatch):
    """FFmpeg reports some of them, of RTSP, as invalid data."""

    def break_off(*_: object, timeout: float, **__: object) -> None:
        time.sleep(timeout)
        raise av.error.InvalidDataError(1094995529, "Invalid data found when processing input")

    monkeypatch.setattr(av, "open", break_off)
    with pytest.raises(SourceError, match=r"no answer for 0\.05 s; check the address"):
        VideoPackets("rtsp://127.0.0.1:9/stream", name="a stream", timeout_s=0.05)


@pytest.mark.parametrize("scheme", ["http", "rtsp", "rtmp"])
def test_a_server_that_never_answers_is_given_up(scheme):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/stream"
        with pytest.raises(SourceError, match=r"0\.5 s; check the address") as caught:
            open_source(url, timeout_s=0.5)
        assert not isinstance(caught.value, SourceBrokenError)
        assert url in str(caught.value)


def test_an_address_that_does_not_exist(serve):
    def missing(request: BaseHTTPRequestHandler) -> None:
        request.send_error(404)

    with pytest.raises(SourceError, match="404"):
        open_source(serve(missing))


def test_a_page_instead_of_a_video(serve):
    page = b"<html>" + b"Not here. " * 500 + b"</html>"
    with pytest.raises(SourceError, match=r"no video|no video"):
        open_source(serve(sending(page, length=len(page))))


def test_passwords_are_used_but_not_shown(serve, make_video):
    data = make_video("clip.ts", frames=5).read_bytes()

    def guarded(request: BaseHTTPRequestHandler) -> None:
        if request.headers.get("Authorization") == "Basic YW5uYTpzZWNyZXQ=":
            sending(data)(request)
            return
        request.send_response(401)
        request.send_header("WWW-Authenticate", 'Basic realm="camera"')
        request.send_header("Content-Length", "0")
        request.end_headers()

    url = serve(guarded)
    with open_video(url.replace("//", "//anna:secret@")) as source:
        assert source.info.name == next(iter(source)).source == url
    with pytest.raises(SourceError) as caught:
        open_video(url.replace("//", "//anna:wrong@"))
    assert "wrong" not in str(caught.value)
    assert without_credentials("rtsp://u:p%40ss@cam.local:554/a?b=c") == "rtsp://cam.local:554/a?b=c"
