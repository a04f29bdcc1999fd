"""The order of the work: files whole, or their parts and then what joins them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .hours import clock
from .segments import bounds_of, parts_there
from .task import Outcome, Task

_ATTEMPTS = 2


@dataclass(slots=True)
class _File:
    """A file that is analysed in parts: which are to come, how often each was tried, what failed."""

    to_come: set[int]
    attempts: dict[int, int] = field(default_factory=dict)
    lost: dict[int, str] = field(default_factory=dict)


class Steps:
    """Gives one step after the other; a file's parts come before what joins them.

    Args:
        folder: of the archive, where parts that were done before are not done again.
        tasks: the files, in the order in which they are wanted.
    """

    def __init__(self, folder: Path, tasks: Iterable[Task]) -> None:
        self._folder = folder
        self._waiting: deque[Task] = deque()
        self._files: dict[str, _File] = {}
        for task in tasks:
            self._waiting.extend(self._steps_of(task))

    def _steps_of(self, task: Task) -> list[Task]:
        if not task.seams:
            return [task]
        there = parts_there(self._folder, task)
        to_come = [part for part in range(len(task.seams) + 1) if part not in there]
        self._files[task.key] = _File(set(to_come))
        return [replace(task, part=part) for part in to_come] or [task]

    def __len__(self) -> int:
        """Number of steps that can be taken now."""
        return len(self._waiting)

    def take(self) -> Task:
        """Return the next step."""
        return self._waiting.popleft()

    def again(self, step: Task) -> None:
        """Take a step once more, after the others."""
        self._waiting.append(step)

    def part_ended(self, step: Task, outcome: Outcome) -> Outcome | None:
        """Note how a part has ended; return what became of its file where there is nothing to join."""
        assert step.part is not None
        file, part = self._files[step.key], step.part
        file.attempts[part] = file.attempts.get(part, 0) + 1
        if not outcome.has_results and not outcome.is_hopeless and file.attempts[part] < _ATTEMPTS:
            self.again(step)
            return None
        file.to_come.discard(part)
        if not outcome.has_results:
            begin_s, _ = bounds_of(step, part)
            file.lost[part] = f"what begins at {clock(begin_s)} is missing: {outcome.reason}"
        if file.to_come:
            return None
        whole = replace(step, part=None, lost=tuple(text for _, text in sorted(file.lost.items())))
        if len(file.lost) > len(step.seams) or not parts_there(self._folder, whole):
            return replace(outcome, reason="; ".join(whole.lost), is_hopeless=True)
        self._waiting.appendleft(whole)
        return None
