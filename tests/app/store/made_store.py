"""A store with a made place in it: whoever comes is known, so what is told of them can be checked."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import create_engine, insert

from app.store.schema import CROSSINGS, METADATA, MINUTES, PLACES, STAYS, STILLS, VISITS

SITE = "museum"


def who(person: str, age: float = 34.0, gender: str = "female", ethnicity: str = "Asian") -> dict[str, Any]:
    return {
        "person": person, "age": age, "age_p10": age - 6, "age_p90": age + 6, "gender": gender, "gender_score": 0.95,
        "ethnicity": ethnicity, "ethnicity_score": 0.9,
    }  # fmt: skip


def visit(at: datetime, seconds: float = 60.0, source: str = "door", number: int = 1, **person: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex, "site": SITE, "source": source, "began_at": at,
        "ended_at": at + timedelta(seconds=seconds), "seconds": seconds, "frames": 9, "number": number, **who(**person),
    }  # fmt: skip


def crossing(at: datetime, direction: str = "in", line: str = "entrance", **person: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex, "site": SITE, "source": "door", "line": line, "direction": direction, "at": at,
        "is_first": True, **who(**person),
    }  # fmt: skip


def stay(at: datetime, dwell_s: float, zone: str = "shelf", **person: Any) -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex, "site": SITE, "source": "hall", "zone": zone, "entered_at": at,
        "left_at": at + timedelta(seconds=dwell_s), "dwell_s": dwell_s, **who(**person),
    }  # fmt: skip


def minute(at: datetime, people: float, most: int, source: str = "door") -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex, "site": SITE, "source": source, "minute": at, "people": people, "most": most,
        "watched_s": 60.0,
    }  # fmt: skip


def places(hour: datetime, cells: dict[int, float], source: str = "door") -> dict[str, Any]:
    return {
        "id": uuid.uuid4().hex, "site": SITE, "source": source, "hour": hour, "aspect": 16 / 9,
        "cells": json.dumps({str(cell): seconds for cell, seconds in cells.items()}),
    }  # fmt: skip


def still(at: datetime, jpeg: bytes, source: str = "door") -> dict[str, Any]:
    text = base64.b64encode(jpeg).decode("ascii")
    return {"id": uuid.uuid4().hex, "site": SITE, "source": source, "at": at, "jpeg": text}


def made_store(path: Path, **rows: list[dict[str, Any]]) -> str:
    """Write a store and return its address."""
    url = f"sqlite:///{path}"
    engine = create_engine(url)
    METADATA.create_all(engine)
    with engine.begin() as connection:
        for table in (VISITS, CROSSINGS, STAYS, MINUTES, PLACES, STILLS):
            if rows.get(table.name):
                connection.execute(insert(table), rows[table.name])
    engine.dispose()
    return url


def made_days(days: int, a_day: int = 300, begin: datetime = datetime(2026, 11, 2, tzinfo=UTC)) -> dict[str, Any]:
    """Days of a museum: opened from 9 to 18, fullest at 11 and 15, twice as full at weekends."""
    rng = np.random.default_rng(4)
    rows: dict[str, Any] = {"visits": [], "crossings": [], "stays": [], "minutes": []}
    for day in range(days):
        start = begin + timedelta(days=day)
        count = round(a_day * (2 if start.weekday() >= 5 else 1) * rng.uniform(0.8, 1.2))
        for number, hour in enumerate(_hours(rng, count)):
            at = start + timedelta(hours=hour)
            person = {
                "person": f"run-{day}-{number}", "age": float(np.clip(rng.normal(38, 17), 3, 90)),
                "gender": rng.choice(["male", "female"], p=[0.45, 0.55]),
                "ethnicity": rng.choice(["White", "Black", "Asian", "Indian", "Other"], p=[0.6, 0.1, 0.15, 0.1, 0.05]),
            }  # fmt: skip
            length_s = float(rng.exponential(1500) + 60)
            rows["visits"].append(visit(at, 8.0, **person))
            rows["crossings"].append(crossing(at, "in", **person))
            rows["crossings"].append(crossing(at + timedelta(seconds=length_s), "out", **person))
            if rng.random() < 0.6:
                rows["stays"].append(stay(at + timedelta(seconds=60), float(rng.exponential(70)), **person))
        rows["minutes"] += [minute(start + timedelta(hours=9, minutes=m), 1.0, int(rng.poisson(2))) for m in range(540)]
    return rows


def _hours(rng: np.random.Generator, count: int) -> Iterator[float]:
    while count:
        hour = float(rng.choice([rng.normal(11, 1.2), rng.normal(15, 1.5)]))
        if 9 <= hour < 18:
            count -= 1
            yield hour
