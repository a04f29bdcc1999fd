"""Labels in the names of UTKFace's files: `25_1_2_20170116174525125.jpg.chip.jpg` is age, gender, race, time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from .face_label import MAX_AGE, FaceLabel

_OLDEST = 116
_NAME = re.compile(r"^(\d{1,3})_([01])_([0-4])_\d+")
_REGULAR_NAME = re.compile(r"^\d{1,3}_[01]_[0-4]_\d+\.jpe?g(\.chip\.jpg)?$", re.IGNORECASE)


def parse_utkface_name(file: str) -> FaceLabel | None:
    """Return the labels in a UTKFace file name, or None where a field is missing or out of range.

    A blank before ".jpg" or a missing dot before "jpg" does no harm.
    """
    match = _NAME.match(PurePosixPath(file).name)
    if match is None or int(match[1]) > _OLDEST:
        return None
    return FaceLabel(file, min(int(match[1]), MAX_AGE), int(match[2]), int(match[3]))


def utkface_name_defect(file: str) -> str | None:
    """Return what is wrong with a UTKFace file name, or None; of the known defects only the first costs the label."""
    name = PurePosixPath(file).name
    if _REGULAR_NAME.match(name):
        return None
    if parse_utkface_name(file) is None:
        return "a field is missing or out of range"
    if re.search(r"\s", name):
        return "a blank in the name"
    if re.search(r"\djpe?g", name, re.IGNORECASE):
        return "no dot before jpg"
    return "not the usual form"


def labels_of_names(files: Iterable[str]) -> tuple[list[FaceLabel], list[str]]:
    """Return the labels of all UTKFace names, and the names that hold none."""
    labels, unreadable = [], []
    for file in files:
        label = parse_utkface_name(file)
        if label is None:
            unreadable.append(file)
        else:
            labels.append(label)
    return labels, unreadable
