from __future__ import annotations

import numpy as np
import pytest

from inference.types import AGES
from training.objectives.losses import AgeDistributionLoss, SmoothedCrossEntropy
from training.objectives.metrics import AgeMAE


def gaussian(age: float, sigma: float) -> np.ndarray:
    weights = np.exp(-0.5 * ((AGES - age) / sigma) ** 2)
    return (weights / weights.sum()).astype(np.float32)


def test_age_loss_is_the_target_s_entropy_where_the_answer_is_right() -> None:
    target = gaussian(40, 1.8)  # 1 + 0.02 x 40
    loss = float(AgeDistributionLoss()(np.array([[40]]), target[None]))
    entropy = -(target * np.log(np.maximum(target, 1e-30))).sum()
    assert loss == pytest.approx(0.5 * entropy, rel=1e-4)


def test_age_loss_charges_each_year_of_the_expectation() -> None:
    probs = np.zeros((1, 101), dtype=np.float32)
    probs[0, 50] = 1.0
    only_error = AgeDistributionLoss(distribution_weight=0.0)
    assert float(only_error(np.array([[43]]), probs)) == pytest.approx(0.15 * 7)


def test_smoothed_cross_entropy_by_hand() -> None:
    probs = np.array([[0.7, 0.2, 0.1]], dtype=np.float32)
    expected = -(0.9 + 0.1 / 3) * np.log(0.7) - 0.1 / 3 * (np.log(0.2) + np.log(0.1))
    assert float(SmoothedCrossEntropy(0.1)(np.array([[0]]), probs)) == pytest.approx(expected, rel=1e-5)


def test_mae_is_that_of_the_expectation() -> None:
    metric = AgeMAE()
    metric.update_state(np.array([[30], [60]]), np.stack([gaussian(33, 2), gaussian(55, 3)]))
    assert float(metric.result()) == pytest.approx(4.0, abs=1e-3)
