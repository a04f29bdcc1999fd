from __future__ import annotations

import pytest

from training.datasets.face_label import FaceLabel
from training.datasets.splits import Split, absent_classes, split_by_group, torn_groups


def test_groups_stay_on_one_side_and_given_folds_are_kept() -> None:
    labels = [FaceLabel(f"{i}.jpg", 20, 0, 0, group=i // 4) for i in range(2000)]
    labels.append(FaceLabel("kept.jpg", 20, 0, 0, fold="conflict", group=0))
    split = split_by_group(labels, Split(val_share=0.2, seed=3))
    sides = {group: {label.fold for label in split[:-1] if label.group == group} for group in range(500)}
    assert all(len(folds) == 1 for folds in sides.values())
    share = sum(label.fold == "val" for label in split) / len(split)
    assert 0.15 < share < 0.25
    assert split[-1].fold == "conflict"
    assert split_by_group(labels, Split(val_share=0.2, seed=4)) != split


def test_the_test_side_takes_from_training_and_not_from_validation() -> None:
    labels = [FaceLabel(f"{i}.jpg", 20, 0, 0) for i in range(3000)]
    without, with_test = (split_by_group(labels, Split(0.2, test_share, seed=3)) for test_share in (0.0, 0.3))
    assert [a.fold == "val" for a in without] == [b.fold == "val" for b in with_test]
    share = sum(label.fold == "test" for label in with_test) / len(labels)
    assert 0.27 < share < 0.33


@pytest.mark.parametrize(("val", "test"), [(-0.1, 0.0), (0.6, 0.5), (1.0, 0.0), (float("nan"), 0.0)])
def test_shares_that_leave_nothing_are_refused(val: float, test: float) -> None:
    with pytest.raises(ValueError, match="shares"):
        Split(val, test)


def test_a_new_duplicate_follows_the_side_that_was_given() -> None:
    labels = [FaceLabel(f"{i}.jpg", 20, 0, 0, group=i // 2, fold="val" if i % 2 else "") for i in range(200)]
    split = split_by_group(labels, Split(val_share=0.0))
    assert {label.fold for label in split} == {"val"}
    assert torn_groups(split) == []
    assert torn_groups([FaceLabel("a", 1, 0, 0, "train", 4), FaceLabel("b", 1, 0, 0, "val", 4)]) == [4]


def test_classes_that_a_side_lacks_are_named() -> None:
    labels = [
        FaceLabel("a", 25, 0, 0, "train"),
        FaceLabel("b", 31, 1, 3, "train"),
        FaceLabel("c", 28, 0, 0, "val"),
        FaceLabel("d", -1, -1, -1, "val"),
        FaceLabel("e", 99, 0, 4, "conflict"),
    ]
    assert absent_classes(labels) == ["val: ages 30-39, gender female, ethnicity Indian"]
    assert absent_classes(labels[:2]) == []
