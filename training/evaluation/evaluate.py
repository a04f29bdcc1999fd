"""Every figure about one or more systems, as one object that can be written as JSON."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.attributes import CLASS_NAMES

from ..commands.evaluation_options import RESAMPLES
from ..objectives.age_schemes import AgeScheme
from . import curves as details
from .bootstrap import LEVEL, Float, Weights, draw, interval, once
from .examples import extremes
from .labels import Labels
from .metrics import FIGURES, SUBGROUP_FIGURES, Case
from .predictions import Answers
from .subgroups import MIN_SUBGROUP, Subgroup, subgroups


def judge(
    labels: Labels,
    systems: Sequence[Answers],
    schemes: Sequence[AgeScheme] = (),
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> dict[str, Any]:
    """All figures with their intervals.

    Args:
        labels: what is known of the faces.
        systems: answers in the order of the labels; the first is what the others are compared with.
        schemes: classes of years to report on.
        resamples, seed: of the bootstrap; the same resamples serve every figure and every system.

    Returns:
        `faces`, `bootstrap`, `systems` (a report each), `comparisons`; numbers that are not defined are None.

    Raises:
        ValueError: no label, no system, or a system that answers nothing.
    """
    if len(labels) == 0:
        raise ValueError("there is no labelled face to judge by")
    if not systems:
        raise ValueError("there is no system to judge")
    cases = [Case(labels, answers) for answers in systems]
    weights = draw(len(labels), labels.groups, resamples, seed)
    return {
        "faces": {
            "labelled": len(labels),
            "groups": None if labels.groups is None else len(np.unique(labels.groups)),
        },
        "bootstrap": {"resamples": resamples, "seed": seed, "level": LEVEL},
        "systems": [_system(case, weights, schemes) for case in cases],
        "comparisons": [_comparison(cases[0], other, weights) for other in cases[1:]],
    }


def _system(case: Case, weights: Weights, schemes: Sequence[AgeScheme]) -> dict[str, Any]:
    answered = np.flatnonzero(case.answers.answered)
    if len(answered) == 0:
        raise ValueError(f"{case.name} answers for not one labelled face")
    tables, gaps = _tables(case, weights)
    return {
        "name": case.name,
        "what": case.answers.what,
        "answered": len(answered),
        "missing": len(case.labels) - len(answered),
        "notes": [*case.answers.notes, *_warnings(case)],
        "overall": _intervals(case, weights, answered),
        "cs_curve": details.cs_curve(case, weights),
        "age_reliability": details.reliability_of_age(case, weights),
        "error_by_age": details.error_by_age(case),
        "age_classes": [report for scheme in schemes if (report := details.age_report(case, scheme)) is not None],
        **{attribute: details.class_report(case, attribute) for attribute in CLASS_NAMES},
        "score_reliability": {attribute: details.reliability_of_scores(case, attribute) for attribute in CLASS_NAMES},
        "subgroups": tables,
        "gaps": gaps,
        "extremes": extremes(case),
    }


def _intervals(case: Case, weights: Weights, rows: NDArray[np.intp]) -> dict[str, Any]:
    values, drawn = case.figures(once(len(case.labels)), rows), case.figures(weights, rows)
    return {name: interval(values[name], drawn[name]).to_json() for name in FIGURES}


def _warnings(case: Case) -> list[str]:
    notes = []
    for attribute, names in CLASS_NAMES.items():
        rows = case.judged(attribute)
        if len(rows) == 0:
            continue
        absent = sorted(set(range(len(names))) - set(case.labels.classes(attribute)[rows].tolist()))
        if absent:
            notes.append(
                f"no face is labelled {' or '.join(names[code] for code in absent)}: recall, F1 and AUC of such a "
                f"class are not defined, and averages leave it out"
            )
        if attribute == "gender" and case.correct(attribute)[rows].mean() < 0.5:
            notes.append("gender is wrong more often than right; 0 is read as male, 1 as female: write words if not so")
    return notes


# --- subgroups ---------------------------------------------------------------------------------


class _Measured:
    """A subgroup's figures with their resamples, from which gaps are taken."""

    def __init__(self, case: Case, weights: Weights, group: Subgroup) -> None:
        answered = group.rows[case.answers.answered[group.rows]]
        self.group = group
        self.answered = len(answered)
        self.values: dict[str, Float] = {}
        self.drawn: dict[str, Float] = {}
        judged = {
            "age": int(np.isfinite(case.age_error[answered]).sum()),
            **{attribute: len(np.intersect1d(answered, case.judged(attribute))) for attribute in CLASS_NAMES},
        }
        names = tuple(name for name in SUBGROUP_FIGURES if judged[name.partition("_")[0]] >= MIN_SUBGROUP)
        if names:
            self.values = case.figures(once(len(case.labels)), answered, names)
            self.drawn = case.figures(weights, answered, names)

    def to_json(self) -> dict[str, Any]:
        return {
            "ways": list(self.group.ways),
            "values": list(self.group.values),
            "faces": self.answered,
            "missing": len(self.group.rows) - self.answered,
            "too_small": not self.values,
            "figures": {name: interval(self.values[name], self.drawn[name]).to_json() for name in self.values},
        }


