"""What the page History tells of the site's store."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from inference.errors import FaceLensError

from ...store.opening import open_store
from ...store.periods import Step
from ...store.report import page_values
from ...store.wanted import read_wanted


def history_values(store: str, first: str, last: str, by: str) -> dict[str, Any]:
    """Return what the page says; takes a while.

    Args:
        store: its address.
        first, last: days as `2026-11-26`, both included; empty for the store's first and last.
        by: `hour`, `day` or `week`; empty for what suits the period.
    """
    shown = {"problem": "", "first": first, "last": last, "step": by}
    try:
        with open_store(store) as connection:
            history = read_wanted(connection, first or None, _day_after(last), by if by in {*Step} else None)
    except FaceLensError as error:
        return shown | {"problem": _sentence(str(error)), "sites": [], "span": "", "mean": None}
    begin, end = (moment.astimezone(history.zone) for moment in (history.first, history.last))
    shown |= {"first": f"{begin:%Y-%m-%d}", "last": f"{end - timedelta(seconds=1):%Y-%m-%d}"}
    return shown | page_values(history)


def _day_after(day: str) -> str | None:
    """Return the day by which a period ends that takes in a day."""
    if not day:
        return None
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return day  # whoever reads it says what is wrong with it


def _sentence(message: str) -> str:
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?", "!")) else ".")
