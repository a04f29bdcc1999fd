"""Differences with their intervals: between the subgroups of one system, and between systems on the same faces."""

from __future__ import annotations

import numpy as np

from .bootstrap import Float, Weights, interval, unit_weights
from .metrics import METRICS, SUBGROUP_METRICS, Evaluation, attribute_of
from .results import Comparison, Difference, Disparity, GroupValue, SubgroupMetrics
from .subgroups import DIMENSIONS, MIN_SUBGROUP, Subgroup, subgroups


class _MeasuredSubgroup:
    """A subgroup's metrics with their resamples, from which gaps are computed."""

    def __init__(self, evaluation: Evaluation, weights: Weights, group: Subgroup) -> None:
        rows = group.rows[evaluation.predictions.predicted[group.rows]]
        self.group = group
        self.faces = len(rows)
        self.values: dict[str, Float] = {}
        self.resampled: dict[str, Float] = {}
        known = {attribute: len(np.intersect1d(rows, evaluation.comparable(attribute))) for attribute in DIMENSIONS}
        names = tuple(name for name in SUBGROUP_METRICS if known[attribute_of(name)] >= MIN_SUBGROUP)
        if names:
            self.values = evaluation.metrics(unit_weights(len(evaluation.labels)), rows, names)
            self.resampled = evaluation.metrics(weights, rows, names)

    def result(self) -> SubgroupMetrics:
        return SubgroupMetrics(
            dimensions=self.group.dimensions,
            values=self.group.values,
            faces=self.faces,
            missing=len(self.group.rows) - self.faces,
            too_small=not self.values,
            metrics={name: interval(value, self.resampled[name]) for name, value in self.values.items()},
        )

    def badness(self, name: str) -> float:
        return float(METRICS[name].badness(self.values[name])[0])

    def value(self, name: str) -> GroupValue:
        return GroupValue(self.group.name, self.faces, float(self.values[name][0]))


def measure_subgroups(
    evaluation: Evaluation, weights: Weights
) -> tuple[tuple[SubgroupMetrics, ...], tuple[Disparity, ...]]:
    """Compute the metrics of all subgroups, and the gaps between those of the same dimensions.

    Args:
        evaluation: of one system.
        weights: (B, N) resamples.
    """
    measured = [_MeasuredSubgroup(evaluation, weights, group) for group in subgroups(evaluation.labels)]
    disparities = []
    for dimensions in dict.fromkeys(each.group.dimensions for each in measured):
        peers = [each for each in measured if each.group.dimensions == dimensions]
        found = (_disparity(name, dimensions, peers) for name in SUBGROUP_METRICS)
        disparities += [disparity for disparity in found if disparity is not None]
    return tuple(each.result() for each in measured), tuple(disparities)


def _disparity(name: str, dimensions: tuple[str, ...], peers: list[_MeasuredSubgroup]) -> Disparity | None:
    """Compute worst minus best subgroup: of a metric that is best at a value, the farthest minus the nearest."""
    peers = [each for each in peers if name in each.values and np.isfinite(each.values[name][0])]
    if len(peers) < 2:
        return None
    worst, best = (choose(peers, key=lambda each: each.badness(name)) for choose in (max, min))
    gap = interval(worst.values[name] - best.values[name], worst.resampled[name] - best.resampled[name])
    return Disparity(name, dimensions, len(peers), worst.value(name), best.value(name), gap)


def compare(first: Evaluation, other: Evaluation, weights: Weights) -> Comparison:
    """Compute other minus first on the faces for which both have a prediction, the same resamples for both (paired).

    Raises:
        ValueError: there is no such face.
    """
    rows = np.flatnonzero(first.predictions.predicted & other.predictions.predicted)
    if len(rows) == 0:
        raise ValueError(f"{first.name} and {other.name} have predictions for no face in common")
    ones = unit_weights(len(first.labels))
    values = first.metrics(ones, rows), other.metrics(ones, rows)
    resampled = first.metrics(weights, rows), other.metrics(weights, rows)
    return Comparison(
        first=first.name,
        other=other.name,
        faces=len(rows),
        differences={
            name: _difference(name, *(each[name] for each in values), *(each[name] for each in resampled))
            for name in METRICS
        },
    )


def _difference(name: str, first: Float, other: Float, first_resampled: Float, other_resampled: Float) -> Difference:
    plain = interval(other - first, other_resampled - first_resampled)
    # of a metric that is best at a value, what counts is how much nearer to it the other comes
    badness = METRICS[name].badness
    worse = interval(badness(other) - badness(first), badness(other_resampled) - badness(first_resampled))
    verdict = "unknown"
    if worse.low is not None and worse.high is not None:
        verdict = "better" if worse.high < 0 else "worse" if worse.low > 0 else "unclear"
    return Difference(plain.value, plain.low, plain.high, verdict)
