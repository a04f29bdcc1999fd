"""Label tables: CSV files with a row per image, read the same way for training and for evaluation."""

from __future__ import annotations

import csv
import difflib
import logging
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inference.attributes import ETHNICITIES, GENDERS
from inference.files import atomic_path

from .class_names import UNKNOWN, is_unknown, parse_class
from .face_label import MAX_AGE, FaceLabel

log = logging.getLogger(__name__)

LABEL_COLUMNS = ("age", "gender", "ethnicity")
# a column -> the headings it may have, in any case; of several in one table the first counts
COLUMN_ALIASES: dict[str, tuple[str, ...]] = {
    "file": ("file", "filename", "file_name", "image", "path", "image_path", "img_path"),
    "age": ("age",),
    "gender": ("gender", "sex"),
    "ethnicity": ("ethnicity", "race"),
    "fold": ("fold",),
    "group": ("group", "dup_group"),
    "person": ("person", "person_id", "identity"),
    "age_lo": ("age_lo", "age_min", "age_from"),
    "age_hi": ("age_hi", "age_max", "age_to"),
}
# what is older is a mistake, such as a year of birth or a row of shifted cells
_OLDEST = 150


@dataclass(frozen=True, slots=True)
class LabelTable:
    """The rows of a label table.

    Attributes:
        columns: which columns of `COLUMN_ALIASES` the table has.
        labels: one per row.
        lines: number of the line in which each row ends, from 1.
    """

    columns: frozenset[str]
    labels: list[FaceLabel]
    lines: list[int]


def read_label_table(path: Path, any_of: Collection[str] = LABEL_COLUMNS) -> LabelTable:
    """Read a CSV file (UTF-8) of labels.

    Columns: `file`, and some of `age` (years; fractions are cut off, as an age counts completed years), `gender`,
    `ethnicity`, `fold`, `group`, `person`, `age_lo` and `age_hi`, under any of the headings in `COLUMN_ALIASES`.
    Genders and ethnicities are words (see `parse_class`) or numbers in the order of `GENDERS` and `ETHNICITIES`. A
    cell for which `is_unknown` holds, and a column that is not there, give `UNKNOWN`, None for the group and an empty
    person. Where only `age_lo` and `age_hi` are known the age is the year in the middle. Other columns are warned of
    and left out.

    Args:
        path: the table.
        any_of: columns of which the table must have one.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a column is missing, a value is not valid, or the age lies outside its interval; the message names
            line, column and value, and what is allowed.
    """
    if not path.is_file():
        raise FileNotFoundError(f"the table {path} does not exist")
    labels, lines = [], []
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            columns = find_columns(reader.fieldnames or (), COLUMN_ALIASES)
            if "file" not in columns or not any(name in columns for name in any_of):
                raise ValueError(
                    f"{path}: expected a column `file` and at least one of {', '.join(any_of)}; "
                    f"it has {list(reader.fieldnames or ())}"
                )
            _warn_of_unknown_columns(path, reader.fieldnames or (), columns)
            for row in reader:
                place = f"{path}, line {reader.line_num}"
                check_length(row, len(reader.fieldnames or ()), place)
                labels.append(_label(row, columns, place))
                lines.append(reader.line_num)
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path} is no CSV file in UTF-8 ({error})") from error
    return LabelTable(frozenset(columns), labels, lines)


def write_label_table(path: Path, labels: Sequence[FaceLabel]) -> None:
    """Write `file,age,gender,ethnicity` with words, empty where unknown, as `read_label_table` reads it.

    Raises:
        OSError: the file can't be written.
    """
    write_csv(path, ("file", *LABEL_COLUMNS), ((label.file, *label_words(label)) for label in labels))


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file, whole or not at all.

    Raises:
        OSError: it can't be written.
    """
    with atomic_path(path) as part, part.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(header)
        writer.writerows(rows)


def label_words(label: FaceLabel) -> tuple[str, str, str]:
    """Return age, gender and ethnicity in words; empty where unknown."""
    return (
        "" if label.age == UNKNOWN else str(label.age),
        "" if label.gender == UNKNOWN else GENDERS[label.gender],
        "" if label.ethnicity == UNKNOWN else ETHNICITIES[label.ethnicity],
    )


def find_columns(headings: Iterable[str], aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Find which headings of a table stand for known columns.

    Args:
        headings: as they are written, in any case.
        aliases: column -> its headings in lower case, the preferred one first.

    Returns:
        column -> heading, for the columns that are there.
    """
    written = {str(heading).strip().lower(): heading for heading in headings}
    return {
        column: next(written[name] for name in names if name in written)
        for column, names in aliases.items()
        if any(name in written for name in names)
    }


