"""Files of predictions: CSV, JSON Lines, and arrays of full distributions (NPZ, HDF5)."""

from __future__ import annotations

import csv
import json
import math
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from inference.attributes import CLASS_NAMES, NUM_CLASSES
from inference.types import AGES, Attributes

from ..datasets.class_names import UNKNOWN, parse_class
from ..datasets.label_table import COLUMN_ALIASES, check_length, find_columns
from .predictions import FacePrediction

# the first name is the one of `main.py --export`; the others are what comparable tools write
_COLUMNS = {
    "file": ("source", *COLUMN_ALIASES["file"]),
    "age": (*COLUMN_ALIASES["age"], "predicted_age"),
    "age_p10": ("age_p10",),
    "age_p90": ("age_p90",),
    "gender": (*COLUMN_ALIASES["gender"], "dominant_gender"),
    "gender_score": ("gender_score",),
    "ethnicity": (*COLUMN_ALIASES["ethnicity"], "dominant_race"),
    "ethnicity_score": ("ethnicity_score",),
}
_BOX = ("x1", "y1", "x2", "y2")
_SUM_TOLERANCE = 0.01


def is_table(path: Path) -> bool:
    """Return whether a file's ending is one of a file of predictions (`.h5` may be a prepared file as well)."""
    return path.suffix.lower() in _READERS


def read_predictions(path: Path) -> list[FacePrediction]:
    """Read all rows of a file of predictions.

    CSV: a header with `source` or `file`, and some of `age`, `gender`, `ethnicity`, `age_p10`, `age_p90`,
    `gender_score`, `ethnicity_score`, `x1`, `y1`, `x2`, `y2`, in any order; other columns are left out. JSON Lines: the
    same keys, and `age_probs`, `gender_probs`, `ethnicity_probs` as `main.py --export` writes them. NPZ and HDF5:
    arrays `files` (N,), `age` (N, 101), `gender` (N, 2), `ethnicity` (N, 5) of probabilities.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is none of these, is cut short, or holds a value that makes no sense; the message names the line.
    """
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise ValueError(f"{path} is no table of predictions: expected one of {', '.join(_READERS)}")
    return read(path)


def _read_csv(path: Path) -> list[FacePrediction]:
    with path.open(newline="", encoding="utf-8-sig") as lines:
        reader = csv.DictReader(lines)
        names = _names(reader.fieldnames or (), str(path))
        rows = []
        for row in reader:
            place = f"{path}, line {reader.line_num}"
            check_length(row, len(reader.fieldnames or ()), place)
            rows.append(_prediction(row, names, place))
        return rows


def _read_json_lines(path: Path) -> list[FacePrediction]:
    rows = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            place = f"{path}, line {number}"
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ValueError(f"{place}: not JSON ({error}); was the file cut short?") from None
            if not isinstance(row, dict):
                raise ValueError(f"{place}: expected an object with the keys of a face, got {type(row).__name__}")
            rows.append(_prediction(row, _names(row, place), place))
    return rows


def _names(given: Sequence[str] | Mapping[str, Any], place: str) -> dict[str, str]:
    """Return what each column is called in this file."""
    found = find_columns(given, _COLUMNS)
    if "file" not in found:
        raise ValueError(
            f"{place}: no column names the file; expected one of {', '.join(_COLUMNS['file'])}, got {list(given)}"
        )
    if not found.keys() & {"age", "gender", "ethnicity"}:
        raise ValueError(f"{place}: expected some of the columns age, gender, ethnicity; got {list(given)}")
    return found


