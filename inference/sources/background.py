"""Frames from a thread that may be stuck in a driver or a network to an iteration that must not be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import closing

from ..handover import Handover
from ..types import Frame

# frames that wait where none may be lost
_QUEUE_LENGTH = 2
# how long `close` waits for the producing thread; one that is stuck ends by its own time-out
_JOIN_S = 0.5


class BackgroundFrames:
    """Runs a producer that may block in a thread of its own and passes its frames on.

    The producer is a generator that releases what it holds in its own `finally`. It is started on
    construction. An exception that it raises comes out of `get`, behind the frames produced before.
    """

    def __init__(
        self, produce: Callable[[], Generator[Frame, None, None]], *, name: str, newest_wins: bool = False
    ) -> None:
        """Start.

        Args:
            produce: makes the generator; called and closed in the new thread.
            name: name of the thread.
            newest_wins: keep only the newest frame, instead of making the producer wait.
        """
        self._produce = produce
        self._handover = Handover[Frame](1 if newest_wins else _QUEUE_LENGTH, newest_wins=newest_wins)
        self._is_closed = False
        # a daemon: a driver that never returns must not keep the program from ending
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def dropped(self) -> int:
        """Frames that nobody took in time (only with `newest_wins`), so far."""
        return self._handover.dropped

    def get(self, timeout_s: float) -> Frame | None:
        """The next frame; None at the producer's end, or once closed.

        Raises:
            TimeoutError: no frame came in time.
        """
        frame = self._handover.get(timeout_s)
        return None if self._is_closed else frame

    def close(self) -> None:
        """End the producer, and `get` with it; safe from any thread, more than once."""
        self._is_closed = True
        self._handover.refuse()
        self._handover.finish()
        self._thread.join(_JOIN_S)

    def _run(self) -> None:
        try:
            with closing(self._produce()) as frames:
                for frame in frames:
                    if not self._handover.put(frame):
                        return
            self._handover.finish()
        except BaseException as error:
            # whoever has closed does not want to hear of it
            self._handover.finish(None if self._is_closed else error)
