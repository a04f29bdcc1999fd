"""What a store tells of a period: who came when, over which lines, for how long."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Any

import numpy as np
from sqlalchemy import Connection, Row, Table, and_, delete, func, select

from inference.attributes import ETHNICITIES, GENDERS
from inference.people import PersonEstimate
from inference.shares import shares_by_shipped_model

from .periods import Step, begin_of, periods
from .schema import CROSSINGS, MINUTES, PLACES, STAYS, STILLS, TABLES, TIME_COLUMNS, VISITS

# bounds of the classes of dwell times, seconds
DWELL_BOUNDS = (10, 30, 60, 120, 300, 600, 1800)
# of the grid in which places are kept, as in `app/site/places.py`
PLACE_COLUMNS, PLACE_ROWS = 48, 27
_MOST_PERIODS = 10_000


@dataclass(slots=True)
class Totals:
    """What happened in a period, or at a source, line or zone.

    Attributes:
        visits: times somebody was in view.
        people: by name, what was estimated of them last, None where nothing was; one that comes again counts once.
        seconds: in view, over all visits.
        went_in, went_out: crossings of all lines.
        stays: stays in all zones.
        dwell_s: seconds of these.
    """

    visits: int = 0
    people: dict[str, PersonEstimate | None] = field(default_factory=dict)
    seconds: float = 0.0
    went_in: int = 0
    went_out: int = 0
    stays: int = 0
    dwell_s: float = 0.0

    @property
    def mean_dwell_s(self) -> float | None:
        return self.dwell_s / self.stays if self.stays else None

    @property
    def estimates(self) -> list[PersonEstimate]:
        """What was estimated of the people, each once."""
        return [estimate for estimate in self.people.values() if estimate is not None]

    @property
    def balance(self) -> int:
        """How many more came in than went out."""
        return self.went_in - self.went_out


@dataclass(slots=True)
class _Average:
    """What was estimated of a person, over all visits by their length."""

    weight: float = 0.0
    age: float = 0.0
    genders: Counter[str] = field(default_factory=Counter)
    ethnicities: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row[Any]) -> None:
        if _estimate(row) is None:
            return
        weight = max(1.0, row.seconds)
        self.weight += weight
        self.age += weight * row.age
        self.genders[row.gender] += weight * (row.gender_score or 0.5)
        self.ethnicities[row.ethnicity] += weight * (row.ethnicity_score or 0.5)

    def estimate(self) -> PersonEstimate | None:
        if not self.weight:
            return None
        gender, ethnicity = (max(scores, key=scores.__getitem__) for scores in (self.genders, self.ethnicities))
        return PersonEstimate(self.age / self.weight, GENDERS.index(gender), ETHNICITIES.index(ethnicity))


@dataclass(slots=True)
class PlacesOfSource:
    """Where in the image of a source people were.

    Attributes:
        seconds: (`PLACE_ROWS`, `PLACE_COLUMNS`) of all people together.
        aspect: width of the image over its height.
        still: the scene without people, a JPEG file in base64; None where none was kept.
    """

    seconds: np.ndarray
    aspect: float
    still: str | None = None


@dataclass(slots=True)
class History:
    """A period of a store.

    Attributes:
        first, last: begin and end of the period.
        step: what `by_period` goes by.
        zone: the local zone; None for that of this machine.
        sites: names of the sites.
        total: everything.
        by_period: of each hour, day or week, by its beginning, also of those in which nobody came.
        by_source, by_line, by_zone: by name; lines and zones as (source, name).
        by_hour: (7, 24) visits by weekday (from Monday on) and hour of the local day.
        dwell: number of stays by `DWELL_BOUNDS`, the last for longer ones.
        most: how many were in view of one source at once at most, and when.
        watched_s: seconds that sources were watched.
        shares: of ages, genders and ethnicities, with intervals; see `people_shares`. None of nobody.
        places: where people were, by source.
    """

    first: datetime
    last: datetime
    step: Step
    zone: tzinfo | None
    sites: list[str] = field(default_factory=list)
    total: Totals = field(default_factory=Totals)
    by_period: dict[datetime, Totals] = field(default_factory=dict)
    by_source: dict[str, Totals] = field(default_factory=lambda: defaultdict(Totals))
    by_line: dict[tuple[str, str], Totals] = field(default_factory=lambda: defaultdict(Totals))
    by_zone: dict[tuple[str, str], Totals] = field(default_factory=lambda: defaultdict(Totals))
    by_hour: np.ndarray = field(default_factory=lambda: np.zeros((7, 24), dtype=np.int64))
    dwell: list[int] = field(default_factory=lambda: [0] * (len(DWELL_BOUNDS) + 1))
    most: tuple[int, datetime | None, str] = (0, None, "")
    watched_s: float = 0.0
    shares: dict[str, Any] | None = None
    places: dict[str, PlacesOfSource] = field(default_factory=dict)

    @property
    def busiest(self) -> tuple[datetime, Totals] | None:
        """The period with the most visits; None where nobody came."""
        best = max(self.by_period.items(), key=lambda item: item[1].visits, default=None)
        return best if best is not None and best[1].visits else None


def span_of(connection: Connection, site: str | None = None) -> tuple[datetime, datetime] | None:
    """Return when the store's first and last row are; None where it is empty."""
    times: list[datetime] = []
    for table in TABLES:
        time = table.c[TIME_COLUMNS[table.name]]
        row = connection.execute(select(func.min(time), func.max(time)).where(*_of_site(table, site))).one()
        times += [moment for moment in row if moment is not None]
    return (min(times), max(times)) if times else None


