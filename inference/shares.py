"""Shares of the people of a run, with intervals that know of how few people they stand on and how often the model errs.

A bare count of labels is biased: of a hundred men some are taken for women. Where a card says how faces of each class
are predicted, the count is adjusted (Forman, "Quantifying counts and costs via classification", 2008): of all shares
the most likely ones are taken (Saerens, Latinne and Decaestecker, "Adjusting the outputs of a classifier to new a
priori probabilities", 2002, with the confusion in place of scores). The interval is drawn by Gibbs sampling: in each
chain the model's errors are other ones, as likely after what the card has measured, and the people are a sample of a
crowd.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from .attributes import AGE_BAND_NAMES, AGE_BANDS, ETHNICITIES, GENDERS
from .model_card import DEFAULT_MODEL, CardFacts, Stratum, read_facts
from .people import PersonEstimate
from .types import RunFacts

LEVEL = 0.95
# of the sampling: chains, which are the draws, and steps of each, after which they have forgotten where they began
_CHAINS, _STEPS = 400, 50
# Jeffreys' prior: as if half a person, and half a measured face, had been seen of each class
_PRIOR = 0.5
_EM_STEPS = 200
# no class is out of the question where it begins
_FLOOR = 1e-3
# standard deviation of an error over its mean size, of normally distributed errors
_DEVIATION_PER_MAE = 1.2533

Float = NDArray[np.float64]


class Estimate(NamedTuple):
    """A value, and where it lies in 95 of 100 cases."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class ModelErrors:
    """How often a model is wrong, as its card says.

    Attributes:
        confusion: by attribute, the numbers of faces of each class (row) predicted as each class (column), for one or
            several ranges of predicted ages; attributes of which nothing is known are missing.
        age_bias: (9,) years, predicted minus true ages, by `AGE_BANDS` of the true age; 0 where unknown.
        age_bias_deviation: (9,) years, how far that may be off: a standard deviation.
    """

    confusion: Mapping[str, Sequence[Stratum]] = field(default_factory=dict)
    age_bias: Float = field(default_factory=lambda: np.zeros(len(AGE_BANDS)))
    age_bias_deviation: Float = field(default_factory=lambda: np.zeros(len(AGE_BANDS)))

    @classmethod
    def of_card(cls, facts: CardFacts) -> Self:
        """Read what a card says."""
        bias, deviation = np.zeros(len(AGE_BANDS)), np.zeros(len(AGE_BANDS))
        for group in facts.subgroups:
            if group.attributes == ("age",) and group.value in AGE_BAND_NAMES and group.age_bias is not None:
                band = AGE_BAND_NAMES.index(group.value)
                bias[band] = group.age_bias
                deviation[band] = _DEVIATION_PER_MAE * (group.age_mae or 0.0) / np.sqrt(max(1, group.faces))
        return cls(facts.confusion, bias, deviation)


def people_shares(
    people: Sequence[PersonEstimate], errors: ModelErrors, hidden: frozenset[str] = frozenset()
) -> dict[str, Any] | None:
    """Estimate the mean age, and the shares of age bands, genders and ethnicities.

    Args:
        people: each once.
        errors: of the model that estimated them.
        hidden: attributes that are left out.

    Returns:
        What the summary says under `people.shares`: for each attribute by class `counted`, the bare share of those
        predicted so, `estimate`, `low` and `high`; for the age a `mean` as well. None of nobody.
    """
    if not people:
        return None
    rng = np.random.default_rng(0)  # the same people, the same numbers
    ages = np.array([person.age for person in people], dtype=np.float64)
    years = np.floor(ages + 0.5)
    shares: dict[str, Any] = {"level": LEVEL, "adjusted": sorted(set(errors.confusion) - hidden)}
    if "age" not in hidden:
        bands = age_bands(ages)
        draws = _Draws.of(years, bands, errors.confusion.get("age"), len(AGE_BANDS), rng)
        shares["age"] = {
            "mean": _written(mean_age(ages, draws.shares, draws.value, errors, rng), 2),
            "bands": _by_class(AGE_BAND_NAMES, bands, draws),
        }
    for name, classes in (("gender", GENDERS), ("ethnicity", ETHNICITIES)):
        if name not in hidden:
            labels = np.array([getattr(person, name) for person in people])
            draws = _Draws.of(years, labels, errors.confusion.get(name), len(classes), rng)
            shares[name] = _by_class(classes, labels, draws)
    return shares


