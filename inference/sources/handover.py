"""Frames from a thread that may be stuck in a driver or a network to an iteration that must not be."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import closing

from ..types import Frame

# how long `close` waits for the producing thread; one that is stuck ends by its own time-out
_JOIN_S = 0.5


class Handover:
    """Runs a blocking producer in a thread of its own and passes its frames on through a short queue.

    The producer is a generator that releases what it holds in its own `finally`. It is started on
    construction. An exception that it raises comes out of `get`, behind the frames produced before.

    Attributes:
        dropped: frames thrown away since nobody took them in time (only with `newest_wins`), so far.
    """

    def __init__(
        self,
        produce: Callable[[], Generator[Frame, None, None]],
        *,
        name: str,
        capacity: int = 2,
        newest_wins: bool = False,
    ) -> None:
        """Start.

        Args:
            produce: makes the generator; called and closed in the new thread.
            name: name of the thread.
            capacity: number of frames that may wait.
            newest_wins: drop the oldest waiting frame where the queue is full, instead of making the
                producer wait.
        """
        self.dropped = 0
        self._produce, self._capacity, self._newest_wins = produce, capacity, newest_wins
        self._waiting: deque[Frame] = deque()
        self._changed = threading.Condition()
        self._is_closed = self._is_done = False
        self._error: BaseException | None = None
        # a daemon: a driver that never returns must not keep the program from ending
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def get(self, timeout_s: float) -> Frame | None:
        """The next frame; None at the producer's end or once closed.

        Raises:
            TimeoutError: no frame came in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._waiting or self._is_done or self._is_closed, timeout_s):
                raise TimeoutError
            if self._is_closed:
                return None
            if self._waiting:
                self._changed.notify_all()
                return self._waiting.popleft()
            error, self._error = self._error, None
        if error is not None:
            raise error
        return None

    def close(self) -> None:
        """Make `get` return None and the producer end; safe from any thread, more than once."""
        with self._changed:
            self._is_closed = True
            self._waiting.clear()
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        try:
            with closing(self._produce()) as frames:
                for frame in frames:
                    if not self._put(frame):
                        break
        except BaseException as error:
            self._error = error
        finally:
            with self._changed:
                self._is_done = True
                self._changed.notify_all()

    def _put(self, frame: Frame) -> bool:
        """Queue a frame; False once closed."""
        with self._changed:
            if self._newest_wins and len(self._waiting) >= self._capacity:
                self._waiting.popleft()
                self.dropped += 1
            self._changed.wait_for(lambda: len(self._waiting) < self._capacity or self._is_closed)
            if not self._is_closed:
                self._waiting.append(frame)
                self._changed.notify_all()
            return not self._is_closed
