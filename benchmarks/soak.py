"""Hours of a live stream in minutes: memory, threads and open files must not grow. `python -m benchmarks.soak`."""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import av
import numpy as np

from .clips import FPS, compose, write_clip

_ROOT = Path(__file__).resolve().parent.parent
_CLIP_FRAMES = 250
# nothing is judged before this share of the run: models load, caches fill
_WARM_UP = 0.25


class Sample(NamedTuple):
    """The process at one moment: resident memory in megabytes, threads, open files."""

    megabytes: float
    threads: int
    files: int


@dataclass(frozen=True, slots=True)
class Soak:
    """A run over a long stream.

    Attributes:
        hours: of the stream.
        frames: analysed, with faces.
        wall_s: how long it took, seconds.
        first, last: medians over the first and the last third after the warm-up.
    """

    hours: float
    frames: int
    wall_s: float
    first: Sample
    last: Sample

    @property
    def growth(self) -> float:
        """Growth of the memory, as a share of what it was."""
        return self.last.megabytes / self.first.megabytes - 1


def soak(hours: float, speed: float) -> Soak:
    """Analyse a live stream that a server on this machine repeats without end, faster than it happened.

    Args:
        hours: how much of the stream.
        speed: seconds of the stream per second. Frames that come too fast are passed over, as in any live source.
    """
    with tempfile.TemporaryDirectory() as name, _server(Path(name), speed) as address:
        folder = Path(name)
        outputs = ["--export", str(folder / "table.csv"), "--summary", str(folder / "summary.json")]
        command = [sys.executable, "main.py", "--video", address, "--end", f"{hours * 3600:g}", *outputs]
        started = time.monotonic()
        process = subprocess.Popen(command, cwd=_ROOT, stderr=subprocess.PIPE, text=True)
        samples = list(_watch(process))
        _, said = process.communicate()
        wall_s = time.monotonic() - started
        if process.returncode:
            raise RuntimeError(f"the run ended with code {process.returncode}: {said}")
        with (folder / "table.csv").open(encoding="utf-8") as table:
            frames = len({line.split(",", 2)[1] for line in table}) - 1
    kept = samples[int(len(samples) * _WARM_UP) :]
    third = max(1, len(kept) // 3)
    return Soak(hours, frames, wall_s, _median(kept[:third]), _median(kept[-third:]))


def _watch(process: subprocess.Popen[str]) -> Iterator[Sample]:
    """Yield samples of a process, four a second, until it ends."""
    place = Path(f"/proc/{process.pid}")
    while process.poll() is None:
        with contextlib.suppress(OSError, StopIteration):  # it may end while it is looked at
            status = dict(line.split(":", 1) for line in (place / "status").read_text(encoding="utf-8").splitlines())
            if "VmRSS" in status:
                megabytes = int(status["VmRSS"].split()[0]) / 1024
                yield Sample(megabytes, int(status["Threads"]), len(list((place / "fd").iterdir())))
        time.sleep(0.25)


def _median(samples: Sequence[Sample]) -> Sample:
    megabytes, threads, files = np.median(np.array(samples), axis=0)
    return Sample(float(megabytes), int(threads), int(files))


@contextlib.contextmanager
def _server(folder: Path, speed: float) -> Iterator[str]:
    """Serve a clip of people who come and go, again and again with times that go on; gives its address."""
    clip = folder / "clip.mp4"
    images = compose(640, 360, 3, _CLIP_FRAMES, head_px=110)
    # nobody is there for a second of each ten, so that people come anew all the time
    write_clip(clip, (image if number >= FPS else np.zeros_like(image) for number, image in enumerate(images)))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(EndlessStream, clip, _CLIP_FRAMES / FPS, speed))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="facelens-soak", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/live.ts"
    finally:
        server.shutdown()
        server.server_close()


class EndlessStream(BaseHTTPRequestHandler):
    """Answers with a transport stream that never ends: a clip again and again, with times that go on.

    Args:
        clip: what is repeated.
        clip_s: its length, seconds.
        speed: seconds of the stream per second.
        arguments: of a handler of requests.
    """

    def __init__(self, clip: Path, clip_s: float, speed: float, *arguments: object) -> None:
        self._clip, self._clip_s, self._speed = clip, clip_s, speed
        super().__init__(*arguments)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "video/mp2t")
        self.end_headers()
        with contextlib.suppress(OSError, av.FFmpegError):  # nobody reads any more
            self._send()

    def _send(self) -> None:
        started, repeats = time.monotonic(), 0
        with av.open(self.wfile, "w", format="mpegts") as output, contextlib.ExitStack() as opened:
            stream = None
            while True:
                clip = opened.enter_context(av.open(str(self._clip)))
                stream = stream or output.add_stream_from_template(clip.streams.video[0])
                for packet in clip.demux(video=0):
                    if packet.pts is None or packet.dts is None or packet.time_base is None:
                        continue
                    shift = int(repeats * self._clip_s / packet.time_base)
                    packet.pts, packet.dts = packet.pts + shift, packet.dts + shift
                    due_s = float(packet.dts * packet.time_base) / self._speed
                    packet.stream = stream
                    output.mux(packet)
                    time.sleep(max(0.0, started + due_s - time.monotonic()))
                opened.pop_all().close()
                repeats += 1

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def main() -> int:
    """Return the exit code: 1 where something grew."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0, help="of the stream (1)")
    parser.add_argument("--speed", type=float, default=15.0, help="seconds of the stream per second (15)")
    given = parser.parse_args()
    result = soak(given.hours, given.speed)
    print(f"{result.hours:g} h of stream, {result.frames} frames with faces, {result.wall_s:.0f} s by the clock")
    print(f"memory, MB: {result.first.megabytes:.1f}, then {result.last.megabytes:.1f} ({result.growth:+.1%})")
    print(f"threads: {result.first.threads}, then {result.last.threads}")
    print(f"open files: {result.first.files}, then {result.last.files}")
    has_grown = result.growth > 0.02 or result.last[1:] != result.first[1:]
    return 1 if has_grown else 0


if __name__ == "__main__":
    sys.exit(main())
