"""From the command to the first result, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_MAIN = Path(__file__).resolve().parent.parent / "main.py"
_ROUNDS = 3

Startup = dict[str, tuple[float, float]]


def measure_startup(video: Path) -> Startup:
    """Measure wall and processor seconds by step, of the quickest of a few starts; `together` is their sum."""
    starts = [_start(video) for _ in range(_ROUNDS)]
    return min(starts, key=lambda start: start["together"][0])


def _start(video: Path) -> Startup:
    command = [sys.executable, str(_MAIN), "--video", str(video), "--end", "0.2", "--export", "-", "--profile"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = done.stderr.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("start to first result"))
    start: Startup = {}
    for line in lines[first + 1 : lines.index("", first)]:
        *words, wall, busy = line.split()
        start[" ".join(words)] = float(wall), float(busy)
    return start


def startup_table(start: Startup) -> str:
    """Return the times as a Markdown table."""
    lines = ["| step | seconds | processor seconds |", "|---|---|---|"]
    return "\n".join(lines + [f"| {what} | {wall:.2f} | {busy:.2f} |" for what, (wall, busy) in start.items()])
