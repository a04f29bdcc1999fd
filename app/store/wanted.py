"""Reads the part of a store that somebody asks for in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from inference.errors import UsageError

from .history import History, read_history, span_of, too_fine
from .periods import Step, parse_time


def read_wanted(
    connection: Connection,
    first: str | None = None,
    last: str | None = None,
    by: str | None = None,
    site: str | None = None,
) -> History:
    """Read what happened in a period.

    Args:
        connection: to a store.
        first, last: its begin and its end, which is not included, as `parse_time` understands them; those of the store
            where None.
        by: `hour`, `day` or `week`; what suits the period where None.
        site: only this one; all of the store where None.

    Raises:
        UsageError: a time that is not understood, or a period that makes no sense.
    """
    now = datetime.now().astimezone()
    span = span_of(connection, site) or (now - timedelta(days=1), now)
    begin = parse_time(first) if first else span[0]
    end = parse_time(last) if last else max(now if not first else begin, span[1] + timedelta(seconds=1))
    if end <= begin:
        raise UsageError(f"the end, {end:%Y-%m-%d %H:%M}, must be later than the beginning, {begin:%Y-%m-%d %H:%M}")
    step = Step(by) if by else _suitable(end - begin)
    if too_fine(begin, end, step):
        raise UsageError(f"from {begin:%Y-%m-%d} to {end:%Y-%m-%d} there are too many {step}s; choose longer periods")
    return read_history(connection, begin, end, step, site=site)


def _suitable(length: timedelta) -> Step:
    if length <= timedelta(days=4):
        return Step.HOUR
    return Step.DAY if length <= timedelta(days=120) else Step.WEEK
