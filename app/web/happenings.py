"""The last events of a site, for those who hear them as they happen and those who come back."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator

from app.site.events.messages import Event
from app.site.events.occurrences import Occurrence

from .sse import sse_event

_MOST_KEPT = 1000


class Happenings:
    """The last events; used from the event loop."""

    def __init__(self) -> None:
        self._events: deque[tuple[int, Event, str]] = deque(maxlen=_MOST_KEPT)
        self._count = 0
        self._changed = asyncio.Event()

    def add(self, event: Event, occurrence: Occurrence) -> None:
        """Keep an event, and let go of the oldest."""
        self._count += 1
        self._events.append((self._count, event, str(occurrence.on)))
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def stream(self, last: str) -> AsyncIterator[bytes]:
        """Yield events as they happen.

        Args:
            last: id of the last one that the client has: those after it come first, or all that are kept where it is no
                longer among them. Empty where it has none: what comes from now on.
        """
        seen = self._count
        if last:
            seen = next((number for number, event, _ in self._events if event.id == last), 0)
        while True:
            changed = self._changed
            for number, event, kind in [*self._events]:
                if number > seen:
                    seen = number
                    yield sse_event(event.id, kind, event.body.decode())
            await changed.wait()
