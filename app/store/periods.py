"""Hours, days and weeks in the local zone, over changes of daylight saving too.

They are told by their beginnings in UTC: local times of the hour that comes twice are equal to Python.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from inference.errors import UsageError


class Step(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


def parse_time(text: str, zone: tzinfo | None = None, *, now: datetime | None = None) -> datetime:
    """Read a time: `2026-11-26`, `2026-11-26 14:30`, with a zone of its own (`...+01:00`, `...Z`) or in the local one.

    `today`, `yesterday` and `now` are understood, and `7d`, `12h`: so long ago.

    Args:
        text: the words.
        zone: the local zone; that of this machine where None.
        now: in place of the clock's.

    Raises:
        UsageError: it is no time.
    """
    try:
        return _parsed(text, zone, (now or datetime.now(UTC)).astimezone(zone))
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is no time; write 2026-11-26, 2026-11-26 14:30, yesterday, or 7d for seven days ago"
        ) from None


def _parsed(text: str, zone: tzinfo | None, now: datetime) -> datetime:
    word = text.strip().lower()
    if word == "now":
        return now
    if word in ("today", "yesterday"):
        return local(now.date() - timedelta(days=word == "yesterday"), zone)
    if word[:-1].isdecimal() and word[-1:] in ("h", "d", "w"):
        return now - timedelta(hours=int(word[:-1]) * {"h": 1, "d": 24, "w": 168}[word[-1]])
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo is not None else _with_zone(moment, zone)


def local(day: date, zone: tzinfo | None = None) -> datetime:
    """Return the beginning of a day in the local zone."""
    return _with_zone(datetime.combine(day, time()), zone)


def _with_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    return moment.replace(tzinfo=zone) if zone is not None else moment.astimezone()


def begin_of(moment: datetime, step: Step, zone: tzinfo | None = None) -> datetime:
    """Return when the hour, day or week (from Monday on) of the local zone began that holds a moment; in UTC."""
    here = moment.astimezone(zone)
    if step is Step.HOUR:
        # less what the local clock shows past the hour: zones are off by parts of an hour
        past = timedelta(minutes=here.minute, seconds=here.second, microseconds=here.microsecond)
        return moment.astimezone(UTC) - past
    days = here.weekday() if step is Step.WEEK else 0
    return local(here.date() - timedelta(days=days), zone).astimezone(UTC)


def next_of(begin: datetime, step: Step, zone: tzinfo | None = None) -> datetime:
    """Return when the hour, day or week after that begins; in UTC."""
    if step is Step.HOUR:
        return begin.astimezone(UTC) + timedelta(hours=1)
    days = 7 if step is Step.WEEK else 1
    return local(begin.astimezone(zone).date() + timedelta(days=days), zone).astimezone(UTC)


def periods(first: datetime, last: datetime, step: Step, zone: tzinfo | None = None) -> Iterator[datetime]:
    """Yield the beginnings, in UTC, of all hours, days or weeks from the one that holds `first` to before `last`."""
    begin = begin_of(first, step, zone)
    while begin < last:
        yield begin
        begin = next_of(begin, step, zone)
