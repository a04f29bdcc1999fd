"""The people in a part of a film, as a table of people or a report of that part tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..identity.person import People, Person, Visit
from ..settings import Selection
from ..types import FrameResult
from .film import Appearances, Film


def people_in(film: Film, part: Selection) -> People | None:
    """Return whoever is seen in a part of a film, each with the visits that reach into it, cut to it.

    What is said of somebody, and the best look, are those of the whole film: they are the better ones.

    Args:
        film: of a video.
        part: from and to; `every` is left aside.

    Returns:
        None where nobody is followed.
    """
    people = film.people
    if people is None or not part.has_times:
        return people
    seen = film.appearances()
    rows = _rows_by_visit(seen)
    persons = tuple(cut for person in people.persons if (cut := _cut(person, seen, rows, part)) is not None)
    gone = len(people.persons) - len(persons)
    low, high = people.count_range
    return replace(
        people,
        persons=persons,
        count_range=(max(0, min(low - gone, len(persons))), max(high - gone, len(persons))),
        tracks=sum(len(person.visits) for person in persons),
    )


def results_in(film: Film, part: Selection) -> Iterator[FrameResult]:
    """Yield what was found in the frames of a part, in their order."""
    for result in film.results():
        if not (part.is_before(result.timestamp_s) or part.is_past(result.timestamp_s)):
            yield result


def _rows_by_visit(seen: Appearances) -> dict[int, NDArray[np.intp]]:
    """Return the rows of each visit, by its number."""
    if not len(seen.visit):
        return {}
    order = np.argsort(seen.visit, kind="stable")
    numbers, starts = np.unique(seen.visit[order], return_index=True)
    return dict(zip(numbers.tolist(), np.split(order, starts[1:]), strict=True))


def _cut(person: Person, seen: Appearances, rows: dict[int, NDArray[np.intp]], part: Selection) -> Person | None:
    """Return a person with the visits that reach into a part; None of somebody who is not there."""
    visits = [cut for visit in person.visits if (cut := _cut_visit(visit, seen, rows, part)) is not None]
    return replace(person, visits=tuple(visits)) if visits else None


def _cut_visit(visit: Visit, seen: Appearances, rows: dict[int, NDArray[np.intp]], part: Selection) -> Visit | None:
    if not (part.is_before(visit.first_s) or part.is_past(visit.last_s)):
        return visit
    mine = rows.get(visit.track_id, np.empty(0, dtype=np.intp))
    mine = mine[seen.is_found[mine]]
    times = seen.time_s[mine]
    inside = [not (part.is_before(time_s) or part.is_past(time_s)) for time_s in times.tolist()]
    here = mine[np.array(inside, dtype=bool)]
    if not len(here):
        return None
    return replace(
        visit,
        first_s=float(seen.time_s[here[0]]),
        last_s=float(seen.time_s[here[-1]]),
        in_view_s=visit.in_view_s * len(here) / len(mine),
        frames=len(here),
        first_frame=int(seen.frame_index[here[0]]),
        last_frame=int(seen.frame_index[here[-1]]),
    )
