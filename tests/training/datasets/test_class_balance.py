from __future__ import annotations

import logging

import numpy as np
import pytest

from tests.training.made_faces import labelled_faces
from training.datasets.class_balance import (
    MOST_RATIO,
    check_labels,
    loss_weights,
    oversampled_times,
    sampling_weights,
    systematic_draw,
    undersampled_times,
    warn_of_gaps,
)


def test_the_power_sets_how_far_groups_are_evened_out() -> None:
    faces = labelled_faces([30] * 90 + [80] * 10, [0] * 100, [0] * 80 + [1] * 20)
    by_age = sampling_weights(faces, age_power=0.5, ethnicity_power=0.0)
    assert by_age[-1] / by_age[0] == pytest.approx(3.0)  # nine times as rare, to the power of a half
    by_ethnicity = sampling_weights(faces, 0.0, 1.0)
    assert by_ethnicity[:80].sum() == pytest.approx(by_ethnicity[80:].sum())
    np.testing.assert_allclose(sampling_weights(faces, 0.0, 0.0), 1.0)


def test_gender_counts_where_it_is_asked_for() -> None:
    faces = labelled_faces([30] * 10, [0] * 8 + [1] * 2)
    weights = sampling_weights(faces, 0.0, 0.0, gender_power=1.0)
    assert weights[:8].sum() == pytest.approx(weights[8:].sum())


def test_unknown_labels_weigh_as_the_mean_of_the_others() -> None:
    faces = labelled_faces([30] * 6, [0, 0, 0, 1, -1, -1], [-1] * 6)
    weights = sampling_weights(faces, 0.5, 0.5, gender_power=1.0)
    assert weights[4] == pytest.approx(weights[:4].mean())
    ages_unknown = labelled_faces([-1, -1, 20])
    np.testing.assert_allclose(sampling_weights(ages_unknown, 0.5, 0.5), 1.0)


def test_undersampling_shows_the_rare_always_and_nobody_twice() -> None:
    weights = sampling_weights(labelled_faces([30] * 90 + [80] * 10), 0.5, 0.0)
    times = undersampled_times(weights)
    assert times.sum() == pytest.approx(90 / 3 + 10)
    for seed in range(5):
        rows = systematic_draw(times, np.random.default_rng(seed))
        assert len(rows) == 40
        assert len(set(rows)) == 40
        assert set(range(90, 100)) <= set(rows)


def test_oversampling_shows_everybody_and_the_rare_again() -> None:
    weights = sampling_weights(labelled_faces([30] * 90 + [80] * 10), 0.5, 0.0)
    rows = systematic_draw(oversampled_times(weights), np.random.default_rng(0))
    counts = np.bincount(rows, minlength=100)
    assert counts.sum() == 90 + 3 * 10
    np.testing.assert_array_equal(counts[:90], 1)
    np.testing.assert_array_equal(counts[90:], 3)


def test_one_rare_face_does_not_fill_the_epoch() -> None:
    weights = sampling_weights(labelled_faces([30] * 999 + [90]), 1.0, 0.0)
    assert weights[-1] / weights[0] > 500
    assert oversampled_times(weights).max() == MOST_RATIO
    assert undersampled_times(weights).min() == 1 / MOST_RATIO


def test_draws_differ_from_epoch_to_epoch_but_not_in_length() -> None:
    times = np.full(50, 0.5)
    first, second = (systematic_draw(times, np.random.default_rng((3, epoch))) for epoch in (0, 1))
    assert len(first) == len(second) == 25
    assert set(first) != set(second)
    assert list(first) == list(systematic_draw(times, np.random.default_rng((3, 0))))
    assert (np.diff(first) < 0).any()


def test_each_head_is_weighed_by_its_own_labels() -> None:
    faces = labelled_faces([30] * 90 + [80] * 10, [0] * 50 + [1] * 50, [0] * 75 + [3] * 15 + [-1] * 10)
    weights = loss_weights(faces, age_power=0.5, ethnicity_power=1.0, gender_power=1.0)
    assert weights["age"][-1] / weights["age"][0] == pytest.approx(3.0, rel=1e-5)
    np.testing.assert_allclose(weights["gender"], 1.0)
    assert weights["ethnicity"][:75].sum() == pytest.approx(weights["ethnicity"][75:90].sum(), rel=1e-5)
    assert weights["ethnicity"][:90].mean() == pytest.approx(1.0)
    assert all(array.dtype == np.float32 for array in weights.values())


def test_gaps_in_the_data_are_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        gaps = warn_of_gaps(labelled_faces([20, 30], [0, 1], [0, 3]), "train")
    assert gaps == ["train: no face of ethnicity Black, Asian, Other; metrics leave them out"]
    assert gaps[0] in caplog.text
    unlabelled = warn_of_gaps(labelled_faces([-1, -1], [1, 1], [-1, -1]), "val")
    assert [line.split(";")[0] for line in unlabelled] == [
        "val: no face has a known age",
        "val: no face of gender male",
        "val: no face has a known ethnicity",
    ]


def test_labels_that_no_head_can_hold_are_refused() -> None:
    check_labels(labelled_faces([0, 100, -1], [1, 0, -1], [4, 0, -1]), "train")
    with pytest.raises(
        ValueError, match=r"val: 1 of 2 faces have, as age, a number outside 0\.\.100.*the first is 140"
    ):
        check_labels(labelled_faces([30, 140]), "val")
    with pytest.raises(ValueError, match=r"1 of 1 faces have, as ethnicity, a number outside 0\.\.4"):
        check_labels(labelled_faces([30], [0], [7]), "val")


def test_rare_ages_and_groups_weigh_more() -> None:
    ages = [30] * 90 + [80] * 10
    groups = [0] * 50 + [1] * 50
    table = labelled_faces(ages, groups, groups)
    weights = sampling_weights(table, age_power=0.5, ethnicity_power=0.0)
    assert weights[-1] / weights[0] == pytest.approx(3.0)  # nine times as rare, to the power of a half
    np.testing.assert_allclose(sampling_weights(table, 0.0, 0.0), 1.0)
