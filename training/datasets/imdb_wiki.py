"""Labels from IMDB-WIKI's metadata (Rothe, Timofte, Van Gool: Deep expectation of apparent age, IJCV 2018).

`imdb.mat` and `wiki.mat` hold a struct each: date of birth (Matlab's day number), year in which the image was
taken, path, gender (0 female, 1 male, NaN unknown), score of the face detector (-inf without a face) and the
score of a second face (NaN without one). They hold no ethnicity.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .class_names import UNKNOWN
from .face_label import MAX_AGE, FaceLabel

# the authors give no threshold; most users of the data take this one
DEFAULT_FACE_SCORE = 1.0
_STRUCTS = ("imdb", "wiki")
_FIELDS = ("dob", "photo_taken", "full_path", "gender", "face_score", "second_face_score")
# Matlab counts days from 1 January of the year 0, Python from 1 January of the year 1
_MATLAB_DAYS = 366


@dataclass(slots=True)
class Metadata:
    """Labels out of a metadata file.

    Attributes:
        labels: of the images that passed the filters.
        dropped: reason: number of images.
    """

    labels: list[FaceLabel] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.dropped.most_common())
        return f"{len(self.labels)} labels" + (f"; left out: {reasons}" if reasons else "")


def read_metadata(data: bytes, name: str, min_face_score: float = DEFAULT_FACE_SCORE) -> Metadata:
    """Read labels from the bytes of `imdb.mat` or `wiki.mat`.

    Args:
        data: the file.
        name: of the file, for messages.
        min_face_score: images whose face scored lower are dropped.

    Raises:
        ValueError: it is not such a file, or a damaged one.
    """
    table = _columns(data, name)
    result = Metadata()
    for born, taken, path, gender, score, second in zip(*(table[key] for key in _FIELDS), strict=True):
        age = age_in_years(born, taken)
        reason = _reason_to_drop(age, gender, score, second, min_face_score)
        if reason:
            result.dropped[reason] += 1
        else:
            # 1 is male here, and index 0 of GENDERS
            result.labels.append(FaceLabel(str(path), int(age or 0), int(gender == 0), UNKNOWN))
    return result


def age_in_years(birth_datenum: float, year_taken: float) -> int | None:
    """Count the whole years from birth to the middle of the year (1 July) in which the image was taken.

    Args:
        birth_datenum: Matlab's serial date number: days since "0 January 0000", so that 1 January 2000 is 730486.
        year_taken: year of the Gregorian calendar.

    Returns:
        Years, negative where the image is older than the person; None where a date is not valid.
    """
    if not np.isfinite(birth_datenum) or not np.isfinite(year_taken):
        return None
    try:
        born = date.fromordinal(int(birth_datenum) - _MATLAB_DAYS)
        taken = date(int(year_taken), 7, 1)
    except (ValueError, OverflowError):
        return None
    return taken.year - born.year - ((taken.month, taken.day) < (born.month, born.day))


def _reason_to_drop(age: int | None, gender: float, score: float, second: float, min_score: float) -> str:
    if not np.isfinite(score):
        return "without a face"
    if score < min_score:
        return f"with a face score below {min_score:g}"
    if not np.isnan(second):
        return "with a second face"
    if not np.isfinite(gender):
        return "without a gender"
    if age is None or not 0 <= age <= MAX_AGE:
        return f"with an age outside 0..{MAX_AGE}"
    return ""


def _columns(data: bytes, name: str) -> dict[str, NDArray[Any]]:
    from scipy.io import loadmat

    try:
        content = loadmat(io.BytesIO(data), squeeze_me=True, struct_as_record=False, variable_names=_STRUCTS)
    except Exception as error:  # scipy's reader raises errors of any kind on damaged files
        raise ValueError(f"{name} is no Matlab file that can be read, or a damaged one ({error})") from error
    struct = next((content[key] for key in _STRUCTS if key in content), None)
    missing = [field for field in _FIELDS if not hasattr(struct, field)]
    if missing:
        raise ValueError(f"{name} is not IMDB-WIKI's metadata: no struct imdb or wiki with {', '.join(missing)}")
    return {field: np.atleast_1d(getattr(struct, field)) for field in _FIELDS}