def shares_of_run(facts: RunFacts, hidden: frozenset[str] = frozenset()) -> dict[str, Any] | None:
    """Estimate the shares of the people of a run; None where there is nobody. See `people_shares`."""
    persons = () if facts.people is None else facts.people.persons
    errors = ModelErrors() if facts.model_card is None else ModelErrors.of_card(facts.model_card)
    return people_shares([PersonEstimate.of(person.attributes) for person in persons], errors, hidden)


def shares_by_shipped_model(people: Sequence[PersonEstimate]) -> dict[str, Any] | None:
    """Estimate the shares of people who were estimated by the shipped model. See `people_shares`."""
    return people_shares(people, _errors_of_shipped_model())


@cache
def _errors_of_shipped_model() -> ModelErrors:
    return ModelErrors.of_card(read_facts(DEFAULT_MODEL))


def age_bands(ages: Float) -> NDArray[np.intp]:
    """Return the number of the band in `AGE_BANDS` of each of (N,) ages, which are rounded to whole years."""
    return np.searchsorted([first for first, _ in AGE_BANDS], np.floor(ages + 0.5), side="right") - 1


def estimate_shares(
    counts: NDArray[np.integer], confusion: Float | None = None, rng: np.random.Generator | None = None
) -> tuple[Estimate, ...]:
    """Estimate the shares of K classes in the crowd of which people are a sample.

    Args:
        counts: (K,) numbers of people predicted as each class.
        confusion: (K, K) numbers of faces of each class (row) that were predicted as each class (column); None for a
            model that is never wrong.
        rng: what draws.
    """
    rng = rng or np.random.default_rng(0)
    counts = np.asarray(counts, dtype=np.int64)
    draws = _Draws(most_likely_shares(counts, confusion), _draw_shares(counts, confusion, rng))
    return tuple(draws.estimate(number) for number in range(len(counts)))


def most_likely_shares(counts: NDArray[np.integer], confusion: Float | None) -> Float:
    """Return the (K,) shares under which the counts are as likely as chance allows; the bare ones without a confusion.

    From the bare ones on it goes towards the most likely ones until the counts differ from what is expected of them by
    no more than a sample does (the discrepancy principle, Morozov 1966): the most likely shares of a dozen people in
    nine bands would follow their scatter.
    """
    bare: Float = counts / max(1, counts.sum())
    if confusion is None:
        return bare
    rates = _rates(confusion)
    shares: Float = (bare + _FLOOR) / (bare + _FLOOR).sum()
    for _ in range(_EM_STEPS):
        expected = shares @ rates
        if 2 * (counts * np.log(np.where(counts > 0, bare, 1) / expected)).sum() <= len(counts) - 1:
            break
        shares = shares * (rates @ (bare / expected))
    return shares


def mean_age(
    ages: Float, band_shares: Float, most_likely: Float, errors: ModelErrors, rng: np.random.Generator
) -> Estimate | None:
    """Estimate the mean age of the crowd of which people are a sample: that of the predictions, less their bias.

    Args:
        ages: (N,) predicted years.
        band_shares: (C, 9) draws of the shares of the age bands.
        most_likely: (9,) these shares.
        errors: of the model.
        rng: what draws.

    Returns:
        None of a single person: nobody knows how far apart others are.
    """
    if len(ages) < 2:
        return None
    chains = len(band_shares)
    bias = errors.age_bias + errors.age_bias_deviation * rng.standard_normal((chains, len(AGE_BANDS)))
    sampled = ages.mean() + ages.std(ddof=1) / np.sqrt(len(ages)) * rng.standard_t(len(ages) - 1, chains)
    value = ages.mean() - most_likely @ errors.age_bias
    return _interval(float(value), sampled - (band_shares * bias).sum(axis=1), 0.0, 100.0)


