"""What is known of the faces that a system is judged by."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

import numpy as np
from numpy.typing import NDArray

from ..datasets.class_names import UNKNOWN, class_of
from ..datasets.face_table import FaceTable
from ..datasets.labels import MAX_AGE, FaceLabel

_ETHNICITY_COLUMNS = ("ethnicity", "race")


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """One row a face; `UNKNOWN` (-1) where nobody knows.

    Attributes:
        files: (N,) names of the pictures, no two alike.
        ages: (N,) int32 years 0..100.
        genders, ethnicities: (N,) int32 indices into `GENDERS`, `ETHNICITIES`.
        groups: (N,) int64; faces of one group are near duplicates and are resampled together. None where no
            group is known.
    """

    files: Sequence[str]
    ages: NDArray[np.int32]
    genders: NDArray[np.int32]
    ethnicities: NDArray[np.int32]
    groups: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.ages)

    def classes(self, attribute: str) -> NDArray[np.int32]:
        """`genders` or `ethnicities`, by `gender` or `ethnicity`."""
        return self.genders if attribute == "gender" else self.ethnicities


def base_name(path: str) -> str:
    """The last part of a path of any system; what tables are joined by."""
    return PureWindowsPath(path).name


def labels_of_faces(faces: FaceTable, groups: dict[str, int] | None = None) -> Labels:
    """Labels of a prepared file.

    Args:
        faces: of one fold.
        groups: file name to duplicate group, from a label table; without it, those that `faces` has.
    """
    numbers = None if faces.groups is None else faces.groups.astype(np.int64)
    if groups:
        numbers = _numbered([groups.get(base_name(name)) for name in faces.files])
    return Labels(list(faces.files), faces.ages, faces.genders, faces.ethnicities, numbers)


def labels_of_list(labels: Sequence[FaceLabel]) -> Labels:
    """Labels as `training.datasets` reads them."""
    return Labels(
        [label.file for label in labels],
        np.array([label.age for label in labels], dtype=np.int32),
        np.array([label.gender for label in labels], dtype=np.int32),
        np.array([label.ethnicity for label in labels], dtype=np.int32),
        _numbered([label.group for label in labels]),
    )


def read_labels(path: Path, fold: str | None = None) -> Labels:
    """Labels from a CSV with the column `file` and at least one of `age`, `gender`, `ethnicity` (or `race`).

    Classes may be words or numbers (`training.judgement.words`); a cell that is empty or -1 is unknown. The columns
    `fold` and `dup_group` are read where they are there.

    Args:
        path: the table, UTF-8.
        fold: only the rows of this fold.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a column is missing, a value makes no sense or a file is named twice; the message names the line.
    """
    with path.open(newline="", encoding="utf-8-sig") as lines:
        reader = csv.DictReader(lines)
        columns = set(reader.fieldnames or ())
        race = next((name for name in _ETHNICITY_COLUMNS if name in columns), None)
        if "file" not in columns or not columns & {"age", "gender", *_ETHNICITY_COLUMNS}:
            raise ValueError(
                f"{path}: expected the column file and some of age, gender, ethnicity; it has {reader.fieldnames}"
            )
        if fold is not None and "fold" not in columns:
            raise ValueError(f"{path} has no column fold, so no fold {fold!r} can be chosen")
        labels, seen = [], dict[str, int]()
        for row in reader:
            if fold is not None and row["fold"] != fold:
                continue
            label = _label(row, race, f"{path}, line {reader.line_num}")
            first = seen.setdefault(base_name(label.file), reader.line_num)
            if first != reader.line_num:
                raise ValueError(f"{path}, line {reader.line_num}: {label.file} is labelled in line {first} already")
            labels.append(label)
    if not labels:
        raise ValueError(f"{path} labels no picture" + (f" of the fold {fold!r}" if fold is not None else ""))
    return labels_of_list(labels)


def read_groups(path: Path) -> dict[str, int]:
    """Duplicate groups by file name, from a label table.

    Raises:
        ValueError: it has no column `dup_group`, or one that holds no whole numbers.
    """
    with path.open(newline="", encoding="utf-8-sig") as lines:
        reader = csv.DictReader(lines)
        if not {"file", "dup_group"} <= set(reader.fieldnames or ()):
            raise ValueError(f"{path}: expected the columns file and dup_group; it has {reader.fieldnames}")
        return {
            base_name(row["file"]): _whole(row["dup_group"], f"{path}, line {reader.line_num}: dup_group")
            for row in reader
            if row["dup_group"]
        }


def _label(row: dict[str, str | None], race: str | None, place: str) -> FaceLabel:
    file = (row["file"] or "").strip()
    if not file:
        raise ValueError(f"{place}: names no file")
    try:
        gender = class_of("gender", row.get("gender") or "")
        ethnicity = class_of("ethnicity", row[race] or "") if race else UNKNOWN
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None
    group = row.get("dup_group")
    return FaceLabel(
        file,
        _age(row.get("age") or "", place),
        gender,
        ethnicity,
        row.get("fold") or "",
        _whole(group, f"{place}: dup_group") if group else None,
    )


def _age(cell: str, place: str) -> int:
    if cell.strip() in ("", "-1"):
        return UNKNOWN
    age = _whole(cell, f"{place}: age")
    if age < 0:
        raise ValueError(f"{place}: the age {age} is below 0")
    return min(age, MAX_AGE)


def _whole(cell: str, what: str) -> int:
    try:
        number = float(cell)
        if number == int(number):
            return int(number)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{what} {cell!r} is no whole number")


def _numbered(groups: Sequence[int | None]) -> NDArray[np.int64] | None:
    """Groups as an array; a face without one stands for itself. None where no two faces share a group."""
    known = [group for group in groups if group is not None]
    if not known:
        return None
    free = max(known) + 1
    return np.array([free + i if group is None else group for i, group in enumerate(groups)], dtype=np.int64)
