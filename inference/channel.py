"""A short queue between two threads that either of them can end."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

# how soon a waiting consumer notices the stop event, which can't wake it up
_STOP_POLL_S = 0.1


class Channel(Generic[T]):
    """Passes items from one producing thread to one consuming thread, in order.

    The producer calls `put` and in the end `finish`; the consumer iterates. Either may leave early: the
    producer with `finish(error)`, which the consumer meets after the items before it; the consumer with
    `cancel`, after which `put` returns False.

    Args:
        capacity: items that may wait; a producer that is ahead waits.
        newest_wins: a producer that is ahead does not wait: the oldest item makes room.
        stop: once set, the iteration ends, whatever is still waiting.

    Attributes:
        dropped: items that made room for newer ones.
        stopped: True where the stop event ended the iteration before the producer did.
        cancellation: why the consumer cancelled, None where it did not or gave no reason.
    """

    def __init__(self, capacity: int, *, newest_wins: bool = False, stop: threading.Event | None = None) -> None:
        self._items: deque[T] = deque()
        self._capacity = capacity
        self._newest_wins = newest_wins
        self._stop = stop or threading.Event()
        self._changed = threading.Condition()
        self._finished = False
        self._cancelled = False
        self._failure: BaseException | None = None
        self.dropped = 0
        self.stopped = False
        self.cancellation: BaseException | None = None

    def keep_newest(self) -> None:
        """Let only one item wait from now on, and a newer one take its place."""
        with self._changed:
            self._capacity, self._newest_wins = 1, True

    def put(self, item: T) -> bool:
        """Hand over one item, waiting for room. Return False where the consumer has cancelled."""
        with self._changed:
            if self._newest_wins and len(self._items) >= self._capacity:
                self._items.popleft()
                self.dropped += 1
            while len(self._items) == self._capacity and not self._cancelled:
                self._changed.wait()
            if self._cancelled:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True

    def finish(self, failure: BaseException | None = None) -> None:
        """End the items; `failure` is raised in the consumer once it has had those before it."""
        with self._changed:
            self._finished = True
            self._failure = failure
            self._changed.notify_all()

    def cancel(self, reason: BaseException | None = None) -> None:
        """Take no more from the producer; what is waiting can still be had. The first reason stays."""
        with self._changed:
            self._cancelled = True
            self.cancellation = self.cancellation or reason
            self._changed.notify_all()

    def get(self, timeout_s: float | None) -> T | None:
        """Return the next item within a time limit, if there is one; None at the end. The stop event doesn't end it.

        Raises:
            TimeoutError: nothing came in time.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._items or self._finished, timeout_s):
                raise TimeoutError
            if self._items:
                item = self._items.popleft()
                self._changed.notify_all()
                return item
        if self._failure is not None:
            raise self._failure
        return None

    def __iter__(self) -> Iterator[T]:
        while True:
            with self._changed:
                while not (self._items or self._finished or self._stop.is_set()):
                    self._changed.wait(_STOP_POLL_S)
                if self._finished and not self._items:
                    break
                if self._stop.is_set():
                    self.stopped = True
                    return
                item = self._items.popleft()
                self._changed.notify_all()
            yield item
        if self._failure is not None:
            raise self._failure
