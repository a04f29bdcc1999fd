from __future__ import annotations

import keras
import numpy as np
import pytest

from inference.types import AGES
from training.objectives.age_schemes import AGE_SCHEMES, age_scheme

CLASS_SCHEMES = ("bins5", "five-year-14", "eight", "quarter-century")


@pytest.mark.parametrize("name", CLASS_SCHEMES)
def test_every_year_is_in_one_class_and_the_bounds_say_which(name: str) -> None:
    scheme = age_scheme(name)
    assert scheme.bounds is not None
    assert scheme.units == len(scheme.bounds)
    years = [year for low, high in scheme.bounds for year in range(low, high + 1)]
    assert years == list(range(101))
    expected = [index for index, (low, high) in enumerate(scheme.bounds) for _ in range(low, high + 1)]
    np.testing.assert_array_equal(scheme.classes_of(AGES), expected)
    np.testing.assert_array_equal(scheme.classes_of([-1, 116]), [-1, scheme.units - 1])


def test_the_named_bounds() -> None:
    assert age_scheme("bins5").bounds == ((0, 20), (21, 26), (27, 35), (36, 50), (51, 100))
    assert age_scheme("quarter-century").bounds == ((0, 24), (25, 49), (50, 74), (75, 99), (100, 100))
    fourteen = age_scheme("five-year-14").bounds
    assert fourteen is not None
    assert (len(fourteen), fourteen[0], fourteen[1], fourteen[-2], fourteen[-1]) == (
        14, (0, 5), (6, 10), (61, 65), (66, 100),
    )  # fmt: skip
    # Levi and Hassner's own classes keep their ages together
    eight = age_scheme("eight")
    for index, (low, high) in enumerate([(0, 2), (4, 6), (8, 13), (15, 20), (25, 32), (38, 43), (48, 53), (60, 100)]):
        assert set(eight.classes_of(np.arange(low, high + 1))) == {index}


def test_an_unknown_scheme_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no age scheme 'decades'; there are distribution, regression, bins5"):
        age_scheme("decades")


@pytest.mark.parametrize("name", AGE_SCHEMES)
def test_a_perfect_answer_becomes_a_distribution_around_the_age(name: str) -> None:
    scheme = age_scheme(name)
    ages = np.array([30, 62])
    years = scheme.to_years(scheme.targets(ages))
    assert years.shape == (2, 101)
    assert years.dtype == np.float32
    np.testing.assert_allclose(years.sum(axis=1), 1.0, atol=1e-5)
    assert scheme.to_years(np.empty((0, scheme.units))).shape == (0, 101)
    if scheme.bounds is None:
        np.testing.assert_allclose(years @ AGES, ages, atol=0.05)
    else:
        for row, index in zip(years, scheme.classes_of(ages), strict=True):
            low, high = scheme.bounds[index]
            assert row[low : high + 1].sum() == pytest.approx(1.0, abs=1e-5)


def test_a_class_s_mass_stays_in_its_years() -> None:
    scheme = age_scheme("bins5")
    years = scheme.to_years([[0.1, 0.2, 0.3, 0.15, 0.25]])[0]
    assert scheme.bounds is not None
    masses = [years[low : high + 1].sum() for low, high in scheme.bounds]
    np.testing.assert_allclose(masses, [0.1, 0.2, 0.3, 0.15, 0.25], atol=1e-5)
    np.testing.assert_allclose(years[:21], 0.1 / 21, atol=1e-6)
    # the open class thins out: its expectation is nearer to its start than to its middle
    open_years = years[51:] / years[51:].sum()
    assert 60 < open_years @ AGES[51:] < 66


def test_a_number_becomes_a_gaussian_that_keeps_to_the_range() -> None:
    years = age_scheme("regression").to_years([[40.0], [-3.0], [130.0]])
    weights = np.exp(-0.5 * ((AGES - 40) / 6.0) ** 2)
    np.testing.assert_allclose(years[0], weights / weights.sum(), atol=1e-6)
    assert years[1].argmax() == 0
    assert years[2].argmax() == 100
    with pytest.raises(ValueError, match=r"\(2, 101\).*'regression' has \(N, 1\)"):
        age_scheme("regression").to_years(np.zeros((2, 101)))


@pytest.mark.parametrize("name", AGE_SCHEMES)
def test_loss_is_least_at_the_right_answer_and_skips_unknown_ages(name: str) -> None:
    scheme = age_scheme(name)
    loss = scheme.loss()
    right = scheme.targets([40, 60])
    assert float(loss(np.array([[40], [60]]), right)) < float(loss(np.array([[60], [40]]), right)) - 0.1
    half = float(loss(np.array([40]), right[1:]))
    assert float(loss(np.array([40, -1]), right[[1, 0]])) == pytest.approx(half / 2, rel=1e-5)


@pytest.mark.parametrize("name", AGE_SCHEMES)
def test_the_first_metric_is_the_error_of_the_expectation_over_known_ages(name: str) -> None:
    scheme = age_scheme(name)
    answers = scheme.targets([33, 62, 5])
    metric = scheme.metrics()[0]
    metric.update_state(np.array([[30], [60], [-1]]), answers)
    expected = np.abs(scheme.to_years(answers)[:2] @ AGES - [30, 60]).mean()
    assert metric.name == "mae"
    assert float(metric.result()) == pytest.approx(expected, abs=1e-3)


def test_class_accuracy_counts_known_faces() -> None:
    scheme = age_scheme("bins5")
    accuracy = scheme.metrics()[1]
    accuracy.update_state(np.array([10, 24, 40, -1]), scheme.targets([12, 30, 50, 60]))
    assert float(accuracy.result()) == pytest.approx(2 / 3)


@pytest.mark.parametrize("name", AGE_SCHEMES)
def test_losses_and_metrics_are_restored_from_their_configuration(name: str) -> None:
    scheme = age_scheme(name)
    answers = scheme.targets([20, 70])
    labels = np.array([25, 60])
    loss = scheme.loss()
    again = keras.losses.deserialize(keras.losses.serialize(loss))
    assert float(again(labels, answers)) == pytest.approx(float(loss(labels, answers)))
    for metric in scheme.metrics():
        copy = keras.metrics.deserialize(keras.metrics.serialize(metric))
        metric.update_state(labels, answers)
        copy.update_state(labels, answers)
        assert copy.name == metric.name
        assert float(copy.result()) == pytest.approx(float(metric.result()))


@pytest.mark.parametrize("name", AGE_SCHEMES)
def test_a_head_folded_into_years_says_what_the_conversion_says(name: str) -> None:
    scheme = age_scheme(name)
    rng = np.random.default_rng(4)
    features = rng.normal(size=(6, 12)).astype(np.float32)
    kernel = rng.normal(size=(12, scheme.units)).astype(np.float32)
    bias = (30 if scheme.units == 1 else 0) + rng.normal(size=scheme.units).astype(np.float32)
    logits = features @ kernel + bias
    answer = logits
    if scheme.activation == "softmax":
        answer = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    folded_kernel, folded_bias = scheme.fold(kernel, bias)
    in_years = np.exp(features @ folded_kernel + folded_bias)
    np.testing.assert_allclose(in_years / in_years.sum(axis=1, keepdims=True), scheme.to_years(answer), atol=2e-5)
