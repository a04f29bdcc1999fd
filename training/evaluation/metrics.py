"""The metrics of a selection of faces: one set for the model card, the report and the comparison of models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.attributes import AGE_BANDS, CLASS_NAMES
from inference.shares import age_bands
from inference.types import INTERVAL, Predictions, age_percentiles

from ..datasets.class_names import UNKNOWN
from ..datasets.face_table import FaceTable
from . import bootstrap
from .bootstrap import Float, Weights, unit_weights
from .labels import Labels, labels_of_faces
from .predictions import PredictionTable, prediction_table
from .subgroups import MIN_SUBGROUP, subgroups

TOLERANCE_YEARS = 5
INTERVAL_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Metric:
    """What a metric is called and how it is read.

    Attributes:
        name: for people.
        unit: `years`, `share` (shown as per cent), or empty.
        better: `low`, `high`, or the value that is best.
        note: one line of explanation.
    """

    name: str
    unit: str
    better: str | float
    note: str

    def badness(self, values: Float) -> Float:
        """Return values that are lower where the metric is better: of one that is best at a value, the distance."""
        if isinstance(self.better, str):
            return values if self.better == "low" else -values
        return np.abs(values - self.better)


METRICS = {
    "age_mae": Metric("Age MAE", "years", "low", "mean absolute error of the age"),
    "age_median": Metric("Median error", "years", "low", "half of the ages are off by less"),
    "age_rmse": Metric("RMSE", "years", "low", "root of the mean squared error; large errors weigh more"),
    "age_bias": Metric("Age bias", "years", 0.0, "mean of predicted minus labelled age; below 0: taken for younger"),
    "age_cs5": Metric("CS@5", "share", "high", "share of ages off by five years or less"),
    "age_interval_coverage": Metric(
        "Interval coverage", "share", INTERVAL_SHARE, "labelled ages inside the 10-90 % interval; four in five is right"
    ),
    "gender_accuracy": Metric("Gender", "share", "high", "share of faces whose gender is predicted as labelled"),
    "gender_f1": Metric("Gender F1", "share", "high", "F1 averaged over the classes"),
    "gender_auc": Metric("Gender AUC", "", "high", "chance that of two faces the scores tell the genders apart"),
    "gender_ece": Metric("Gender ECE", "share", "low", "how far scores are from the share that is right"),
    "ethnicity_accuracy": Metric(
        "Ethnicity", "share", "high", "share of faces whose ethnicity is predicted as labelled"
    ),
    "ethnicity_f1": Metric("Ethnicity F1", "share", "high", "F1 averaged over the classes"),
    "ethnicity_auc": Metric("Ethnicity AUC", "", "high", "one class against the rest, averaged over the classes"),
    "ethnicity_ece": Metric("Ethnicity ECE", "share", "low", "how far scores are from the share that is right"),
}
# those of the model card, and of every subgroup in a report; with the digits that the card keeps
CARD_METRICS = {
    "age_mae": 3,
    "age_bias": 3,
    "age_cs5": 4,
    "age_interval_coverage": 4,
    "gender_accuracy": 4,
    "ethnicity_accuracy": 4,
}
SUBGROUP_METRICS = tuple(CARD_METRICS)
# whose confusion is told: of the gender that of children apart, who are harder to tell
_ALL_AGES = ((0, 100),)
_CHILDREN_APART = ((0, 12), (13, 100))
_CARD_GROUPS = (("age",), ("gender",), ("ethnicity",), ("gender", "ethnicity"))


def attribute_of(metric: str) -> str:
    """Return the attribute that a metric is about."""
    return metric.partition("_")[0]


class Evaluation:
    """The predictions of one system beside the labels; computes metrics of any selection of faces.

    Args:
        labels, predictions: row i of both is one face.

    Attributes:
        labels, predictions: as given.
        age_error: (N,) years, predicted minus labelled; NaN where either is missing.
        covered: (N,) 1 where the 10-90 % interval holds the labelled year, else 0; NaN where there is none.

    Raises:
        ValueError: their numbers of faces differ.
    """

    def __init__(self, labels: Labels, predictions: PredictionTable) -> None:
        if len(labels) != len(predictions):
            raise ValueError(f"{len(predictions)} predictions for {len(labels)} labelled faces")
        self.labels = labels
        self.predictions = predictions
        years = np.where(labels.ages == UNKNOWN, np.nan, labels.ages.astype(np.float64))
        low, high = predictions.age_p10, predictions.age_p90
        self.age_error: Float = predictions.age - years
        self.covered: Float = np.where(np.isfinite(years + low + high), (low <= years) & (years <= high), np.nan)
        self._per_face = self._values_per_face()

    def _values_per_face(self) -> dict[str, Float]:
        """Return the values of which a metric is the mean (of the RMSE its square); NaN where unknown."""
        size = np.abs(self.age_error)
        values: dict[str, Float] = {
            "age_mae": size,
            "age_rmse": size**2,
            "age_bias": self.age_error,
            "age_cs5": np.where(np.isfinite(size), size <= TOLERANCE_YEARS, np.nan),
            "age_interval_coverage": self.covered,
        }
        for attribute in CLASS_NAMES:
            hits = np.full(len(self.labels), np.nan)
            rows = self.comparable(attribute)
            hits[rows] = self.correct(attribute)[rows]
            values[f"{attribute}_accuracy"] = hits
        return values

    @property
    def name(self) -> str:
        """Name of the system."""
        return self.predictions.name

    def comparable(self, attribute: str) -> NDArray[np.intp]:
        """Return the rows in which an attribute is both labelled and predicted."""
        if attribute == "age":
            return np.flatnonzero(np.isfinite(self.age_error))
        known = self.labels.classes(attribute) != UNKNOWN
        return np.flatnonzero(known & (self.predictions.classes[attribute] != UNKNOWN))

    def correct(self, attribute: str) -> NDArray[np.bool_]:
        """Return where the class is predicted as labelled: (N,)."""
        y_pred = self.predictions.classes[attribute]
        return np.asarray((y_pred == self.labels.classes(attribute)) & (y_pred != UNKNOWN))

    def metrics(
        self, sample_weight: Weights, rows: NDArray[np.intp], names: tuple[str, ...] = tuple(METRICS)
    ) -> dict[str, Float]:
        """Compute metrics of a selection of faces in every resample.

        Args:
            sample_weight: (B, N) how often each face was drawn.
            rows: the faces of the selection.
            names: keys of `METRICS`.

        Returns:
            (B,) values by name, NaN where a metric is not defined.
        """
        averages = tuple(name for name in names if name in self._per_face)
        values = np.stack([self._per_face[name][rows] for name in averages], axis=1)
        columns = bootstrap.means(values, bootstrap.take(sample_weight, rows))
        result = dict(zip(averages, columns.T, strict=True))
        if "age_rmse" in result:
            result["age_rmse"] = np.sqrt(result["age_rmse"])
        for name in names:
            if name not in result:
                result[name] = self._other_metric(name, sample_weight, rows)
        return {name: result[name] for name in names}

    def _other_metric(self, name: str, sample_weight: Weights, rows: NDArray[np.intp]) -> Float:
        """Compute a metric that is no average over faces."""
        attribute, _, kind = name.partition("_")
        known = np.intersect1d(rows, self.comparable(attribute), assume_unique=True)
        if kind == "median":
            return bootstrap.median(np.abs(self.age_error[known]), bootstrap.take(sample_weight, known))
        y_true, y_pred = self.labels.classes(attribute), self.predictions.classes[attribute]
        if kind == "f1":
            weight = bootstrap.take(sample_weight, known)
            num_classes = len(CLASS_NAMES[attribute])
            return bootstrap.macro_f1(bootstrap.confusion_matrices(y_true[known], y_pred[known], num_classes, weight))
        if kind == "auc":
            return self._roc_auc(attribute, sample_weight, known)
        y_score = self.predictions.scores[attribute]
        scored = known[np.isfinite(y_score[known])]
        weight = bootstrap.take(sample_weight, scored)
        return bootstrap.calibration_error((y_true == y_pred)[scored], y_score[scored], weight)

    def _roc_auc(self, attribute: str, sample_weight: Weights, known: NDArray[np.intp]) -> Float:
        """Average one against the rest over the classes that have labels; NaN with fewer than two of them."""
        y_score = self.predictions.probs_of(attribute)
        known = known[np.isfinite(y_score[known]).all(axis=1)]
        y_true = self.labels.classes(attribute)[known]
        present = np.unique(y_true)
        if len(present) < 2:
            return np.full(len(sample_weight), np.nan)
        weight = bootstrap.take(sample_weight, known)
        # of two classes one says it all: the other's curve is the same seen from the other side
        if len(CLASS_NAMES[attribute]) == 2:
            present = present[-1:]
        areas = [bootstrap.roc_auc(y_true == code, y_score[known, code], weight) for code in present]
        return np.asarray(np.mean(areas, axis=0), dtype=np.float64)


def interval_covers(age_probs: NDArray[np.floating], ages: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return where the labelled year lies inside the 10-90 % interval as the application reports it.

    Args:
        age_probs: (N, 101) distributions.
        ages: (N,) labels in years.
    """
    low, high = age_percentiles(age_probs, INTERVAL).T
    return np.asarray((low <= ages) & (ages <= high))


