from __future__ import annotations

import numpy as np
import pytest

from inference.types import AGES
from training.objectives.losses import AgeDistributionLoss, DistilledLoss, SmoothedCrossEntropy
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


def test_inside_a_range_of_years_no_age_is_nearer_to_the_truth() -> None:
    label = np.array([[40.0, 34.0, 46.0]])
    error = AgeDistributionLoss(distribution_weight=0.0)
    certain = np.eye(101, dtype=np.float32)
    for year, expected in ((34, 0.0), (40, 0.0), (46, 0.0), (30, 4.0), (50, 4.0)):
        assert float(error(label, certain[year : year + 1])) == pytest.approx(0.15 * expected, abs=1e-5)
    # the best distribution is the mean of the Gaussians around the seven years
    spread = AgeDistributionLoss(expectation_weight=0.0)
    best = np.mean([gaussian(year, 1.8) for year in range(34, 47)], axis=0)
    assert float(spread(label, best[None])) < float(spread(label, gaussian(40, 1.8)[None])) - 0.2
    assert float(spread(label, best[None])) < float(spread(label, gaussian(40, 8.0)[None])) - 0.03


def test_a_range_of_one_year_is_that_year() -> None:
    probs = gaussian(33, 4)[None]
    alone = float(AgeDistributionLoss()(np.array([[40]]), probs))
    assert float(AgeDistributionLoss()(np.array([[40.0, 40.0, 40.0]]), probs)) == pytest.approx(alone)
    assert float(AgeDistributionLoss()(np.array([[-1.0, -1.0, -1.0]]), probs)) == 0.0


def test_a_teacher_s_prediction_comes_after_all_columns_of_the_label() -> None:
    probs, teacher = gaussian(33, 4)[None], gaussian(35, 5)[None]
    label = np.array([[40.0, 36.0, 44.0]], dtype=np.float32)
    loss = DistilledLoss(AgeDistributionLoss(), 0.25, label_columns=3)
    labelled = float(AgeDistributionLoss()(label, probs))
    taught = -float((teacher * np.log(np.maximum(probs, 1e-7))).sum())
    assert float(loss(label, probs)) == pytest.approx(labelled)
    assert float(loss(np.concatenate((label, teacher), axis=1), probs)) == pytest.approx(
        0.75 * labelled + 0.25 * taught, rel=1e-4
    )
