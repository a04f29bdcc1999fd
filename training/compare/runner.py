"""Job after job, each in a process of its own, so that one's memory and mishaps are not the others'."""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from ..fitting.callbacks.history import validation_line
from ..fitting.callbacks.stopping import Interrupted, StopRequest
from .jobs import LOG_FILE, Job, Result

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parents[__name__.count(".")]
_POLL_SECONDS = 0.2


def run_all(
    jobs: Sequence[Job],
    report: Callable[[Sequence[Result]], None],
    command: Callable[[Job], list[str]] | None = None,
) -> list[Result]:
    """Do every job that is not done; one that fails does not stop the others.

    Args:
        jobs: in order.
        report: given all results so far after every job.
        command: what to run for a job; the worker unless told otherwise.

    Returns:
        A result per job.

    Raises:
        Interrupted: Ctrl-C or SIGTERM; the job at work has saved its state, and the same command goes on.
    """
    command = command or worker_command
    with StopRequest() as request:
        for number, job in enumerate(jobs, start=1):
            if not job.is_done:
                log.info("%d of %d: %s (its log is %s)", number, len(jobs), job.name, job.folder / LOG_FILE)
                _run(job, command(job), request)
            log.info("%d of %d: %s", number, len(jobs), _line(job))
            report(_results(jobs))
    return _results(jobs)


def worker_command(job: Job) -> list[str]:
    return [sys.executable, "-m", "training.compare", str(job.folder.resolve())]


def _run(job: Job, command: list[str], request: StopRequest) -> None:
    job.write()
    with (job.folder / LOG_FILE).open("ab") as log_file:
        # a session of its own: Ctrl-C at the terminal reaches this process only, which passes it on once
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log_file, stderr=log_file, cwd=_ROOT, start_new_session=True
        )
        try:
            _wait(process, request)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if request.is_made:
        raise Interrupted(f"stopped while {job.name} was at work; its state is saved, the same command goes on")
    if process.returncode != 0 and (process.returncode < 0 or job.result() is None):
        job.fail(_reason(process.returncode, job.folder / LOG_FILE))


def _wait(process: subprocess.Popen[bytes], request: StopRequest) -> None:
    told = False
    while process.poll() is None:
        if request.is_made and not told:
            process.send_signal(signal.SIGINT)
            told = True
        time.sleep(_POLL_SECONDS)


def _reason(code: int, log_file: Path) -> str:
    if code < 0:
        name = signal.Signals(-code).name
        hint = "; was the memory short?" if -code == signal.SIGKILL else ""
        return f"the process ended by {name}{hint}"
    lines = log_file.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return f"the process ended with {code}: {lines[-1] if lines else 'no word'}"


def _results(jobs: Sequence[Job]) -> list[Result]:
    return [job.result() or Result(job.name, failure="not trained yet") for job in jobs]


def _line(job: Job) -> str:
    result = job.result()
    if result is None or result.failure is not None:
        return f"{job.name} failed: {result.failure if result else 'no result'}"
    last = result.curve[-1] if result.curve else {}
    return f"{job.name}: {validation_line(last)}, {result.milliseconds:.2f} ms a face"