class _Draws(NamedTuple):
    """The most likely shares (K,) of K classes, and C draws (C, K) of what else they may be."""

    value: Float
    shares: Float

    @classmethod
    def of(
        cls,
        years: Float,
        labels: NDArray[np.integer],
        strata: Sequence[Stratum] | None,
        classes: int,
        rng: np.random.Generator,
    ) -> Self:
        """Estimate the shares of people's labels, each range of predicted ages by its own confusion."""
        strata = strata or (Stratum(0, 100, None),)
        value, shares = np.zeros(classes), np.zeros((_CHAINS, classes))
        counts = [
            np.bincount(labels[(years >= part.first_age) & (years <= part.last_age)], minlength=classes)
            for part in strata
        ]
        present = [(part, own) for part, own in zip(strata, counts, strict=True) if own.sum()]
        sizes = np.array([own.sum() for _, own in present])
        weights = rng.dirichlet(sizes + _PRIOR, _CHAINS) if len(present) > 1 else np.ones((_CHAINS, 1))
        for number, (part, own) in enumerate(present):
            value += sizes[number] / sizes.sum() * most_likely_shares(own, part.confusion)
            shares += weights[:, number, None] * _draw_shares(own, part.confusion, rng)
        return cls(value, shares)

    def estimate(self, number: int) -> Estimate:
        """Return the share of one class."""
        return _interval(float(self.value[number]), self.shares[:, number], 0.0, 1.0)


def _draw_shares(counts: NDArray[np.integer], confusion: Float | None, rng: np.random.Generator) -> Float:
    """Draw (C, K) shares that may lie behind (K,) counts."""
    classes = len(counts)
    if confusion is None:
        return rng.dirichlet(counts + _PRIOR, _CHAINS)
    # what the card has measured is not learnt anew from people whose classes nobody knows
    rates = rng.standard_gamma(np.broadcast_to(confusion + _PRIOR / classes, (_CHAINS, classes, classes)))
    rates /= rates.sum(axis=2, keepdims=True)
    shares = rng.dirichlet(np.full(classes, 1.0), _CHAINS)
    for _ in range(_STEPS):
        joint = shares[:, :, None] * rates
        joint /= np.maximum(joint.sum(axis=1, keepdims=True), 1e-300)
        truly = np.zeros((_CHAINS, classes))
        for predicted, count in enumerate(counts):
            if count:
                truly += rng.multinomial(count, _summing_to_one(joint[:, :, predicted]))
        drawn = rng.standard_gamma(truly + _PRIOR)
        shares = drawn / drawn.sum(axis=1, keepdims=True)
    return shares


def _summing_to_one(probs: Float) -> Float:
    """Return rows that NumPy takes for distributions; one without any mass becomes even."""
    sums = probs.sum(axis=1, keepdims=True)
    return np.where(sums > 0.5, probs / np.where(sums > 0.5, sums, 1.0), 1.0 / probs.shape[1])


def _rates(confusion: Float) -> Float:
    """Return how often each class (row) is predicted as each class (column)."""
    counts = confusion + _PRIOR / len(confusion)
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _interval(value: float, draws: Float, least: float, most: float) -> Estimate:
    """Return a value with the interval of its draws; it holds the value in every case."""
    low, high = np.quantile(draws, ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    value = min(max(value, least), most)
    return Estimate(value, max(least, min(value, float(low))), min(most, max(value, float(high))))


def _by_class(names: Sequence[str], labels: NDArray[np.integer], draws: _Draws) -> dict[str, dict[str, float]]:
    counted = np.bincount(labels, minlength=len(names)) / len(labels)
    return {
        name: {"counted": round(float(counted[number]), 4), **(_written(draws.estimate(number), 4) or {})}
        for number, name in enumerate(names)
    }


def _written(estimate: Estimate | None, digits: int) -> dict[str, float] | None:
    if estimate is None:
        return None
    return {
        "estimate": round(estimate.value, digits), "low": round(estimate.low, digits),
        "high": round(estimate.high, digits),
    }  # fmt: skip
