from __future__ import annotations

import numpy as np

from training.datasets.augmentation import AugmentationSettings
from training.datasets.batches import FaceBatches
from training.datasets.class_balance import Balance
from training.datasets.face_table import FaceTable, at_most, select


def faces(count: int) -> FaceTable:
    """Flat crops whose grey level is the face's number."""
    numbers = np.arange(count, dtype=np.int32)
    crops = np.broadcast_to(numbers[:, None, None, None].astype(np.uint8), (count, 40, 40, 3)).copy()
    return FaceTable(crops, numbers % 101, numbers % 2, numbers % 5, [str(i) for i in numbers], {}, numbers * 10)


def ages(batches: FaceBatches) -> list[int]:
    return np.concatenate([batches[i][1]["age"] for i in range(len(batches))]).tolist()


def test_an_epoch_begun_in_the_middle_gives_the_rest_of_it() -> None:
    whole = FaceBatches(faces(50), 32, 8, AugmentationSettings(), seed=5, first_epoch=2)
    rest = FaceBatches(faces(50), 32, 8, AugmentationSettings(), seed=5, first_epoch=2, first_batch=4)
    assert (len(whole), len(rest), rest.batches_per_epoch) == (7, 3, 7)
    for i in range(3):
        np.testing.assert_array_equal(rest[i][0], whole[i + 4][0])
        np.testing.assert_array_equal(rest[i][1]["age"], whole[i + 4][1]["age"])


def test_without_a_balance_every_face_comes_once_in_a_new_order() -> None:
    batches = FaceBatches(faces(30), 32, 7, AugmentationSettings(), seed=1)
    first = ages(batches)
    batches.on_epoch_end()
    second = ages(batches)
    assert sorted(first) == sorted(second) == list(range(30))
    assert first != second != list(range(30))


def test_faces_come_as_often_as_asked() -> None:
    times = np.ones(20)
    times[3] = 4.0
    batches = FaceBatches(faces(20), 32, 8, AugmentationSettings(), Balance(times=times))
    assert np.bincount(ages(batches), minlength=20).tolist() == times.astype(int).tolist()


def test_weights_and_teachers_answers_stay_with_their_faces() -> None:
    table = faces(12)
    weights = {head: np.arange(12, dtype=np.float32) / 10 for head in ("age", "gender", "ethnicity")}
    soft = {"gender": np.column_stack((np.arange(12), 100 + np.arange(12))).astype(np.float32)}
    batches = FaceBatches(table, 32, 5, AugmentationSettings(), Balance(loss_weights=weights), soft, seed=2)
    for i in range(len(batches)):
        _, targets, counts = batches[i]
        numbers = targets["age"]
        np.testing.assert_allclose(counts["ethnicity"], numbers / 10, atol=1e-6)
        assert targets["gender"].shape == (len(numbers), 3)
        np.testing.assert_array_equal(targets["gender"], np.column_stack((numbers % 2, numbers, 100 + numbers)))


def test_a_subset_keeps_rows_together_and_grows() -> None:
    table = faces(40)
    few, more = at_most(table, 5, seed=3), at_most(table, 12, seed=3)
    assert len(few) == 5
    assert set(few.files) <= set(more.files)
    assert few.files == sorted(few.files, key=int)
    for i, name in enumerate(few.files):
        number = int(name)
        assert few.crops[i, 0, 0, 0] == number
        assert (few.ages[i], few.genders[i], few.ethnicities[i]) == (number, number % 2, number % 5)
        assert few.groups is not None
        assert few.groups[i] == number * 10
    assert at_most(table, None) is table
    assert at_most(table, 40) is table
    assert len(select(table, np.empty(0, dtype=np.intp))) == 0
