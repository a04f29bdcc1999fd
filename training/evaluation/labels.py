"""Labels of the faces by which systems are evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

import numpy as np
from numpy.typing import NDArray

from ..datasets.face_label import FaceLabel
from ..datasets.face_table import FaceSets, FaceTable
from ..datasets.label_table import read_label_table


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Labels, one row per face; `UNKNOWN` (-1) where nobody knows.

    Attributes:
        files: (N,) names of the images, no two alike.
        ages: (N,) int32 years 0..100.
        genders, ethnicities: (N,) int32 indices into `GENDERS`, `ETHNICITIES`.
        groups: (N,) int64; faces of one group are near duplicates and are resampled together. None where no
            group is known.
        sets: which data set each face is from, where there are several.
    """

    files: Sequence[str]
    ages: NDArray[np.int32]
    genders: NDArray[np.int32]
    ethnicities: NDArray[np.int32]
    groups: NDArray[np.int64] | None = None
    sets: FaceSets | None = None

    def __len__(self) -> int:
        return len(self.ages)

    def classes(self, attribute: str) -> NDArray[np.int32]:
        """Return (N,) `genders` or `ethnicities`, by `gender` or `ethnicity`; any other name is a `KeyError`."""
        return {"gender": self.genders, "ethnicity": self.ethnicities}[attribute]


def base_name(path: str) -> str:
    """Return the last part of a path of any system; files are joined by it."""
    return PureWindowsPath(path).name


def labels_of_faces(faces: FaceTable, groups: dict[str, int] | None = None) -> Labels:
    """Return the labels of a prepared file.

    Args:
        faces: of one fold.
        groups: file name to duplicate group, from a label table; without it, those that `faces` has.
    """
    numbers = None if faces.groups is None else faces.groups.astype(np.int64)
    if groups:
        numbers = _numbered([groups.get(base_name(name)) for name in faces.files])
    return Labels(list(faces.files), faces.ages, faces.genders, faces.ethnicities, numbers, faces.sets)


def labels_of_list(labels: Sequence[FaceLabel]) -> Labels:
    """Return the labels that `training.datasets` reads."""
    return Labels(
        [label.file for label in labels],
        np.array([label.age for label in labels], dtype=np.int32),
        np.array([label.gender for label in labels], dtype=np.int32),
        np.array([label.ethnicity for label in labels], dtype=np.int32),
        _numbered([label.group for label in labels]),
    )


def labels_of_table(path: Path, fold: str | None = None) -> Labels:
    """Read labels from a label table, see `read_label_table`.

    Args:
        path: the table.
        fold: only the rows of this fold.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the table is bad, has no row (of that fold), or names a file twice.
    """
    table = read_label_table(path)
    if fold is not None and "fold" not in table.columns:
        raise ValueError(f"{path} has no column fold, so no fold {fold!r} can be chosen")
    labels, seen = [], dict[str, int]()
    for label, line in zip(table.labels, table.lines, strict=True):
        if fold is not None and label.fold != fold:
            continue
        first = seen.setdefault(base_name(label.file), line)
        if first != line:
            raise ValueError(f"{path}, line {line}: {label.file} is labelled in line {first} already")
        labels.append(label)
    if not labels:
        raise ValueError(f"{path} labels no image" + (f" of the fold {fold!r}" if fold is not None else ""))
    return labels_of_list(labels)


def read_groups(path: Path) -> dict[str, int]:
    """Read groups of near duplicates by file name from a label table.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the table has no column `group` (or `dup_group`), or is bad otherwise.
    """
    labels = read_label_table(path, any_of=("group",)).labels
    return {base_name(label.file): label.group for label in labels if label.group is not None}


def _numbered(groups: Sequence[int | None]) -> NDArray[np.int64] | None:
    """Return groups as an array; a face without one stands for itself. None where no two faces share a group."""
    known = [group for group in groups if group is not None]
    if not known:
        return None
    free = max(known) + 1
    return np.array([free + i if group is None else group for i, group in enumerate(groups)], dtype=np.int64)
