"""The faces at both ends: where a system is most wrong, and where it is right."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.attributes import CLASS_NAMES

from .metrics import Case

SHOWN = 12


def extremes(case: Case, count: int = SHOWN) -> dict[str, list[dict[str, Any]]]:
    """Rows of the largest and the smallest error of the age, and of the surest wrong gender and ethnicity.

    Returns:
        `age_worst`, `age_best`, `gender_wrong`, `ethnicity_wrong`: lists of `row`, `file`, `labelled`, `said` and, for
        classes, `score` (None where the system gives none).
    """
    known = np.flatnonzero(np.isfinite(case.age_error))
    size = np.abs(case.age_error[known])
    by_error = known[np.argsort(-size, kind="stable")]
    result = {
        "age_worst": [_age(case, row) for row in by_error[:count]],
        "age_best": [_age(case, row) for row in _spread(case, by_error[::-1], count)],
    }
    for attribute in CLASS_NAMES:
        rows = case.judged(attribute)
        wrong = rows[~case.correct(attribute)[rows]]
        scores = np.nan_to_num(case.answers.score(attribute)[wrong], nan=-1.0)
        result[f"{attribute}_wrong"] = [
            _class(case, attribute, row) for row in wrong[np.argsort(-scores, kind="stable")][:count]
        ]
    return result


def _spread(case: Case, best_first: NDArray[np.intp], count: int) -> NDArray[np.intp]:
    """The best of each stretch of ages: the best of all would be babies alone."""
    candidates = best_first[: max(count, len(best_first) // 2)]
    shelves = np.array_split(np.argsort(case.labels.ages[candidates], kind="stable"), count)
    # candidates come best first, so the lowest number on a shelf is its best
    return np.array([candidates[shelf.min()] for shelf in shelves if len(shelf)], dtype=np.intp)


def _age(case: Case, row: int) -> dict[str, Any]:
    return {
        "row": int(row),
        "file": case.labels.files[row],
        "labelled": int(case.labels.ages[row]),
        "said": round(float(case.answers.age[row]), 1),
    }


def _class(case: Case, attribute: str, row: int) -> dict[str, Any]:
    names, score = CLASS_NAMES[attribute], float(case.answers.score(attribute)[row])
    return {
        "row": int(row),
        "file": case.labels.files[row],
        "labelled": names[case.labels.classes(attribute)[row]],
        "said": names[case.answers.said(attribute)[row]],
        "score": round(score, 4) if np.isfinite(score) else None,
    }
