"""Streams of real servers on the loopback, stopped and started again in the middle."""

from __future__ import annotations

import itertools
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.errors import SourceBrokenError, SourceError
from inference.settings import Selection
from inference.sources import Source, open_video
from inference.types import Frame, SourceKind
from tests.web_server import WebServer, send_file, send_images

PYTHON = Path("/usr/bin/python3")
SERVER = Path(__file__).with_name("rtsp_server.py")
PACKAGES = "gir1.2-gst-rtsp-server-1.0 python3-gi gstreamer1.0-plugins-good"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch) -> None:
    monkeypatch.setattr("inference.sources.background.RETRY_S", 0.2)


def some_of(frames: Iterable[Frame], count: int) -> list[Frame]:
    return list(itertools.islice(frames, count))


def until_it_is_back(source: Source, frames: Iterator[Frame]) -> list[Frame]:
    """What was sent before the server went comes first; the last frame is the first after it came back."""
    before = list(itertools.takewhile(lambda _: source.gap_count == 0, frames))
    assert source.gap_count == 1
    return before


def assert_goes_on(frames: list[Frame]) -> None:
    """Numbers and times grow from frame to frame."""
    for values in ([frame.index for frame in frames], [frame.timestamp_s for frame in frames]):
        assert values == sorted(set(values))


# --- RTSP ----------------------------------------------------------------------------------------


class RtspServer:
    """The server of `rtsp_server.py` in a process of its own."""

    def __init__(self, clip: Path, *words: str) -> None:
        self._command = [str(PYTHON), str(SERVER), str(clip), *words[:2]]
        self._login = words[2:]
        self.port = "0"
        self.start()

    def start(self) -> None:
        command = [*self._command, self.port, *self._login]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self._process.stdout is not None
        said = self._process.stdout.readline().split()
        assert said[:1] == ["ready"], "the server does not start"
        self.port = said[1]

    def url(self, login: str = "") -> str:
        return f"rtsp://{login}127.0.0.1:{self.port}/clip"

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture(scope="module")
def has_gstreamer() -> bool:
    code = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer, Gst; "
    code += "Gst.init(None); raise SystemExit(not Gst.ElementFactory.find('rtph265pay'))"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", code], capture_output=True, check=False).returncode == 0


@pytest.fixture
def serve(has_gstreamer, make_video) -> Iterator[Callable[..., RtspServer]]:
    """Starts an RTSP server with a clip of 20 s: codec, transport and perhaps a login."""
    if not has_gstreamer:
        pytest.skip(f"needs Debian's packages {PACKAGES}")
    servers: list[RtspServer] = []

    def start(codec: str, *words: str, seconds: int = 20) -> RtspServer:
        options = {"g": "10", "preset": "ultrafast", "tune": "zerolatency"}
        if codec == "h265":
            options["x265-params"] = "log-level=none"
        frames = [np.full((120, 160, 3), 20 + 3 * (number % 70), np.uint8) for number in range(25 * seconds)]
        clip = make_video("clip.mkv", frames=frames, codec=codec.replace("h", "libx"), options=options)
        servers.append(RtspServer(clip, codec, *words))
        return servers[-1]

    yield start
    for server in servers:
        server.kill()


@pytest.mark.parametrize("transport", ["tcp", "udp"])
@pytest.mark.parametrize("codec", ["h264", "h265"])
def test_rtsp(serve, number_of, codec, transport):
    with open_video(serve(codec, transport).url()) as source:
        assert (source.info.width, source.info.height) == (160, 120)
        frames = some_of(source, 12)
    assert_goes_on(frames)
    numbers = [number_of(frame.image_bgr) for frame in frames]
    # a newcomer gets some of the first images once more
    assert numbers[-8:] == list(range(numbers[-8], numbers[-8] + 8))


def test_a_recording_by_rtsp_ends_with_its_last_image(serve, number_of):
    with open_video(serve("h264", "tcp", seconds=2).url(), reconnect_s=60.0) as source:
        numbers = [number_of(frame.image_bgr) for frame in source]
        assert source.gap_count == 0
    assert numbers[-25:] == list(range(25, 50))


