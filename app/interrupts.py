"""Ctrl-C and requests to terminate, while a job without a window waits and while it runs."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Self

from .exit_codes import ExitCode


class Interrupts:
    """Takes the signals from the beginning of a job to its end; a context manager of the main thread.

    Before the run begins, the first signal is a `KeyboardInterrupt`, which ends the waiting for a pipe, a camera or a
    server. In the run it sets `stop`, so that the files are finished. A second one ends the process on the spot.

    Attributes:
        stop: for `Pipeline.run`.
    """

    def __init__(self) -> None:
        self.stop = threading.Event()
        self._was_interrupted = self._is_running = self._is_held = False

    def begin_run(self) -> threading.Event:
        """Let the first signal set `stop` from now on, and return that."""
        self._is_running = True
        return self.stop

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let the first signal wait for the end of what must not be left half done; a second one doesn't wait.

        Raises:
            KeyboardInterrupt: at the end, for a signal that came meanwhile.
        """
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self._was_interrupted:
            raise KeyboardInterrupt

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self._was_interrupted:
            os._exit(ExitCode.INTERRUPTED)
        self._was_interrupted = True
        if self._is_held:
            return
        if not self._is_running:
            raise KeyboardInterrupt
        self.stop.set()
        # not through sys.stderr: the signal may have come in the middle of a write to it
        with contextlib.suppress(OSError):
            os.write(2, b"\nfinishing the files; once more to leave at once\n")

    def __enter__(self) -> Self:
        numbers = (signal.SIGINT, signal.SIGTERM)
        self._before = {number: signal.signal(number, self._handle) for number in numbers}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
