"""How many people were in view, minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime

from .keeping import StoreWriter

# frames that are farther apart do not tell how many were there in between
_LONGEST_STEP_S = 5.0


class Minutes:
    """Sums up the people in view of one source by the minute. Not thread-safe.

    Args:
        source: name of the source.
        store: is given every minute that is over.
    """

    def __init__(self, source: str, store: StoreWriter) -> None:
        self._source, self._store = source, store
        self._minute: int | None = None
        self._last_s: float | None = None
        self._begin()

    def _begin(self) -> None:
        self._watched_s = self._people_s = 0.0
        self._most = 0

    def add(self, at_s: float, people: int) -> None:
        """Take in a frame: when it was, seconds since 1970 in UTC, and how many are in view."""
        minute = int(at_s // 60)
        step_s = 0.0 if self._last_s is None else at_s - self._last_s
        self._last_s = at_s
        if self._minute is not None and minute != self._minute:
            self.end()
            self._last_s = at_s
        self._minute = minute
        if 0.0 < step_s <= _LONGEST_STEP_S:
            self._watched_s += step_s
            self._people_s += step_s * people
        self._most = max(self._most, people)

    def end(self) -> None:
        """Keep the minute so far: the next one begins, or the source is gone."""
        if self._minute is not None and self._watched_s > 0:
            self._store.add_minute(
                source=self._source,
                at=datetime.fromtimestamp(60 * self._minute, UTC),
                people_mean=self._people_s / self._watched_s,
                people_most=self._most,
                watched_s=min(60.0, self._watched_s),
            )
        self._minute, self._last_s = None, None
        self._begin()
