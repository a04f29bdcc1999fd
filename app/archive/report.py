"""`report.html` of an archive: how far it is, what failed, who was seen when."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from inference.page import render_page

from .hours import clock
from .ledger import Entry, Ledger, State
from .task import REPORT

# more rows nobody reads; the ledger has them
_MOST_FAILURES, _MOST_DAYS = 200, 400


def write_report(folder: Path, ledger: Ledger) -> None:
    """Write the report in place of an older one."""
    entries = list(ledger.entries())
    page = render_page("app.archive", "archive.html.j2", **_values(folder, entries))
    fresh = folder / f".{REPORT}"
    fresh.write_text(page, encoding="utf-8")
    os.replace(fresh, folder / REPORT)


def _values(folder: Path, entries: list[Entry]) -> dict[str, Any]:
    states = Counter(entry.state for entry in entries)
    done = [entry for entry in entries if entry.frames]
    by_hour = _people_by_hour(folder)
    most = max(by_hour)
    worst = [entry for entry in entries if entry.state in (State.FAILED, State.PARTLY)]
    return {
        "name": folder.name,
        "made": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
        "tiles": [
            ("Files", f"{states[State.DONE] + states[State.PARTLY]:,}", f"of {len(entries):,}"),
            ("Video", clock(sum(entry.seconds for entry in done)), "hours, minutes, seconds"),
            ("People", f"{sum(entry.people for entry in done):,}", "each once in a file"),
            ("Failed", f"{states[State.FAILED]:,}", f"{states[State.PARTLY]:,} more break off"),
        ],
        "share": (len(entries) - states[State.WAITING]) / len(entries) if entries else 0.0,
        "most": most,
        "hours": [(hour, count, 100 * count / max(1, most)) for hour, count in enumerate(by_hour)],
        "failures": [(entry.path, entry.reason, entry.state == State.PARTLY) for entry in worst[:_MOST_FAILURES]],
        "more_failures": max(0, len(worst) - _MOST_FAILURES),
        "days": _days(done),
    }


def _people_by_hour(folder: Path) -> list[int]:
    """Return how many people were first seen in each hour of the day, in the local zone."""
    import pyarrow.dataset

    counts = [0] * 24
    if not (folder / "people").is_dir():
        return counts
    parts = pyarrow.dataset.dataset(folder / "people", format="parquet", partitioning="hive")
    for batch in parts.to_batches(columns=["seen_at"]):
        for moment in batch.column("seen_at").to_pylist():
            if moment is not None:
                counts[moment.astimezone().hour] += 1
    return counts


def _days(done: list[Entry]) -> list[tuple[str, int, str, int]]:
    """Return a row a day: files, length, people."""
    rows: dict[str, list[float]] = {}
    for entry in done:
        row = rows.setdefault(entry.day, [0, 0.0, 0])
        row[0], row[1], row[2] = row[0] + 1, row[1] + entry.seconds, row[2] + entry.people
    newest = sorted(rows.items(), reverse=True)[:_MOST_DAYS]
    return [(day, int(files), clock(seconds), int(people)) for day, (files, seconds, people) in newest]
