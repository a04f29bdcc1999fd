"""Shares of a crowd: their intervals hold the truth as often as they say, though the model errs."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.attributes import AGE_BANDS, GENDERS
from inference.model_card import DEFAULT_MODEL, LARGE_MODEL, Stratum, read_facts
from inference.people import PersonEstimate
from inference.shares import ModelErrors, age_bands, estimate_shares, most_likely_shares, people_shares

# of a model that takes one man in five for a woman and one woman in twenty for a man
RATES = np.array([[0.8, 0.2], [0.05, 0.95]])
MEASURED = np.round(RATES * 300)


def predicted(rng: np.random.Generator, truth: NDArray[np.integer], rates: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.array([rng.choice(len(rates), p=rates[one]) for one in truth])


@pytest.mark.parametrize("people", [12, 60, 400])
def test_intervals_hold_the_share_of_the_crowd(people: int):
    rng = np.random.default_rng(people)
    inside = bare_inside = 0
    runs = 160
    for _ in range(runs):
        share = rng.uniform(0.1, 0.9)
        measured = np.array([rng.multinomial(300, rates) for rates in RATES])
        truth = (rng.random(people) > share).astype(int)
        counts = np.bincount(predicted(rng, truth, RATES), minlength=2)
        value, low, high = estimate_shares(counts, measured.astype(float), rng)[0]
        inside += low <= share <= high
        assert low <= value <= high
        _, low, high = estimate_shares(counts, None, rng)[0]
        bare_inside += low <= share <= high
    assert inside / runs >= 0.90
    if people == 400:  # of many people the model's errors are what is left
        assert bare_inside / runs < 0.6


def test_an_adjusted_share_is_not_biased():
    rng = np.random.default_rng(1)
    truth = (rng.random(20_000) > 0.6).astype(int)
    counts = np.bincount(predicted(rng, truth, RATES), minlength=2)
    assert counts[0] / counts.sum() < 0.52
    assert most_likely_shares(counts, MEASURED)[0] == pytest.approx(0.6, abs=0.02)


def test_more_people_and_a_better_model_make_intervals_narrower():
    def width(people: int, confusion: NDArray[np.float64] | None) -> float:
        estimate = estimate_shares(np.array([people // 2, people - people // 2]), confusion)[0]
        return estimate.high - estimate.low

    assert width(400, MEASURED) < width(20, MEASURED)
    assert width(400, None) < width(400, MEASURED)


def test_shares_of_five_classes_sum_to_one():
    counts = np.array([40, 5, 0, 3, 12])
    confusion = np.full((5, 5), 4.0) + np.eye(5) * 80
    shares = estimate_shares(counts, confusion)
    assert sum(share.value for share in shares) == pytest.approx(1)
    assert all(0 <= share.low <= share.value <= share.high <= 1 for share in shares)


def test_one_person_says_next_to_nothing_of_a_crowd():
    shares = people_shares([PersonEstimate(30.0, 0, 0)], ModelErrors())
    assert shares is not None
    assert shares["age"]["mean"] is None
    male = shares["gender"]["male"]
    assert male["counted"] == 1
    assert male["high"] - male["low"] > 0.5


def test_nobody_has_no_shares():
    assert people_shares([], ModelErrors()) is None


def test_hidden_attributes_are_left_out():
    people = [PersonEstimate(30.0, 0, 0), PersonEstimate(40.0, 1, 2)]
    shares = people_shares(people, ModelErrors(), frozenset({"age", "ethnicity"}))
    assert shares is not None
    assert set(shares) == {"level", "adjusted", "gender"}


def test_children_are_adjusted_by_what_is_known_of_children():
    rates = {"gender": (Stratum(0, 12, np.array([[50.0, 50.0], [2.0, 98.0]])), Stratum(13, 100, np.eye(2) * 200))}
    errors = ModelErrors(rates)
    children = people_shares([PersonEstimate(6.0, number % 2, 0) for number in range(60)], errors)
    adults = people_shares([PersonEstimate(40.0, number % 2, 0) for number in range(60)], errors)
    assert children is not None
    assert adults is not None
    assert children["gender"]["male"]["estimate"] > 0.8
    assert adults["gender"]["male"]["estimate"] == pytest.approx(0.5, abs=0.02)


def test_the_mean_age_is_freed_of_the_models_bias():
    bias = np.zeros(len(AGE_BANDS))
    bias[4] = 3.0
    rng = np.random.default_rng(3)
    people = [PersonEstimate(age, 0, 0) for age in rng.normal(35, 1.2, 200)]
    shares = people_shares(people, ModelErrors(age_bias=bias, age_bias_deviation=np.full(len(AGE_BANDS), 0.1)))
    assert shares is not None
    assert shares["age"]["mean"]["estimate"] == pytest.approx(32, abs=0.3)
    assert shares["age"]["mean"]["low"] < 32 < shares["age"]["mean"]["high"]


def test_bands_hold_ages_as_they_are_shown():
    assert age_bands(np.array([0.0, 4.4, 4.5, 12.4, 19.5, 69.5, 100.0])).tolist() == [0, 0, 1, 1, 3, 8, 8]


def test_the_same_people_give_the_same_shares():
    people = [PersonEstimate(float(age), age % 2, age % 5) for age in range(10, 70, 3)]
    errors = ModelErrors.of_card(read_facts(DEFAULT_MODEL))
    assert people_shares(people, errors) == people_shares(people, errors)


@pytest.mark.parametrize("model", [DEFAULT_MODEL, LARGE_MODEL])
def test_shipped_models_say_how_often_they_are_wrong(model):
    facts = read_facts(model)
    errors = ModelErrors.of_card(facts)
    assert set(errors.confusion) == {"age", "gender", "ethnicity"}
    assert (errors.age_bias_deviation > 0).all()
    gender = sum(stratum.confusion for stratum in errors.confusion["gender"])
    assert gender.shape == (len(GENDERS), len(GENDERS))
    assert facts.overall is not None
    assert np.trace(gender) / gender.sum() == pytest.approx(facts.overall.gender_accuracy, abs=1e-3)