def test_rtsp_with_a_login(serve):
    server = serve("h264", "tcp", "anna", "s3cret")
    with open_video(server.url("anna:s3cret@")) as source:
        assert source.info.name == server.url()
        assert some_of(source, 1)[0].source == server.url()
    for login in ("anna:wr0ng@", ""):
        with pytest.raises(SourceError, match="401") as caught:
            open_video(server.url(login))
        assert "wr0ng" not in str(caught.value)


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_an_rtsp_server_that_is_killed_and_started_again(serve, transport):
    server = serve("h264", transport)
    with open_video(server.url(), reconnect_s=60.0, timeout_s=5.0) as source:
        coming = iter(source)
        frames = some_of(coming, 10)
        server.kill()
        began = time.monotonic()
        server.start()
        frames += until_it_is_back(source, coming)
        away_s = time.monotonic() - began
        frames += some_of(coming, 10)
        assert_goes_on(frames)
        (gap,) = source.gaps
        assert 0.0 < gap.to_s - gap.from_s < away_s + 2.0


def test_an_rtsp_server_that_is_killed_for_good(serve):
    server = serve("h264", "tcp")
    with open_video(server.url(), reconnect_s=0.5) as source:
        coming = iter(source)
        next(coming)
        server.kill()
        with pytest.raises(SourceBrokenError, match=r"has not come back for 0\.5 s"):
            list(coming)


# --- HTTP ----------------------------------------------------------------------------------------


def jpegs(count: int = 60) -> list[bytes]:
    """Images that tell their number as those of `make_video` do."""
    images = (np.full((120, 160, 3), 20 + 3 * number, np.uint8) for number in range(count))
    return [cv2.imencode(".jpg", image)[1].tobytes() for image in images]


def test_mjpeg_is_timed_by_the_clock(number_of):
    images = jpegs()

    def answer(request: BaseHTTPRequestHandler) -> None:
        send_images(request, images, 10.0, server.stopping)

    with WebServer(answer) as server, open_video(server.url + "/mjpeg", selection=Selection(end_s=1.5)) as source:
        assert (source.info.kind, source.info.fps) == (SourceKind.STREAM, None)
        frames = list(source)
    assert_goes_on(frames)
    # 10 images a second; FFmpeg would have them last 0.04 s each
    seconds_an_image = (frames[-1].timestamp_s - frames[0].timestamp_s) / (frames[-1].index - frames[0].index)
    assert 0.08 < seconds_an_image < 0.2
    assert [number_of(frame.image_bgr) for frame in frames] == [frame.index for frame in frames]


def test_an_mjpeg_camera_that_restarts_comes_back():
    images = jpegs(5)

    def answer(request: BaseHTTPRequestHandler) -> None:
        send_images(request, images, 25.0, server.stopping)

    with WebServer(answer) as server, open_video(server.url + "/mjpeg", reconnect_s=60.0) as source:
        coming = iter(source)
        frames = some_of(coming, 5)
        server.restart(0.5)
        frames += until_it_is_back(source, coming)
        frames += some_of(coming, 5)
        assert_goes_on(frames)
        (gap,) = source.gaps
        assert gap.to_s - gap.from_s > 0.4


class HlsFolder:
    """A playlist and its parts of 1 s each, made once; live, of them only those of the last seconds are told."""

    def __init__(self, make_video: Callable[..., Path], *, is_live: bool) -> None:
        options = {"hls_time": "1", "hls_list_size": "0", "hls_segment_filename": ""}
        frames = [np.full((120, 160, 3), 20 + 3 * (number % 70), np.uint8) for number in range(500)]
        playlist = make_video(
            "index.m3u8",
            frames=frames,
            options={"g": "25", "preset": "ultrafast", "tune": "zerolatency"},
            container_options={name: value for name, value in options.items() if value},
        )
        self._files = {path.name: path.read_bytes() for path in playlist.parent.iterdir()}
        self._parts = sorted((name for name in self._files if name.endswith(".ts")), key=lambda name: (len(name), name))
        self._is_live = is_live
        self._began = time.monotonic()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        name = request.path.lstrip("/")
        send_file(
            request, self._live_list() if self._is_live and name == "index.m3u8" else self._files[name], ranges=False
        )

    def _live_list(self) -> bytes:
        newest = 3 + int(time.monotonic() - self._began)
        first = newest - 3
        head = f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:{first}\n"
        return (head + "".join(f"#EXTINF:1.0,\n{part}\n" for part in self._parts[first:newest])).encode()


