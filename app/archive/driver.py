"""Goes through the files of an archive: gives them to workers, publishes what they bring, and keeps the ledger."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from inference.errors import SinkError

from .ledger import Ledger
from .publishing import forget, publish, ready
from .segments import part_folder
from .steps import Steps
from .task import READY, WORK, Outcome, Task
from .workers import Workers

_ATTEMPTS = 2
_GLANCE_S = 0.2


class Told(Protocol):
    """Is told how it goes."""

    def begun(self, task: Task) -> None:
        """A worker has it."""

    def part_ended(self, task: Task) -> None:
        """A part of it is done, or failed."""

    def ended(self, task: Task, outcome: Outcome, *, again: bool) -> None:
        """It is done, or failed; `again`: there is another try."""


def publish_waiting(folder: Path, ledger: Ledger) -> int:
    """Publish what a driver that was killed has left; return how many files."""
    left = ready(folder)
    for waiting in left:
        ledger.finish(publish(folder, waiting))
        forget(waiting)
    return len(left)


def drive(
    folder: Path, tasks: Sequence[Task], ledger: Ledger, workers: Workers, told: Told, stop: threading.Event
) -> None:
    """Do all tasks; once `stop` is set, finish those that are at work.

    A file that fails is tried once more, after the others.

    Raises:
        SinkError: something is wrong that no file is to blame for, such as a full disk.
    """
    steps, under_way, begun = Steps(folder, tasks), 0, set[str]()
    while steps or under_way:
        while steps and under_way < workers.places and not stop.is_set():
            step = steps.take()
            if step.key not in begun:
                ledger.attempt(step.key)
                begun.add(step.key)
            workers.start(step)
            under_way += 1
            told.begun(step)
        if not under_way:
            return
        for step, outcome in workers.finished(_GLANCE_S):
            under_way -= 1
            if outcome.ends_all:
                raise SinkError(f"{outcome.reason}; the same command goes on once that is mended")
            if step.part is not None:
                told.part_ended(step)
                of_file = steps.part_ended(step, outcome)
                if of_file is None:
                    continue
                outcome = of_file
            again = _end(folder, step, outcome, ledger)
            if again:
                begun.discard(step.key)
                steps.again(step)
            told.ended(step, outcome, again=again)


def _end(folder: Path, task: Task, outcome: Outcome, ledger: Ledger) -> bool:
    """Publish and note an outcome; return whether there is to be another try."""
    results = folder / WORK / f"{task.key}{READY}"
    if results.exists():
        publish(folder, results)
    is_last = outcome.is_hopeless or ledger.attempts(task.key) >= _ATTEMPTS
    again = outcome.reason is not None and not is_last
    if not again:
        ledger.finish(outcome)
    forget(results)
    if not again:
        for part in range(len(task.seams) + 1 if task.seams else 0):
            shutil.rmtree(part_folder(folder, task.key, part), ignore_errors=True)
    return again
