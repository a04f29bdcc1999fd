"""Labels in CSV files."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from inference.attributes import ETHNICITIES, GENDERS

from .labels import MAX_AGE, UNKNOWN, FaceLabel

# our name of a column: the headings it may have, in any case
_HEADINGS = {
    "file": ("file", "filename", "file_name", "image", "path"),
    "age": ("age",),
    "gender": ("gender", "sex"),
    "ethnicity": ("ethnicity", "race"),
    "fold": ("fold",),
    "group": ("group", "dup_group"),
}
_LABELS = ("age", "gender", "ethnicity")
_MISSING = {"", "-1", "nan", "na", "n/a", "none", "null", "unknown", "?"}
_GENDER_WORDS = {"m": 0, "man": 0, "f": 1, "woman": 1} | {word: i for i, word in enumerate(GENDERS)}
_ETHNICITY_WORDS = {word.lower(): i for i, word in enumerate(ETHNICITIES)}


def read_label_table(path: Path) -> list[FaceLabel]:
    """Labels from a CSV file.

    Columns: `file`, and at least one of `age` (years), `gender` and `ethnicity` (or `race`); genders and
    ethnicities as words or as numbers in the order of `GENDERS` and `ETHNICITIES`. An empty value, `-1`, `nan`
    or `unknown`, and a column that is not there, give `UNKNOWN`. `fold` and `group` (or `dup_group`) are optional.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a column is missing or a value makes no sense; the message names the line.
    """
    if not path.is_file():
        raise FileNotFoundError(f"the table {path} does not exist")
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines)
            columns = _columns(reader.fieldnames or (), path)
            return [_label_of_row(row, columns, f"{path}, line {reader.line_num}") for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} is no CSV file in UTF-8 ({error})") from error


def write_label_table(path: Path, labels: Sequence[FaceLabel]) -> None:
    """`file,age,gender,ethnicity` with words, empty where unknown; what `read_label_table` reads.

    Raises:
        OSError: the file can't be written.
    """
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(("file", *_LABELS))
        writer.writerows((label.file, *label_words(label)) for label in labels)


def label_words(label: FaceLabel) -> tuple[str, str, str]:
    """Age, gender and ethnicity as a person reads them; empty where unknown."""
    return (
        "" if label.age == UNKNOWN else str(label.age),
        "" if label.gender == UNKNOWN else GENDERS[label.gender],
        "" if label.ethnicity == UNKNOWN else ETHNICITIES[label.ethnicity],
    )


def _columns(headings: Sequence[str], path: Path) -> dict[str, str]:
    """Our names to the headings that stand for them."""
    by_heading = {heading.strip().lower(): heading for heading in headings}
    columns = {
        name: by_heading[alias]
        for name, aliases in _HEADINGS.items()
        for alias in reversed(aliases)
        if alias in by_heading
    }
    if "file" not in columns or not any(name in columns for name in _LABELS):
        raise ValueError(
            f"{path}: expected a column `file` and at least one of {', '.join(_LABELS)}; it has {list(headings)}"
        )
    return columns


def _label_of_row(row: Mapping[str, str | None], columns: Mapping[str, str], place: str) -> FaceLabel:
    def value(name: str) -> str:
        return (row.get(columns.get(name, "")) or "").strip()

    if not value("file"):
        raise ValueError(f"{place}: no file name")
    try:
        return FaceLabel(
            value("file"),
            _age(value("age")),
            _index(value("gender"), _GENDER_WORDS, GENDERS),
            _index(value("ethnicity"), _ETHNICITY_WORDS, ETHNICITIES),
            value("fold"),
            int(value("group")) if value("group").lower() not in _MISSING else None,
        )
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from error


def _age(text: str) -> int:
    if text.lower() in _MISSING:
        return UNKNOWN
    try:
        age = float(text)
    except ValueError:
        age = math.nan
    if not 0 <= age < 200:
        raise ValueError(f"the age {text!r} is no number of years")
    return min(int(age), MAX_AGE)


def _index(text: str, words: Mapping[str, int], names: Sequence[str]) -> int:
    word = text.lower()
    if word in _MISSING:
        return UNKNOWN
    if word in words:
        return words[word]
    try:
        index = float(word)
    except ValueError:
        index = math.nan
    if index not in range(len(names)):
        raise ValueError(f"{text!r} is none of {', '.join(names)}, nor a number from 0 to {len(names) - 1}")
    return int(index)
