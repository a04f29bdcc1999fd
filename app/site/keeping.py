"""What a site keeps of what it has seen, in a store that may or may not be there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from inference.types import Attributes


class StoreWriter(Protocol):
    """Takes what a site has seen; thread-safe, and never waits for a database.

    Times are in UTC, with their zone. A `person` is unique over all runs of a site; None where nobody knows who it was.
    """

    def add_visit(
        self,
        *,
        source: str,
        person: str,
        began_at: datetime,
        ended_at: datetime,
        frames: int,
        number: int,
        attributes: Attributes | None,
    ) -> None:
        """Keep somebody's visit, which has ended; `number` is which visit of theirs it was."""
        ...

    def add_crossing(
        self,
        *,
        source: str,
        line: str,
        direction: str,
        at: datetime,
        person: str | None,
        is_first: bool,
        attributes: Attributes | None,
    ) -> None:
        """Keep that somebody has crossed a line, `in` or `out`; `is_first`: for the first time this way."""
        ...

    def add_stay(
        self,
        *,
        source: str,
        zone: str,
        entered_at: datetime,
        left_at: datetime,
        person: str | None,
        attributes: Attributes | None,
    ) -> None:
        """Keep somebody's stay in a zone, which has ended."""
        ...

    def add_minute(self, *, source: str, at: datetime, people_mean: float, people_most: int, watched_s: float) -> None:
        """Keep how many were in view in the minute that began at a time, of which so many seconds were watched."""
        ...

    def add_places(self, *, source: str, hour: datetime, aspect: float, seconds: Mapping[int, float]) -> None:
        """Keep for how long people were where in the hour that began at a time: seconds by cell, see `places.py`."""
        ...

    def add_still(self, *, source: str, at: datetime, jpeg: bytes) -> None:
        """Keep what a scene looks like without people, a JPEG file."""
        ...

    @property
    def state(self) -> str:
        """How it goes, in a few words for the terminal; empty where all is well."""
        ...


class NoStore:
    """Keeps nothing."""

    state = ""

    def add_visit(self, **_: object) -> None:
        pass

    def add_crossing(self, **_: object) -> None:
        pass

    def add_stay(self, **_: object) -> None:
        pass

    def add_minute(self, **_: object) -> None:
        pass

    def add_places(self, **_: object) -> None:
        pass

    def add_still(self, **_: object) -> None:
        pass
