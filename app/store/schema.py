"""The tables of a store. All times are in UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class UtcDateTime(TypeDecorator[datetime]):
    """A time with its zone, kept in UTC; databases that know no zones keep it without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time of the store needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA = MetaData()


def _where() -> list[Column[Any]]:
    """Return what every row begins with: `id` is unique over all sites, so that what is written twice is there once."""
    return [
        Column("id", String(36), primary_key=True),
        Column("site", String(200), nullable=False),
        Column("source", String(200), nullable=False),
    ]


def _who() -> list[Column[Any]]:
    """Return what is known of the person: a name that is unique over all runs (none where nobody knows), estimates."""
    return [
        Column("person", String(80)),
        Column("age", Float),
        Column("age_p10", Float),
        Column("age_p90", Float),
        Column("gender", String(20)),
        Column("gender_score", Float),
        Column("ethnicity", String(20)),
        Column("ethnicity_score", Float),
    ]


# somebody's time in the view of a source; `number` is which visit of the person it is
VISITS = Table(
    "visits",
    METADATA,
    *_where(),
    Column("began_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("frames", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    *_who(),
    Index("visits_by_time", "site", "began_at"),
)

# `direction` is `in` or `out`; `is_first`: nobody known to be the same person had crossed the line this way
CROSSINGS = Table(
    "crossings",
    METADATA,
    *_where(),
    Column("line", String(200), nullable=False),
    Column("direction", String(3), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("is_first", Boolean, nullable=False),
    *_who(),
    Index("crossings_by_time", "site", "at"),
)

# somebody's time in a zone
STAYS = Table(
    "stays",
    METADATA,
    *_where(),
    Column("zone", String(200), nullable=False),
    Column("entered_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime, nullable=False),
    Column("dwell_s", Float, nullable=False),
    *_who(),
    Index("stays_by_time", "site", "entered_at"),
)

# of each minute in which a source was watched: how many were in view on average and at most, seconds watched; of a
# source that was opened anew within the minute there are two rows
MINUTES = Table(
    "minutes",
    METADATA,
    *_where(),
    Column("minute", UtcDateTime, nullable=False),
    Column("people", Float, nullable=False),
    Column("most", Integer, nullable=False),
    Column("watched_s", Float, nullable=False),
    Index("minutes_by_time", "site", "minute"),
)

# where in the image of a source people were, by the hour: seconds by cell of a grid, as JSON (`app/site/places.py`);
# nobody is named. `aspect` is the width of the image over its height
PLACES = Table(
    "places",
    METADATA,
    *_where(),
    Column("hour", UtcDateTime, nullable=False),
    Column("aspect", Float, nullable=False),
    Column("cells", Text, nullable=False),
    Index("places_by_time", "site", "hour"),
)

# what the scene of a source looks like without people, as a JPEG file in base64; only of sources that ask for it
STILLS = Table(
    "stills",
    METADATA,
    *_where(),
    Column("at", UtcDateTime, nullable=False),
    Column("jpeg", Text, nullable=False),
    Index("stills_by_time", "site", "at"),
)

# which version of the schema there is: Alembic's own table, `alembic_version`
TABLES = (VISITS, CROSSINGS, STAYS, MINUTES, PLACES, STILLS)
# of each table, the column that says when a row was: what retention and periods go by
TIME_COLUMNS = {
    "visits": "began_at",
    "crossings": "at",
    "stays": "entered_at",
    "minutes": "minute",
    "places": "hour",
    "stills": "at",
}
