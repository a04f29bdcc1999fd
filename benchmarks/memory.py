"""Peak memory of a whole process over a short file and over one ten times as long."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .clips import compose, write_clip

_OUTPUTS = {"output": ".mp4", "export": ".csv", "summary": ".json"}
_SHORT, _LONG = 100, 1000


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

    Empty on Windows, where the standard library can't ask for the peak.
    """
    if sys.platform == "win32":
        return []
    return [_peak(folder, frames) for frames in (_SHORT, _LONG)]


def resident_mb(process: int | None = None) -> float:
    """Return what a process, or this one, holds of the memory, in MB; raises OSError where the system does not tell."""
    pages = int(Path(f"/proc/{process or 'self'}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def _peak(folder: Path, frames: int) -> Peak:
    clip = folder / f"{frames}.mp4"
    write_clip(clip, compose(854, 480, 2, frames, head_px=160))
    outputs = [f"--{name}={clip.with_name('memory')}{ending}" for name, ending in _OUTPUTS.items()]
    command = [sys.executable, "-m", __name__, "--video", str(clip), *outputs, "--quiet"]
    done = subprocess.run(command, cwd=Path(__file__).resolve().parent.parent, stdout=subprocess.PIPE, check=True)
    return Peak(frames, float(done.stdout))


def _peak_of_this_process() -> float:
    """Megabytes."""
    import resource

    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    # Linux counts what the parent held at the fork into `ru_maxrss`
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    from main import main

    code = main()
    print(_peak_of_this_process())
    sys.exit(code)
