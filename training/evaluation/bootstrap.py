"""Figures of many resamples at once.

A resample is a row of weights: how often each face was drawn. A figure is a function of (B, N) weights that gives
(B,) values, so that one line of numpy computes it for thousands of resamples; with weights of one it is the figure
itself. The percentile bootstrap is that of Efron and Tibshirani, "An Introduction to the Bootstrap", 1993; drawing
whole groups of near duplicates keeps faces that err together from feigning certainty.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]
Float = NDArray[np.float64]

LEVEL = 0.95


class Interval(NamedTuple):
    """A figure with the ends of its 95 % interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None

    def to_json(self) -> dict[str, float | None]:
        return self._asdict()


def draw(count: int, groups: NDArray[np.int64] | None, resamples: int, seed: int) -> Weights:
    """How often each face is in each resample: (resamples, count) float32.

    Args:
        count: number of faces.
        groups: (count,) faces of one number are drawn together; None where each stands for itself.
        seed: the same seed gives the same resamples.
    """
    rng = np.random.default_rng(seed)
    member = np.arange(count) if groups is None else np.unique(groups, return_inverse=True)[1]
    units = int(member.max()) + 1 if count else 0
    weights = np.empty((count, resamples), dtype=np.float32)
    for number in range(resamples):
        weights[:, number] = np.bincount(rng.integers(0, units, units), minlength=units)[member]
    return weights.T


def of_faces(weights: Weights, rows: NDArray[np.intp]) -> Weights:
    """The weights of some faces: (B, len(rows)). A face's weights lie side by side in memory, which `draw` sees to."""
    return weights.T[rows].T


def once(count: int) -> Weights:
    """The faces as they are, as a resample: (1, count) ones."""
    return np.ones((1, count), dtype=np.float32)


def interval(value: Float, resampled: Float) -> Interval:
    """A figure and the middle 95 % of its resamples.

    Args:
        value: (1,) the figure; NaN where it is not defined.
        resampled: (B,) its resamples; those that are not defined are left out.
    """
    point = float(value[0])
    known = resampled[np.isfinite(resampled)]
    if not np.isfinite(point):
        return Interval(None, None, None)
    if len(known) == 0:
        return Interval(point, None, None)
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(point, float(low), float(high))


def means(weights: Weights, values: Float) -> Float:
    """Weighted means of several columns: (B, N) weights and (N, K) values, NaN where unknown -> (B, K)."""
    known = np.isfinite(values)
    above = weights @ np.where(known, values, 0).astype(np.float32)
    return _ratio(above, weights @ known.astype(np.float32))


def median(weights: Weights, values: Float) -> Float:
    """Median of each resample, the mean of the two middle ones where their number is even."""
    order = np.argsort(values, kind="stable")
    if len(order) == 0:
        return np.full(len(weights), np.nan)
    ranked = values[order]
    below = np.cumsum(of_faces(weights, order), axis=1)
    half = below[:, -1:] / 2
    lower = np.minimum((below < half).sum(axis=1), len(order) - 1)
    upper = np.minimum((below <= half).sum(axis=1), len(order) - 1)
    result = (ranked[lower] + ranked[upper]) / 2
    return np.where(half[:, 0] > 0, result, np.nan)


def confusion(weights: Weights, true: NDArray[np.int32], said: NDArray[np.int32], classes: int) -> Float:
    """(B, classes, classes) weights by labelled class (rows) and named class (columns)."""
    cells = np.zeros((len(true), classes * classes), dtype=np.float32)
    cells[np.arange(len(true)), true * classes + said] = 1
    return (weights @ cells).astype(np.float64).reshape(len(weights), classes, classes)


def macro_f1(matrices: Float) -> Float:
    """F1 averaged over the classes that have labels: (B, C, C) -> (B,).

    A class that has labels and is never named, or never rightly, counts as 0.
    """
    hits = np.diagonal(matrices, axis1=1, axis2=2)
    labelled, named = matrices.sum(axis=2), matrices.sum(axis=1)
    f1 = np.divide(2 * hits, labelled + named, out=np.zeros_like(hits), where=labelled + named > 0)
    present = labelled > 0
    return _ratio((f1 * present).sum(axis=1), present.sum(axis=1))


def auc(weights: Weights, positive: NDArray[np.bool_], scores: Float) -> Float:
    """Area under the ROC curve, the chance that a positive face has the higher score (ties count half).

    NaN where a resample lacks positive or negative faces.
    """
    if len(scores) == 0:
        return np.full(len(weights), np.nan)
    lost = np.flatnonzero(~positive)
    lost = lost[np.argsort(scores[lost], kind="stable")]
    won = np.flatnonzero(positive)
    # weight of the negative faces up to each score, from none of them on
    below = np.zeros((len(lost) + 1, len(weights)), dtype=np.float32).T
    np.cumsum(of_faces(weights, lost), axis=1, out=below[:, 1:])
    under = np.searchsorted(scores[lost], scores[won], side="left")
    level = np.searchsorted(scores[lost], scores[won], side="right")
    drawn = of_faces(weights, won)
    wins = (drawn * (of_faces(below, under) + of_faces(below, level))).sum(axis=1, dtype=np.float64) / 2
    return _ratio(wins, drawn.sum(axis=1, dtype=np.float64) * below[:, -1])


def calibration_error(weights: Weights, hits: NDArray[np.bool_], scores: Float, bins: int = 15) -> Float:
    """Expected calibration error over bins of equal width (Guo et al., ICML 2017): (B,), 0..1."""
    member = score_bins(scores, bins)
    cells = np.zeros((len(scores), bins), dtype=np.float32)
    cells[np.arange(len(scores)), member] = hits - scores
    return _ratio(np.abs(weights @ cells).sum(axis=1), weights.sum(axis=1))


def score_bins(scores: Float, bins: int) -> NDArray[np.intp]:
    """Number of the bin of each score; a bin holds its upper end, the first its lower too."""
    return np.clip(np.ceil(scores * bins).astype(np.intp) - 1, 0, bins - 1)


def _ratio(above: NDArray[np.floating], below: NDArray[np.floating]) -> Float:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above / below, dtype=np.float64)
