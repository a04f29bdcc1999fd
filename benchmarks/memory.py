"""Peak memory of a whole process over a short file and over one ten times as long."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .clips import compose, write_clip

_MAIN = Path(__file__).resolve().parent.parent / "main.py"
_OUTPUTS = {"output": ".mp4", "export": ".csv", "summary": ".json"}
_SHORT, _LONG = 150, 1500


@dataclass(frozen=True, slots=True)
class Peak:
    """Peak resident memory of one run.

    Attributes:
        frames: length of the file.
        megabytes: the peak.
    """

    frames: int
    megabytes: float


def measure_memory(folder: Path) -> list[Peak]:
    """Runs of `main.py` with annotated copy, table and summary over 480p files with two faces.

    Empty on Windows, which does not tell the peak of a process that has ended.
    """
    if sys.platform == "win32":
        return []
    return [_peak(folder, frames) for frames in (_SHORT, _LONG)]


def _peak(folder: Path, frames: int) -> Peak:
    clip = folder / f"{frames}.mp4"
    write_clip(clip, compose(854, 480, 2, frames, head_px=160))
    outputs = [f"--{name}={clip.with_name('memory')}{ending}" for name, ending in _OUTPUTS.items()]
    process = subprocess.Popen([sys.executable, str(_MAIN), "--video", str(clip), *outputs, "--quiet"])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"the run over {frames} frames ended with exit code {process.returncode}")
    # kilobytes on Linux, bytes on macOS
    return Peak(frames, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2))
