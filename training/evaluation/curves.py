"""What lies behind one system's metrics: curves, reliability, classes. scikit-learn's metrics where it has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics as sklearn_metrics

from inference.attributes import CLASS_NAMES
from inference.types import age_percentiles

from ..objectives.age_schemes import AgeScheme
from . import bootstrap
from .bootstrap import Float, Interval, Weights, interval, unit_weights
from .metrics import INTERVAL_SHARE, Evaluation
from .results import (
    AgeClassReport,
    AgeErrorBin,
    Averages,
    ClassMetrics,
    ClassReport,
    Coverage,
    CumulativeScore,
    ScoreBin,
)

_CS_YEARS = np.arange(21)
_NOMINAL_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
# a curve of more points looks the same
_ROC_POINTS = 200
_AGE_STEP = 5


def cs_curve(evaluation: Evaluation, weights: Weights) -> tuple[CumulativeScore, ...]:
    """Compute the cumulative score: the share of ages off by so many years or less, for 0 to 20 years.

    Args:
        evaluation: of one system.
        weights: (B, N) resamples.
    """
    known = evaluation.comparable("age")
    if len(known) == 0:
        return ()
    within = (np.abs(evaluation.age_error[known])[:, None] <= _CS_YEARS).astype(np.float64)
    points = zip(_CS_YEARS.tolist(), _intervals(within, weights, known), strict=True)
    return tuple(CumulativeScore(share.value, share.low, share.high, years) for years, share in points)


def age_reliability(evaluation: Evaluation, weights: Weights) -> tuple[Coverage, ...]:
    """Compute the share of labelled ages inside central intervals of several nominal shares.

    Returns:
        All of ten shares where full distributions are at hand, else the 10-90 % interval alone, or nothing.
    """
    ages = evaluation.labels.ages
    probs = evaluation.predictions.probs_of("age")
    known = np.flatnonzero((ages >= 0) & np.isfinite(probs).all(axis=1))
    if len(known):
        nominal: tuple[float, ...] = _NOMINAL_SHARES
        shares = np.array([(1 + side * share) / 2 for side in (-1, 1) for share in nominal])
        low, high = np.split(age_percentiles(probs[known], shares), 2, axis=1)
        inside = ((low <= ages[known, None]) & (ages[known, None] <= high)).astype(np.float64)
    else:
        nominal = (INTERVAL_SHARE,)
        known = np.flatnonzero(np.isfinite(evaluation.covered))
        inside = evaluation.covered[known, None]
    if len(known) == 0:
        return ()
    points = zip(nominal, _intervals(inside, weights, known), strict=True)
    return tuple(Coverage(share.value, share.low, share.high, promised) for promised, share in points)


def error_by_age(evaluation: Evaluation) -> tuple[AgeErrorBin, ...]:
    """Compute mean, mean size and 10th and 90th percentile of the age's error in steps of five labelled years."""
    ages, errors = evaluation.labels.ages, evaluation.age_error
    bins = []
    for low in range(0, 101, _AGE_STEP):
        error = errors[np.isfinite(errors) & (ages >= low) & (ages < low + _AGE_STEP)]
        if len(error):
            p10, p90 = np.quantile(error, [0.1, 0.9])
            high = min(low + _AGE_STEP - 1, 100)
            mae = float(np.abs(error).mean())
            bins.append(AgeErrorBin(low, high, len(error), float(error.mean()), mae, float(p10), float(p90)))
    return tuple(bins)


def score_reliability(evaluation: Evaluation, attribute: str) -> tuple[ScoreBin, ...]:
    """Compute mean score and share of right predictions in bins of the score; bins without a face are left out."""
    rows = evaluation.comparable(attribute)
    rows = rows[np.isfinite(evaluation.predictions.scores[attribute][rows])]
    y_score, correct = evaluation.predictions.scores[attribute][rows], evaluation.correct(attribute)[rows]
    number = bootstrap.score_bins(y_score)
    members = (number == each for each in np.unique(number))
    return tuple(
        ScoreBin(int(member.sum()), float(y_score[member].mean()), float(correct[member].mean())) for member in members
    )


def class_report(evaluation: Evaluation, attribute: str) -> ClassReport | None:
    """Compute precision, recall, F1, AUC and ROC curve of every class, their averages, and the confusion matrix.

    Returns:
        None where no face is both labelled and predicted.
    """
    rows = evaluation.comparable(attribute)
    if len(rows) == 0:
        return None
    y_true = evaluation.labels.classes(attribute)[rows]
    y_pred = evaluation.predictions.classes[attribute][rows]
    y_score = evaluation.predictions.probs_of(attribute)[rows]
    return ClassReport(**_report(CLASS_NAMES[attribute], y_true, y_pred, y_score))


