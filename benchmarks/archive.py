"""Archives: two workers against one, and what an hour of video costs. `python -m benchmarks.archive`."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .clips import FPS, compose, write_clip
from .report import describe_machine

ROOT = Path(__file__).resolve().parent.parent
_FEW, _MANY = 4, 16
_SCENES = ((640, 360, 1), (1280, 720, 1), (1280, 720, 5), (1920, 1080, 1), (1920, 1080, 5))


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds by the clock and of the processors that an archive took, models loaded in them."""

    wall_s: float
    processor_s: float


def run(inputs: Path, workers: int, cores: int | None = None) -> Run:
    """Do an archive from its beginning; `cores`: as if the machine had no more."""
    with tempfile.TemporaryDirectory() as out:
        words = ["archive", str(inputs), "--output", out, "--workers", str(workers), "--quiet"]
        began, before = time.monotonic(), os.times()
        allowed = os.sched_getaffinity(0)
        try:
            if cores is not None:
                os.sched_setaffinity(0, sorted(allowed)[:cores])
            subprocess.run([sys.executable, "main.py", *words], cwd=ROOT, check=True)
        finally:
            os.sched_setaffinity(0, allowed)
        after = os.times()
        processor_s = after.children_user + after.children_system - before.children_user - before.children_system
        return Run(time.monotonic() - began, processor_s)


def measure_workers(film: Path) -> None:
    """Print what workers take for a dozen films more, so that the loading of models is left out."""
    ways = {"1 worker on 1 core": (1, 1), "1 worker on all cores": (1, None), "2 workers": (2, None)}
    taken = {what: Run(0.0, 0.0) for what in ways}
    for files, sign in ((_FEW, -1), (_MANY, 1)):
        with tempfile.TemporaryDirectory() as name:
            for number in range(files):
                shutil.copy(film, Path(name) / f"{number}{film.suffix}")
            for what, (workers, cores) in ways.items():
                one, before = run(Path(name), workers, cores), taken[what]
                taken[what] = Run(before.wall_s + sign * one.wall_s, before.processor_s + sign * one.processor_s)
    for what, took in taken.items():
        ratio = taken["1 worker on 1 core"].wall_s / took.wall_s
        print(f"{what}: {took.wall_s:.1f} s, {took.processor_s:.1f} s of the processors, {ratio:.2f} times as fast")


def measure_cost(seconds: float) -> None:
    """Print what an hour of video costs, without the loading of models: of two lengths the difference counts."""
    for width, height, faces in _SCENES:
        taken = []
        for length_s in (seconds, 3 * seconds):
            with tempfile.TemporaryDirectory() as name:
                images = compose(width, height, faces, round(FPS * length_s), head_px=height // 5)
                write_clip(Path(name) / "film.mp4", images)
                taken.append(run(Path(name), 1).processor_s)
        cost = (taken[1] - taken[0]) / (2 * seconds)
        print(f"{width} x {height}, {faces} faces: {cost:.2f} core hours for an hour at 25 frames a second")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.archive", description=__doc__)
    parser.add_argument("film", nargs="?", type=Path, help="what the workers do; the built-in demo without it")
    parser.add_argument("--seconds", type=float, default=10.0, help="of the films whose cost is measured (10)")
    given = parser.parse_args()
    print(describe_machine())
    film = given.film
    if film is None:
        from inference.sources.demo import demo_clip_path

        film = Path(demo_clip_path())
    measure_workers(film)
    measure_cost(given.seconds)


if __name__ == "__main__":
    main()
