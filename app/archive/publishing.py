"""Puts the results of a file where they belong, so that a kill at any point is made good by doing it once more."""

from __future__ import annotations

import shutil
from collections.abc import Container
from pathlib import Path

from .task import READY, RESULTS, TABLES, WORK, Outcome


def ready(folder: Path) -> list[Path]:
    """Return the results that wait to be published."""
    return sorted((folder / WORK).glob(f"*{READY}"))


def publish(folder: Path, waiting: Path) -> Outcome:
    """Move results to their places; what has been moved already is passed over. `forget` follows once it is noted.

    Raises:
        OSError: a place can't be written.
    """
    outcome = Outcome.read_from(waiting)
    for table in TABLES:
        part = waiting / f"{table}.parquet"
        place = folder / table / f"day={outcome.day}" / f"{outcome.key}.parquet"
        if part.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            part.replace(place)
        for older in (folder / table).glob(f"day=*/{outcome.key}.parquet"):
            if older != place:
                older.unlink()
    results, place = waiting / RESULTS, folder / RESULTS / outcome.key
    if results.exists():
        aside = folder / WORK / f"{outcome.key}-older"
        shutil.rmtree(aside, ignore_errors=True)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.rename(aside)
        results.rename(place)
    return outcome


def forget(waiting: Path) -> None:
    """Remove what is left of results that were published and noted."""
    shutil.rmtree(waiting, ignore_errors=True)


def clear(folder: Path, keep: Container[Path] = ()) -> None:
    """Remove what workers that were killed have left, but not `keep`; called while none is at work."""
    for left in (folder / WORK).glob("*"):
        if left.suffix != READY and left not in keep:
            shutil.rmtree(left, ignore_errors=True)
