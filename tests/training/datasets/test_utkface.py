from __future__ import annotations

import pytest

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
