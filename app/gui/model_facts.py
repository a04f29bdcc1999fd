"""What the network's card says of its errors, in words and rows for a person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.model_card import DEFAULT_MODEL


@dataclass(frozen=True, slots=True)
class GroupError:
    """How wrong the network is for a group of people.

    Attributes:
        kind: what the group has in common: `age`, `gender`, `ethnicity`; empty for everybody.
        group: such as `20-29` or `female`; empty for everybody.
        faces: how many were measured.
        age: mean error of the age in years; None where the card does not say.
        gender, ethnicity: share of wrong answers, 0..1; None where the card does not say.
    """

    kind: str
    group: str
    faces: int
    age: float | None
    gender: float | None
    ethnicity: float | None


def read_card(card: Path | None = None) -> dict[str, Any]:
    """The card, empty where there is none or it can't be read: the window must say so, not fail."""
    try:
        content = json.loads((card or DEFAULT_MODEL.with_suffix(".json")).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def group_errors(content: dict[str, Any]) -> list[GroupError]:
    """Everybody first, then every group of one kind (age, gender, ethnicity); crossings are left out."""
    metrics = content.get("metrics")
    if not isinstance(metrics, dict):
        return []
    overall, groups = metrics.get("overall"), metrics.get("subgroups")
    rows = [_row("", "", overall)] if isinstance(overall, dict) else []
    rows.extend(
        _row(str(group.get("group", "")), str(group.get("value", "")), group)
        for group in (groups if isinstance(groups, list) else [])
        if isinstance(group, dict) and " x " not in str(group.get("group", ""))
    )
    return rows


def _row(kind: str, name: str, figures: dict[str, Any]) -> GroupError:
    def number(key: str) -> float | None:
        value = figures.get(key)
        return float(value) if isinstance(value, (int, float)) else None

    def wrong(key: str) -> float | None:
        right = number(key)
        return None if right is None else 1.0 - right

    faces = number("faces")
    return GroupError(
        kind, name, int(faces or 0), number("age_mae"), wrong("gender_accuracy"), wrong("ethnicity_accuracy")
    )
