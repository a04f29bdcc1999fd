"""Evaluate one or more systems by labelled faces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inference.attributes import CLASS_NAMES

from ..objectives.age_schemes import AgeScheme
from . import curves
from .bootstrap import LEVEL, RESAMPLES, Weights, bootstrap_weights, interval, unit_weights
from .disparity import compare, measure_subgroups
from .examples import examples
from .labels import Labels
from .metrics import Evaluation
from .per_set import measure_sets
from .predictions import PredictionTable
from .results import BootstrapSettings, EvaluationResult, FaceCounts, SystemResult


def evaluate(
    labels: Labels,
    systems: Sequence[PredictionTable],
    schemes: Sequence[AgeScheme] = (),
    resamples: int = RESAMPLES,
    seed: int = 0,
    origin: str = "",
    notes: Sequence[str] = (),
) -> EvaluationResult:
    """Compute all metrics with their intervals.

    Args:
        labels: what is known of the faces.
        systems: predictions in the order of the labels; the first system is what the others are compared with.
        schemes: age schemes whose classes are reported on.
        resamples, seed: of the bootstrap; the same resamples serve every metric and every system.
        origin, notes: where the labels come from, and what a reader has to know of them; passed on.

    Raises:
        ValueError: there is no label or no system, or a system has no prediction.
    """
    if len(labels) == 0:
        raise ValueError("there is no labelled face to judge by")
    if not systems:
        raise ValueError("there is no system to judge")
    evaluations = [Evaluation(labels, predictions) for predictions in systems]
    weights = bootstrap_weights(len(labels), labels.groups, resamples, seed)
    return EvaluationResult(
        origin=origin,
        notes=tuple(notes),
        faces=FaceCounts(len(labels), None if labels.groups is None else len(np.unique(labels.groups))),
        bootstrap=BootstrapSettings(resamples, seed, LEVEL),
        systems=tuple(_evaluate_system(evaluation, weights, schemes) for evaluation in evaluations),
        comparisons=tuple(compare(evaluations[0], other, weights) for other in evaluations[1:]),
    )


def _evaluate_system(evaluation: Evaluation, weights: Weights, schemes: Sequence[AgeScheme]) -> SystemResult:
    rows = np.flatnonzero(evaluation.predictions.predicted)
    if len(rows) == 0:
        raise ValueError(f"{evaluation.name} has a prediction for not one labelled face")
    values = evaluation.metrics(unit_weights(len(evaluation.labels)), rows)
    resampled = evaluation.metrics(weights, rows)
    subgroups, disparities = measure_subgroups(evaluation, weights)
    age_classes = (curves.age_class_report(evaluation, scheme) for scheme in schemes)
    return SystemResult(
        name=evaluation.name,
        source=evaluation.predictions.source,
        predicted=len(rows),
        missing=len(evaluation.labels) - len(rows),
        notes=(*evaluation.predictions.notes, *_warnings(evaluation)),
        overall={name: interval(value, resampled[name]) for name, value in values.items()},
        cs_curve=curves.cs_curve(evaluation, weights),
        age_reliability=curves.age_reliability(evaluation, weights),
        error_by_age=curves.error_by_age(evaluation),
        age_classes=tuple(report for report in age_classes if report is not None),
        gender=curves.class_report(evaluation, "gender"),
        ethnicity=curves.class_report(evaluation, "ethnicity"),
        score_reliability={attribute: curves.score_reliability(evaluation, attribute) for attribute in CLASS_NAMES},
        subgroups=subgroups,
        disparities=disparities,
        sets=measure_sets(evaluation, weights),
        examples=examples(evaluation),
    )


def _warnings(evaluation: Evaluation) -> list[str]:
    notes = []
    for attribute, names in CLASS_NAMES.items():
        rows = evaluation.comparable(attribute)
        if len(rows) == 0:
            continue
        absent = sorted(set(range(len(names))) - set(evaluation.labels.classes(attribute)[rows].tolist()))
        if absent:
            notes.append(
                f"no face is labelled {' or '.join(names[code] for code in absent)}: recall, F1 and AUC of such a "
                f"class are not defined, and averages leave it out"
            )
        if attribute == "gender" and evaluation.correct(attribute)[rows].mean() < 0.5:
            notes.append("gender is wrong more often than right; 0 is read as male, 1 as female: write words if not so")
    return notes
