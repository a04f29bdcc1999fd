"""What lies behind one system's figures: curves, classes, confusion. scikit-learn's metrics where it has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn import metrics

from inference.attributes import CLASS_NAMES
from inference.types import age_percentiles

from ..objectives.age_schemes import AgeScheme
from . import bootstrap as resampling
from .bootstrap import Float, Interval, Weights, interval, once
from .metrics import INTERVAL_SHARE, Case

CS_YEARS = np.arange(21)
LEVELS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
SCORE_BINS = 15
# a curve of more points looks the same
_ROC_POINTS = 200
_AGE_STEP = 5


def cs_curve(case: Case, weights: Weights) -> list[dict[str, Any]]:
    """Cumulative score: the share of ages off by so many years or less, for 0 to 20 years."""
    known = np.flatnonzero(np.isfinite(case.age_error))
    if len(known) == 0:
        return []
    within = (np.abs(case.age_error[known])[:, None] <= CS_YEARS).astype(np.float64)
    points = zip(CS_YEARS, _intervals(within, weights, known), strict=True)
    return [{"years": int(years), **share.to_json()} for years, share in points]


def reliability_of_age(case: Case, weights: Weights) -> list[dict[str, Any]]:
    """Share of labelled ages inside central intervals of several nominal shares.

    All of `LEVELS` where full distributions are at hand, else the 10-90 % interval alone, or nothing.
    """
    years = np.where(case.labels.ages < 0, np.nan, case.labels.ages)
    probs = case.answers.age_probs
    if probs is None:
        levels: tuple[float, ...] = (INTERVAL_SHARE,)
        known = np.flatnonzero(np.isfinite(case.covered))
        inside = case.covered[known, None]
    else:
        levels = LEVELS
        known = np.flatnonzero(np.isfinite(years) & np.isfinite(probs).all(axis=1))
        ends = age_percentiles(probs[known], np.array([(1 + side * level) / 2 for side in (-1, 1) for level in levels]))
        low, high = np.split(ends, 2, axis=1)
        inside = ((low <= years[known, None]) & (years[known, None] <= high)).astype(np.float64)
    if len(known) == 0:
        return []
    points = zip(levels, _intervals(inside, weights, known), strict=True)
    return [{"nominal": level, **share.to_json()} for level, share in points]


def error_by_age(case: Case) -> list[dict[str, Any]]:
    """Mean, absolute mean and 10th and 90th percentile of the error in steps of five labelled years."""
    known = np.isfinite(case.age_error)
    steps = []
    for low in range(0, 101, _AGE_STEP):
        rows = known & (case.labels.ages >= low) & (case.labels.ages < low + _AGE_STEP)
        error = case.age_error[rows]
        if len(error):
            p10, p90 = np.quantile(error, [0.1, 0.9])
            steps.append(
                {
                    "from": low,
                    "to": min(low + _AGE_STEP - 1, 100),
                    "faces": len(error),
                    "bias": float(error.mean()),
                    "mae": float(np.abs(error).mean()),
                    "p10": float(p10),
                    "p90": float(p90),
                }
            )
    return steps


def class_report(case: Case, attribute: str) -> dict[str, Any] | None:
    """Precision, recall, F1, AUC and ROC curve of every class, their averages, and the confusion matrix.

    Returns:
        None where no face is both labelled and answered.
    """
    rows = case.judged(attribute)
    if len(rows) == 0:
        return None
    probs = case.answers.probs(attribute)
    return _report(
        CLASS_NAMES[attribute],
        case.labels.classes(attribute)[rows],
        case.answers.said(attribute)[rows],
        None if probs is None else probs[rows],
    )


def age_report(case: Case, scheme: AgeScheme) -> dict[str, Any] | None:
    """The same for classes of years: those of largest mass, or those that the age itself falls into.

    Returns:
        The report with `scheme`, `by` (`distribution` or `age`) and `one_off`, the share named as labelled or as
        a neighbouring class; None where no age is both labelled and said.
    """
    bounds = scheme.bounds
    if bounds is None:
        raise ValueError(f"the age scheme {scheme.name} has no classes")
    rows = np.flatnonzero(np.isfinite(case.age_error))
    if len(rows) == 0:
        return None
    true = scheme.classes_of(case.labels.ages[rows])
    probs = case.answers.age_probs
    masses = None
    if probs is not None and np.isfinite(probs[rows]).all():
        masses = np.column_stack([probs[rows, low : high + 1].sum(axis=1) for low, high in bounds])
        said = masses.argmax(axis=1)
    else:
        said = scheme.classes_of(np.floor(np.clip(case.answers.age[rows], 0, 100) + 0.5).astype(np.int32))
    report = _report([_years(low, high) for low, high in bounds], true, said, masses)
    one_off = float((np.abs(true - said) <= 1).mean())
    return {"scheme": scheme.name, "by": "age" if masses is None else "distribution", "one_off": one_off, **report}


def _years(low: int, high: int) -> str:
    return f"{low}+" if high >= 100 else f"{low}–{high}"


def _report(
    names: Sequence[str], true: NDArray[np.int32], said: NDArray[np.integer], probs: Float | None
) -> dict[str, Any]:
    codes = np.arange(len(names))
    present = np.unique(true)
    figures = metrics.precision_recall_fscore_support(true, said, labels=codes, zero_division=0)
    if probs is not None:
        scored = np.isfinite(probs).all(axis=1)
        curves = [_roc(true[scored] == code, probs[scored, code]) for code in codes]
    else:
        curves = [None] * len(names)
    classes = [
        {
            "class": name,
            "faces": int(support),
            "precision": float(precision),
            "recall": float(recall) if support else None,
            "f1": float(f1) if support else None,
            "auc": curve["auc"] if curve else None,
            "roc": curve["points"] if curve else None,
        }
        for name, precision, recall, f1, support, curve in zip(names, *figures, curves, strict=True)
    ]
    return {
        "faces": len(true),
        "accuracy": float(metrics.accuracy_score(true, said)),
        "balanced_accuracy": float(np.mean([row["recall"] for row in classes if row["faces"]])),
        "macro": _averages(true, said, present, "macro"),
        "weighted": _averages(true, said, present, "weighted"),
        "absent": [name for name, row in zip(names, classes, strict=True) if not row["faces"]],
        "classes": classes,
        "labels": list(names),
        "confusion": metrics.confusion_matrix(true, said, labels=codes).tolist(),
    }


def _averages(true: NDArray[np.int32], said: NDArray[np.integer], present: NDArray, average: str) -> dict[str, float]:
    """Over the classes that have labels."""
    values = metrics.precision_recall_fscore_support(true, said, labels=present, average=average, zero_division=0)
    return dict(zip(("precision", "recall", "f1"), (float(value) for value in values[:3]), strict=True))


def _roc(positive: NDArray[np.bool_], scores: Float) -> dict[str, Any] | None:
    """The curve and the area under it; None where one side is absent."""
    if positive.all() or not positive.any():
        return None
    false, hit, _ = metrics.roc_curve(positive, scores)
    kept = np.unique(np.linspace(0, len(false) - 1, _ROC_POINTS).round().astype(int))
    points = [[round(float(false[i]), 5), round(float(hit[i]), 5)] for i in kept]
    return {"auc": float(metrics.roc_auc_score(positive, scores)), "points": points}


def reliability_of_scores(case: Case, attribute: str) -> list[dict[str, Any]]:
    """Mean score and share of right answers in bins of the score; bins without a face are left out."""
    rows = case.judged(attribute)
    rows = rows[np.isfinite(case.answers.score(attribute)[rows])]
    scores, hits = case.answers.score(attribute)[rows], case.correct(attribute)[rows]
    member = resampling.score_bins(scores, SCORE_BINS)
    return [
        {
            "faces": int((member == number).sum()),
            "score": float(scores[member == number].mean()),
            "accuracy": float(hits[member == number].mean()),
        }
        for number in np.unique(member)
    ]


def _intervals(columns: Float, weights: Weights, rows: NDArray[np.intp]) -> list[Interval]:
    """Means of (n, K) values of these rows with their intervals."""
    values = resampling.means(once(len(rows)), columns)
    drawn = resampling.means(resampling.of_faces(weights, rows), columns)
    return [interval(values[:, i], drawn[:, i]) for i in range(columns.shape[1])]
