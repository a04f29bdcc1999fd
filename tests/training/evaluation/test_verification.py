"""Thresholds of identity, fitted on made faces of known people."""

from __future__ import annotations

import numpy as np
import pytest

from inference.attributes import ETHNICITIES, GENDERS
from inference.types import FloatArray
from tests.inference.made_faces import attributes
from training.evaluation.verification import (
    GROUPS,
    KnownFaces,
    fit_ages,
    fit_thresholds,
    group_rates,
    join_alike,
    pooled_rates,
)

SIZE = 128


def made(alike: float, number: int, group: int, age: float = 30, seed: int = 0) -> KnownFaces:
    """Strangers of a group whose scores are `alike` in the mean."""
    rng = np.random.default_rng([seed, group, int(age)])
    common = rng.normal(size=SIZE)
    own = rng.normal(size=(number, SIZE))
    directions = np.sqrt(alike) * common / np.linalg.norm(common) + np.sqrt(1 - alike) * own / np.sqrt(SIZE)
    gender, ethnicity = divmod(group, len(ETHNICITIES))
    said = attributes(age, 2, GENDERS[gender], ETHNICITIES[ethnicity])
    return KnownFaces(
        (directions / np.linalg.norm(directions, axis=1, keepdims=True)).astype(np.float32),
        np.arange(number, dtype=np.int64) + 1000 * group,
        [said] * number,
        np.full(number, group, np.int64),
    )


def together(*parts: KnownFaces) -> KnownFaces:
    people = np.concatenate([part.people + 100_000 * number for number, part in enumerate(parts)])
    return KnownFaces(
        np.concatenate([part.embeddings for part in parts]),
        people,
        [face for part in parts for face in part.attributes],
        np.concatenate([part.groups for part in parts]),
    )


def everybody(alike: FloatArray, number: int = 60, seed: int = 0) -> KnownFaces:
    return together(*(made(float(alike[group]), number, group, seed=seed) for group in range(len(GROUPS))))


def test_groups_whose_strangers_are_more_alike_are_accepted_as_seldom_as_others() -> None:
    alike = np.linspace(0.02, 0.3, len(GROUPS))
    thresholds = fit_thresholds(everybody(alike))
    rates = group_rates(everybody(alike, seed=1), thresholds, thresholds.limit(0.01))
    fars = np.array([rate.far for rate in rates])
    # what is said of a face's group is sure to six tenths only, so that groups are drawn to each other
    assert fars[2:8].max() < 3 * max(fars[2:8].mean(), 0.005)
    assert thresholds.means.ravel()[-1] - thresholds.means.ravel()[0] == pytest.approx(0.28, abs=0.06)


def test_more_strangers_count_by_their_number() -> None:
    few, many = everybody(np.full(10, 0.0), 20), everybody(np.full(10, 0.3), 60, seed=1)
    rates = (0.1, 0.01)
    of_both = fit_thresholds(few, many, fars=rates).means.mean()
    assert of_both == pytest.approx(0.25 * fit_thresholds(few, fars=rates).means.mean() + 0.75 * 0.3, abs=0.03)


def test_children_who_are_alike_raise_the_threshold_for_children_alone() -> None:
    ages = together(made(0.05, 60, 0, age=35), made(0.4, 40, 0, age=1), made(0.05, 40, 0, age=12))
    years, added = fit_ages(ages)
    assert (np.diff(years) > 0).all()
    assert (np.diff(added) <= 0).all()
    assert added[0] == pytest.approx(0.35, abs=0.05)
    assert added[-1] == 0
    thresholds = fit_thresholds(everybody(np.full(10, 0.05)), None, ages)
    baby, child, woman = (attributes(age, 1, "male", "White") for age in (1, 12, 35))
    means, _ = thresholds.strangers([baby, child, woman])
    assert means[0] - means[2] == pytest.approx(added[0], abs=0.03)
    assert means[1] - means[2] == pytest.approx(0, abs=0.05)


def test_two_images_of_a_set_of_strangers_that_show_one_person_are_one() -> None:
    strangers = made(0.0, 30, 0)
    twice = KnownFaces(
        np.concatenate([strangers.embeddings, strangers.embeddings[:3]]),
        np.arange(33, dtype=np.int64),
        [*strangers.attributes, *strangers.attributes[:3]],
        np.zeros(33, np.int64),
    )
    joined = join_alike(twice)
    assert len(np.unique(joined.people)) == 30
    assert joined.people[30:].tolist() == joined.people[:3].tolist()


def test_rates_of_several_sets_are_those_of_all_their_pairs() -> None:
    first, second = made(0.0, 20, 0), made(0.9, 10, 0)
    (rate,) = pooled_rates([(first, None, 0.5), (second, None, 0.5)])
    assert (rate.faces, rate.people) == (30, 30)
    assert rate.far == pytest.approx(45 / (45 + 190), abs=0.01)


def test_a_group_without_people_is_named() -> None:
    with pytest.raises(ValueError, match=GROUPS[1]):
        fit_thresholds(made(0.0, 20, 0))
