"""All metrics of a made set, as they were when they were first checked by hand and against scikit-learn.

`golden_metrics.json` holds them: the card's, and the evaluation's of a model beside a table, with labels that nobody
knows, faces without a prediction and near duplicates. A change of a number there has to be meant.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.types import Predictions
from training.datasets.face_table import FaceTable
from training.evaluation.evaluate import evaluate
from training.evaluation.labels import Labels
from training.evaluation.metrics import card_metrics
from training.evaluation.predictions import FacePrediction, join, prediction_table
from training.evaluation.results import to_json
from training.objectives.age_schemes import age_scheme

GOLDEN = Path(__file__).with_name("golden_metrics.json")
COUNT = 160


def made_labels() -> Labels:
    """Every ninth age, every seventh gender and every fifth ethnicity are unknown; four pairs in five are groups."""
    rng = np.random.default_rng(11)
    number = np.arange(COUNT)
    ages = np.where(number % 9 == 0, -1, rng.integers(0, 101, COUNT)).astype(np.int32)
    genders = np.where(number % 7 == 0, -1, rng.integers(0, 2, COUNT)).astype(np.int32)
    ethnicities = np.where(number % 5 == 0, -1, rng.choice(5, COUNT, p=[0.5, 0.2, 0.2, 0.1, 0.0])).astype(np.int32)
    groups = np.where(number % 10 < 8, number // 2, number + COUNT)
    return Labels([f"{i}.jpg" for i in number], ages, genders, ethnicities, groups)


def made_predictions(labels: Labels) -> Predictions:
    """Distributions that lean to the labels."""
    rng = np.random.default_rng(12)
    centre = np.clip(labels.ages + rng.normal(0, 8, COUNT), 0, 100)
    age = np.exp(-0.5 * ((np.arange(101) - centre[:, None]) / rng.uniform(2, 9, (COUNT, 1))) ** 2)
    gender = np.exp(rng.normal(0, 1, (COUNT, 2)) + np.eye(2)[labels.genders])
    ethnicity = np.exp(rng.normal(0, 1, (COUNT, 5)) + np.eye(5)[labels.ethnicities])
    return Predictions(*((p / p.sum(axis=1, keepdims=True)).astype(np.float32) for p in (age, gender, ethnicity)))


def card() -> dict[str, Any]:
    labels = made_labels()
    faces = FaceTable(
        np.zeros((COUNT, 1, 1, 3), np.uint8), labels.ages, labels.genders, labels.ethnicities, list(labels.files), {}
    )
    return card_metrics(faces, made_predictions(labels))


def evaluation() -> dict[str, Any]:
    labels = made_labels()
    predictions = made_predictions(labels)
    rng = np.random.default_rng(13)
    rows = []
    for i, ages in enumerate(predictions.age @ np.arange(101) + rng.normal(0, 3, COUNT)):
        age = float(np.clip(ages, 0, 100))
        gender, ethnicity = int(predictions.gender[i].argmax()), int(predictions.ethnicity[i].argmax())
        score = float(predictions.ethnicity[i].max()) if i % 4 else None
        said = FacePrediction(f"{i}.jpg", "", None, age, age - 6, age + 6, gender, 0.8, ethnicity, score)
        rows += [said] if i % 11 else []
    systems = [prediction_table("model", "made up", predictions), join("table", "a table", rows, labels)]
    schemes = [age_scheme("bins5"), age_scheme("quarter-century")]
    return to_json(evaluate(labels, systems, schemes, resamples=40, seed=3))


def thinned(result: dict[str, Any]) -> dict[str, Any]:
    """The same without subgroups that are too small, and with a few points of every curve."""
    for system in result["systems"]:
        system["subgroups"] = [group for group in system["subgroups"] if not group["too_small"]]
        reports = [*system["age_classes"], system["gender"], system["ethnicity"]]
        for row in (row for report in reports for row in report["classes"] if row["roc"]):
            row["roc"] = row["roc"][::25]
    return result


def flat(value: Any, path: str = "") -> dict[str, Any]:
    if isinstance(value, dict):
        return {key: leaf for name, item in value.items() for key, leaf in flat(item, f"{path}/{name}").items()}
    if isinstance(value, list):
        return {key: leaf for i, item in enumerate(value) for key, leaf in flat(item, f"{path}/{i}").items()} or {
            path: []
        }
    return {path: value}


@pytest.mark.parametrize(("name", "made"), [("card", card), ("evaluation", lambda: thinned(evaluation()))])
def test_metrics_of_the_made_set_are_what_they_were(name: str, made: Any) -> None:
    expected = flat(json.loads(GOLDEN.read_text(encoding="utf-8"))[name])
    found = flat(json.loads(json.dumps(made())))
    assert expected.keys() == found.keys()
    for path, value in expected.items():
        assert found[path] == (pytest.approx(value, rel=1e-4, abs=2e-6) if isinstance(value, float) else value), path
