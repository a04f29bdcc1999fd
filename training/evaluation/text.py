"""Judgements as compact text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .metrics import FIGURES, SUBGROUP_FIGURES
from .subgroups import MIN_SUBGROUP

_DASH = "–"
# gaps of three ways stand in the report: there are too many to print
_MOST_WAYS = 2


def as_text(judgement: dict[str, Any]) -> str:
    """Figures of all systems side by side, differences, one-way subgroups and the largest gaps.

    Args:
        judgement: as `judge` gives it, with `labels` and `notes`.
    """
    systems = judgement["systems"]
    faces = judgement["faces"]
    groups = f" in {faces['groups']} groups" if faces["groups"] else ""
    parts = [f"{faces['labelled']} labelled faces{groups} ({judgement['labels']})"]
    parts += [f"note: {note}" for note in judgement["notes"]]
    for system in systems:
        parts.append(f"{system['name']}: {system['answered']} answered, {system['missing']} missing; {system['what']}")
        parts += [f"note: {note}" for note in system["notes"]]
    parts += ["", _overall(systems)]
    for comparison in judgement["comparisons"]:
        parts += ["", _comparison(comparison)]
    for system in systems:
        parts += ["", f"{system['name']}, by subgroup", _subgroups(system)]
        gaps = _gaps(system)
        if gaps:
            parts += ["largest gaps", *gaps]
    return "\n".join(parts)


def shown(name: str, value: float | None, signed: bool = False) -> str:
    """A figure with its unit's digits: years with two, shares in per cent with one."""
    if value is None:
        return _DASH
    sign = "+" if signed or name == "age_bias" else ""
    unit = FIGURES[name].unit
    if unit == "share":
        return f"{100 * value:{sign}.1f}"
    return f"{value:{sign}.2f}" if unit == "years" else f"{value:{sign}.3f}"


def unit(name: str) -> str:
    return {"years": "years", "share": "%", "": ""}[FIGURES[name].unit]


def _with_interval(name: str, figure: dict[str, float | None], signed: bool = False) -> str:
    text = shown(name, figure["value"], signed)
    if figure["low"] is None:
        return text
    return f"{text} [{shown(name, figure['low'], signed)}, {shown(name, figure['high'], signed)}]"


def _label(name: str) -> str:
    return f"{FIGURES[name].name}, {unit(name)}" if unit(name) else FIGURES[name].name


def _overall(systems: Sequence[dict[str, Any]]) -> str:
    rows = [
        [_label(name), *(_with_interval(name, system["overall"][name]) for system in systems)]
        for name in FIGURES
        if any(system["overall"][name]["value"] is not None for system in systems)
    ]
    return _table(["", *(system["name"] for system in systems)], rows)


def _comparison(comparison: dict[str, Any]) -> str:
    rows = [
        [_label(name), _with_interval(name, difference, signed=True), difference["verdict"]]
        for name, difference in comparison["differences"].items()
        if difference["value"] is not None
    ]
    head = f"{comparison['other']} minus {comparison['first']}, {comparison['faces']} faces"
    return _table([head, "difference", ""], rows)


def _subgroups(system: dict[str, Any]) -> str:
    rows = [
        [
            ", ".join(group["values"]),
            str(group["faces"]),
            *(
                shown(name, group["figures"].get(name, {}).get("value"))
                if not group["too_small"]
                else (f"fewer than {MIN_SUBGROUP}" if name == SUBGROUP_FIGURES[0] else "")
                for name in SUBGROUP_FIGURES
            ),
        ]
        for group in system["subgroups"]
        if len(group["ways"]) == 1
    ]
    return _table(["", "faces", *(_label(name) for name in SUBGROUP_FIGURES)], rows)


def _gaps(system: dict[str, Any]) -> list[str]:
    return [
        f"  {FIGURES[gap['figure']].name} by {' x '.join(gap['ways'])}: {gap['worst']['group']} "
        f"{shown(gap['figure'], gap['worst']['value'])}, {gap['best']['group']} "
        f"{shown(gap['figure'], gap['best']['value'])}; gap {_with_interval(gap['figure'], gap['gap'], signed=True)} "
        f"{unit(gap['figure'])}".rstrip()
        for gap in system["gaps"]
        if gap["figure"] in ("age_mae", "gender_accuracy", "ethnicity_accuracy") and len(gap["ways"]) <= _MOST_WAYS
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
