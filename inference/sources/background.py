"""Frames from a thread that may be stuck in a driver or a network to an iteration that must not be."""

from __future__ import annotations

import math
import threading
import time
from abc import abstractmethod
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing

from ..channel import Channel
from ..errors import SourceBrokenError, SourceError
from ..settings import Selection
from ..types import Frame, Gap, SourceInfo
from .base import Source
from .reconnection import RETRY_S, GapListener, Timeline

# frames that wait where none may be lost
_QUEUE_LENGTH = 2
# how long `close` waits for the producing thread; one that is stuck ends by its own time-out
_JOIN_S = 0.5


class BackgroundFrames:
    """A thread that runs a producer which may block, and passes its frames on.

    The producer is a generator that releases what it holds in its own `finally`. An exception that it raises comes
    out of `get`, behind the frames produced before.
    """

    def __init__(
        self, produce: Callable[[], Generator[Frame, None, None]], *, name: str, newest_wins: Callable[[], bool]
    ) -> None:
        """Start nothing yet.

        Args:
            produce: makes the generator; called and closed in the new thread.
            name: name of the thread.
            newest_wins: asked in the new thread with the first frame: older frames give way to newer ones, instead of
                making the producer wait.
        """
        self._produce, self._newest_wins = produce, newest_wins
        self._channel = Channel[Frame](_QUEUE_LENGTH)
        self._is_closed = False
        # a daemon: a driver that never returns must not keep the program from ending
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Let the producer begin; called once."""
        self._thread.start()

    @property
    def dropped(self) -> int:
        """Number of frames so far that were replaced by newer ones before they were taken."""
        return self._channel.dropped

    def get(self, timeout_s: float | None) -> Frame | None:
        """Return the next frame, waiting for ever where no time limit is given; None at the end, or once closed.

        Raises:
            TimeoutError: no frame came in time.
        """
        frame = self._channel.get(timeout_s)
        return None if self._is_closed else frame

    def close(self) -> None:
        """End the producer, and `get` with it; for any thread, more than once, and where `start` was cut short."""
        self._is_closed = True
        self._channel.cancel()
        self._channel.finish()
        if self._thread.is_alive():
            self._thread.join(_JOIN_S)

    def _run(self) -> None:
        if self._is_closed:
            return
        try:
            with closing(self._produce()) as frames:
                for frame in frames:
                    if self._newest_wins():
                        self._channel.keep_newest()
                    if not self._channel.put(frame):
                        return
            self._channel.finish()
        except BaseException as error:
            # after `close` nobody takes it any more
            self._channel.finish(None if self._is_closed else error)


class BackgroundSource(Source):
    """A source whose frames come from a `BackgroundFrames`; the first one is waited for on construction.

    A live one that breaks off or ends is opened again: it is waited for as long as `reconnect_s` says, its frames
    go on by the wall clock. Subclasses open and read in `_produce`, and call `_start` at the end of their constructor.
    """

    def __init__(self, name: str, selection: Selection, timeout_s: float | None, reconnect_s: float = 0.0) -> None:
        """Store the arguments; opens nothing.

        Args:
            name: what messages and the table call it.
            selection: the part that is wanted.
            timeout_s: seconds without a frame after which it counts as gone; None for never.
            reconnect_s: seconds for which one that is gone is tried again; 0 for not at all.
        """
        self._name, self._selection, self._timeout_s = name, selection, timeout_s
        self._reconnect_s = reconnect_s
        self._listener: GapListener | None = None
        self._timeline = Timeline()
        self._dropped_before = 0
        self._is_closed = threading.Event()
        self._lock = threading.Lock()  # between `close` and the start of another thread
        self._background = self._new_background()

    @abstractmethod
    def _produce(self) -> Generator[Frame, None, None]:
        """Open, and yield all frames; runs in the background thread and releases what it holds in its own `finally`.

        Called anew where the source is opened again.
        """

    @abstractmethod
    def _described(self, first: Frame) -> SourceInfo:
        """Return what is known of the source, once its first frame is there."""

    @abstractmethod
    def _silence(self) -> str:
        """Return the message for a source that gave no frame in time."""

    def _newest_wins(self) -> bool:
        """Return whether older frames give way, once the first is there; else the source is made to wait."""
        return False

    def _may_come_back(self) -> bool:
        """Return whether a source that broke off can be had again, now and not from its start."""
        return self._info.is_live

    def _is_whole(self) -> bool:
        """Return whether a source that ended has given all that it has; else it has to be opened again."""
        return not self._may_come_back()

    def _start(self) -> None:
        """Open, and wait for the first frame; close where that fails or is interrupted.

        Raises:
            TimeoutError: none came in time.
            SourceError: what `_produce` raised.
            UsageError: there is none, since the selection starts after the end.
        """
        try:
            first = self._open(self._timeout_s)
            if first is None:
                raise self._selection.nothing_left(self._name)
            self._first: Frame | None = first
            self._timeline.begin(first)
            self._info = self._described(first)
        except BaseException:
            # nobody else can: who asked for the source gets the error in its place
            self.close()
            raise

    def _open(self, timeout_s: float | None) -> Frame | None:
        """Open, and return the first frame; errors as of `_start`, after which something may still be open."""
        with self._lock:
            if self._is_closed.is_set():
                return None
            self._opened_at = time.monotonic()
            # known before it starts, so that `close` ends it whenever an interrupt comes
            self._background = self._new_background()
            self._background.start()
        return self._background.get(timeout_s)

    def _new_background(self) -> BackgroundFrames:
        return BackgroundFrames(self._produce, name=self._name, newest_wins=self._newest_wins)

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def dropped(self) -> int:
        """Number of frames so far that were replaced by newer ones before they were taken."""
        return self._dropped_before + self._background.dropped

    @property
    def gaps(self) -> Sequence[Gap]:
        return self._timeline.gaps

    @property
    def gap_count(self) -> int:
        return self._timeline.gap_count

    def tell_gaps(self, listener: GapListener) -> None:
        self._listener = listener

    def __iter__(self) -> Iterator[Frame]:
        return self._selection.of(self._frames())

    def _frames(self) -> Iterator[Frame]:
        frame, self._first = self._first, None
        while frame is not None:
            yield self._timeline.placed(frame)
            frame = self._next()

    def _next(self) -> Frame | None:
        try:
            frame = self._background.get(self._timeout_s)
        except TimeoutError:
            self._background.close()
            return self._come_back(SourceBrokenError(self._silence()))
        except SourceError as error:
            return self._come_back(error)
        if frame is not None or self._is_closed.is_set() or self._reconnect_s <= 0 or self._is_whole():
            return frame
        return self._come_back(SourceBrokenError(f"{self._name} ended, though it is live"))

    def _come_back(self, reason: SourceError) -> Frame | None:
        """Open again a source that broke off, and return its next frame; None at the end of what is wanted.

        Raises:
            SourceError: it is not to be opened again, or can't be.
        """
        if self._is_closed.is_set() or self._is_past_end():
            return None
        if self._reconnect_s <= 0 or not self._may_come_back():
            raise reason
        if self._listener is not None:
            self._listener.broke_off(reason)
        sound = self._info.sound
        if sound is not None:
            sound.shift_s = None
        first = self._retry(reason)
        gap = self._timeline.close_gap(str(reason))
        if first is None:
            return None
        shift_s = self._timeline.resume(first)
        if sound is not None:
            sound.shift_s = shift_s
        self._info = self._described(first)
        if self._listener is not None:
            self._listener.came_back(gap)
        return first

    def _retry(self, reason: SourceError) -> Frame | None:
        """Open until an image comes, and return it; None where the end is reached, or the source is closed."""
        self._dropped_before += self._background.dropped
        deadline = time.monotonic() + self._reconnect_s
        while not self._is_closed.wait(min(RETRY_S - self._open_s, self._left_s(deadline))):
            if self._is_past_end():
                return None
            try:
                first = self._open(min(self._timeout_s or math.inf, max(RETRY_S, self._left_s(deadline))))
            except (TimeoutError, SourceError):
                self._background.close()
                first = None
            if first is not None:
                return first
            if time.monotonic() >= deadline:
                raise SourceBrokenError(f"{reason}; it has not come back for {self._reconnect_s:g} s") from reason
        return None

    @property
    def _open_s(self) -> float:
        """Seconds since it was opened last."""
        return time.monotonic() - self._opened_at

    def _left_s(self, deadline: float) -> float:
        """Return the seconds until a deadline, or until the end of what is wanted, if that comes first."""
        left_s = deadline - time.monotonic()
        if self._info.is_live and self._selection.end_s is not None:
            left_s = min(left_s, self._selection.end_s - self._timeline.now_s)
        return left_s

    def _is_past_end(self) -> bool:
        """Return whether what a live source gives from now on is not wanted any more."""
        return self._info.is_live and self._selection.is_past(self._timeline.now_s)

    def close(self) -> None:
        with self._lock:
            self._is_closed.set()
        self._background.close()
