"""Faces to look at: where a system is most wrong, and where it is right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.attributes import CLASS_NAMES

from .metrics import Evaluation
from .results import AgeExample, ClassExample, Examples

_SHOWN = 12


def examples(evaluation: Evaluation) -> Examples:
    """Choose the faces of the largest and the smallest error of the age, and of the surest wrong classes."""
    known = evaluation.comparable("age")
    by_error = known[np.argsort(-np.abs(evaluation.age_error[known]), kind="stable")]
    return Examples(
        age_worst=_ages(evaluation, by_error[:_SHOWN]),
        age_best=_ages(evaluation, _spread(evaluation, by_error[::-1])),
        **{f"{attribute}_wrong": _wrong_classes(evaluation, attribute) for attribute in CLASS_NAMES},
    )


def _spread(evaluation: Evaluation, best_first: NDArray[np.intp]) -> NDArray[np.intp]:
    """Choose the best of each stretch of ages: the best of all would be babies alone."""
    candidates = best_first[: max(_SHOWN, len(best_first) // 2)]
    bins = np.array_split(np.argsort(evaluation.labels.ages[candidates], kind="stable"), _SHOWN)
    # candidates are sorted best first, so the smallest index of a bin is its best
    return np.array([candidates[each.min()] for each in bins if len(each)], dtype=np.intp)


def _ages(evaluation: Evaluation, rows: NDArray[np.intp]) -> tuple[AgeExample, ...]:
    labels, ages = evaluation.labels, evaluation.predictions.age
    return tuple(
        AgeExample(int(row), labels.files[row], int(labels.ages[row]), round(float(ages[row]), 1)) for row in rows
    )


def _wrong_classes(evaluation: Evaluation, attribute: str) -> tuple[ClassExample, ...]:
    rows = evaluation.comparable(attribute)
    wrong = rows[~evaluation.correct(attribute)[rows]]
    scores = evaluation.predictions.scores[attribute]
    surest = wrong[np.argsort(-np.nan_to_num(scores[wrong], nan=-1.0), kind="stable")][:_SHOWN]
    names = CLASS_NAMES[attribute]
    return tuple(
        ClassExample(
            row=int(row),
            file=evaluation.labels.files[row],
            labelled=names[evaluation.labels.classes(attribute)[row]],
            prediction=names[evaluation.predictions.classes[attribute][row]],
            score=round(float(scores[row]), 4) if np.isfinite(scores[row]) else None,
        )
        for row in surest
    )
