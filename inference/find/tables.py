"""People of exported files: tables with a row per face per frame, and people files with a row per person."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import SourceError
from .query import Traits, number_in

# seen again within this time, it is the same stretch
_GAP_S = 1.0
_ENDINGS = (".csv", ".jsonl")
_AGE_COLUMNS = ("age", "age_p10", "age_p90")


class Stretch(NamedTuple):
    """A time in which somebody was seen.

    Attributes:
        source: as the file has it.
        first_s, last_s: seconds.
    """

    source: str
    first_s: float
    last_s: float


@dataclass(frozen=True, slots=True)
class Found:
    """A person of a file.

    Attributes:
        row: the columns of a people file, as far as the file tells them.
        traits: what a description can ask.
        stretches: when the person was seen, in order.
    """

    row: Mapping[str, Any]
    traits: Traits
    stretches: Sequence[Stretch]


def read_people(path: str | Path) -> list[Found]:
    """Read the people of a table or a people file, CSV or JSON Lines.

    Returns:
        The people, by number. In a table without `person_id` each track stands for itself; rows of nobody who counts
        are left out. What is said of a person of a table is the mean of the rows in which the face was found.

    Raises:
        SourceError: it can't be read, or is neither of them.
    """
    rows = list(_rows(Path(path)))
    if not rows:
        return []
    names = set(rows[0])
    if {"person_id", "visits"} <= names:
        return [_person_of_row(row) for row in rows]
    if {"frame", "time_s", "age"} <= names:
        return _people_of_frames(rows)
    raise SourceError(
        f"{path} is neither a table of frames nor a people file: it lacks the columns frame and time_s, or "
        "person_id and visits"
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.suffix.lower() not in _ENDINGS:
        raise SourceError(f"{path} is no table that can be read: it must end in {' or '.join(_ENDINGS)}")
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            if path.suffix.lower() == ".csv":
                yield from csv.DictReader(file)
                return
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _object(line, path, number)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceError(f"can't read {path}: {getattr(error, 'strerror', None) or error}") from error


def _object(line: str, path: Path, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise SourceError(f"{path} is damaged in line {number}: {error}") from error
    if not isinstance(row, dict):
        raise SourceError(f"{path} is damaged in line {number}: it is no object")
    return row


# --- people files ------------------------------------------------------------------------------


def _person_of_row(row: dict[str, Any]) -> Found:
    visits = row.pop("visit_list", None)
    stretches = [
        Stretch(str(visit["source"]), float(visit["first_s"]), float(visit["last_s"])) for visit in visits or ()
    ]
    first_s, last_s = number_in(row, "first_seen_s"), number_in(row, "last_seen_s")
    if not stretches and first_s is not None and last_s is not None:
        stretches = [Stretch(str(row.get("source", "")), first_s, last_s)]
    return Found(row, Traits.of_row(row), _joined(stretches))


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Join stretches of one source that are near each other."""
    joined: list[Stretch] = []
    for stretch in sorted(stretches):
        last = joined[-1] if joined else None
        if last is not None and last.source == stretch.source and stretch.first_s - last.last_s <= _GAP_S:
            joined[-1] = last._replace(last_s=max(last.last_s, stretch.last_s))
        else:
            joined.append(stretch)
    return joined


# --- tables ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Sums:
    """What the rows of one person add up to."""

    rows: int = 0
    ages: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])
    genders: Counter[str] = field(default_factory=Counter)
    ethnicities: Counter[str] = field(default_factory=Counter)
    times: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        if row.get("basis") != "coasted":
            self.rows += 1
            for place, name in enumerate(_AGE_COLUMNS):
                self.ages[place] += number_in(row, name) or 0.0
            for name, scores in (("gender", self.genders), ("ethnicity", self.ethnicities)):
                if row.get(name):
                    scores[str(row[name])] += number_in(row, f"{name}_score") or 0.0  # type: ignore[assignment]
        visit = str(row.get("source", "")), str(row.get("track_id") or "")
        time_s = number_in(row, "time_s") or 0.0
        first_s, last_s = self.times.get(visit, (time_s, time_s))
        self.times[visit] = min(first_s, time_s), max(last_s, time_s)


def _people_of_frames(rows: Sequence[dict[str, Any]]) -> list[Found]:
    has_people = any(row.get("person_id") for row in rows)
    column = "person_id" if has_people else "track_id"
    sums: dict[int, _Sums] = defaultdict(_Sums)
    for place, row in enumerate(rows):
        number = number_in(row, column)
        if number is None and has_people:
            continue  # it counts for nobody
        # without numbers, as of still images that nobody was recognised in, each row stands for itself
        sums[place + 1 if number is None else int(number)].add(row)
    return [_person_of_sums(number, sums[number]) for number in sorted(sums)]


def _person_of_sums(number: int, sums: _Sums) -> Found:
    count = max(1, sums.rows)
    stretches = sorted(Stretch(source, *times) for (source, _), times in sums.times.items())
    row: dict[str, Any] = {
        "person_id": number,
        "first_seen_s": min(stretch.first_s for stretch in stretches),
        "last_seen_s": max(stretch.last_s for stretch in stretches),
        "in_view_s": round(sum(stretch.last_s - stretch.first_s for stretch in stretches), 4),
        "visits": len(stretches),
        "frames": sums.rows,
    }
    row |= {name: round(total / count, 1) for name, total in zip(_AGE_COLUMNS, sums.ages, strict=True) if total}
    for name, scores in (("gender", sums.genders), ("ethnicity", sums.ethnicities)):
        if scores:
            best, total = scores.most_common(1)[0]
            row |= {name: best, f"{name}_score": round(total / count, 4)}
    row["source"] = stretches[0].source
    return Found(row, Traits.of_row(row), _joined(stretches))
