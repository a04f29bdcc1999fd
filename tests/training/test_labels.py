from __future__ import annotations

from pathlib import Path

import pytest

from training.datasets.labels import FaceLabel, labels_of_names, parse_utkface_name, read_label_table
from training.datasets.splits import split_by_group


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


def test_a_table_gives_folds_and_groups(tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_text("file,age,gender,race,fold,dup_group\na.jpg,130,0,4,val,7\nb.jpg,3,1,0,,\n", encoding="utf-8")
    assert read_label_table(table) == [FaceLabel("a.jpg", 100, 0, 4, "val", 7), FaceLabel("b.jpg", 3, 1, 0)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("file,age,gender\na.jpg,1,1\n", "lacks the columns race"),
        ("file,age,gender,race\na.jpg,old,1,1\n", "line 2"),
        ("file,age,gender,race\na.jpg,5,1,1\nb.jpg,5,2,1\n", "line 3"),
    ],
)
def test_a_bad_table_is_refused_with_the_place(tmp_path: Path, content: str, message: str) -> None:
    table = tmp_path / "labels.csv"
    table.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        read_label_table(table)


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
