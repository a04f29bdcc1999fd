"""Prints where the time of a run went, on stderr (`--profile`)."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from inference.pipeline import RunReport
from inference.types import FrameResult

from . import STARTED_S

# stages in the order of a frame's way, and the thread that each runs in
_THREADS = {
    "decode": "decode",
    "detect": "find",
    "track": "find, estimate",
    "align": "estimate",
    "estimate": "estimate",
    "write": "write",
}


class Profile:
    """Times of the start and of every frame."""

    def __init__(self) -> None:
        self._marked_s, self._marked_cpu_s = STARTED_S, 0.0
        self._start: dict[str, tuple[float, float]] = {}
        self._stages: dict[str, float] = {}

    def mark(self, what: str) -> None:
        """Note the time since the last mark under the name of what was done."""
        now_s, cpu_s = time.perf_counter(), time.process_time()
        self._start[what] = now_s - self._marked_s, cpu_s - self._marked_cpu_s
        self._marked_s, self._marked_cpu_s = now_s, cpu_s

    def update(self, result: FrameResult) -> None:
        """Add the times of the next frame."""
        if not self._stages:
            self.mark("first result")
        for stage, seconds in result.timings_s.items():
            self._stages[stage] = self._stages.get(stage, 0.0) + seconds

    def print(self, report: RunReport) -> None:
        """Print two tables: the start, and the stages of the run."""
        print("\n".join((*self._start_table(), "", *self._stage_table(report))), file=sys.stderr)

    def _start_table(self) -> Iterator[str]:
        total_s, total_cpu_s = (sum(times) for times in zip(*self._start.values(), strict=True))
        yield f"{'start to first result':<24}{'seconds':>9}{'of processor':>14}"
        for what, (seconds, cpu_s) in (*self._start.items(), ("together", (total_s, total_cpu_s))):
            yield f"  {what:<22}{seconds:9.2f}{cpu_s:14.2f}"

    def _stage_table(self, report: RunReport) -> Iterator[str]:
        stages = {**report.busy_s, **self._stages}
        frames = max(report.frames, 1)
        yield f"{'stage':<10}{'thread':<16}{'seconds':>9}{'ms per frame':>14}{'share of the run':>18}"
        for stage in sorted(stages, key=lambda name: list(_THREADS).index(name) if name in _THREADS else len(_THREADS)):
            seconds = stages[stage]
            share = seconds / report.wall_s if report.wall_s else 0.0
            thread = _THREADS.get(stage, "")
            yield f"{stage:<10}{thread:<16}{seconds:9.2f}{1000 * seconds / frames:14.1f}{share:18.0%}"
        yield f"{'the run':<26}{report.wall_s:9.2f}{1000 * report.wall_s / frames:14.1f}"
