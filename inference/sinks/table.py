"""Writes the table, one row per face per frame, as CSV or JSON Lines, to a file or stdout."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate
from typing import Any, BinaryIO, Protocol

import numpy as np

from ..attributes import ATTRIBUTES, ETHNICITIES, GENDERS
from ..errors import ReaderGoneError, SinkError
from ..files import OutputFile, WrittenFile, output_error
from ..find.choice import found
from ..identity.person import People
from ..settings import DisplaySettings
from ..types import Attributes, FloatArray, Frame, FrameResult, RunFacts, TrackedFace
from .base import Sink
from .numbering import Renumber, json_with_room, renumber_csv, renumber_json

_ATTRIBUTE_COLUMNS = tuple(column for attribute in ATTRIBUTES for column in attribute.columns)
COLUMNS = (
    "source", "frame", "time_s", "track_id", "x1", "y1", "x2", "y2", "detection_score", *_ATTRIBUTE_COLUMNS, "basis",
    "person_id",
)  # fmt: skip

# an interrupted or killed run loses no more than this
_FLUSH_AFTER_S = 1.0
_FLUSH_AFTER_BYTES = 1 << 16


class _Target(Protocol):
    """Where rows go."""

    @property
    def written(self) -> WrittenFile | None: ...

    def write(self, text: str) -> None: ...

    def renumber(self, renumber: Renumber, person_of_visit: Mapping[int, int], drops_others: bool) -> None: ...

    def close(self, *, is_whole: bool) -> None: ...

    def discard(self) -> None: ...


class TableSink(Sink):
    """A table of rows; opened by `csv_table` and `json_lines`.

    Args:
        target: file or stdout.
        header: first line, empty for none; written with the first frame.
        format_face: the line of one face.
        display: whose rows stay.
        renumber: puts people's final numbers in place of the visits; None where the lines hold people's numbers as they
            were known in the frame.
    """

    def __init__(
        self,
        target: _Target,
        header: str,
        format_face: Callable[[FrameResult, TrackedFace], str],
        display: DisplaySettings,
        renumber: Renumber | None = None,
    ) -> None:
        self._target = target
        self._header = header
        self._format_face = format_face
        self._display = display
        self._renumber = renumber
        self._is_begun = False

    def write(self, frame: Frame, result: FrameResult) -> None:
        self._begin()
        self._target.write("".join(self._format_face(result, face) for face in result.faces))

    def _begin(self) -> None:
        if not self._is_begun:
            self._is_begun = True
            self._target.write(self._header)

    @property
    def written(self) -> WrittenFile | None:
        return self._target.written

    def close(self, facts: RunFacts) -> None:
        if facts.is_whole:
            self._begin()
        if self._is_begun:
            try:
                if self._renumber is not None:
                    self._target.renumber(self._renumber, *self._people(facts))
            finally:
                self._target.close(is_whole=facts.is_whole)
        else:
            self._target.discard()

    def _people(self, facts: RunFacts) -> tuple[Mapping[int, int], bool]:
        """Return the number of the person by visit, and whether the rows of others go."""
        people = facts.people or People()
        wanted = found(self._display, people)
        if wanted is None:
            return people.person_of_track, False
        return {visit: person for visit, person in people.person_of_track.items() if person in wanted}, True

    def discard(self) -> None:
        self._target.discard()


def csv_table(path: str, settings: DisplaySettings, *, is_run: bool = False) -> TableSink:
    """Open a CSV table (RFC 4180 quoting, UTF-8, lines ending in a line feed) with the header `COLUMNS`.

    Args:
        path: a file, or `-` for stdout.
        settings: hidden attributes have empty cells.
        is_run: `RunFacts.people` will say in the end who is who, so that a file gets people's final numbers.

    Raises:
        SinkError: the file can't be written.
    """
    is_revised = is_run and path != "-"

    def line(result: FrameResult, face: TrackedFace) -> str:
        row = face_row(result, face, settings.hide)
        if is_revised:
            row["person_id"] = face.visit_id
        return csv_line(row.values())

    return TableSink(_open_target(path), csv_line(COLUMNS), line, settings, renumber_csv if is_revised else None)


def json_lines(path: str, settings: DisplaySettings, *, is_run: bool = False) -> TableSink:
    """Open a table in JSON Lines: the keys of `COLUMNS`, then all probabilities and the frame's own values.

    `age_probs` lists the years 0..100; `gender_probs` and `ethnicity_probs` go by name; `unsmoothed` holds
    the attributes and probabilities of this very frame (null where the face was not estimated in it).

    Args:
        path: a file, or `-` for stdout.
        settings: hidden attributes are null.
        is_run: as for `csv_table`.

    Raises:
        SinkError: the file can't be written.
    """
    is_revised = is_run and path != "-"

    def line(result: FrameResult, face: TrackedFace) -> str:
        own = face.frame_attributes
        row: dict[str, Any] = face_row(result, face, settings.hide)
        if is_revised:
            row["person_id"] = face.visit_id
        row["carried"] = face.coasted
        row |= probabilities(face.attributes, settings.hide)
        row["unsmoothed"] = None
        if own is not None:
            row["unsmoothed"] = attribute_cells(own, settings.hide) | probabilities(own, settings.hide)
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"
        return json_with_room(text, face.visit_id) if is_revised and face.visit_id is not None else text

    return TableSink(_open_target(path), "", line, settings, renumber_json if is_revised else None)


class OpenTable(Protocol):
    """Opens a table; see `csv_table`."""

    def __call__(self, path: str, settings: DisplaySettings, *, is_run: bool = False) -> TableSink: ...


# opens a table by the ending of its name
TABLE_FORMATS: Mapping[str, OpenTable] = {".csv": csv_table, ".jsonl": json_lines}


def face_row(result: FrameResult, face: TrackedFace, hidden: frozenset[str]) -> dict[str, Any]:
    """Return one row, keyed and ordered as `COLUMNS`; None where a cell stays empty.

    Pixels are rounded to 0.1, times to 0.1 ms, scores to 0.0001, ages to 0.1 years. `basis` says what the row stands
    on: `estimated` where the model was run on the face in this frame, `detected` where the face was found and its
    attributes are those of the frames before, `coasted` where the place is predicted as well, `corrected` where
    somebody has corrected by hand who it is or what is said. `person_id` is what was known of the person in this frame.
    """
    x1, y1, x2, y2 = (round(float(v), 1) for v in face.detection.xyxy)
    place = {
        "source": result.source,
        "frame": result.frame_index,
        "time_s": round(result.timestamp_s, 4),
        "track_id": face.track_id,
        "x1": x1,
        "y1": y1,
        "x2": x2,
        "y2": y2,
        "detection_score": round(face.detection.score, 4),
    }
    return place | attribute_cells(face.attributes, hidden) | {"basis": face.basis, "person_id": face.person_id}


def attribute_cells(attributes: Attributes, hidden: frozenset[str]) -> dict[str, Any]:
    """Return the cells of the attributes by column; None for what is hidden."""
    cells: dict[str, Any] = dict.fromkeys(_ATTRIBUTE_COLUMNS)
    if "age" not in hidden:
        low, high = attributes.age_interval
        cells |= {"age": round(attributes.age, 1), "age_p10": round(low, 1), "age_p90": round(high, 1)}
    if "gender" not in hidden:
        cells |= {"gender": attributes.gender, "gender_score": round(attributes.gender_score, 4)}
    if "ethnicity" not in hidden:
        cells |= {"ethnicity": attributes.ethnicity, "ethnicity_score": round(attributes.ethnicity_score, 4)}
    return cells


def probabilities(attributes: Attributes, hidden: frozenset[str]) -> dict[str, Any]:
    """Return all distributions, ages as a list over the years and classes by name; None for what is hidden."""

    def by_name(names: tuple[str, ...], probs: FloatArray) -> Mapping[str, float]:
        return dict(zip(names, _rounded(probs), strict=True))

    return {
        "age_probs": None if "age" in hidden else _rounded(attributes.age_probs),
        "gender_probs": None if "gender" in hidden else by_name(GENDERS, attributes.gender_probs),
        "ethnicity_probs": None if "ethnicity" in hidden else by_name(ETHNICITIES, attributes.ethnicity_probs),
    }


def _rounded(probs: FloatArray) -> list[float]:
    # in double precision: 0.1234 as float32 would be printed as 0.12340000271797180
    return np.round(probs.astype(np.float64), 5).tolist()  # type: ignore[no-any-return]


def csv_line(cells: Iterable[Any]) -> str:
    """Return a line of CSV (RFC 4180) that ends in a line feed."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


