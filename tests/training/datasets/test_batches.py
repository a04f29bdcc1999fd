from __future__ import annotations

import numpy as np

from tests.training.made_faces import numbered_faces
from training.datasets.augmentation import AugmentationSettings
from training.datasets.batches import FaceBatches
from training.datasets.class_balance import Balance


def ages(batches: FaceBatches) -> list[int]:
    return np.concatenate([batches[i][1]["age"][:, 0] for i in range(len(batches))]).astype(int).tolist()


def test_an_epoch_begun_in_the_middle_gives_the_rest_of_it() -> None:
    whole = FaceBatches(numbered_faces(50), 32, 8, AugmentationSettings(), seed=5, first_epoch=2)
    rest = FaceBatches(numbered_faces(50), 32, 8, AugmentationSettings(), seed=5, first_epoch=2, first_batch=4)
    assert (len(whole), len(rest), rest.batches_per_epoch) == (7, 3, 7)
    for i in range(3):
        np.testing.assert_array_equal(rest[i][0], whole[i + 4][0])
        np.testing.assert_array_equal(rest[i][1]["age"], whole[i + 4][1]["age"])


def test_without_a_balance_every_face_comes_once_in_a_new_order() -> None:
    batches = FaceBatches(numbered_faces(30), 32, 7, AugmentationSettings(), seed=1)
    first = ages(batches)
    batches.on_epoch_end()
    second = ages(batches)
    assert sorted(first) == sorted(second) == list(range(30))
    assert first != second != list(range(30))


def test_faces_come_as_often_as_asked() -> None:
    times = np.ones(20)
    times[3] = 4.0
    batches = FaceBatches(numbered_faces(20), 32, 8, AugmentationSettings(), Balance(times=times))
    assert np.bincount(ages(batches), minlength=20).tolist() == times.astype(int).tolist()


def test_weights_and_teachers_answers_stay_with_their_faces() -> None:
    table = numbered_faces(12)
    weights = {head: np.arange(12, dtype=np.float32) / 10 for head in ("age", "gender", "ethnicity")}
    soft = {"gender": np.column_stack((np.arange(12), 100 + np.arange(12))).astype(np.float32)}
    batches = FaceBatches(table, 32, 5, AugmentationSettings(), Balance(loss_weights=weights), soft, seed=2)
    for i in range(len(batches)):
        _, targets, counts = batches[i]
        numbers = targets["age"][:, 0].astype(int)
        np.testing.assert_allclose(counts["ethnicity"], numbers / 10, atol=1e-6)
        assert targets["gender"].shape == (len(numbers), 3)
        np.testing.assert_array_equal(targets["gender"], np.column_stack((numbers % 2, numbers, 100 + numbers)))


def test_a_resumed_loader_goes_on_with_the_same_batches() -> None:
    table = numbered_faces(20)
    balance = Balance(sampling_weights=np.ones(20))
    whole = FaceBatches(table, 32, 8, AugmentationSettings(), balance, seed=5)
    whole.on_epoch_end()
    resumed = FaceBatches(table, 32, 8, AugmentationSettings(), balance, seed=5, first_epoch=1)
    assert len(whole) == 3
    for i in range(3):
        images, targets = whole[i]
        others, other_targets = resumed[i]
        np.testing.assert_array_equal(images, others)
        np.testing.assert_array_equal(targets["age"], other_targets["age"])


def test_validation_takes_every_face_once_in_order() -> None:
    batches = FaceBatches(numbered_faces(10), 112, 4)
    ages = np.concatenate([batches[i][1]["age"][:, 0] for i in range(len(batches))])
    np.testing.assert_array_equal(ages, np.arange(10))
