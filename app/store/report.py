"""A history as a page, a table or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from inference.attributes import GENDERS
from inference.page import render_page, share_bars
from inference.shares import shares_by_shipped_model
from inference.sinks.summary import LIMITS

from .history import DWELL_BOUNDS, PLACE_COLUMNS, PLACE_ROWS, History, PlacesOfSource, Totals
from .periods import Step, next_of

COLUMNS = (
    "from", "to", "visits", "people", "mean_visit_s", "in", "out", "stays", "mean_dwell_s", "mean_age", "female",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# the chart over time has no more bars than can be told apart
_MOST_BARS = 240
# of heat maps, in units of their drawing
_SCENE_WIDTH = 960.0


def as_csv(history: History) -> str:
    """Return one row per hour, day or week, times in the local zone with their offset from UTC."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for begin, totals in history.by_period.items():
        rows.writerow(_row(history, begin, totals).values())
    return text.getvalue()


def _row(history: History, begin: datetime, totals: Totals) -> dict[str, Any]:
    end = next_of(begin, history.step, history.zone)
    mean_visit_s = round(totals.seconds / totals.visits, 1) if totals.visits else None
    dwell_s = None if totals.mean_dwell_s is None else round(totals.mean_dwell_s, 1)
    return dict(
        zip(
            COLUMNS,
            (
                *(moment.astimezone(history.zone).isoformat(timespec="minutes") for moment in (begin, end)),
                totals.visits, len(totals.people), mean_visit_s, totals.went_in, totals.went_out, totals.stays, dwell_s,
                *_counted(totals),
            ),
            strict=True,
        )
    )  # fmt: skip


def _counted(totals: Totals) -> tuple[float | None, float | None]:
    """Return the mean age and the share of women as they were predicted: of few people intervals would say nothing."""
    seen = totals.estimates
    if not seen:
        return None, None
    female = GENDERS.index("female")
    return (
        round(sum(one.age for one in seen) / len(seen), 1),
        round(sum(one.gender == female for one in seen) / len(seen), 3),
    )


