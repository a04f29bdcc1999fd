"""Metrics of each data set by itself: how wrong, how even over groups, and what scores are worth at every age."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.attributes import AGE_BANDS
from inference.types import Predictions

from ..datasets.face_table import FaceTable
from .bootstrap import Weights, calibration_error, interval, take, unit_weights
from .labels import Labels, labels_of_faces
from .metrics import SUBGROUP_METRICS, Evaluation
from .predictions import prediction_table
from .results import AgeBandScores, Evenness, GroupValue, SetMetrics
from .subgroups import subgroups

# what is said of a set
SET_METRICS = (*SUBGROUP_METRICS, "gender_ece")
# a group's accuracy is held against the mean from so many faces on: of fewer, chance is the largest part
EVENNESS_FACES = 50
# groups that are compared: the first kind of which a set has two or more
_GROUPINGS = (("age", "ethnicity"), ("age",), ("ethnicity",))


def measure_sets(evaluation: Evaluation, weights: Weights) -> tuple[SetMetrics, ...]:
    """Measure every data set; all faces together, without a name, where there is but one.

    Args:
        evaluation: of one system.
        weights: (B, N) resamples.
    """
    measured = []
    for name, rows in _sets(evaluation.labels):
        rows = rows[evaluation.predictions.predicted[rows]]
        values = evaluation.metrics(unit_weights(len(evaluation.labels)), rows, SET_METRICS)
        resampled = evaluation.metrics(weights, rows, SET_METRICS)
        measured.append(
            SetMetrics(
                name=name,
                faces=len(rows),
                metrics={metric: interval(value, resampled[metric]) for metric, value in values.items()},
                evenness=evenness(evaluation, rows),
                gender_by_age=gender_by_age(evaluation, rows),
            )
        )
    return tuple(measured)


def _sets(labels: Labels) -> Iterator[tuple[str, NDArray[np.intp]]]:
    if labels.sets is None:
        yield "", np.arange(len(labels))
        return
    for name in labels.sets.names:
        yield name, labels.sets.rows(name)


def evenness(evaluation: Evaluation, rows: NDArray[np.intp]) -> Evenness | None:
    """Compare the gender accuracy of groups of `EVENNESS_FACES` faces or more with that over all.

    Groups are age bands by ethnicity; where fewer than two of them are large enough, age bands or else ethnicities.

    Args:
        evaluation: of one system.
        rows: the faces that count.

    Returns:
        None where no two groups are large enough.
    """
    rows = np.intersect1d(rows, evaluation.comparable("gender"))
    correct = evaluation.correct("gender")
    for dimensions in _GROUPINGS:
        groups = []
        for group in subgroups(evaluation.labels):
            members = np.intersect1d(group.rows, rows)
            if group.dimensions == dimensions and len(members) >= EVENNESS_FACES:
                groups.append(GroupValue(group.name, len(members), float(correct[members].mean())))
        if len(groups) > 1:
            mean = float(correct[rows].mean())
            return Evenness(dimensions, len(groups), mean, min(groups, key=lambda group: group.value))
    return None


def gender_by_age(evaluation: Evaluation, rows: NDArray[np.intp]) -> tuple[AgeBandScores, ...]:
    """Compute, for every age band, how often the gender is right and how sure the model is of it.

    Args:
        evaluation: of one system.
        rows: the faces that count.
    """
    rows = np.intersect1d(rows, evaluation.comparable("gender"))
    rows = rows[np.isfinite(evaluation.predictions.scores["gender"][rows])]
    bands = []
    for low, high in AGE_BANDS:
        ages = evaluation.labels.ages[rows]
        members = rows[(ages >= low) & (ages <= high)]
        if len(members):
            correct = evaluation.correct("gender")[members]
            scores = evaluation.predictions.scores["gender"][members]
            error = calibration_error(correct, scores, take(unit_weights(len(evaluation.labels)), members))
            bands.append(
                AgeBandScores(
                    f"{low}-{high}", len(members), float(correct.mean()), float(scores.mean()), float(error[0])
                )
            )
    return tuple(bands)


def card_sets(faces: FaceTable, predictions: Predictions) -> list[dict[str, Any]]:
    """Return what a model card says of each data set, rounded.

    Args:
        faces: with their labels, -1 where unknown.
        predictions: for N faces.

    Returns:
        For each set: `set` (its name; empty where there is but one), `faces`, the metrics of `SET_METRICS` (None where
        no label is known), `evenness` (None where no two groups are large enough), `gender_by_age`.
    """
    labels = labels_of_faces(faces)
    evaluation = Evaluation(labels, prediction_table("model", "", predictions))
    return [
        {
            "set": each.name,
            "faces": each.faces,
            **{name: _rounded(metric.value) for name, metric in each.metrics.items()},
            "evenness": None
            if each.evenness is None
            else {
                "by": " x ".join(each.evenness.dimensions),
                "groups": each.evenness.groups,
                "mean": _rounded(each.evenness.mean),
                "worst": each.evenness.worst.group,
                "worst_faces": each.evenness.worst.faces,
                "worst_accuracy": _rounded(each.evenness.worst.value),
            },
            "gender_by_age": [
                {
                    "ages": band.band,
                    "faces": band.faces,
                    "accuracy": _rounded(band.accuracy),
                    "score": _rounded(band.score),
                    "ece": _rounded(band.ece),
                }
                for band in each.gender_by_age
            ],
        }
        for each in measure_sets(evaluation, unit_weights(len(labels)))
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
