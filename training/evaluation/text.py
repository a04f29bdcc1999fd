"""The result of an evaluation as compact text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .bootstrap import Interval
from .metrics import METRICS, SUBGROUP_METRICS
from .per_set import EVENNESS_FACES, SET_METRICS
from .results import Comparison, EvaluationResult, SystemResult
from .subgroups import MIN_SUBGROUP

_DASH = "–"
_ALL = "all faces"
# gaps of three dimensions stand in the report: there are too many to print
_MOST_DIMENSIONS = 2
# metrics whose gaps are shown
GAP_METRICS = ("age_mae", "gender_accuracy", "ethnicity_accuracy")


def as_text(result: EvaluationResult) -> str:
    """Return the metrics of all systems side by side, differences, subgroups of one dimension and the largest gaps."""
    groups = f" in {result.faces.groups} groups" if result.faces.groups else ""
    parts = [f"{result.faces.labelled} labelled faces{groups} ({result.origin})"]
    parts += [f"note: {note}" for note in result.notes]
    for system in result.systems:
        parts.append(f"{system.name}: {system.predicted} with a prediction, {system.missing} without; {system.source}")
        parts += [f"note: {note}" for note in system.notes]
    parts += ["", _overall(result.systems)]
    for comparison in result.comparisons:
        parts += ["", _comparison(comparison)]
    for system in result.systems:
        parts += ["", f"{system.name}, by data set", _sets(system), *_evenness(system)]
        parts += ["", f"{system.name}, by subgroup", _subgroups(system)]
        gaps = _gaps(system)
        if gaps:
            parts += ["largest gaps", *gaps]
    return "\n".join(parts)


def shown(name: str, value: float | None, signed: bool = False) -> str:
    """Return a metric with its unit's digits: years with two, shares in per cent with one."""
    if value is None:
        return _DASH
    sign = "+" if signed or name == "age_bias" else ""
    unit = METRICS[name].unit
    if unit == "share":
        return f"{100 * value:{sign}.1f}"
    return f"{value:{sign}.2f}" if unit == "years" else f"{value:{sign}.3f}"


def unit(name: str) -> str:
    """Return the unit that `shown` gives a metric in; empty where it has none."""
    return {"years": "years", "share": "%", "": ""}[METRICS[name].unit]


def _with_interval(name: str, metric: Interval, signed: bool = False) -> str:
    text = shown(name, metric.value, signed)
    if metric.low is None:
        return text
    return f"{text} [{shown(name, metric.low, signed)}, {shown(name, metric.high, signed)}]"


def _label(name: str) -> str:
    return f"{METRICS[name].name}, {unit(name)}" if unit(name) else METRICS[name].name


def _overall(systems: Sequence[SystemResult]) -> str:
    rows = [
        [_label(name), *(_with_interval(name, system.overall[name]) for system in systems)]
        for name in METRICS
        if any(system.overall[name].value is not None for system in systems)
    ]
    return _table(["", *(system.name for system in systems)], rows)


def _comparison(comparison: Comparison) -> str:
    rows = [
        [_label(name), _with_interval(name, difference, signed=True), difference.verdict]
        for name, difference in comparison.differences.items()
        if difference.value is not None
    ]
    head = f"{comparison.other} minus {comparison.first}, {comparison.faces} faces"
    return _table([head, "difference", ""], rows)


def _sets(system: SystemResult) -> str:
    rows = [
        [
            each.name or _ALL,
            str(each.faces),
            *(shown(name, each.metrics[name].value) for name in SET_METRICS),
        ]
        for each in system.sets
    ]
    return _table(["", "faces", *(_label(name) for name in SET_METRICS)], rows)


def _evenness(system: SystemResult) -> list[str]:
    """Return lines that say how even each set is over groups, and at which ages scores are not worth what they say."""
    lines = []
    for each in system.sets:
        if each.evenness is not None:
            worst, mean = each.evenness.worst, each.evenness.mean
            lines.append(
                f"  {each.name or _ALL}: gender worst for {worst.group} ({worst.faces} faces) "
                f"{shown('gender_accuracy', worst.value)} %, {100 * (mean - worst.value):.1f} points under the mean; "
                f"{each.evenness.groups} groups by {' x '.join(each.evenness.dimensions)} of {EVENNESS_FACES} or more"
            )
        bands = [f"{band.band}: {shown('gender_ece', band.ece)}" for band in each.gender_by_age]
        if bands:
            lines.append(f"  {each.name or _ALL}: gender ECE by age, %: {', '.join(bands)}")
    return lines


def _subgroups(system: SystemResult) -> str:
    rows = []
    for group in system.subgroups:
        if len(group.dimensions) > 1:
            continue
        values = [group.metrics[name].value if name in group.metrics else None for name in SUBGROUP_METRICS]
        cells = [shown(name, value) for name, value in zip(SUBGROUP_METRICS, values, strict=True)]
        if group.too_small:
            cells = [f"fewer than {MIN_SUBGROUP}", *[""] * (len(SUBGROUP_METRICS) - 1)]
        rows.append([", ".join(group.values), str(group.faces), *cells])
    return _table(["", "faces", *(_label(name) for name in SUBGROUP_METRICS)], rows)


def _gaps(system: SystemResult) -> list[str]:
    return [
        f"  {METRICS[each.metric].name} by {' x '.join(each.dimensions)}: {each.worst.group} "
        f"{shown(each.metric, each.worst.value)}, {each.best.group} {shown(each.metric, each.best.value)}; "
        f"gap {_with_interval(each.metric, each.gap, signed=True)} {unit(each.metric)}".rstrip()
        for each in system.disparities
        if each.metric in GAP_METRICS and len(each.dimensions) <= _MOST_DIMENSIONS
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