def _prediction(row: Mapping[str, Any], names: Mapping[str, str], place: str) -> FacePrediction:
    def number(column: str, low: float, high: float) -> float | None:
        return _number(row.get(names.get(column, column)), column, low, high, place)

    def class_of(attribute: str) -> int:
        cell = row.get(names.get(attribute, attribute))
        try:
            return parse_class(attribute, "" if cell is None else str(cell))
        except ValueError as error:
            raise ValueError(f"{place}: {error}") from None

    file = str(row[names["file"]] or "").strip()
    if not file:
        raise ValueError(f"{place}: names no file")
    box = [_number(row.get(side), side, -math.inf, math.inf, place) for side in _BOX]
    corners = tuple(corner for corner in box if corner is not None)
    given = {attribute: _probs(row.get(f"{attribute}_probs"), attribute, place) for attribute in NUM_CLASSES}
    probs = {attribute: values for attribute, values in given.items() if values is not None}
    classes = {attribute: class_of(attribute) for attribute in CLASS_NAMES}
    for attribute, code in classes.items():
        if code == UNKNOWN and attribute in probs:
            classes[attribute] = int(np.argmax(probs[attribute]))
    age = number("age", 0, 150)
    if age is None and "age" in probs:
        age = float(np.dot(probs["age"], AGES))
    return FacePrediction(
        file,
        place,
        corners if len(corners) == len(_BOX) else None,
        age,
        number("age_p10", 0, 150),
        number("age_p90", 0, 150),
        classes["gender"],
        number("gender_score", 0, 1),
        classes["ethnicity"],
        number("ethnicity_score", 0, 1),
        dict(probs),
    )


def _number(cell: Any, column: str, low: float, high: float, place: str) -> float | None:
    if cell is None or str(cell).strip() == "":
        return None
    try:
        value = float(cell)
    except (TypeError, ValueError):
        raise ValueError(f"{place}: {column} {cell!r} is no number") from None
    if math.isnan(value) or not low <= value <= high:
        raise ValueError(f"{place}: {column} is {value:g}; expected {low:g} to {high:g}")
    return value


def _probs(value: Any, attribute: str, place: str) -> list[float] | None:
    """Return probabilities as a list in the classes' order, from a list or from an object by class name."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        by_class = [0.0] * NUM_CLASSES[attribute]
        for word, share in value.items():
            try:
                by_class[parse_class(attribute, str(word))] += _number(share, f"{attribute}_probs", 0, 1, place) or 0.0
            except ValueError as error:
                raise ValueError(str(error) if str(error).startswith(place) else f"{place}: {error}") from None
        value = by_class
    if not isinstance(value, list) or len(value) != NUM_CLASSES[attribute]:
        raise ValueError(f"{place}: {attribute}_probs must be {NUM_CLASSES[attribute]} numbers")
    shares = [_number(share, f"{attribute}_probs", 0, 1, place) or 0.0 for share in value]
    if abs(sum(shares) - 1) > _SUM_TOLERANCE:
        raise ValueError(f"{place}: {attribute}_probs add up to {sum(shares):.3f}; expected 1")
    return shares


def _read_npz(path: Path) -> list[FacePrediction]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _from_arrays({name: arrays[name] for name in arrays.files}, path)
    except (ValueError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(error if str(error).startswith(str(path)) else f"{path} can't be read: {error}") from error


def _read_hdf5(path: Path) -> list[FacePrediction]:
    with h5py.File(path, "r") as file:
        arrays = {name: file[name][:] for name in ("age", "gender", "ethnicity") if name in file}
        if "files" in file:
            arrays["files"] = file["files"].asstr()[:]
        return _from_arrays(arrays, path)


def _from_arrays(arrays: Mapping[str, NDArray[Any]], path: Path) -> list[FacePrediction]:
    missing = [name for name in ("files", *NUM_CLASSES) if name not in arrays]
    if missing:
        raise ValueError(f"{path} lacks the arrays {', '.join(missing)}")
    count = len(arrays["files"])
    for name, classes in NUM_CLASSES.items():
        if arrays[name].shape != (count, classes):
            raise ValueError(f"{path}: {name} has the shape {arrays[name].shape}; expected ({count}, {classes})")
        off = np.flatnonzero(~(np.abs(arrays[name].sum(axis=1) - 1) <= _SUM_TOLERANCE))
        if len(off):
            raise ValueError(f"{path}: {name}, row {off[0]}: the probabilities don't add up to 1")
    return list(_rows(arrays, path))


def _rows(arrays: Mapping[str, NDArray[Any]], path: Path) -> Iterator[FacePrediction]:
    columns = (arrays[name].astype(np.float32) for name in NUM_CLASSES)
    for i, (file, *probs) in enumerate(zip(arrays["files"], *columns, strict=True)):
        yield FacePrediction.from_attributes(str(file), Attributes(*probs), place=f"{path}, row {i}")


_READERS: dict[str, Callable[[Path], list[FacePrediction]]] = {
    ".csv": _read_csv,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".npz": _read_npz,
    ".h5": _read_hdf5,
    ".hdf5": _read_hdf5,
}
