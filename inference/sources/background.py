"""Frames from a thread that may be stuck in a driver or a network to an iteration that must not be."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable, Generator, Iterator
from contextlib import closing

from ..channel import Channel
from ..errors import SourceBrokenError
from ..settings import Selection
from ..types import Frame, SourceInfo
from .base import Source

# frames that wait where none may be lost
_QUEUE_LENGTH = 2
# how long `close` waits for the producing thread; one that is stuck ends by its own time-out
_JOIN_S = 0.5


class BackgroundFrames:
    """A thread that runs a producer which may block, and passes its frames on.

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
        self._channel = Channel[Frame](1 if newest_wins else _QUEUE_LENGTH, newest_wins=newest_wins)
        self._is_closed = False
        # a daemon: a driver that never returns must not keep the program from ending
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def dropped(self) -> int:
        """Number of frames so far that were replaced by newer ones before they were taken (only with `newest_wins`)."""
        return self._channel.dropped

    def get(self, timeout_s: float) -> Frame | None:
        """Return the next frame; None at the producer's end, or once closed.

        Raises:
            TimeoutError: no frame came in time.
        """
        frame = self._channel.get(timeout_s)
        return None if self._is_closed else frame

    def close(self) -> None:
        """End the producer, and `get` with it; safe from any thread, more than once."""
        self._is_closed = True
        self._channel.cancel()
        self._channel.finish()
        self._thread.join(_JOIN_S)

    def _run(self) -> None:
        try:
            with closing(self._produce()) as frames:
                for frame in frames:
                    if not self._channel.put(frame):
                        return
            self._channel.finish()
        except BaseException as error:
            # after `close` nobody takes it any more
            self._channel.finish(None if self._is_closed else error)


class BackgroundSource(Source):
    """A source whose frames come from a `BackgroundFrames`; the first one is waited for on construction.

    Subclasses open what `_produce` reads, call `_start`, and set `_info` from the first frame.
    """

    _info: SourceInfo

    def __init__(self, name: str, selection: Selection, timeout_s: float) -> None:
        """Store the arguments; opens nothing.

        Args:
            name: what messages and the table call it.
            selection: the part that is wanted.
            timeout_s: seconds without a frame after which it is given up.
        """
        self._name, self._selection, self._timeout_s = name, selection, timeout_s

    @abstractmethod
    def _produce(self) -> Generator[Frame, None, None]:
        """Yield all frames; runs in the background thread and releases what it holds in its own `finally`."""

    @abstractmethod
    def _silence(self) -> str:
        """Return the message for a source that gave no frame in time."""

    def _start(self, *, newest_wins: bool = False) -> Frame | None:
        """Begin, and wait for the first frame; None where there is none.

        Raises:
            TimeoutError: none came in time.
            SourceError: what `_produce` raised.
        """
        self._background = BackgroundFrames(self._produce, name=self._name, newest_wins=newest_wins)
        try:
            self._first = self._background.get(self._timeout_s)
        except BaseException:
            self._background.close()
            raise
        return self._first

    @property
    def info(self) -> SourceInfo:
        return self._info

    def __iter__(self) -> Iterator[Frame]:
        return self._selection.of(self._frames())

    def _frames(self) -> Iterator[Frame]:
        frame, self._first = self._first, None
        while frame is not None:
            yield frame
            frame = self._next()

    def _next(self) -> Frame | None:
        try:
            return self._background.get(self._timeout_s)
        except TimeoutError:
            self._background.close()
            raise SourceBrokenError(self._silence()) from None

    def close(self) -> None:
        self._background.close()
