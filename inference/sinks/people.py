"""Writes the people of a run, one row each, as CSV, JSON Lines or a contact sheet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from ..attributes import ATTRIBUTES
from ..files import OutputFile, WrittenFile
from ..find.choice import persons_found
from ..identity.person import Person, Visit
from ..settings import DisplaySettings
from ..types import Frame, FrameResult, RunFacts, SourceInfo
from .base import Sink
from .table import attribute_cells, csv_line, encoded, probabilities

PEOPLE_COLUMNS = (
    "person_id", "first_seen_s", "last_seen_s", "in_view_s", "visits", "frames",
    *(column for attribute in ATTRIBUTES for column in attribute.columns), "quality", "best_time_s", "source",
)  # fmt: skip


class PeopleSink(Sink):
    """One row per person, written when the sink is closed: only then it is known who is who.

    Args:
        path: a file that ends in one of `PEOPLE_ENDINGS`.
        settings: hidden attributes are left out; faces of a contact sheet are covered as in the annotated copy.
        info: the source.
        version: of FaceLens.

    Raises:
        SinkError: the file can't be written.
    """

    def __init__(self, path: str, settings: DisplaySettings, info: SourceInfo, *, version: str | None = None) -> None:
        self._output = OutputFile(path)
        self._format = _FORMATS[self._output.part.suffix.lower()]
        self._settings, self._info, self._version = settings, info, version
        self._frames = 0

    def write(self, frame: Frame, result: FrameResult) -> None:
        self._frames += 1

    @property
    def written(self) -> WrittenFile | None:
        return self._output.written

    def close(self, facts: RunFacts) -> None:
        if not (self._frames or facts.is_whole):
            self._output.discard()
            return
        self._output.fill(encoded(self._format(facts, self._settings, self._info, self._version)))
        self._output.finish(is_whole=facts.is_whole)

    def discard(self) -> None:
        self._output.discard()


def person_row(person: Person, hidden: frozenset[str]) -> dict[str, Any]:
    """Return one row, keyed and ordered as `PEOPLE_COLUMNS`; None where a cell stays empty.

    Times are seconds in the source of the visit, rounded to 0.1 ms; attributes are averaged over all visits. `source`
    is that of the best look, at `best_time_s`.
    """
    best = person.best
    return {
        "person_id": person.person_id,
        "first_seen_s": round(person.first_seen_s, 4),
        "last_seen_s": round(person.last_seen_s, 4),
        "in_view_s": round(person.in_view_s, 4),
        "visits": len(person.visits),
        "frames": person.frames,
        **attribute_cells(person.attributes, hidden),
        "quality": round(person.quality, 4),
        "best_time_s": None if best is None else round(best.time_s, 4),
        "source": person.visits[0].source if best is None else best.source,
    }


def _csv(facts: RunFacts, settings: DisplaySettings, info: SourceInfo, version: str | None) -> str:
    """Write the columns; where somebody corrected by hand, one more that says what."""
    persons = persons_found(settings, facts.people)
    are_any_corrected = any(person.corrections for person in persons)

    def line(person: Person) -> str:
        corrected = [" ".join(person.corrections)] if are_any_corrected else []
        return csv_line([*person_row(person, settings.hide).values(), *corrected])

    return csv_line([*PEOPLE_COLUMNS, *(["corrected"] if are_any_corrected else [])]) + "".join(map(line, persons))


def _json_lines(facts: RunFacts, settings: DisplaySettings, info: SourceInfo, version: str | None) -> str:
    """Write the columns, then `is_certain`, all probabilities as in the table, and the visits.

    Of whom somebody corrected by hand, `corrected` says what.
    """

    def line(person: Person) -> str:
        row = person_row(person, settings.hide) | {"is_certain": person.is_certain}
        row |= probabilities(person.attributes, settings.hide)
        row["visit_list"] = [_visit(visit) for visit in person.visits]
        if person.corrections:
            row["corrected"] = list(person.corrections)
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"

    return "".join(map(line, persons_found(settings, facts.people)))


def _visit(visit: Visit) -> dict[str, Any]:
    return {
        "source": visit.source,
        "first_s": round(visit.first_s, 4),
        "last_s": round(visit.last_s, 4),
        "first_frame": visit.first_frame,
        "last_frame": visit.last_frame,
        "frames": visit.frames,
    }


def _contact_sheet(facts: RunFacts, settings: DisplaySettings, info: SourceInfo, version: str | None) -> str:
    from .contact_sheet import contact_sheet

    return contact_sheet(facts, settings, info, version)


_Format = Callable[[RunFacts, DisplaySettings, SourceInfo, str | None], str]
_FORMATS: Mapping[str, _Format] = {".csv": _csv, ".jsonl": _json_lines, ".html": _contact_sheet}
PEOPLE_ENDINGS = tuple(_FORMATS)
