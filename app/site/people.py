"""The people of a site: whom its sources have seen, how often, and since when."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

# how often those are looked for who are forgotten
_TIDY_S = 60.0


@dataclass(slots=True)
class _Known:
    """A person: visits so far, and when they were seen last, by the monotonic clock."""

    visits: int
    seen_at: float


class SitePeople:
    """Numbers people over all sources of a site. Not thread-safe.

    Memory is bounded: whoever was not seen for as long as they are remembered is let go.

    Args:
        forget_after_s: for how long people are remembered; None for ever.

    Attributes:
        run: begins the names of this run's people, which no other run has.
        count: people so far.
    """

    def __init__(self, forget_after_s: float | None) -> None:
        self.run = f"{int(time.time()):x}{secrets.token_hex(2)}"
        self.count = 0
        self._forget_after_s = forget_after_s
        self._known: dict[int, _Known] = {}
        self._tidied_at = time.monotonic()

    def name(self, person_id: int) -> str:
        """Return a name that no person of another run has."""
        return f"{self.run}-{person_id}"

    def begin_visit(self, person_id: int) -> int:
        """Note that somebody has come, and return how often they were here, this time included."""
        self._tidy()
        known = self._known.get(person_id)
        if known is None:
            self.count += 1
            known = self._known[person_id] = _Known(0, 0.0)
        known.visits += 1
        known.seen_at = time.monotonic()
        return known.visits

    def see(self, person_id: int) -> None:
        """Note that somebody is here."""
        if person_id in self._known:
            self._known[person_id].seen_at = time.monotonic()

    def take_back(self, person_id: int) -> None:
        """Note that a visit was another one's: a number was revised."""
        known = self._known.get(person_id)
        if known is not None:
            known.visits -= 1
            if known.visits <= 0:
                del self._known[person_id]
                self.count -= 1

    def _tidy(self) -> None:
        now = time.monotonic()
        if self._forget_after_s is None or now - self._tidied_at < _TIDY_S:
            return
        self._tidied_at = now
        oldest = now - self._forget_after_s - _TIDY_S
        self._known = {number: known for number, known in self._known.items() if known.seen_at >= oldest}