def as_json(history: History) -> str:
    """Return everything, times in the local zone with their offset from UTC."""
    most, at, source = history.most
    content = {
        "sites": history.sites,
        "from": history.first.astimezone(history.zone).isoformat(timespec="seconds"),
        "to": history.last.astimezone(history.zone).isoformat(timespec="seconds"),
        "by": str(history.step),
        "total": _named(history.total),
        "most_at_once": {
            "people": most,
            "at": None if at is None else at.astimezone(history.zone).isoformat(timespec="minutes"),
            "source": source or None,
        },
        "watched_s": round(history.watched_s, 1),
        "shares": history.shares,
        "dwell": dict(zip(dwell_names(), history.dwell, strict=True)),
        "places": {
            name: {"grid": [PLACE_COLUMNS, PLACE_ROWS], "seconds": places.seconds.round(1).tolist()}
            for name, places in history.places.items()
        },
        "by_weekday_and_hour": history.by_hour.tolist(),
        "sources": {name: _named(totals) for name, totals in history.by_source.items()},
        "lines": [{"source": s, "line": n} | _told_of_place(totals) for (s, n), totals in history.by_line.items()],
        "zones": [{"source": s, "zone": n} | _told_of_place(totals) for (s, n), totals in history.by_zone.items()],
        "periods": [_row(history, begin, totals) for begin, totals in history.by_period.items()],
        "limits": LIMITS,
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _named(totals: Totals) -> dict[str, Any]:
    return {
        "visits": totals.visits,
        "people": len(totals.people),
        "seconds": round(totals.seconds, 1),
        "in": totals.went_in,
        "out": totals.went_out,
        "balance": totals.balance,
        "stays": totals.stays,
        "mean_dwell_s": None if totals.mean_dwell_s is None else round(totals.mean_dwell_s, 1),
    }


def _told_of_place(totals: Totals) -> dict[str, Any]:
    return _named(totals) | {"shares": shares_by_shipped_model(totals.estimates)}


def dwell_names() -> list[str]:
    """Return the names of the classes of dwell times."""
    bounds = ["0", *(_length(bound) for bound in DWELL_BOUNDS)]
    return [f"{low} to {high}" for low, high in pairwise(bounds)] + [f"over {bounds[-1]}"]


def _length(seconds: float) -> str:
    return f"{seconds:g} s" if seconds < 60 else f"{seconds / 60:g} min"


def as_text(history: History) -> str:
    """Return a few lines for the terminal."""
    total = history.total
    lines = [
        f"{_span(history)}: {total.visits:,} visits of {len(total.people):,} people"
        f" ({', '.join(history.sites) or 'no site'})"
    ]
    if total.went_in or total.went_out:
        lines.append(f"over lines: in {total.went_in:,}, out {total.went_out:,}, balance {total.balance:+,}")
    if history.busiest is not None:
        begin, totals = history.busiest
        lines.append(f"busiest {history.step}: {_told(begin, history)} with {totals.visits:,} visits")
    if mean := ((history.shares or {}).get("age") or {}).get("mean"):
        female = history.shares["gender"]["female"] if history.shares else {}
        lines.append(
            f"mean age {mean['estimate']:.0f} ({mean['low']:.0f} to {mean['high']:.0f}), "
            f"{100 * female['estimate']:.0f} % female ({100 * female['low']:.0f} to {100 * female['high']:.0f} %)"
        )
    rows: list[tuple[str, ...]] = [("", "visits", "people", "in", "out", "stays")]
    rows += [
        (_told(begin, history), *(f"{n:,}" for n in (t.visits, len(t.people), t.went_in, t.went_out, t.stays)))
        for begin, t in history.by_period.items()
        if t.visits or t.went_in or t.went_out or t.stays
    ]
    if len(rows) > 1:
        lines += ["", *_aligned(rows)]
    return "\n".join(lines) + "\n"


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterable[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(others, widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()


def _told(begin: datetime, history: History) -> str:
    moment = begin.astimezone(history.zone)
    if history.step is Step.HOUR:
        return f"{moment:%a %Y-%m-%d %H:%M}"
    return f"{moment:%a %Y-%m-%d}" if history.step is Step.DAY else f"week of {moment:%Y-%m-%d}"


def _span(history: History) -> str:
    first, last = (moment.astimezone(history.zone) for moment in (history.first, history.last))
    return f"{first:%Y-%m-%d %H:%M} to {last:%Y-%m-%d %H:%M %Z}"


# --- the page ----------------------------------------------------------------------------------


def as_page(history: History) -> str:
    """Return the page: HTML that refers to nothing outside of itself."""
    return render_page("app.store", "history.html.j2", **page_values(history))


def page_values(history: History) -> dict[str, Any]:
    """Return what a page tells of a history: its charts in hundredths of their sizes, its tables, words."""
    most, at, source = history.most
    return {
        "sites": history.sites,
        "span": _span(history),
        "made": datetime.now(UTC).astimezone(history.zone).strftime("%Y-%m-%d %H:%M %Z"),
        "step": str(history.step),
        "total": history.total,
        "tiles": list(_tiles(history)),
        "bars": _bars(history),
        "heat": _heat(history),
        "days": _DAYS,
        "shares": share_bars(history.shares or {}),
        "mean": ((history.shares or {}).get("age") or {}).get("mean"),
        "dwell": list(zip(dwell_names(), history.dwell, strict=True)),
        "sources": sorted(history.by_source.items()),
        "lines": [(f"{s}: {n}", totals, *_who(totals)) for (s, n), totals in sorted(history.by_line.items())],
        "zones": [(f"{s}: {n}", totals, *_who(totals)) for (s, n), totals in sorted(history.by_zone.items())],
        "most": (most, "" if at is None else f"{at.astimezone(history.zone):%a %Y-%m-%d %H:%M}", source),
        "watched_h": history.watched_s / 3600,
        "places": [_scene(name, places) for name, places in sorted(history.places.items())],
        "limits": LIMITS,
    }


def _scene(name: str, places: PlacesOfSource) -> dict[str, Any]:
    """Return what a heat map shows: cells as (column, row, strength 0 to 1, words), over a still if there is one."""
    most = float(places.seconds.max(initial=0.0)) or 1.0
    cells = [
        (column, row, (seconds / most) ** 0.5, _dwell(seconds))
        for row, line in enumerate(places.seconds.tolist())
        for column, seconds in enumerate(line)
        if seconds
    ]
    height = _SCENE_WIDTH / places.aspect
    size = {"height": height, "columns": _SCENE_WIDTH / PLACE_COLUMNS, "rows": height / PLACE_ROWS}
    return {"name": name, "cells": cells, "still": places.still, **size}


def _who(totals: Totals) -> tuple[str, str]:
    """Return mean age and share of women of those who were there, each with its interval."""
    shares = shares_by_shipped_model(totals.estimates)
    if shares is None:
        return "", ""
    mean, female = shares["age"]["mean"], shares["gender"]["female"]
    age = f"{mean['estimate']:.0f} ({mean['low']:.0f}\N{EN DASH}{mean['high']:.0f})" if mean else ""
    percent = [f"{100 * female[key]:.0f}" for key in ("estimate", "low", "high")]
    return age, f"{percent[0]} % ({percent[1]}\N{EN DASH}{percent[2]})"


def _tiles(history: History) -> Iterable[tuple[str, str, str]]:
    total = history.total
    yield "people", f"{len(total.people):,}", "each once"
    yield "visits", f"{total.visits:,}", f"{total.seconds / total.visits:.0f} s on average" if total.visits else ""
    if total.went_in or total.went_out:
        yield (
            "in minus out",
            f"{total.balance:+,}" if total.balance else "0",
            f"{total.went_in:,} in, {total.went_out:,} out",
        )
    if total.mean_dwell_s is not None:
        yield "mean dwell", _dwell(total.mean_dwell_s), f"{total.stays:,} stays in zones"
    if history.busiest is not None:
        begin, totals = history.busiest
        yield f"busiest {history.step}", _told(begin, history), f"{totals.visits:,} visits"


def _dwell(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.1f} min"


def _bars(history: History) -> dict[str, Any]:
    """Return the chart over time: bars of visits as (x, height, what it says), in hundredths of the chart's size."""
    items = list(history.by_period.items())
    merged = -(-len(items) // _MOST_BARS)  # of very many, several make one bar
    groups = [items[start : start + merged] for start in range(0, len(items), max(1, merged))]
    counts = [sum(totals.visits for _, totals in group) for group in groups]
    top = _round_up(max(counts, default=0))
    width = 100 / max(1, len(groups))
    bars = [
        (number * width, width * 0.8, 100 * count / top, f"{_told(group[0][0], history)}: {count:,} visits")
        for number, (group, count) in enumerate(zip(groups, counts, strict=True))
    ]
    every = max(1, len(groups) // 8)
    ticks = [(number * width, _tick(groups[number][0][0], history)) for number in range(0, len(groups), every)]
    return {"bars": bars, "ticks": ticks, "top": top, "merged": merged}


def _round_up(count: int) -> int:
    """Return the next number that reads well at a chart's top."""
    sizes: list[int] = [10**power for power in range(12)]
    for size in sizes:
        for first in (1, 2, 4, 5, 6, 8):
            if count <= first * size and (first * size) % 2 == 0:
                return first * size
    return count


def _tick(begin: datetime, history: History) -> str:
    moment = begin.astimezone(history.zone)
    days = (history.last - history.first).total_seconds() / 86400
    return f"{moment:%H:%M}" if history.step is Step.HOUR and days <= 2 else f"{moment:%d %b}"


def _heat(history: History) -> list[list[tuple[float, int]]]:
    """Return for each weekday and hour the share of the busiest one, and the number of visits."""
    most = max(1, int(history.by_hour.max()))
    return [[(int(count) / most, int(count)) for count in day] for day in history.by_hour]