def check_length(row: Mapping[str | None, object], num_columns: int, place: str) -> None:
    """Refuse a row of a `csv.DictReader` with a cell too many or too few: its values may stand in wrong columns.

    Raises:
        ValueError: it has not as many cells as the table has columns.
    """
    beyond = row.get(None)
    num_cells = sum(cell is not None for name, cell in row.items() if name is not None)
    num_cells += len(beyond) if isinstance(beyond, list) else 0
    if num_cells != num_columns:
        raise ValueError(
            f"{place}: {num_columns} cells are expected, as in the header; it has {num_cells}. Was the file cut short, "
            "or is there a comma in a cell without quotes around it?"
        )


def _label(row: Mapping[str, str | None], columns: Mapping[str, str], place: str) -> FaceLabel:
    cells = {name: (row[heading] or "").strip() for name, heading in columns.items()}
    if not cells["file"]:
        raise ValueError(f"{place}: no file name")
    age, age_lo, age_hi = _age_in_interval(cells, place)
    person = cells.get("person", "")
    return FaceLabel(
        cells["file"],
        age,
        _class("gender", cells.get("gender", ""), place),
        _class("ethnicity", cells.get("ethnicity", ""), place),
        cells.get("fold", ""),
        _group(cells.get("group", ""), place),
        "" if is_unknown(person) else person,
        age_lo,
        age_hi,
    )


def _warn_of_unknown_columns(path: Path, headings: Sequence[str], columns: Mapping[str, str]) -> None:
    """Log the headings that stand for no known column, or for one that another heading stands for already."""
    known = [name for names in COLUMN_ALIASES.values() for name in names]
    for heading in headings:
        if heading in columns.values():
            continue
        close = difflib.get_close_matches(heading.strip().lower(), known, 1, 0.75)
        hint = f"; is it {close[0]}?" if close else ""
        log.warning("%s: the column %r is not read%s", path, heading, hint)


def _age_in_interval(cells: Mapping[str, str], place: str) -> tuple[int, int, int]:
    """Return the age and its interval in years, -1 where unknown.

    Raises:
        ValueError: one is no age, or they contradict each other.
    """
    age, low, high = (_age(cells.get(name, ""), place, name) for name in ("age", "age_lo", "age_hi"))
    if (low == UNKNOWN) != (high == UNKNOWN):
        raise ValueError(f"{place}: of age_lo and age_hi one is empty; expected both, or neither")
    if low == UNKNOWN:
        return age, UNKNOWN, UNKNOWN
    if low > high:
        raise ValueError(f"{place}: age_lo {low} is above age_hi {high}")
    if age == UNKNOWN:
        return (low + high) // 2, low, high
    if not low <= age <= high:
        raise ValueError(f"{place}: the age {age} lies outside of age_lo {low} to age_hi {high}")
    return age, low, high


def _age(cell: str, place: str, column: str = "age") -> int:
    if is_unknown(cell):
        return UNKNOWN
    try:
        age = float(cell)
    except ValueError:
        age = math.nan
    if not 0 <= age <= _OLDEST:
        raise ValueError(
            f"{place}, column {column}: {cell!r} is no age; expected years from 0 to {_OLDEST}, or -1 (unknown)"
        )
    return min(int(age), MAX_AGE)


def _class(attribute: str, cell: str, place: str) -> int:
    try:
        return parse_class(attribute, cell)
    except ValueError as error:
        raise ValueError(f"{place}, column {attribute}: {error}, or -1 (unknown)") from None


def _group(cell: str, place: str) -> int | None:
    if is_unknown(cell):
        return None
    try:
        return int(cell.removesuffix(".0"))  # data frames write a 3 beside an empty cell as 3.0
    except ValueError:
        raise ValueError(
            f"{place}, column group: {cell!r} is no whole number; expected the number of a group of near duplicates, "
            "or an empty cell"
        ) from None
