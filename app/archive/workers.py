"""Who does the work of an archive: here processes of this machine; `ray_workers.py` has those of a cluster."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Protocol

from inference.cores import usable_cores

from .. import __version__
from .task import Outcome, Task
from .worker import analyse, begin

# of models and frames in one process; measured: docs/archive.md
BYTES_A_WORKER = 1_200_000_000


class Workers(Protocol):
    """Take tasks and give outcomes."""

    @property
    def places(self) -> int:
        """How many tasks may be at work or under way."""
        ...

    def start(self, task: Task) -> None:
        """Begin with a task."""

    def finished(self, timeout_s: float) -> Iterator[tuple[Task, Outcome]]:
        """Yield what has been finished, after waiting for so long at most."""
        ...

    def close(self) -> None:
        """Let nobody work any more."""


def fitting_workers() -> int:
    """Return how many processes this machine has cores and memory for, at least one."""
    return max(1, min(usable_cores(), _free_bytes() // BYTES_A_WORKER))


def _free_bytes() -> int:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        (kilobytes,) = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
        return int(kilobytes) * 1024
    except (OSError, ValueError):
        return 1 << 62


class LocalWorkers:
    """Processes of this machine, each with its share of the cores.

    A lane is a pool of one process: whatever a file does to its process, the others know nothing of it.

    Args:
        folder: of the archive.
        count: of processes.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self._folder, self._count = folder, count
        self._cores = max(1, usable_cores() // count)
        self._free = [self._lane() for _ in range(count)]
        self._working: dict[Future[Outcome], tuple[Task, ProcessPoolExecutor]] = {}

    def _lane(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(1, mp_context=context, initializer=begin, initargs=(self._cores,))

    @property
    def places(self) -> int:
        return self._count

    def start(self, task: Task) -> None:
        lane = self._free.pop()
        try:
            future = lane.submit(analyse, task, str(self._folder), __version__)
        except BrokenProcessPool:  # it died while it had nothing to do
            lane = self._lane()
            future = lane.submit(analyse, task, str(self._folder), __version__)
        self._working[future] = task, lane

    def finished(self, timeout_s: float) -> Iterator[tuple[Task, Outcome]]:
        done, _ = wait(self._working, timeout_s, FIRST_COMPLETED)
        for future in done:
            task, lane = self._working.pop(future)
            try:
                outcome = future.result()
            except BrokenProcessPool:
                outcome = Outcome(task.key, "the process that analysed it has ended; is there too little memory?")
                lane.shutdown(wait=False)
                lane = self._lane()
            self._free.append(lane)
            yield task, outcome

    def close(self) -> None:
        for lane in (*self._free, *(lane for _, lane in self._working.values())):
            lane.shutdown(wait=True, cancel_futures=True)
