"""What happens at the lines and in the zones of a scene."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way a line was crossed: `in` from its left to its right, as seen along it."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Crossing:
    """Somebody has crossed a line.

    Attributes:
        line: its name.
        direction: which way.
        time_s: when, on the scene's clock.
        track_id: of the face.
        person_id: who it is, as far as is known; None where that is not.
        is_first: nobody who is known to be the same person has crossed the line this way before.
    """

    line: str
    direction: Direction
    time_s: float
    track_id: int
    person_id: int | None
    is_first: bool


@dataclass(frozen=True, slots=True)
class ZoneEntered:
    """Somebody has come into a zone; attributes as in `Crossing`."""

    zone: str
    time_s: float
    track_id: int
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Dwell:
    """Somebody has been in a zone for as long as it asks for; attributes as in `Stay`, without its end."""

    zone: str
    time_s: float
    track_id: int
    person_id: int | None
    entered_s: float

    @property
    def dwell_s(self) -> float:
        return self.time_s - self.entered_s


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody has left a zone.

    Attributes:
        zone: its name.
        entered_s, left_s: when the person came, and when the person was seen in it last, on the scene's clock.
        track_id: the face that was seen there last.
        person_id: who it is, as far as is known; None where that is not.
    """

    zone: str
    entered_s: float
    left_s: float
    track_id: int
    person_id: int | None

    @property
    def dwell_s(self) -> float:
        return self.left_s - self.entered_s


Happening = Crossing | ZoneEntered | Dwell | Stay
