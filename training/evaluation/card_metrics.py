"""How wrong the network is, over all and by subgroup."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.attributes import ETHNICITIES, GENDERS
from inference.types import AGES, INTERVAL, Predictions, age_percentiles

from ..datasets.face_table import FaceTable

AGE_BANDS = ((0, 4), (5, 12), (13, 19), (20, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, 100))
# subgroups with fewer faces say too little to print a figure for
MIN_SUBGROUP = 10


def evaluate(faces: FaceTable, predicted: Predictions) -> dict[str, Any]:
    """Figures for the card.

    Returns:
        `overall`: one dict of figures over the faces whose label is known, None where none is; `subgroups`: a list
        of such dicts with `group` and `value`, for age bands, genders, ethnicities and gender x ethnicity.
    """
    errors = _FaceErrors(faces, predicted)
    everyone = np.ones(len(faces), dtype=bool)
    subgroups = []
    for group, value, rows in _subgroups(faces):
        if rows.sum() >= MIN_SUBGROUP:
            subgroups.append({"group": group, "value": value, **errors.figures(rows)})
    return {"overall": errors.figures(everyone), "subgroups": subgroups}


def _subgroups(faces: FaceTable) -> list[tuple[str, str, NDArray[np.bool_]]]:
    groups = [("age", f"{low}-{high}", (faces.ages >= low) & (faces.ages <= high)) for low, high in AGE_BANDS]
    groups += [("gender", name, faces.genders == i) for i, name in enumerate(GENDERS)]
    groups += [("ethnicity", name, faces.ethnicities == i) for i, name in enumerate(ETHNICITIES)]
    groups += [
        ("gender x ethnicity", f"{gender}, {ethnicity}", (faces.genders == i) & (faces.ethnicities == j))
        for i, gender in enumerate(GENDERS)
        for j, ethnicity in enumerate(ETHNICITIES)
    ]
    return groups


class _FaceErrors:
    """Error of every single face, to be averaged over any selection."""

    def __init__(self, faces: FaceTable, predicted: Predictions) -> None:
        self._faces = faces
        self._age_error = predicted.age @ AGES - faces.ages
        self._gender_hit = predicted.gender.argmax(axis=1) == faces.genders
        self._ethnicity_hit = predicted.ethnicity.argmax(axis=1) == faces.ethnicities
        self._covered = interval_covers(predicted.age, faces.ages)

    def figures(self, rows: NDArray[np.bool_]) -> dict[str, float | int | None]:
        faces, error = self._faces, self._age_error[rows]
        ages, genders, ethnicities = faces.ages[rows], faces.genders[rows], faces.ethnicities[rows]
        return {
            "faces": int(rows.sum()),
            "age_mae": mean_of_known(np.abs(error), ages, 3),
            "age_bias": mean_of_known(error, ages, 3),
            "age_cs5": mean_of_known(np.abs(error) <= 5, ages),
            "age_interval_coverage": mean_of_known(self._covered[rows], ages),
            "gender_accuracy": mean_of_known(self._gender_hit[rows], genders),
            "ethnicity_accuracy": mean_of_known(self._ethnicity_hit[rows], ethnicities),
        }


def mean_of_known(values: NDArray[np.generic], labels: NDArray[np.int32], digits: int = 4) -> float | None:
    """Mean over the faces whose label is known; None where none is.

    Args:
        values: (N,) errors or hits.
        labels: (N,) what they were compared to, -1 where nobody knows.
        digits: rounded to.
    """
    known = labels >= 0
    return round(float(values[known].mean()), digits) if known.any() else None


def interval_covers(age_probs: NDArray[np.float32], ages: NDArray[np.int32]) -> NDArray[np.bool_]:
    """True where the labelled year lies inside the 10-90 % interval as the application reports it.

    Args:
        age_probs: (N, 101) distributions.
        ages: (N,) labels in years.
    """
    low, high = age_percentiles(age_probs, INTERVAL).T
    covers: NDArray[np.bool_] = (low <= ages) & (ages <= high)
    return covers
