"""Gives damaged inputs to processes and notes which crash, hang or fail otherwise than they should."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .trial import Outcome

# the longest stream that is tried takes two seconds to be given up; the rest is for a busy machine
HANGS_AFTER_S = 60.0
# what tries the inputs
COMMAND = [sys.executable, "-m", "benchmarks.fuzz.trial"]
_ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass
class Findings:
    """The outcome of many inputs.

    Attributes:
        ended: how many ended how: `done`, `refused`, `fault`, `crash`, `hang`.
        kinds: how many of each kind.
        bad: faults, crashes and hangs.
        noise: what the processes wrote to the standard error, a line each; they should write nothing.
    """

    ended: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    bad: list[Outcome] = field(default_factory=list)
    noise: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count an outcome."""
        self.ended[outcome.ended] += 1
        self.kinds[outcome.kind] += 1
        if outcome.ended not in ("done", "refused"):
            self.bad.append(outcome)


def fuzz(seeds: range, workers: int, on_outcome: Callable[[Findings, Outcome], None] = lambda *_: None) -> Findings:
    """Try the inputs of many seeds.

    Args:
        seeds: each names an input.
        workers: processes side by side.
        on_outcome: called after each input.
    """
    findings, lock, waiting = Findings(), threading.Lock(), iter(seeds)

    def take() -> Iterator[int]:
        while True:
            with lock:
                seed = next(waiting, None)
            if seed is None:
                return
            yield seed

    def work() -> None:
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
            worker: _Worker | None = None
            for seed in take():
                worker = worker or _Worker(errors.fileno())
                outcome = worker.run(seed)
                if outcome.ended in ("crash", "hang"):
                    worker = None
                with lock:
                    findings.add(outcome)
                    on_outcome(findings, outcome)
            if worker is not None:
                worker.close()
            errors.seek(0)
            with lock:
                findings.noise += errors.read().splitlines()

    threads = [threading.Thread(target=work, name=f"facelens-fuzz_{number}") for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return findings


class _Worker:
    """A process that tries inputs one after the other."""

    def __init__(self, stderr: int) -> None:
        self._process = subprocess.Popen(
            COMMAND,
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, name="facelens-fuzz-lines", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def run(self, seed: int) -> Outcome:
        """Try an input; after a crash or a hang the worker is of no use any more."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{seed}\n")
            self._process.stdin.flush()
            line = self._lines.get(timeout=HANGS_AFTER_S)
        except queue.Empty:
            self.close(kill=True)
            return Outcome(seed, "unknown", "hang", f"no answer within {HANGS_AFTER_S:g} s")
        except BrokenPipeError:
            line = ""
        if not line:
            self.close()
            return Outcome(seed, "unknown", "crash", f"the process ended with code {self._process.returncode}")
        return Outcome(**json.loads(line))

    def close(self, *, kill: bool = False) -> None:
        """End the process."""
        if kill:
            self._process.kill()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait()
        self._reader.join()
        self._process.stdout.close()
