"""What is known of one picture, and how UTKFace's file names say it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from inference.types import ETHNICITIES, GENDERS

MAX_AGE = 100
# 25_1_2_20170116174525125.jpg.chip.jpg: age, gender, race, time; some names have a blank or lack a dot before "jpg"
_UTKFACE_NAME = re.compile(r"^(\d{1,3})_([01])_([0-4])_\d+")


@dataclass(frozen=True, slots=True)
class FaceLabel:
    """One labelled picture.

    Attributes:
        file: name of the picture inside its folder or archive.
        age: years, 0..100 (older is reported as 100).
        gender: index into `GENDERS`.
        ethnicity: index into `ETHNICITIES`.
        fold: `train`, `val`, or any other word for pictures to be left out; empty where not yet split.
        group: pictures of one group are near duplicates and stay on one side of a split; None where unknown.
    """

    file: str
    age: int
    gender: int
    ethnicity: int
    fold: str = ""
    group: int | None = None


def parse_utkface_name(file: str) -> FaceLabel | None:
    """Labels from a UTKFace file name, or None where a field is missing or out of range."""
    match = _UTKFACE_NAME.match(Path(file).name)
    if match is None or int(match[1]) > 116:
        return None
    return FaceLabel(file, min(int(match[1]), MAX_AGE), int(match[2]), int(match[3]))


def read_label_table(path: Path) -> list[FaceLabel]:
    """Labels from a CSV with the columns `file,age,gender,race` and optionally `fold,dup_group`.

    Raises:
        ValueError: a column is missing or a value is out of range; the message names the line.
    """
    with path.open(newline="", encoding="utf-8") as lines:
        reader = csv.DictReader(lines)
        missing = {"file", "age", "gender", "race"} - set(reader.fieldnames or ())
        if missing:
            raise ValueError(f"{path}: lacks the columns {', '.join(sorted(missing))}; it has {reader.fieldnames}")
        return [_label_of_row(row, f"{path}, line {reader.line_num}") for row in reader]


def _label_of_row(row: dict[str, str], place: str) -> FaceLabel:
    try:
        age, gender, race = int(row["age"]), int(row["gender"]), int(row["race"])
    except ValueError as error:
        raise ValueError(f"{place}: age, gender and race must be whole numbers ({error})") from error
    if age < 0 or not 0 <= gender < len(GENDERS) or not 0 <= race < len(ETHNICITIES):
        raise ValueError(f"{place}: age {age}, gender {gender}, race {race} out of range")
    group = row.get("dup_group")
    return FaceLabel(row["file"], min(age, MAX_AGE), gender, race, row.get("fold") or "", int(group) if group else None)


def labels_of_names(files: Iterable[str]) -> tuple[list[FaceLabel], list[str]]:
    """Labels of all UTKFace names, and the names that don't say them."""
    labels, unreadable = [], []
    for file in files:
        label = parse_utkface_name(file)
        if label is None:
            unreadable.append(file)
        else:
            labels.append(label)
    return labels, unreadable