def overall_metrics(faces: FaceTable, predictions: Predictions) -> dict[str, float | None]:
    """Compute the metrics of `CARD_METRICS` over all faces; None where no label is known.

    Args:
        faces: with their labels, -1 where unknown.
        predictions: for N faces.
    """
    evaluation = _evaluation(faces, predictions)
    return _card_row(evaluation, np.arange(len(faces)))


def card_metrics(faces: FaceTable, predictions: Predictions) -> dict[str, Any]:
    """Compute the metrics of a model card, rounded as it keeps them.

    Args:
        faces: with their labels, -1 where unknown.
        predictions: for N faces.

    Returns:
        `overall`: the number of `faces` and the metrics of `CARD_METRICS` over those whose label is known, None where
        none is; `subgroups`: a list of such with `group` and `value`, for age bands, genders, ethnicities and
        gender x ethnicity of `MIN_SUBGROUP` faces or more; `confusion`: by attribute, the number of faces of each class
        (row) that are predicted as each class (column), the age's by `AGE_BANDS`, for ranges of predicted ages.
    """
    evaluation = _evaluation(faces, predictions)
    groups = (group for group in subgroups(evaluation.labels) if group.dimensions in _CARD_GROUPS)
    return {
        "overall": _rounded(evaluation, np.arange(len(faces))),
        "subgroups": [
            {"group": " x ".join(group.dimensions), "value": group.name, **_rounded(evaluation, group.rows)}
            for group in groups
            if len(group.rows) >= MIN_SUBGROUP
        ],
        "confusion": _confusions(evaluation),
    }


