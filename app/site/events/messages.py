"""Events as they are told: an id, what happened, to whom, and of a crowd what kind of people it is."""

from __future__ import annotations

import json
import secrets
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from inference.people import PersonEstimate
from inference.shares import ModelErrors, people_shares
from inference.types import Attributes

from .occurrences import Occurrence, Somebody


@dataclass(frozen=True, slots=True)
class Event:
    """An event that is told.

    Attributes:
        id: UUID of version 7: unique, and later ones sort after earlier ones. Who is told twice knows it by this.
        body: JSON, UTF-8.
        text: one sentence for people.
    """

    id: str
    body: bytes
    text: str


def event_of(occurrence: Occurrence, site: str, count: int, errors: ModelErrors | None = None) -> Event:
    """Put what has happened into words; of a crowd that takes a fifth of a second.

    Args:
        occurrence: what.
        site: name of the site.
        count: how often the rule has been met so far.
        errors: of the model that estimated the people; None where nothing is known of them.
    """
    number = str(uuid7())
    content: dict[str, object] = {
        "id": number,
        "event": str(occurrence.on),
        "site": site,
        "source": occurrence.source,
        "time": datetime.fromtimestamp(occurrence.at_s, UTC).isoformat(timespec="milliseconds"),
        "count": count,
    }
    for name in ("line", "direction", "zone"):
        if (value := getattr(occurrence, name)) is not None:
            content[name] = value
    if occurrence.dwell_s is not None:
        content["dwell_s"] = round(occurrence.dwell_s, 1)
    if occurrence.who is not None:
        content |= {"person": occurrence.who.person, "visits": occurrence.who.visits}
        content |= _described(occurrence.who.attributes)
    if occurrence.people:
        content |= {"people": len(occurrence.people), "group": _group(occurrence.people, errors or ModelErrors())}
    return Event(number, json.dumps(content, ensure_ascii=False).encode(), _sentence(occurrence))


def _described(attributes: Attributes | None) -> Mapping[str, object]:
    if attributes is None:
        return {}
    return {
        "age": round(attributes.age, 1),
        "age_p10": round(attributes.age_p10, 1),
        "age_p90": round(attributes.age_p90, 1),
        "gender": attributes.gender if attributes.is_gender_sure else None,
        "gender_score": round(attributes.gender_score, 3),
        "ethnicity": attributes.ethnicity if attributes.is_ethnicity_sure else None,
        "ethnicity_score": round(attributes.ethnicity_score, 3),
    }


def _group(people: Sequence[Somebody], errors: ModelErrors) -> Mapping[str, object]:
    """Return what kind of people those of a crowd are of whom that is known, as `people_shares` has it."""
    known = [PersonEstimate.of(one.attributes) for one in people if one.attributes is not None]
    shares = people_shares(known, errors, hidden=frozenset({"ethnicity"}))
    if shares is None:
        return {"known": 0}
    return {"known": len(known), "age": shares["age"]["mean"], "gender": shares["gender"]}


def _sentence(occurrence: Occurrence) -> str:
    """Return an event as people say it."""
    when = datetime.fromtimestamp(occurrence.at_s, UTC).astimezone().strftime("%H:%M:%S")
    who = "Somebody"
    attributes = occurrence.who.attributes if occurrence.who else None
    if attributes is not None:
        kind = {"male": "A man", "female": "A woman"}[attributes.gender] if attributes.is_gender_sure else "Somebody"
        who = f"{kind} of about {attributes.age:.0f}"
    what = {
        "person_seen": f"{who} is here for the first time",
        "person_entered": f"{who} has come",
        "person_left": f"{who} has left",
        "line_crossed": f"{who} has crossed {occurrence.line} ({occurrence.direction})",
        "zone_entered": f"{who} has entered {occurrence.zone}",
        "zone_left": f"{who} has left {occurrence.zone} after {occurrence.dwell_s or 0:.0f} s",
        "dwell": f"{who} has been at {occurrence.zone} for {occurrence.dwell_s or 0:.0f} s",
        "crowd": f"{len(occurrence.people)} people are {'at ' + occurrence.zone if occurrence.zone else 'in view'}",
    }[str(occurrence.on)]
    return f"{occurrence.source}, {when}: {what}"


def uuid7() -> uuid.UUID:
    """Return a UUID of version 7 (RFC 9562): 48 bits of milliseconds since 1970, 74 of chance."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    return uuid.UUID(int=value | 0b10 << 62 | secrets.randbits(62))
