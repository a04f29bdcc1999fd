"""What the window costs: paint time, age of the image, processor, memory. `python -m benchmarks.window --help`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .clips import FPS, compose, write_clip
from .memory import resident_mb

SIZE = (1280, 720)
FRAMES_PER_SECOND = 30
PAINT_BUDGET_MS = 4.0
AGE_BUDGET_MS = 120.0
_FACES = 2
_CLIP_FRAMES = 250
# caches fill and models warm up before memory is taken for what it stays
_WARM_UP_S = 10.0
_COLLECT_EVERY_S = 0.2
_PATIENCE_S = 120.0


@dataclass(frozen=True, slots=True)
class WindowResult:
    """One run of the window with a looping video.

    Attributes:
        seconds: measured, after warming up.
        platform: Qt's, such as `xcb` or `offscreen`.
        paint_ms, paint_p95_ms: median and 95th percentile of an image's paint event.
        age_ms, age_p95_ms: from the moment a frame was due to the end of its painting.
        shown_fps: images painted per second.
        source_fps: frames that the source gave per second.
        cpu_cores: processor time over wall time; 1 is one core.
        memory_mb: resident memory at the start and after each quarter; empty where the system does not tell.
    """

    seconds: float
    platform: str
    paint_ms: float
    paint_p95_ms: float
    age_ms: float
    age_p95_ms: float
    shown_fps: float
    source_fps: float
    cpu_cores: float
    memory_mb: tuple[float, ...]


def measure_window(folder: Path, seconds: float = 60.0) -> WindowResult:
    """Measure in a process of its own.

    Args:
        folder: for the clip.
        seconds: how long to watch; ten minutes show what memory does in the long run.
    """
    clip = folder / "window.mp4"
    write_clip(clip, compose(*SIZE, _FACES, _CLIP_FRAMES, head_px=320))
    command = [sys.executable, "-m", "benchmarks.window", "--inside", str(clip), "--seconds", str(seconds)]
    environment = os.environ | ({} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"})
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    values = json.loads(done.stdout.splitlines()[-1])
    return WindowResult(**{**values, "memory_mb": tuple(values["memory_mb"])})


def window_section(results: WindowResult) -> str:
    """Return the report's section about the window."""
    memory = results.memory_mb
    rows = [
        ("paint, ms: median (95th percentile)", f"{results.paint_ms:.1f} ({results.paint_p95_ms:.1f})", "4"),
        ("age of the image, ms: median (95th percentile)", f"{results.age_ms:.0f} ({results.age_p95_ms:.0f})", "120"),
        ("images per second: given, shown", f"{results.source_fps:.1f}, {results.shown_fps:.1f}", ""),
        ("processor cores in use", f"{results.cpu_cores:.2f}", ""),
        ("memory, MB: start, each quarter", ", ".join(f"{one:.0f}" for one in memory) or "not told here", "flat"),
    ]
    head = (
        f"## The window\n\n{SIZE[0]}x{SIZE[1]}, {_FACES} faces, {FRAMES_PER_SECOND} frames per second, looping for "
        f"{results.seconds / 60:.1f} minutes; Qt on {results.platform}.\n"
    )
    lines = ["| what | measured | budget |", "|---|---|---|"]
    return head + "\n" + "\n".join(lines + [f"| {what} | {value} | {budget} |" for what, value, budget in rows])


def _watch(clip: str, seconds: float) -> WindowResult:
    from PyQt6.QtCore import QSettings
    from PyQt6.QtGui import QGuiApplication

    from app.gui.application import create_application
    from app.gui.display import forget_opencv_plugins
    from app.gui.main_window import MainWindow
    from app.gui.preferences import Preferences, PreferencesStore
    from app.gui.widgets import icons
    from app.gui.widgets.theme import Theme

    forget_opencv_plugins()
    application = create_application()
    paints: list[float] = []
    ages: list[float] = []
    read = 0.0
    with tempfile.TemporaryDirectory() as folder:
        store = PreferencesStore(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        store.save(Preferences(loop=True, has_read_notice=True))
        window = MainWindow(store, Theme(application, icons.FOLDER))
        window.resize(1200, 760)
        window.show()
        window.controller.set_speed(FRAMES_PER_SECOND / FPS)
        window.open(clip)

        def work(until_s: float) -> None:
            while time.monotonic() < until_s:
                end = min(until_s, time.monotonic() + _COLLECT_EVERY_S)
                while time.monotonic() < end:
                    application.processEvents()
                    time.sleep(0.001)
                for samples, found in ((paints, window.view.paint_times_s), (ages, window.view.frame_ages_s)):
                    samples.extend(found)
                    found.clear()

        deadline = time.monotonic() + _PATIENCE_S
        while window.view.rendered is None or window.view.rendered.result is None:
            if time.monotonic() > deadline:
                raise TimeoutError("the window shows no analysed image")
            work(time.monotonic() + _COLLECT_EVERY_S)
        work(time.monotonic() + _WARM_UP_S)
        paints.clear()
        ages.clear()
        rates: list[float] = []
        window.controller.rates_changed.connect(lambda one: rates.append(one.source_fps))
        memory, cpu, started = [*_resident_mb()], time.process_time(), time.monotonic()
        for quarter in range(1, 5):
            work(started + quarter * seconds / 4)
            memory.extend(_resident_mb())
        passed = time.monotonic() - started
        cores = (time.process_time() - cpu) / passed
        read = float(np.mean(rates)) if rates else 0.0
        window.close()
    return WindowResult(
        seconds=passed,
        platform=QGuiApplication.platformName(),
        paint_ms=float(np.median(paints)) * 1000,
        paint_p95_ms=float(np.percentile(paints, 95)) * 1000,
        age_ms=float(np.median(ages)) * 1000,
        age_p95_ms=float(np.percentile(ages, 95)) * 1000,
        shown_fps=len(paints) / passed,
        source_fps=read,
        cpu_cores=cores,
        memory_mb=tuple(memory),
    )


def _resident_mb() -> tuple[float, ...]:
    try:
        return (resident_mb(),)
    except OSError:
        return ()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.window", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to watch (60); 600 for ten minutes")
    parser.add_argument("--inside", metavar="CLIP", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside is not None:
        print(json.dumps(asdict(_watch(given.inside, given.seconds))))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(window_section(measure_window(Path(folder), given.seconds)))


if __name__ == "__main__":
    main()
