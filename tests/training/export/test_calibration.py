from __future__ import annotations

import numpy as np
import pytest

from inference.types import AGES
from training.evaluation.metrics import interval_covers
from training.export.calibration import age_temperature, apply_age_temperature
from training.models.registry import build_model


def distributions(centres: np.ndarray, sigma: float) -> np.ndarray:
    weights = np.exp(-0.5 * ((AGES[None] - centres[:, None]) / sigma) ** 2)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("claimed", [3.0, 8.0])
def test_a_model_too_sure_or_too_shy_is_set_right(claimed: float) -> None:
    """Errors are Gaussian with a sigma of 5 years: a Gaussian that claims s needs the temperature (5 / s) squared."""
    rng = np.random.default_rng(2)
    ages = rng.integers(25, 75, 1500)
    probs = distributions(ages + rng.normal(0, 5, 1500), claimed)
    temperature = age_temperature(probs, ages)
    assert temperature == pytest.approx((5 / claimed) ** 2, rel=0.12)
    logits = np.log(np.maximum(probs, 1e-12)) / temperature
    scaled = np.exp(logits - logits.max(axis=1, keepdims=True))
    coverage = interval_covers((scaled / scaled.sum(axis=1, keepdims=True)).astype(np.float32), ages).mean()
    assert coverage == pytest.approx(0.8, abs=0.02)


def test_faces_of_unknown_age_do_not_count() -> None:
    rng = np.random.default_rng(3)
    ages = rng.integers(25, 75, 400)
    probs = distributions(ages + rng.normal(0, 5, 400), 3.0)
    half = np.where(np.arange(400) < 200, ages, -1)
    assert age_temperature(probs, half) == age_temperature(probs[:200], ages[:200])
    assert age_temperature(probs, np.full(400, -1)) == 1.0


def test_the_factor_goes_into_the_weights() -> None:
    model = build_model("edgenext_xxs", 64)
    crops = np.random.default_rng(0).integers(0, 256, (2, 64, 64, 3), dtype=np.uint8)
    before = {name: np.asarray(probs) for name, probs in model(crops).items()}
    apply_age_temperature(model, 2.0)
    after = {name: np.asarray(probs) for name, probs in model(crops).items()}
    expected = np.sqrt(before["age"])
    np.testing.assert_allclose(after["age"], expected / expected.sum(axis=1, keepdims=True), atol=1e-5)
    np.testing.assert_allclose(after["gender"], before["gender"], atol=1e-6)
