"""Weighted metrics of many resamples at once, and the intervals that come from them.

A resample is a row of weights: how often each face was drawn. A metric is a function of (B, N) weights that gives
(B,) values, so that one line of numpy computes it for thousands of resamples; with weights of one it is the metric
itself. The percentile bootstrap is that of Efron and Tibshirani, "An Introduction to the Bootstrap", 1993; drawing
whole groups of near duplicates keeps faces that err together from feigning certainty.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# of float32 for resamples, of which there are thousands; of float64 for a metric itself
Weights = NDArray[np.float32] | NDArray[np.float64]
Float = NDArray[np.float64]

RESAMPLES = 2000
LEVEL = 0.95
SCORE_BINS = 15


@dataclass(frozen=True, slots=True)
class Interval:
    """A metric with the ends of its 95 % interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


def bootstrap_weights(count: int, groups: NDArray[np.int64] | None, resamples: int, seed: int) -> NDArray[np.float32]:
    """Draw resamples with replacement and return how often each face is in each: (resamples, count) float32.

    Args:
        count: number of faces.
        groups: (count,) faces of one number are drawn together; None where each stands for itself.
        resamples: number of resamples.
        seed: the same seed gives the same resamples.
    """
    rng = np.random.default_rng(seed)
    member = np.arange(count) if groups is None else np.unique(groups, return_inverse=True)[1]
    units = int(member.max()) + 1 if count else 0
    weights = np.empty((count, resamples), dtype=np.float32)
    for number in range(resamples):
        weights[:, number] = np.bincount(rng.integers(0, units, units), minlength=units)[member]
    return weights.T


def unit_weights(count: int) -> Float:
    """Return the weights that give a metric itself: (1, count) ones."""
    return np.ones((1, count))


def take(weights: Weights, rows: NDArray[np.intp]) -> Weights:
    """Return the weights of some faces: (B, len(rows)).

    A face's weights lie side by side in memory, which `bootstrap_weights` sees to.
    """
    taken: Weights = weights.T[rows].T
    return taken


def interval(value: Float, resampled: Float) -> Interval:
    """Return a metric with the middle 95 % of its resamples.

    Args:
        value: (1,) the metric; NaN where it is not defined.
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


def means(values: Float, sample_weight: Weights) -> Float:
    """Compute weighted means of several columns: (N, K) values, NaN where unknown, and (B, N) weights -> (B, K)."""
    known = np.isfinite(values)
    above = sample_weight @ np.where(known, values, 0).astype(sample_weight.dtype)
    return _ratio(above, sample_weight @ known.astype(sample_weight.dtype))


def median(values: Float, sample_weight: Weights) -> Float:
    """Compute the median of each resample, the mean of the two middle values where their number is even."""
    order = np.argsort(values, kind="stable")
    if len(order) == 0:
        return np.full(len(sample_weight), np.nan)
    ranked = values[order]
    below: NDArray[np.floating] = np.cumsum(take(sample_weight, order), axis=1)
    half = below[:, -1:] / 2
    lower = np.minimum((below < half).sum(axis=1), len(order) - 1)
    upper = np.minimum((below <= half).sum(axis=1), len(order) - 1)
    middle = (ranked[lower] + ranked[upper]) / 2
    return np.where(half[:, 0] > 0, middle, np.nan)


def confusion_matrices(
    y_true: NDArray[np.int32], y_pred: NDArray[np.int32], num_classes: int, sample_weight: Weights
) -> Float:
    """Compute confusion matrices: (B, classes, classes) weights by label (rows) and prediction (columns)."""
    cells = np.zeros((len(y_true), num_classes * num_classes), dtype=sample_weight.dtype)
    cells[np.arange(len(y_true)), y_true * num_classes + y_pred] = 1
    return (sample_weight @ cells).astype(np.float64).reshape(len(sample_weight), num_classes, num_classes)


def macro_f1(matrices: Float) -> Float:
    """Average F1 over the classes that have labels: (B, C, C) confusion matrices -> (B,).

    A class that has labels and is never predicted, or never rightly, counts as 0.
    """
    hits = np.diagonal(matrices, axis1=1, axis2=2)
    labelled, predicted = matrices.sum(axis=2), matrices.sum(axis=1)
    f1 = np.divide(2 * hits, labelled + predicted, out=np.zeros_like(hits), where=labelled + predicted > 0)
    present = labelled > 0
    return _ratio((f1 * present).sum(axis=1), present.sum(axis=1))


def roc_auc(y_true: NDArray[np.bool_], y_score: Float, sample_weight: Weights) -> Float:
    """Compute the area under the ROC curve, the chance that a positive face has the higher score (ties count half).

    Returns:
        (B,), NaN where a resample lacks positive or negative faces.
    """
    if len(y_score) == 0:
        return np.full(len(sample_weight), np.nan)
    negative = np.flatnonzero(~y_true)
    negative = negative[np.argsort(y_score[negative], kind="stable")]
    positive = np.flatnonzero(y_true)
    # weight of the negative faces up to each score, from none of them on
    below = np.zeros((len(negative) + 1, len(sample_weight)), dtype=sample_weight.dtype).T
    np.cumsum(take(sample_weight, negative), axis=1, out=below[:, 1:])
    under = np.searchsorted(y_score[negative], y_score[positive], side="left")
    level = np.searchsorted(y_score[negative], y_score[positive], side="right")
    drawn = take(sample_weight, positive)
    wins = (drawn * (take(below, under) + take(below, level))).sum(axis=1, dtype=np.float64) / 2
    return _ratio(wins, drawn.sum(axis=1, dtype=np.float64) * below[:, -1])


def calibration_error(correct: NDArray[np.bool_], y_score: Float, sample_weight: Weights) -> Float:
    """Compute the expected calibration error over bins of equal width (Guo et al., ICML 2017): (B,), 0..1.

    Args:
        correct: (N,) where the predicted class is the labelled one.
        y_score: (N,) probability of the predicted class, 0..1.
        sample_weight: (B, N).
    """
    cells = np.zeros((len(y_score), SCORE_BINS), dtype=sample_weight.dtype)
    cells[np.arange(len(y_score)), score_bins(y_score)] = correct - y_score
    return _ratio(np.abs(sample_weight @ cells).sum(axis=1), sample_weight.sum(axis=1))


def score_bins(y_score: Float) -> NDArray[np.intp]:
    """Return the number of the bin of each score; a bin holds its upper end, the first its lower too."""
    bins: NDArray[np.intp] = np.clip(np.ceil(y_score * SCORE_BINS).astype(np.intp) - 1, 0, SCORE_BINS - 1)
    return bins


def _ratio(above: NDArray[np.floating], below: NDArray[np.floating]) -> Float:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(above / below, dtype=np.float64)