def _tables(case: Case, weights: Weights) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    measured = [_Measured(case, weights, group) for group in subgroups(case.labels, np.arange(len(case.labels)))]
    gaps = []
    for ways in dict.fromkeys(one.group.ways for one in measured):
        peers = [one for one in measured if one.group.ways == ways]
        gaps += [gap for name in SUBGROUP_FIGURES if (gap := _gap(name, ways, peers)) is not None]
    return [one.to_json() for one in measured], gaps


def _gap(name: str, ways: tuple[str, ...], peers: list[_Measured]) -> dict[str, Any] | None:
    """Worst minus best subgroup; where a figure is best at a value, the farthest from it minus the nearest."""
    peers = [one for one in peers if name in one.values and np.isfinite(one.values[name][0])]
    if len(peers) < 2:
        return None
    worst, best = max(peers, key=lambda one: _badness(name, one)), min(peers, key=lambda one: _badness(name, one))
    difference = interval(worst.values[name] - best.values[name], worst.drawn[name] - best.drawn[name])
    return {
        "figure": name,
        "ways": list(ways),
        "groups": len(peers),
        "worst": {"group": worst.group.name, "faces": worst.answered, "value": float(worst.values[name][0])},
        "best": {"group": best.group.name, "faces": best.answered, "value": float(best.values[name][0])},
        "gap": difference.to_json(),
    }


def _badness(name: str, one: _Measured) -> float:
    value, better = float(one.values[name][0]), FIGURES[name].better
    if better == "low":
        return value
    return -value if better == "high" else abs(value - float(better))


# --- comparison --------------------------------------------------------------------------------


def _comparison(first: Case, other: Case, weights: Weights) -> dict[str, Any]:
    """Other minus first on the faces that both answer, the same resamples for both (paired)."""
    rows = np.flatnonzero(first.answers.answered & other.answers.answered)
    if len(rows) == 0:
        raise ValueError(f"{first.name} and {other.name} answer for no face in common")
    plain = once(len(first.labels))
    values = [case.figures(plain, rows) for case in (first, other)]
    drawn = [case.figures(weights, rows) for case in (first, other)]
    return {
        "first": first.name,
        "other": other.name,
        "faces": len(rows),
        "differences": {name: _difference(name, values, drawn) for name in FIGURES},
    }


def _difference(name: str, values: list[dict[str, Float]], drawn: list[dict[str, Float]]) -> dict[str, Any]:
    goodness = [[_distance(name, figures[name]) for figures in pair] for pair in (values, drawn)]
    plain = interval(values[1][name] - values[0][name], drawn[1][name] - drawn[0][name])
    # of a figure that is best at a value, what counts is how much nearer to it the other comes
    worse = interval(*(other - first for first, other in goodness))
    verdict = "unknown"
    if worse.low is not None and worse.high is not None:
        verdict = "better" if worse.high < 0 else "worse" if worse.low > 0 else "unclear"
    return {**plain.to_json(), "verdict": verdict}


def _distance(name: str, values: Float) -> Float:
    better = FIGURES[name].better
    if better == "low":
        return values
    return -values if better == "high" else np.abs(values - float(better))


def jsonable(value: Any) -> Any:
    """The same with numbers rounded to six places and None for those that are not finite."""
    if isinstance(value, dict):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    if isinstance(value, float | np.floating):
        return round(float(value), 6) if math.isfinite(value) else None
    return value.item() if isinstance(value, np.generic) else value
