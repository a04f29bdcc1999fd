"""Measure speed and memory and write `benchmarks/results.md`: `python -m benchmarks [--video FILE]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from inference.model_card import load_card

from .clips import compose, write_clip
from .engines import measure_engines
from .live import measure_live
from .memory import measure_memory
from .plot import write_plot
from .report import describe_machine, write_report
from .scaling import measure_faces, measure_sizes
from .stages import measure_stages
from .startup import measure_startup
from .window import measure_window

RESULTS = Path(__file__).resolve().parent / "results.md"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--video", type=Path, help="measure the stages on this file too (its beginning, if it is long)")
    parser.add_argument("--output", type=Path, default=RESULTS, help="where the report goes (benchmarks/results.md)")
    parser.add_argument("--window-seconds", type=float, default=40.0, help="how long to watch the window (40)")
    given = parser.parse_args()
    started = time.perf_counter()
    machine = describe_machine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        composed = folder / "composed.mp4"
        write_clip(composed, compose(1920, 1080, 5, 100, head_px=200))
        stages = []
        for video, what in ((composed, "five faces, 1080p"), (given.video, given.video and given.video.stem)):
            if video is not None:
                _say(f"stages on {what}", started)
                stages.append(measure_stages(video, what, folder))
        _say("engines", started)
        engines = measure_engines(load_card())
        _say("start", started)
        startup = measure_startup(composed)
        _say("number of faces", started)
        faces = measure_faces()
        _say("live video", started)
        live = measure_live()
        _say("size of the image", started)
        sizes = measure_sizes(folder)
        _say("window", started)
        window = measure_window(folder, given.window_seconds)
        _say("memory", started)
        peaks = measure_memory(folder)
    plot = given.output.with_suffix(".png")
    write_plot(plot, engines, live)
    write_report(given.output, machine, stages, faces, sizes, peaks, engines, startup, live, window, plot.name)
    _say(f"written to {given.output}", started)


def _say(what: str, started: float) -> None:
    print(f"{time.perf_counter() - started:4.0f} s  {what}", file=sys.stderr)


if __name__ == "__main__":
    main()
