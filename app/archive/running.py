"""One run of the command `archive`, from its inputs to the report."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.cores import usable_cores
from inference.errors import SinkError, UsageError
from inference.locks import FileLock

from ..exit_codes import ExitCode
from ..interrupts import Interrupts
from .driver import drive, publish_waiting
from .estimate import processor_hours
from .hours import clock
from .inputs import find_inputs
from .ledger import Ledger, State
from .planning import tasks_of
from .publishing import clear
from .report import write_report
from .segments import wanted_parts
from .task import LEDGER, WORK, Task
from .telling import Telling
from .workers import LocalWorkers, Workers, fitting_workers


def run_archive(given: argparse.Namespace) -> ExitCode:
    """Do what is not done yet; see `command.py`.

    Raises:
        UsageError, SourceError, SinkError: nothing could be begun, or no file is to blame for what went wrong.
    """
    import pyarrow  # noqa: F401  # said to be missing before anything is made

    inputs = find_inputs(given.inputs)
    folder = Path(given.output).resolve()
    if given.dry_run:
        _tell_plan(folder, tasks_of(inputs, given))
        return ExitCode.DONE
    with Interrupts() as interrupts, _locked(folder), Ledger(folder / LEDGER) as ledger:
        tasks = tasks_of(inputs, given)
        publish_waiting(folder, ledger)
        clear(folder, wanted_parts(folder, tasks))
        if given.retry_failed:
            ledger.retry_failed()
        to_do = ledger.plan(tasks)
        before = _states(ledger, tasks)
        failed = before[State.FAILED] + before[State.PARTLY]
        hint = f", {failed:,} failed (--retry-failed tries them again)" if failed else ""
        _tell(given, f"{len(tasks):,} files, {before[State.DONE]:,} of them done before{hint}")
        stop = interrupts.begin_run()
        with Telling(to_do, quiet=given.quiet) as told:
            _do(folder, to_do, ledger, told, stop, given)
        _tell(given, told.closing() if to_do else "nothing to do")
        if stop.is_set() and told.done < len(to_do):
            return ExitCode.INTERRUPTED
        after = _states(ledger, tasks)
        return ExitCode.SOURCE if after[State.FAILED] or after[State.PARTLY] else ExitCode.DONE


def _states(ledger: Ledger, tasks: Sequence[Task]) -> Counter[State]:
    keys = {task.key for task in tasks}
    return Counter(entry.state for entry in ledger.entries() if entry.key in keys)


def _do(
    folder: Path,
    tasks: Sequence[Task],
    ledger: Ledger,
    told: Telling,
    stop: threading.Event,
    given: argparse.Namespace,
) -> None:
    """Do the tasks, and write the report however that ends."""
    try:
        if tasks:
            workers = _workers(folder, tasks, given)
            try:
                drive(folder, tasks, ledger, workers, told, stop)
            finally:
                workers.close()
    finally:
        write_report(folder, ledger)


def _workers(folder: Path, tasks: Sequence[Task], given: argparse.Namespace) -> Workers:
    if given.ray is not None:
        from .ray_workers import RayWorkers

        return RayWorkers(folder, given.ray, given.ray_cores, given.ray_gpus)
    steps = sum(len(task.seams) + 1 for task in tasks)
    return LocalWorkers(folder, min(given.workers or fitting_workers(), steps))


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold an archive's folder, which is made where it is absent, for one driver."""
    try:
        (folder / WORK).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SinkError(f"the folder {folder} can't be written: {error.strerror}") from error
    try:
        lock = FileLock(folder / ".lock")
    except BlockingIOError as error:
        raise UsageError(f"another run is at work in {folder}; wait for it, or take another folder") from error
    try:
        yield
    finally:
        lock.release()


def _tell(given: argparse.Namespace, text: str) -> None:
    if not given.quiet:
        print(text, file=sys.stderr)


def _tell_plan(folder: Path, tasks: Sequence[Task]) -> None:
    """Print what would be done on stdout."""
    entries = []
    to_do = list(tasks)
    if (folder / LEDGER).exists():
        with Ledger(folder / LEDGER) as ledger:
            entries = list(ledger.entries())
            to_do = ledger.wanted(tasks)
    length_s = sum(task.duration_s or 0.0 for task in to_do)
    unknown = sum(task.duration_s is None for task in to_do)
    print(f"{len(tasks):,} files, {len(to_do):,} to do: {clock(length_s)} of video")
    if unknown:
        print(f"{unknown:,} of unknown length, or unreadable")
    hours, is_own = processor_hours(to_do, entries, usable_cores())
    by = "as its files so far" if is_own else f"with {usable_cores()} cores; a street in 1080p with six faces in view"
    print(f"about {clock(3600 * hours)} ({by})")
