"""The server: what it adds to the pipeline, many clients at once, a camera. `python -m benchmarks.server`."""

from __future__ import annotations

import argparse
import collections
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np
from websockets.sync.client import connect
from websockets.typing import Origin

from inference.settings import AnalysisSettings
from inference.sources.image_reading import decode_still
from inference.stages import SharedModels, Stages
from inference.types import Frame, ImageArray

from .clips import compose
from .memory import resident_mb
from .report import describe_machine

ROOT = Path(__file__).resolve().parent.parent
_ANALYZE = "/api/v1/analyze"
_WARM_UP = 5


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds for one image, from its bytes to its faces: medians, and that of the differences of pairs."""

    what: str
    pipeline_ms: float
    server_ms: float
    overhead_ms: float


@dataclass(frozen=True, slots=True)
class Load:
    """What became of many clients' requests.

    Attributes:
        statuses: number of answers by status.
        p50_ms, p95_ms: of those that were answered with faces.
        per_second: how many of them.
        memory_mb: resident memory of the server's main process before, and the most of it.
    """

    statuses: dict[int, int]
    p50_ms: float
    p95_ms: float
    per_second: float
    memory_mb: tuple[float, float]


@contextmanager
def running_server(folder: Path) -> Iterator[tuple[str, int]]:
    """Run `python main.py serve`; yield its address and process id."""
    log = folder / "log.txt"
    command = [sys.executable, "main.py", "serve", "--port", "0", "--folder", str(folder / "kept")]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    try:
        until = time.monotonic() + 120
        while not (found := re.search(r"serves at (http://\S+)/", log.read_text())):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the server did not start: {log.read_text()}")
            time.sleep(0.1)
        yield found[1], process.pid
    finally:
        process.terminate()
        process.wait(60)


def images() -> list[tuple[str, bytes]]:
    """Return JPEG images by what they show."""
    portrait = (ROOT / "assets" / "photos" / "grace_hopper.jpg").read_bytes()
    found = [("a portrait, 512 x 600", portrait)]
    for width, height, faces in ((1280, 720, 1), (1920, 1080, 5)):
        (image,) = compose(width, height, faces, 1, head_px=height // 5)
        found.append((f"{faces} faces, {width} x {height}", cv2.imencode(".jpg", image)[1].tobytes()))
    return found


def measure_latency(url: str, rounds: int) -> list[Latency]:
    """Look at images in this process and through the server in turn."""
    settings = replace(AnalysisSettings(), tracking=False, identity=False)
    measured = []
    with SharedModels(settings) as models, httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        for what, content in images():
            alone: list[float] = []
            served: list[float] = []
            for turn in range(rounds + _WARM_UP):
                here, there = _ms(_look, models, settings, content), _ms(_ask, client, content)
                if turn >= _WARM_UP:
                    alone.append(here)
                    served.append(there)
            overhead = statistics.median(there - here for here, there in zip(alone, served, strict=True))
            measured.append(Latency(what, statistics.median(alone), statistics.median(served), overhead))
    return measured


def _look(models: SharedModels, settings: AnalysisSettings, content: bytes) -> None:
    stages = Stages(settings, None, models.without_identity())
    try:
        frame = Frame(decode_still(content).image_bgr, 0, 0.0, "image", is_still=True)
        stages.estimate(stages.find(frame))
    finally:
        stages.close()


def _ask(client: httpx.Client, content: bytes) -> None:
    client.post(_ANALYZE, content=content).raise_for_status()


def _ms(action: Callable[..., None], *values: Any) -> float:
    began = time.perf_counter()
    action(*values)
    return 1000 * (time.perf_counter() - began)


def measure_load(url: str, pid: int, clients: int, seconds: float) -> Load:
    """Let clients with an address each ask again and again, as fast as they are answered."""
    content = images()[0][1]
    statuses: collections.Counter[int] = collections.Counter()
    took: list[float] = []
    until, lock = time.monotonic() + seconds, threading.Lock()

    def ask(number: int) -> None:
        transport = httpx.HTTPTransport(local_address=f"127.0.0.{number + 2}")
        with httpx.Client(base_url=url, timeout=120, transport=transport) as client:
            while time.monotonic() < until:
                began = time.perf_counter()
                status = client.post(_ANALYZE, content=content).status_code
                with lock:
                    statuses[status] += 1
                    if status == 200:
                        took.append(1000 * (time.perf_counter() - began))
                if status != 200:
                    time.sleep(0.5)

    before = resident_mb(pid)
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    most = before
    while any(thread.is_alive() for thread in threads):
        most = max(most, resident_mb(pid))
        time.sleep(0.2)
    took.sort()
    p95 = took[int(0.95 * (len(took) - 1))]
    return Load(dict(statuses), statistics.median(took), p95, len(took) / seconds, (before, most))


def measure_camera(url: str, seconds: float) -> float:
    """Send frames of 640 x 360 with a face as the page does, two on their way; return faces seen a second."""
    frames = [cv2.imencode(".jpg", image)[1].tobytes() for image in _walk()]
    address = url.replace("http://", "ws://") + "/camera/frames"
    with connect(address, origin=Origin(url), proxy=None) as socket:
        sent = answered = seen = 0
        began = until = time.monotonic()
        while time.monotonic() < until + seconds:
            while sent - answered < 2:
                socket.send(frames[sent % len(frames)])
                sent += 1
            answer = json.loads(socket.recv())
            answered += 1
            seen += len(answer.get("faces", ()))
            if answered == _WARM_UP:
                began, seen = time.monotonic(), 0
                until = began
        return seen / (time.monotonic() - began)


def _walk() -> Sequence[ImageArray]:
    (scene,) = compose(640, 360, 1, 1, head_px=120)
    return [np.roll(scene, 2 * step, axis=1) for step in range(40)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.server", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="of each image (60)")
    parser.add_argument("--clients", type=int, default=50, help="at once (50)")
    parser.add_argument("--seconds", type=float, default=20.0, help="that they ask for (20)")
    given = parser.parse_args()
    print(describe_machine())
    with tempfile.TemporaryDirectory() as name, running_server(Path(name)) as (url, pid):
        for one in measure_latency(url, given.rounds):
            print(
                f"{one.what}: pipeline {one.pipeline_ms:.1f} ms, server {one.server_ms:.1f} ms, "
                f"overhead {one.overhead_ms:.1f} ms at the median"
            )
        load = measure_load(url, pid, given.clients, given.seconds)
        print(
            f"{given.clients} clients: answers {load.statuses}, {load.per_second:.1f} a second, "
            f"p50 {load.p50_ms:.0f} ms, p95 {load.p95_ms:.0f} ms, "
            f"memory {load.memory_mb[0]:.0f} to {load.memory_mb[1]:.0f} MB"
        )
        print(f"a browser's camera: one face, {measure_camera(url, given.seconds / 2):.1f} times a second")


if __name__ == "__main__":
    main()
