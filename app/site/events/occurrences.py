"""What happens at a site, before any rule has looked at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from inference.types import Attributes

from .conditions import Value


class Happening(StrEnum):
    """What a rule can listen for.

    Attributes:
        PERSON_SEEN: the site sees somebody for the first time.
        PERSON_ENTERED: somebody comes into the view of a source.
        PERSON_LEFT: somebody is out of its view for good.
        LINE_CROSSED, ZONE_ENTERED, ZONE_LEFT: of a line or zone of the source.
        DWELL: somebody has been in a zone for its `dwell_s`.
        CROWD: so many people are in view, or in a zone, at once.
    """

    PERSON_SEEN = "person_seen"
    PERSON_ENTERED = "person_entered"
    PERSON_LEFT = "person_left"
    LINE_CROSSED = "line_crossed"
    ZONE_ENTERED = "zone_entered"
    ZONE_LEFT = "zone_left"
    DWELL = "dwell"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as an event tells of them.

    Attributes:
        person: who it is, unique over all runs of the site; None until that is known.
        attributes: what is estimated so far; None where nothing is.
        visits: how often they were seen at the site, this time included.
    """

    person: str | None
    attributes: Attributes | None = None
    visits: int = 1


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that has happened.

    Attributes:
        on: what.
        source: name of the source.
        at_s: when, seconds since 1970 in UTC.
        who: whom it is about; None for a crowd.
        line, direction: what was crossed, and whether `in` or `out`.
        zone: where.
        dwell_s: for how long they were there, seconds.
        people: who is there at once, for a crowd.
    """

    on: Happening
    source: str
    at_s: float
    who: Somebody | None = None
    line: str | None = None
    direction: str | None = None
    zone: str | None = None
    dwell_s: float | None = None
    people: Sequence[Somebody] = ()

    def facts(self) -> Mapping[str, Value]:
        """Return what conditions may ask, by name; None where unknown, also of a gender that is as good as guessed."""
        local = datetime.fromtimestamp(self.at_s, UTC).astimezone()
        own = None if self.who is None else self.who.attributes
        return {
            "source": self.source,
            "line": self.line,
            "direction": self.direction,
            "zone": self.zone,
            "dwell_s": self.dwell_s,
            "people": float(len(self.people)) if self.people else None,
            "visits": None if self.who is None else float(self.who.visits),
            "hour": float(local.hour),
            "weekday": local.strftime("%A"),
            "age": None if own is None else own.age,
            "gender": own.gender if own is not None and own.is_gender_sure else None,
            "ethnicity": own.ethnicity if own is not None and own.is_ethnicity_sure else None,
        }
