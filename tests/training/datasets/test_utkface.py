from __future__ import annotations

import pytest

from training.datasets.face_label import FaceLabel
from training.datasets.splits import absent_classes, split_by_group, torn_groups
from training.datasets.utkface import labels_of_names, parse_utkface_name, utkface_name_defect


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("25_1_2_20170116174525125.jpg.chip.jpg", (25, 1, 2)),
        ("UTKFace/1_0_4_20170109194120301.jpg .chip.jpg", (1, 0, 4)),
        ("24_0_1_20170116220224657jpg", (24, 0, 1)),
        ("116_1_0_20170120134744096.jpg.chip.jpg", (100, 1, 0)),
    ],
)
def test_names_tell_age_gender_and_ethnicity(name: str, expected: tuple[int, int, int]) -> None:
    label = parse_utkface_name(name)
    assert label is not None
    assert (label.age, label.gender, label.ethnicity) == expected


@pytest.mark.parametrize(
    "name", ["61_1_20170109142408075.jpg.chip.jpg", "39_1_7_2017.jpg", "200_0_0_2017.jpg", "face.jpg"]
)
def test_names_without_labels_are_reported(name: str) -> None:
    assert parse_utkface_name(name) is None
    assert labels_of_names([name]) == ([], [name])


@pytest.mark.parametrize(
    ("name", "defect"),
    [
        ("25_1_2_20170116174525125.jpg.chip.jpg", None),
        ("25_1_2_20170116174525125.jpg", None),
        ("1_0_4_20170109194120301.jpg .chip.jpg", "blank"),
        ("24_0_1_20170116220224657jpg", "no dot"),
        ("24_0_1_20170116220224657.jpgjpg", "usual form"),
        ("61_1_20170109142408075.jpg.chip.jpg", "field"),
    ],
)
def test_a_name_s_defect_is_told(name: str, defect: str | None) -> None:
    found = utkface_name_defect(name)
    assert found is None if defect is None else defect in str(found)


def test_groups_stay_on_one_side_and_given_folds_are_kept() -> None:
    labels = [FaceLabel(f"{i}.jpg", 20, 0, 0, group=i // 4) for i in range(2000)]
    labels.append(FaceLabel("kept.jpg", 20, 0, 0, fold="conflict", group=0))
    split = split_by_group(labels, val_share=0.2, seed=3)
    sides = {group: {label.fold for label in split[:-1] if label.group == group} for group in range(500)}
    assert all(len(folds) == 1 for folds in sides.values())
    share = sum(label.fold == "val" for label in split) / len(split)
    assert 0.15 < share < 0.25
    assert split[-1].fold == "conflict"
    assert split_by_group(labels, 0.2, seed=4) != split


def test_the_test_side_takes_from_training_and_not_from_validation() -> None:
    labels = [FaceLabel(f"{i}.jpg", 20, 0, 0) for i in range(3000)]
    without, with_test = split_by_group(labels, 0.2, seed=3), split_by_group(labels, 0.2, seed=3, test_share=0.3)
    assert [a.fold == "val" for a in without] == [b.fold == "val" for b in with_test]
    share = sum(label.fold == "test" for label in with_test) / len(labels)
    assert 0.27 < share < 0.33


@pytest.mark.parametrize(("val", "test"), [(-0.1, 0.0), (0.6, 0.5), (1.0, 0.0), (float("nan"), 0.0)])
def test_shares_that_leave_nothing_are_refused(val: float, test: float) -> None:
    with pytest.raises(ValueError, match="shares"):
        split_by_group([], val, 0, test)


def test_a_new_duplicate_follows_the_side_that_was_given() -> None:
    labels = [FaceLabel(f"{i}.jpg", 20, 0, 0, group=i // 2, fold="val" if i % 2 else "") for i in range(200)]
    split = split_by_group(labels, val_share=0.0, seed=0)
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
