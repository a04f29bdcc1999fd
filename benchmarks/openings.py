"""Whether the window's memory grows with the files that are opened in it. `python -m benchmarks.openings --help`."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from .clips import compose, write_clip
from .memory import resident_mb

OPENINGS = 50
# what is loaded once, models and codecs, is there after these
WARM_UP = 5
BUDGET = 1.05
_SIZES = ((1280, 720), (1920, 1080))
_FRAMES = 60
_WATCHED_S = 2.0
_PATIENCE_S = 60.0


def measure_openings(folder: Path, openings: int = OPENINGS) -> tuple[float, ...]:
    """Open two files in turn, watch each for two seconds, and close it, in a process of its own.

    Args:
        folder: for the clips.
        openings: how many.

    Returns:
        Resident memory in MB with nothing open: at the start and after each file was closed.
    """
    clips = [folder / f"{width}.mp4" for width, _ in _SIZES]
    for clip, (width, height) in zip(clips, _SIZES, strict=True):
        write_clip(clip, compose(width, height, 2, _FRAMES, head_px=height // 3))
    command = [sys.executable, "-m", "benchmarks.openings", "--openings", str(openings), "--inside", *map(str, clips)]
    environment = os.environ | ({} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"})
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return tuple(json.loads(done.stdout.splitlines()[-1]))


def growth(memory_mb: tuple[float, ...]) -> float:
    """Return the last fifth's mean over that of as many openings after the warm-up: 1 is flat."""
    after = memory_mb[WARM_UP:]
    count = max(1, len(after) // 5)
    return sum(after[-count:]) / sum(after[:count])


def openings_section(memory_mb: tuple[float, ...]) -> str:
    """Return the report's lines about opening file after file."""
    told = ", ".join(f"{one:.0f}" for one in memory_mb[:: max(1, (len(memory_mb) - 1) // 10)])
    return (
        f"{len(memory_mb) - 1} files opened, watched for {_WATCHED_S:.0f} s and closed one after the other: {told} MB; "
        f"the last over the first after {WARM_UP}: {growth(memory_mb):.2f} (budget {BUDGET:.2f})."
    )


def _open_and_close(clips: list[str], openings: int) -> list[float]:
    from PyQt6.QtCore import QSettings

    from app.gui.application import create_application
    from app.gui.display import forget_opencv_plugins
    from app.gui.main_window import MainWindow
    from app.gui.preferences import Preferences, PreferencesStore
    from app.gui.widgets import icons
    from app.gui.widgets.theme import Theme

    forget_opencv_plugins()
    application = create_application()

    def work(seconds: float) -> None:
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s:
            application.processEvents()
            time.sleep(0.002)

    with tempfile.TemporaryDirectory() as folder:
        store = PreferencesStore(QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        store.save(Preferences(loop=True, has_read_notice=True))
        window = MainWindow(store, Theme(application, icons.FOLDER))
        window.resize(1200, 760)
        window.show()
        work(2.0)
        memory = [resident_mb()]
        for _, clip in zip(range(openings), cycle(clips), strict=False):
            window.open(clip)
            deadline = time.monotonic() + _PATIENCE_S
            while window.view.rendered is None or window.view.rendered.result is None:
                if time.monotonic() > deadline:
                    raise TimeoutError("the window shows no analysed image")
                work(0.05)
            work(_WATCHED_S)
            window.sources.close()
            work(0.5)
            memory.append(resident_mb())
            print(f"{len(memory) - 1}: {memory[-1]:.0f} MB", file=sys.stderr)
        window.close()
    return memory


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.openings", description=__doc__)
    parser.add_argument("--openings", type=int, default=OPENINGS, help=f"how many files ({OPENINGS})")
    parser.add_argument("--inside", nargs="+", metavar="CLIP", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside is not None:
        print(json.dumps(_open_and_close(given.inside, given.openings)))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(openings_section(measure_openings(Path(folder), given.openings)))


if __name__ == "__main__":
    main()
