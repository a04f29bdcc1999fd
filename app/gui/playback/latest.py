"""A slot for one item between two threads: the newest wins."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class LatestSlot(Generic[T]):
    """Holds at most one item. The writer never waits: an item that was not taken makes room for a newer one.

    Unlike a queue it can't grow old: a reader that is slow sees fewer items, never late ones.

    Attributes:
        dropped: items that made room for newer ones.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._item: T | None = None
        self._is_woken = False
        self.dropped = 0

    def put(self, item: T) -> bool:
        """Put an item in. True where the slot was empty, so that the reader has to be told."""
        with self._changed:
            was_empty = self._item is None
            self.dropped += not was_empty
            self._item = item
            self._changed.notify_all()
            return was_empty

    @property
    def is_free(self) -> bool:
        """True while nothing waits here, so that `put` drops nothing."""
        return self._item is None

    def take(self) -> T | None:
        """Return the item, without waiting; None where there is none."""
        with self._changed:
            item, self._item = self._item, None
            return item

    def wait(self) -> T | None:
        """Wait for the next item and return it; None once somebody called `wake`."""
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or self._is_woken)
            self._is_woken = False
            item, self._item = self._item, None
            return item

    def wake(self) -> None:
        """End the wait of a reader."""
        with self._changed:
            self._is_woken = True
            self._changed.notify_all()
