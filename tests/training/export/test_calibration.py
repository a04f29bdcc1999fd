from __future__ import annotations

import numpy as np
import pytest

from inference.types import AGES, Predictions
from training.datasets.class_names import UNKNOWN
from training.evaluation.bootstrap import calibration_error, unit_weights
from training.evaluation.metrics import interval_covers
from training.export.calibration import Temperatures, calibrated_model, fit_temperatures
from training.models.registry import build_model
from training.predict import predict_keras

COUNT = 1600
YOUNG, OLD = 10, 75


def distributions(centres: np.ndarray, sigma: float) -> np.ndarray:
    weights = np.exp(-0.5 * ((AGES[None] - centres[:, None]) / sigma) ** 2)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def made(claimed: float, errors: tuple[float, float]) -> tuple[Predictions, dict[str, np.ndarray]]:
    """Children and old people whose ages are off by Gaussian errors of another sigma than the claimed one.

    The gender is said with a score of 0.95 and right in 7 of 10 children and 95 of 100 others; ethnicities are unknown.
    """
    rng = np.random.default_rng(2)
    child = np.arange(COUNT) % 2 == 0
    centres = np.where(child, YOUNG, OLD) + rng.uniform(-2, 2, COUNT)
    ages = np.rint(centres + rng.normal(0, 1, COUNT) * np.where(child, *errors)).clip(0, 100).astype(np.int32)
    age = distributions(centres, claimed)
    right = rng.random(COUNT) < np.where(child, 0.7, 0.95)
    gender = np.where(right[:, None], (0.05, 0.95), (0.95, 0.05)).astype(np.float32)
    predictions = Predictions(age, gender, np.full((COUNT, 5), 0.2, np.float32))
    unknown = np.full(COUNT, UNKNOWN, np.int32)
    return predictions, {"age": ages, "gender": np.ones(COUNT, np.int32), "ethnicity": unknown}


@pytest.mark.parametrize("claimed", [3.0, 4.5])
def test_intervals_hold_what_they_promise_at_every_age(claimed: float) -> None:
    predictions, labels = made(claimed, (2.5, 5.5))
    calibrated = fit_temperatures(predictions, labels).applied(predictions).age
    covered = interval_covers(calibrated, labels["age"])
    assert covered.mean() == pytest.approx(0.8, abs=0.01)
    assert covered[::2].mean() == pytest.approx(0.8, abs=0.035)
    assert covered[1::2].mean() == pytest.approx(0.8, abs=0.035)
    before = interval_covers(predictions.age, labels["age"])
    assert abs(before[::2].mean() - before[1::2].mean()) > 0.1


def test_scores_are_worth_what_they_say_at_every_age() -> None:
    predictions, labels = made(3.0, (3.0, 3.0))
    calibrated = fit_temperatures(predictions, labels).applied(predictions).gender
    for rows in (slice(0, None, 2), slice(1, None, 2)):
        scores, right = calibrated[rows].max(axis=1).astype(np.float64), calibrated[rows].argmax(axis=1) == 1
        assert calibration_error(right, scores, unit_weights(COUNT // 2))[0] < 0.03
    np.testing.assert_array_equal(calibrated.argmax(axis=1), predictions.gender.argmax(axis=1))


def test_faces_of_unknown_labels_do_not_count() -> None:
    predictions, labels = made(3.0, (5.0, 5.0))
    half = {head: np.where(np.arange(COUNT) < 800, values, UNKNOWN) for head, values in labels.items()}
    first = Predictions(*(probs[:800] for probs in predictions))
    found, alone = (
        fit_temperatures(predictions, half),
        fit_temperatures(first, {k: v[:800] for k, v in labels.items()}),
    )
    for head in ("age", "gender"):
        np.testing.assert_allclose(found.curves[head], alone.curves[head], atol=1e-6)
    np.testing.assert_array_equal(found.curves["ethnicity"], np.zeros(101))
    nobody = fit_temperatures(predictions, {head: np.full(COUNT, UNKNOWN, np.int32) for head in labels})
    assert nobody.written()["age"]["0"] == 1.0


def test_the_temperatures_go_into_the_model() -> None:
    model = build_model("softmax_regression", 16)
    crops = np.random.default_rng(0).integers(0, 256, (6, 16, 16, 3), dtype=np.uint8)
    before = predict_keras(model, crops)
    curves = {"age": np.linspace(-0.5, 0.7, 101), "gender": np.linspace(0.9, 0.1, 101), "ethnicity": np.full(101, 0.4)}
    temperatures = Temperatures(curves)
    after = predict_keras(calibrated_model(model, temperatures), crops)
    for given, expected in zip(after, temperatures.applied(before), strict=True):
        np.testing.assert_allclose(given, expected, atol=1e-5)
    assert np.abs(after.age - before.age).max() > 1e-4
