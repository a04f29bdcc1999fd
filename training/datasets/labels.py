"""What is known of one picture, and how UTKFace's file names say it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

MAX_AGE = 100
# an age, gender or ethnicity that nobody told; training leaves such labels out of its losses
UNKNOWN = -1
_OLDEST = 116
# 25_1_2_20170116174525125.jpg.chip.jpg: age, gender, race, time
_UTKFACE_NAME = re.compile(r"^(\d{1,3})_([01])_([0-4])_\d+")
_UTKFACE_REGULAR = re.compile(r"^\d{1,3}_[01]_[0-4]_\d+\.jpe?g(\.chip\.jpg)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FaceLabel:
    """One labelled picture. Any of the three labels may be `UNKNOWN` (-1), which is stored as it is.

    Attributes:
        file: name of the picture inside its folder or archive.
        age: years, 0..100 (older is reported as 100).
        gender: index into `GENDERS`.
        ethnicity: index into `ETHNICITIES`.
        fold: `train`, `val`, `test`, or any other word for pictures to be left out; empty where not yet split.
        group: pictures of one group are near duplicates and stay on one side of a split; None where unknown.
    """

    file: str
    age: int
    gender: int
    ethnicity: int
    fold: str = ""
    group: int | None = None


def parse_utkface_name(file: str) -> FaceLabel | None:
    """Labels from a UTKFace file name, or None where a field is missing or out of range.

    A blank before ".jpg" or a missing dot before "jpg" does no harm.
    """
    match = _UTKFACE_NAME.match(PurePosixPath(file).name)
    if match is None or int(match[1]) > _OLDEST:
        return None
    return FaceLabel(file, min(int(match[1]), MAX_AGE), int(match[2]), int(match[3]))


def utkface_name_defect(file: str) -> str | None:
    """What is wrong with a UTKFace file name, or None; of the known defects only the last costs the label."""
    name = PurePosixPath(file).name
    if _UTKFACE_REGULAR.match(name):
        return None
    if parse_utkface_name(file) is None:
        return "a field is missing or out of range"
    if re.search(r"\s", name):
        return "a blank in the name"
    if re.search(r"\djpe?g", name, re.IGNORECASE):
        return "no dot before jpg"
    return "not the usual form"


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
