"""Says how it goes with an archive: a bar of hours on a terminal, else a line for each file."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from tqdm import tqdm

from .driver import Told
from .hours import clock
from .task import Outcome, Task

_UNKNOWN_S = 60.0


class Telling(Told):
    """Shows progress on stderr; a context manager.

    Args:
        tasks: all that is to be done.
        quiet: nothing but what fails.
    """

    def __init__(self, tasks: Sequence[Task], *, quiet: bool) -> None:
        self._total, self._quiet = len(tasks), quiet
        self.done = self.failed = self.frames = self.people = 0
        self.seconds = 0.0
        self._began = time.monotonic()
        is_shown = not quiet and sys.stderr.isatty()
        length_s = sum(_length(task) for task in tasks)
        self._bar = tqdm(
            total=round(length_s / 3600, 3),
            unit=" h",
            disable=not is_shown,
            dynamic_ncols=True,
            bar_format="{l_bar}{bar}| {n:.2f} of {total:.2f} hours, {remaining} left{postfix}",
        )
        self._is_bar = is_shown

    def begun(self, task: Task) -> None:
        """Nothing is said: the bar moves when it is done."""

    def part_ended(self, task: Task) -> None:
        """Let the bar move by a part of a file."""
        self._move(_length(task) / (len(task.seams) + 1))

    def _move(self, seconds: float) -> None:
        self._bar.update(seconds / 3600)

    def ended(self, task: Task, outcome: Outcome, *, again: bool) -> None:
        if again:
            return
        self.done += 1
        self.frames, self.people = self.frames + outcome.frames, self.people + outcome.people
        self.seconds += outcome.seconds
        if not task.seams:
            self._move(_length(task))
        failed = f", {self.failed} failed" if self.failed else ""
        self._bar.set_postfix_str(f"{self.done} of {self._total} files{failed}")
        if outcome.reason is not None:
            self.failed += 1
            self._say(f"{task.path}: {outcome.reason}")
        elif not self._is_bar and not self._quiet:
            speed = outcome.seconds / outcome.took_s if outcome.took_s else 0.0
            people = f"{outcome.people:,} {'person' if outcome.people == 1 else 'people'}"
            length = f"{clock(outcome.seconds)}, {speed:.1f} x its time"
            self._say(f"{self.done} of {self._total}: {task.path}: {people} in {length}")

    def closing(self) -> str:
        """Return the closing line."""
        took_s = time.monotonic() - self._began
        failed = f", {self.failed} failed" if self.failed else ""
        speed = self.seconds / took_s if took_s else 0.0
        found = f"{clock(self.seconds)} of video, {self.frames:,} frames, {self.people:,} people"
        return f"{self.done:,} files{failed}: {found} in {clock(took_s)} ({speed:.1f} x their time)"

    def _say(self, text: str) -> None:
        tqdm.write(text, file=sys.stderr)

    def __enter__(self) -> Telling:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()


def _length(task: Task) -> float:
    return _UNKNOWN_S if task.duration_s is None else task.duration_s