def _confusions(evaluation: Evaluation) -> dict[str, list[dict[str, Any]]]:
    """Return how faces of each class are predicted, for ranges of predicted ages: children's genders apart."""
    labels, predictions = evaluation.labels, evaluation.predictions
    bands = _age_bands(predictions.age)
    years = np.where(bands == UNKNOWN, 0.0, np.floor(predictions.age + 0.5))
    pairs: dict[str, tuple[NDArray[Any], NDArray[Any], int]] = {
        "age": (_age_bands(labels.ages), bands, len(AGE_BANDS)),
        **{
            attribute: (labels.classes(attribute), predictions.classes[attribute], len(names))
            for attribute, names in CLASS_NAMES.items()
        },
    }
    return {
        attribute: [
            {
                "ages": f"{first}-{last}",
                "faces": _confusion(y_true, y_pred, classes, (first <= years) & (years <= last)),
            }
            for first, last in (_CHILDREN_APART if attribute == "gender" else _ALL_AGES)
        ]
        for attribute, (y_true, y_pred, classes) in pairs.items()
    }


def _age_bands(ages: NDArray[np.integer] | Float) -> NDArray[np.intp]:
    """Return the number of the age band of each face, (N,); `UNKNOWN` where the age is."""
    known = np.isfinite(ages) & (ages >= 0)
    return np.where(known, age_bands(np.where(known, ages, 0.0)), UNKNOWN)


def _confusion(
    y_true: NDArray[np.integer], y_pred: NDArray[np.integer], classes: int, chosen: NDArray[np.bool_]
) -> list[list[int]]:
    known = (y_true != UNKNOWN) & (y_pred != UNKNOWN) & chosen
    cells = y_true[known].astype(np.intp) * classes + y_pred[known]
    return np.bincount(cells, minlength=classes**2).reshape(classes, classes).tolist()


def _evaluation(faces: FaceTable, predictions: Predictions) -> Evaluation:
    return Evaluation(labels_of_faces(faces), prediction_table("model", "", predictions))


def _card_row(evaluation: Evaluation, rows: NDArray[np.intp]) -> dict[str, float | None]:
    values = evaluation.metrics(unit_weights(len(evaluation.labels)), rows, tuple(CARD_METRICS))
    return {name: float(value[0]) if np.isfinite(value[0]) else None for name, value in values.items()}


def _rounded(evaluation: Evaluation, rows: NDArray[np.intp]) -> dict[str, float | int | None]:
    values = _card_row(evaluation, rows).items()
    row = {name: None if value is None else round(value, CARD_METRICS[name]) for name, value in values}
    return {"faces": len(rows), **row}