# --- targets -----------------------------------------------------------------------------------


def _open_target(path: str) -> _Target:
    return _Stdout() if path == "-" else _RowFile(path)


def encoded(text: str) -> bytes:
    """Return text in UTF-8."""
    # file names that are no Unicode at all hold lone surrogates; written as \udc80 they stay valid JSON
    return text.encode("utf-8", errors="backslashreplace")


class _RowFile:
    """A file of whole rows: what fails to be written is cut off again."""

    def __init__(self, path: str) -> None:
        self._output = OutputFile(path)
        self._file: BinaryIO = open(self._output.part, "wb", buffering=0)  # noqa: SIM115
        self._waiting: list[bytes] = []
        self._waiting_bytes = self._written_bytes = 0
        self._last_flush = time.monotonic()
        self._has_failed = False

    @property
    def written(self) -> WrittenFile | None:
        return self._output.written

    def write(self, text: str) -> None:
        rows = encoded(text)
        self._waiting.append(rows)
        self._waiting_bytes += len(rows)
        due = time.monotonic() - self._last_flush >= _FLUSH_AFTER_S
        if due or self._waiting_bytes >= _FLUSH_AFTER_BYTES:
            self._flush()

    def _flush(self) -> None:
        rows, self._waiting, self._waiting_bytes = self._waiting, [], 0
        self._last_flush = time.monotonic()
        ends = list(accumulate(map(len, rows), initial=0))
        block, done = memoryview(b"".join(rows)), 0
        try:
            while done < len(block):
                done += self._file.write(block[done:])
        except OSError as error:
            self._has_failed = True
            self._file.truncate(self._written_bytes + max(end for end in ends if end <= done))
            raise output_error(self._output.name, error, "The rows until then are kept") from error
        self._written_bytes += done

    def renumber(self, renumber: Renumber, person_of_visit: Mapping[int, int], drops_others: bool) -> None:
        try:
            self._flush()
        finally:
            try:
                renumber(self._output.part, person_of_visit, drops_others)
            except OSError as error:
                self._has_failed = True
                raise output_error(self._output.name, error, "Its last column holds visits, not people") from error

    def close(self, *, is_whole: bool) -> None:
        try:
            self._flush()
        finally:
            self._file.close()
            self._output.finish(is_whole=is_whole and not self._has_failed)

    def discard(self) -> None:
        self._file.close()
        self._output.discard()


class _Stdout:
    """Rows for another program; passed on frame by frame."""

    written = None

    def __init__(self) -> None:
        if sys.stdout is None:
            raise SinkError("the table can't go to the standard output: there is none; name a file for it")
        self._file = sys.stdout.buffer

    def write(self, text: str) -> None:
        try:
            self._file.write(encoded(text))
            self._file.flush()
        except BrokenPipeError as error:
            raise ReaderGoneError("the reader of the table on stdout has stopped") from error
        except OSError as error:
            raise output_error("to stdout", error) from error

    def renumber(self, renumber: Renumber, person_of_visit: Mapping[int, int], drops_others: bool) -> None:
        """Do nothing: what is written is written."""

    def close(self, *, is_whole: bool) -> None:
        """Do nothing: stdout belongs to the process."""

    def discard(self) -> None:
        """Do nothing: a header that was written is written."""