def test_hls_of_a_recording(make_video, number_of):
    folder = HlsFolder(make_video, is_live=False)
    with WebServer(folder.answer) as server, open_video(server.url + "/index.m3u8", reconnect_s=60.0) as source:
        assert not source.info.is_live
        frames = list(source)
    assert [number_of(frame.image_bgr) for frame in frames] == [number % 70 for number in range(500)]


def test_live_hls_whose_server_restarts(make_video):
    folder = HlsFolder(make_video, is_live=True)
    with (
        WebServer(folder.answer) as server,
        open_video(server.url + "/index.m3u8", reconnect_s=60.0, timeout_s=3.0) as source,
    ):
        assert source.info.is_live
        coming = iter(source)
        frames = some_of(coming, 10)
        server.stop()
        back = threading.Timer(2.0, server.start)
        back.start()
        # FFmpeg asks for the list again by itself, or gives up and is opened again
        frames += itertools.takewhile(lambda frame: frame.timestamp_s < 5.0, coming)
        back.join()
        assert_goes_on(frames)
        assert len(frames) > 50


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize("name", ["clip.mp4", "clip.ts"])
def test_a_file_on_a_web_server_is_read_whole_and_once(make_video, number_of, ranges, name):
    data = make_video(name, frames=50, options={"g": "5"}).read_bytes()
    with (
        WebServer(lambda request: send_file(request, data, ranges=ranges)) as server,
        # a file ends; it is not opened again
        open_video(f"{server.url}/{name}", reconnect_s=60.0) as source,
    ):
        assert not source.info.is_live
        assert [number_of(frame.image_bgr) for frame in source] == list(range(50))


def test_a_part_of_a_file_on_a_web_server(make_video, number_of):
    data = make_video("clip.mp4", frames=50, options={"g": "50"}).read_bytes()
    with (
        WebServer(lambda request: send_file(request, data, ranges=True)) as server,
        open_video(server.url + "/clip.mp4", selection=Selection(start_s=1.0, end_s=1.4, every=5)) as source,
    ):
        assert [number_of(frame.image_bgr) for frame in source] == [25, 30]


def test_an_mp4_whose_index_comes_too_late_for_its_server_says_so(make_video):
    noise = list(np.random.default_rng(0).integers(0, 256, (40, 120, 160, 3), np.uint8))
    data = make_video("clip.mp4", frames=noise, options={"qp": "0", "preset": "ultrafast"}).read_bytes()
    with (
        WebServer(lambda request: send_file(request, data, ranges=False)) as server,
        pytest.raises(SourceError, match=r"index lies at its end.*faststart"),
    ):
        open_video(server.url + "/clip.mp4")
    with (
        WebServer(lambda request: send_file(request, data, ranges=True)) as server,
        open_video(server.url + "/clip.mp4") as source,
    ):
        assert len(list(source)) == 40


@pytest.mark.parametrize("seconds", [0.4, 8.0])
def test_a_recording_whose_length_nobody_announces_is_read_once(make_video, seconds):
    frames = [np.full((48, 64, 3), number % 256, np.uint8) for number in range(round(seconds * 25))]
    data = make_video("clip.ts", frames=frames, options={"g": "5", "preset": "ultrafast"}).read_bytes()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        request.wfile.write(data)

    with WebServer(answer) as server, open_video(server.url + "/clip.ts", reconnect_s=60.0) as source:
        assert len(list(source)) == len(frames)
        assert source.gap_count == 0
