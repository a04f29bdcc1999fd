"""One system's answers beside the labels, and every figure of any selection of faces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.attributes import CLASS_NAMES

from ..datasets.class_names import UNKNOWN
from . import bootstrap as resampling
from .bootstrap import Float, Weights
from .labels import Labels
from .predictions import Answers

TOLERANCE_YEARS = 5
INTERVAL_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Figure:
    """What a figure is called and how it is read.

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


FIGURES = {
    "age_mae": Figure("Age MAE", "years", "low", "mean absolute error of the age"),
    "age_median": Figure("Median error", "years", "low", "half of the ages are off by less"),
    "age_rmse": Figure("RMSE", "years", "low", "root of the mean squared error; large errors weigh more"),
    "age_bias": Figure("Age bias", "years", 0.0, "mean of said minus labelled age; below 0: taken for younger"),
    "age_cs5": Figure("CS@5", "share", "high", "share of ages off by five years or less"),
    "age_coverage": Figure(
        "Interval coverage", "share", INTERVAL_SHARE, "labelled ages inside the 10-90 % interval; four in five is right"
    ),
    "gender_accuracy": Figure("Gender", "share", "high", "share of faces whose gender is named as labelled"),
    "gender_f1": Figure("Gender F1", "share", "high", "F1 averaged over the classes"),
    "gender_auc": Figure("Gender AUC", "", "high", "chance that of two faces the scores tell the genders apart"),
    "gender_ece": Figure("Gender ECE", "share", "low", "how far scores are from the share that is right"),
    "ethnicity_accuracy": Figure("Ethnicity", "share", "high", "share of faces whose ethnicity is named as labelled"),
    "ethnicity_f1": Figure("Ethnicity F1", "share", "high", "F1 averaged over the classes"),
    "ethnicity_auc": Figure("Ethnicity AUC", "", "high", "one class against the rest, averaged over the classes"),
    "ethnicity_ece": Figure("Ethnicity ECE", "share", "low", "how far scores are from the share that is right"),
}
# those that are shown for every subgroup
SUBGROUP_FIGURES = ("age_mae", "age_bias", "age_cs5", "age_coverage", "gender_accuracy", "ethnicity_accuracy")


class Case:
    """One system before the labels.

    Attributes:
        labels, answers: as given; row i of both is one face.
        age_error: (N,) years, said minus labelled; NaN where either is missing.
        covered: (N,) 1 where the 10-90 % interval holds the labelled year, else 0; NaN where there is none.
    """

    def __init__(self, labels: Labels, answers: Answers) -> None:
        if len(labels) != len(answers):
            raise ValueError(f"{len(answers)} answers for {len(labels)} labelled faces")
        self.labels = labels
        self.answers = answers
        years = np.where(labels.ages == UNKNOWN, np.nan, labels.ages.astype(np.float64))
        self.age_error: Float = answers.age - years
        inside = (answers.age_p10 <= years) & (years <= answers.age_p90)
        known = np.isfinite(years + answers.age_p10 + answers.age_p90)
        self.covered: Float = np.where(known, inside.astype(np.float64), np.nan)
        self._by_face = self._values_by_face()

    def _values_by_face(self) -> dict[str, Float]:
        """What the mean of is a figure (its square, for the RMSE); NaN where unknown."""
        size = np.abs(self.age_error)
        values = {
            "age_mae": size,
            "age_rmse": size**2,
            "age_bias": self.age_error,
            "age_cs5": np.where(np.isfinite(size), size <= TOLERANCE_YEARS, np.nan),
            "age_coverage": self.covered,
        }
        for attribute in CLASS_NAMES:
            hits = np.full(len(self.labels), np.nan)
            rows = self.judged(attribute)
            hits[rows] = self.correct(attribute)[rows]
            values[f"{attribute}_accuracy"] = hits
        return values

    @property
    def name(self) -> str:
        return self.answers.name

    def judged(self, attribute: str) -> NDArray[np.intp]:
        """Rows in which `gender` or `ethnicity` is both labelled and said."""
        return np.flatnonzero((self.labels.classes(attribute) != UNKNOWN) & (self.answers.said(attribute) != UNKNOWN))

    def correct(self, attribute: str) -> NDArray[np.bool_]:
        """(N,) where the class is named as labelled."""
        said = self.answers.said(attribute)
        return (said == self.labels.classes(attribute)) & (said != UNKNOWN)

    def figures(
        self, weights: Weights, rows: NDArray[np.intp], names: tuple[str, ...] | None = None
    ) -> dict[str, Float]:
        """Figures of a selection of faces in every resample.

        Args:
            weights: (B, N) how often each face was drawn.
            rows: the faces of the selection.
            names: keys of `FIGURES`; None for all.

        Returns:
            (B,) values by name, NaN where a figure is not defined.
        """
        wanted = tuple(FIGURES) if names is None else names
        averages = tuple(name for name in wanted if name in self._by_face)
        values = np.stack([self._by_face[name][rows] for name in averages], axis=1)
        columns = resampling.means(resampling.of_faces(weights, rows), values)
        result = dict(zip(averages, columns.T, strict=True))
        if "age_rmse" in result:
            result["age_rmse"] = np.sqrt(result["age_rmse"])
        for name in wanted:
            if name not in result:
                result[name] = self._other_figure(name, weights, rows)
        return {name: result[name] for name in wanted}

    def _other_figure(self, name: str, weights: Weights, rows: NDArray[np.intp]) -> Float:
        """A figure that is no average over faces."""
        attribute, _, kind = name.partition("_")
        if attribute == "age":
            known = rows[np.isfinite(self.age_error[rows])]
            return resampling.median(resampling.of_faces(weights, known), np.abs(self.age_error[known]))
        known = np.intersect1d(rows, self.judged(attribute), assume_unique=True)
        if kind == "auc":
            return self._auc(attribute, weights, known)
        true, said, score = self.labels.classes(attribute), self.answers.said(attribute), self.answers.score(attribute)
        if kind == "f1":
            drawn = resampling.of_faces(weights, known)
            return resampling.macro_f1(
                resampling.confusion(drawn, true[known], said[known], len(CLASS_NAMES[attribute]))
            )
        scored = known[np.isfinite(score[known])]
        drawn = resampling.of_faces(weights, scored)
        return resampling.calibration_error(drawn, (true == said)[scored], score[scored])

    def _auc(self, attribute: str, weights: Weights, known: NDArray[np.intp]) -> Float:
        """One against the rest, averaged over the classes that have labels; NaN with fewer than two of them."""
        probs = self.answers.probs(attribute)
        if probs is None:
            return np.full(len(weights), np.nan)
        known = known[np.isfinite(probs[known]).all(axis=1)]
        true = self.labels.classes(attribute)[known]
        present = np.unique(true)
        if len(present) < 2:
            return np.full(len(weights), np.nan)
        drawn = resampling.of_faces(weights, known)
        # of two classes one says it all: the other's curve is the same seen from the other side
        if len(CLASS_NAMES[attribute]) == 2:
            present = present[-1:]
        return np.mean([resampling.auc(drawn, true == code, probs[known, code]) for code in present], axis=0)
