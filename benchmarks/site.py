"""Many sources at once: how evenly live ones are served, and what files at once cost. `python -m benchmarks.site`."""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

from app.site.configuration import SiteConfiguration, SourceConfiguration
from app.site.events.delivery import Delivery
from app.site.site import Site
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings
from inference.sources import open_source
from inference.stages import SharedModels

from .clips import compose, write_clip
from .report import describe_machine
from .soak import EndlessStream

_SIZE, _HEAD_PX = (1280, 720), 150
_LIVE_FPS, _LIVE_FRAMES = 10, 100
_WARM_UP_S = 6.0
_FILE_FRAMES = 100


@dataclass(frozen=True, slots=True)
class Served:
    """How a live source was served.

    Attributes:
        faces: in its images.
        fps: frames analysed per second.
        staleness_s: from the arrival of a frame to its result, on average.
        dropped: frames passed over.
    """

    faces: int
    fps: float
    staleness_s: float
    dropped: int


def measure_live(faces: Sequence[int], seconds: float, settings: AnalysisSettings) -> list[Served]:
    """Analyse live sources, one for each number of faces, for some seconds."""
    with contextlib.ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        urls = [opened.enter_context(_stream(folder, count)) for count in faces]
        sources = [SourceConfiguration(f"live {number}", url) for number, url in enumerate(urls)]
        site = opened.enter_context(_site(folder, sources, settings))
        deadline = time.monotonic() + 60
        while any(state.frames < 1 for state in site.states()):
            if time.monotonic() > deadline:
                raise RuntimeError("a stream does not come")
            time.sleep(0.1)
        time.sleep(_WARM_UP_S)
        before, began = site.states(), time.monotonic()
        ages: list[list[float]] = [[] for _ in faces]
        while time.monotonic() - began < seconds:
            time.sleep(0.5)
            for own, state in zip(ages, site.states(), strict=True):
                own.append(state.staleness_s or 0.0)
        took_s, after = time.monotonic() - began, site.states()
        return [
            Served(
                count,
                (new.frames - old.frames) / took_s,
                sum(own) / len(own),
                new.dropped - old.dropped,
            )
            for count, old, new, own in zip(faces, before, after, ages, strict=True)
        ]


def measure_files(files: int, settings: AnalysisSettings) -> tuple[float, float]:
    """Return the frames per second of files at once, and of the same files one after the other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{number}.mp4" for number in range(files)]
        for number, path in enumerate(paths):
            write_clip(path, compose(*_SIZE, 1 + number % 4, _FILE_FRAMES, head_px=_HEAD_PX))
        with Pipeline(settings) as pipeline:
            began = time.monotonic()
            frames = 0
            for path in paths:
                pipeline.reset()
                with open_source(path) as source:
                    frames += pipeline.run(source, []).frames
            one_by_one = frames / (time.monotonic() - began)
        sources = [SourceConfiguration(path.stem, str(path)) for path in paths]
        with SharedModels(settings) as models, Delivery(_file(folder, sources, settings).events) as delivery:
            began = time.monotonic()
            with Site(_file(folder, sources, settings), models, delivery) as site:
                while not site.is_done:
                    time.sleep(0.01)
                took_s = time.monotonic() - began
                at_once = sum(state.frames for state in site.states()) / took_s
        return at_once, one_by_one


def _file(folder: Path, sources: Sequence[SourceConfiguration], settings: AnalysisSettings) -> SiteConfiguration:
    return SiteConfiguration(folder / "site.toml", "benchmark", tuple(sources), analysis=settings)


@contextlib.contextmanager
def _site(folder: Path, sources: Sequence[SourceConfiguration], settings: AnalysisSettings) -> Iterator[Site]:
    file = _file(folder, sources, settings)
    with SharedModels(settings) as models, Delivery(file.events) as delivery, Site(file, models, delivery) as site:
        yield site


@contextlib.contextmanager
def _stream(folder: Path, faces: int) -> Iterator[str]:
    """Serve a live stream that shows so many faces; gives its address."""
    clip = folder / f"live-{faces}.mp4"
    if not clip.exists():
        write_clip(clip, compose(*_SIZE, faces, _LIVE_FRAMES, head_px=_HEAD_PX), _LIVE_FPS)
    handler = partial(EndlessStream, clip, _LIVE_FRAMES / _LIVE_FPS, 1.0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="facelens-stream", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/live.ts"
    finally:
        server.shutdown()
        server.server_close()


def main() -> int:
    """Print the measurements and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site", description=__doc__)
    parser.add_argument("--faces", type=int, nargs="+", default=[1, 2, 3, 4], help="of each live source (1 2 3 4)")
    parser.add_argument("--seconds", type=float, default=15.0, help="that live sources are watched for (15)")
    parser.add_argument("--files", type=int, default=8, help="analysed at once (8); 0: not measured")
    given = parser.parse_args()
    settings = replace(AnalysisSettings(), forget_after_s=3600.0)
    print(describe_machine())
    served = measure_live(given.faces, given.seconds, settings)
    print(f"\nlive, {_SIZE[0]} x {_SIZE[1]} at {_LIVE_FPS} frames per second\n")
    print("| faces | analysed fps | age, ms | passed over |\n|---|---|---|---|")
    for one in served:
        print(f"| {one.faces} | {one.fps:.2f} | {1000 * one.staleness_s:.0f} | {one.dropped} |")
    rates, ages = [one.fps for one in served], [one.staleness_s for one in served]
    evenness = min(rates) * len(rates) / sum(rates), sum(ages) / len(ages) / max(ages)
    print(f"\nworst fps over the mean: {evenness[0]:.3f}; mean age over the worst: {evenness[1]:.3f}")
    if given.files:
        at_once, one_by_one = measure_files(given.files, settings)
        print(
            f"{given.files} files at once: {at_once:.1f} frames per second; one after the other: {one_by_one:.1f} "
            f"({at_once / one_by_one:.3f} of it)"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