def read_history(
    connection: Connection,
    first: datetime,
    last: datetime,
    step: Step,
    *,
    site: str | None = None,
    zone: tzinfo | None = None,
) -> History:
    """Read what happened from `first` to before `last`.

    Args:
        connection: to a store.
        first, last: with their zones.
        step: hours, days or weeks.
        site: only this one; all of the store where None.
        zone: the local zone; that of this machine where None.
    """
    history = History(first, last, step, zone)
    history.by_period = {begin: Totals() for begin in periods(first, last, step, zone)}
    sites: set[str] = set()
    averages: dict[str, _Average] = defaultdict(_Average)
    for row in _rows(connection, VISITS, first, last, site):
        sites.add(row.site)
        averages[_name(row)].add(row)
        here = row.began_at.astimezone(zone)
        history.by_hour[here.weekday(), here.hour] += 1
        for totals in _totals(history, row.began_at, history.by_source[row.source]):
            totals.visits += 1
            totals.people[_name(row)] = _estimate(row)
            totals.seconds += row.seconds
    for row in _rows(connection, CROSSINGS, first, last, site):
        sites.add(row.site)
        line = history.by_line[row.source, row.line]
        for totals in _totals(history, row.at, history.by_source[row.source], line):
            totals.went_in += row.direction == "in"
            totals.went_out += row.direction == "out"
        line.people[_name(row)] = _estimate(row)
    for row in _rows(connection, STAYS, first, last, site):
        sites.add(row.site)
        stays = history.by_zone[row.source, row.zone]
        for totals in _totals(history, row.entered_at, history.by_source[row.source], stays):
            totals.stays += 1
            totals.dwell_s += row.dwell_s
        stays.people[_name(row)] = _estimate(row)
        history.dwell[sum(row.dwell_s >= bound for bound in DWELL_BOUNDS)] += 1
    for row in _rows(connection, MINUTES, first, last, site):
        sites.add(row.site)
        history.watched_s += row.watched_s
        if row.most > history.most[0]:
            history.most = row.most, row.minute, row.source
    history.places = _places(connection, first, last, site)
    history.sites = sorted(sites)
    estimates = [estimate for average in averages.values() if (estimate := average.estimate()) is not None]
    history.shares = shares_by_shipped_model(estimates)
    return history


def _places(connection: Connection, first: datetime, last: datetime, site: str | None) -> dict[str, PlacesOfSource]:
    """Read where people were, over the newest still of each source from before the end of the period."""
    places: dict[str, PlacesOfSource] = {}
    for row in _rows(connection, PLACES, first - timedelta(hours=1), last, site):
        here = places.setdefault(row.source, PlacesOfSource(np.zeros((PLACE_ROWS, PLACE_COLUMNS)), row.aspect))
        here.aspect = row.aspect
        for cell, seconds in json.loads(row.cells).items():
            here.seconds.flat[int(cell)] += seconds
    for source, here in places.items():
        newest = (
            select(STILLS.c.jpeg)
            .where(STILLS.c.source == source, STILLS.c.at < last, *_of_site(STILLS, site))
            .order_by(STILLS.c.at.desc())
            .limit(1)
        )
        here.still = connection.execute(newest).scalar()
    return places


def _name(row: Row[Any]) -> str:
    """Return who it was; whoever nobody knows is somebody else each time."""
    return str(row.person or row.id)


def _estimate(row: Row[Any]) -> PersonEstimate | None:
    if row.age is None or row.gender not in GENDERS or row.ethnicity not in ETHNICITIES:
        return None
    return PersonEstimate(row.age, GENDERS.index(row.gender), ETHNICITIES.index(row.ethnicity))


def _totals(history: History, moment: datetime, *others: Totals) -> Iterator[Totals]:
    yield history.total
    yield history.by_period[begin_of(moment, history.step, history.zone)]
    yield from others


def _rows(
    connection: Connection, table: Table, first: datetime, last: datetime, site: str | None
) -> Iterable[Row[Any]]:
    time = table.c[TIME_COLUMNS[table.name]]
    query = select(table).where(and_(time >= first, time < last), *_of_site(table, site)).order_by(time)
    return connection.execution_options(yield_per=2000).execute(query)


def _of_site(table: Table, site: str | None) -> Sequence[Any]:
    return () if site is None else (table.c.site == site,)


def erase_before(connection: Connection, moment: datetime, site: str | None = None) -> dict[str, int]:
    """Erase all rows from before a moment; return how many of each table."""
    erased = {}
    for table in TABLES:
        time = table.c[TIME_COLUMNS[table.name]]
        erased[table.name] = connection.execute(delete(table).where(time < moment, *_of_site(table, site))).rowcount
    return erased


def too_fine(first: datetime, last: datetime, step: Step) -> bool:
    """Tell whether a period is so long that its hours or days would be a table that nobody reads."""
    length = {Step.HOUR: timedelta(hours=1), Step.DAY: timedelta(days=1), Step.WEEK: timedelta(weeks=1)}[step]
    return (last - first) / length > _MOST_PERIODS