def age_class_report(evaluation: Evaluation, scheme: AgeScheme) -> AgeClassReport | None:
    """Compute the report over the classes of an age scheme.

    The class is the one of the largest share of the distribution where all distributions are known, else the one that
    the age falls into.

    Returns:
        None where no age is both labelled and predicted.

    Raises:
        ValueError: the scheme has no classes.
    """
    bounds = scheme.bounds
    if bounds is None:
        raise ValueError(f"the age scheme {scheme.name} has no classes")
    rows = evaluation.comparable("age")
    if len(rows) == 0:
        return None
    y_true = scheme.classes_of(evaluation.labels.ages[rows])
    probs = evaluation.predictions.probs_of("age")[rows]
    y_score = np.column_stack([probs[:, low : high + 1].sum(axis=1) for low, high in bounds])
    by_distribution = bool(np.isfinite(probs).all())
    if by_distribution:
        y_pred = y_score.argmax(axis=1).astype(np.int32)
    else:
        y_pred = scheme.classes_of(np.floor(np.clip(evaluation.predictions.age[rows], 0, 100) + 0.5).astype(np.int32))
        y_score = np.full_like(y_score, np.nan)
    return AgeClassReport(
        scheme=scheme.name,
        by="distribution" if by_distribution else "age",
        one_off=float((np.abs(y_true - y_pred) <= 1).mean()),
        **_report([_years(low, high) for low, high in bounds], y_true, y_pred, y_score),
    )


def _years(low: int, high: int) -> str:
    return f"{low}+" if high >= 100 else f"{low}–{high}"


def _report(
    names: Sequence[str], y_true: NDArray[np.int32], y_pred: NDArray[np.int32], y_score: Float
) -> dict[str, Any]:
    """Return the fields of a `ClassReport`; `y_score` is NaN where no probabilities are known."""
    codes = np.arange(len(names))
    per_class = sklearn_metrics.precision_recall_fscore_support(y_true, y_pred, labels=codes, zero_division=0)
    scored = np.isfinite(y_score).all(axis=1)
    curves = [_roc(y_true[scored] == code, y_score[scored, code]) for code in codes]
    classes = tuple(
        ClassMetrics(
            class_name=name,
            faces=int(support),
            precision=float(precision),
            recall=float(recall) if support else None,
            f1=float(f1) if support else None,
            auc=area,
            roc=points,
        )
        for name, precision, recall, f1, support, (area, points) in zip(names, *per_class, curves, strict=True)
    )
    return {
        "faces": len(y_true),
        "accuracy": float(sklearn_metrics.accuracy_score(y_true, y_pred)),
        "balanced_accuracy": float(np.mean([each.recall for each in classes if each.recall is not None])),
        "macro": _averages(y_true, y_pred, "macro"),
        "weighted": _averages(y_true, y_pred, "weighted"),
        "absent": tuple(each.class_name for each in classes if not each.faces),
        "classes": classes,
        "class_names": tuple(names),
        "confusion": tuple(map(tuple, sklearn_metrics.confusion_matrix(y_true, y_pred, labels=codes).tolist())),
    }


def _averages(y_true: NDArray[np.int32], y_pred: NDArray[np.int32], average: str) -> Averages:
    """Compute the means over the classes that have labels."""
    values = sklearn_metrics.precision_recall_fscore_support(
        y_true, y_pred, labels=np.unique(y_true), average=average, zero_division=0
    )
    return Averages(*(float(value) for value in values[:3]))


def _roc(
    y_true: NDArray[np.bool_], y_score: Float
) -> tuple[float, tuple[tuple[float, float], ...]] | tuple[None, None]:
    """Compute the area under the ROC curve and its points; None for both where one side is absent."""
    if y_true.all() or not y_true.any():
        return None, None
    false_rate, true_rate, _ = sklearn_metrics.roc_curve(y_true, y_score)
    kept = np.unique(np.linspace(0, len(false_rate) - 1, _ROC_POINTS).round().astype(int))
    points = tuple((round(float(false_rate[i]), 5), round(float(true_rate[i]), 5)) for i in kept)
    return float(sklearn_metrics.roc_auc_score(y_true, y_score)), points


def _intervals(columns: Float, weights: Weights, rows: NDArray[np.intp]) -> list[Interval]:
    """Compute the means of (n, K) values of these rows with their intervals."""
    values = bootstrap.means(columns, unit_weights(len(rows)))
    resampled = bootstrap.means(columns, bootstrap.take(weights, rows))
    return [interval(values[:, i], resampled[:, i]) for i in range(columns.shape[1])]
