"""CSV and JSON Lines: read back with other parsers than the writer's helpers."""

from __future__ import annotations

import csv
import dataclasses
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from inference.errors import SinkError
from inference.outputs import Outputs
from inference.settings import DisplaySettings
from inference.sinks import close_sinks, open_sinks, table
from inference.sinks.table import COLUMNS
from inference.types import AGES, Attributes, SourceInfo, SourceKind
from tests.inference.made_faces import attributes, face, frame, result

from .conftest import part_of

VIDEO = SourceInfo("clip.mp4", SourceKind.VIDEO)
BLACK = np.zeros((4, 4, 3), dtype=np.uint8)
ROOT = Path(__file__).resolve().parents[3]


def export(path: Path, *results, settings: DisplaySettings | None = None) -> None:
    sinks = open_sinks(VIDEO, settings or DisplaySettings(), Outputs(export=str(path)))
    for one in results:
        sinks[0].write(frame(BLACK), one)
    close_sinks(sinks)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def lines_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def uniform(first: int, last: int) -> Attributes:
    """The same probability for every year from `first` to `last`."""
    probs = ((first <= AGES) & (last >= AGES)).astype(np.float32)
    return Attributes(probs / probs.sum(), np.float32([0.25, 0.75]), np.float32([0.1, 0.2, 0.4, 0.2, 0.1]))


def test_the_columns_are_those_of_the_contract_in_their_order(tmp_path):
    export(tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == (
        "source,frame,time_s,track_id,x1,y1,x2,y2,detection_score,"
        "age,age_p10,age_p90,gender,gender_score,ethnicity,ethnicity_score,basis,person_id\n"
    )


def test_a_row_says_what_the_result_said(tmp_path):
    shot = frame(BLACK, 12, time_s=0.480049)
    export(
        tmp_path / "t.csv", result(shot, face(10.04, -2.26, 50.5, 60, track_id=3, said=uniform(30, 39), score=0.87654))
    )
    # ten years of equal weight, from 29.5 to 39.5: a tenth lies below 30.5, nine tenths below 38.5
    assert (tmp_path / "t.csv").read_text().splitlines()[1] == (
        "clip.mp4,12,0.48,3,10.0,-2.3,50.5,60.0,0.8765,34.5,30.5,38.5,female,0.75,Asian,0.4,estimated,"
    )


def test_rows_come_frame_by_frame_in_the_order_of_the_faces(tmp_path):
    shots = [frame(BLACK, number) for number in range(3)]
    export(
        tmp_path / "t.csv",
        result(shots[0], face(0, 0, 9, 9, track_id=2), face(20, 0, 29, 9, track_id=1)),
        result(shots[1]),
        result(shots[2], face(5, 0, 9, 9, track_id=2)),
    )
    assert [(row["frame"], row["track_id"], row["x1"]) for row in rows_of(tmp_path / "t.csv")] == [
        ("0", "2", "0.0"),
        ("0", "1", "20.0"),
        ("2", "2", "5.0"),
    ]


def test_hidden_attributes_leave_empty_cells(tmp_path):
    settings = DisplaySettings(hide=frozenset({"age", "ethnicity"}))
    seen = result(frame(BLACK), face(0, 0, 9, 9, own=attributes()))
    export(tmp_path / "t.csv", seen, settings=settings)
    (row,) = rows_of(tmp_path / "t.csv")
    assert tuple(row) == COLUMNS
    empty = [name for name, cell in row.items() if cell == ""]
    assert empty == ["age", "age_p10", "age_p90", "ethnicity", "ethnicity_score", "person_id"]

    export(tmp_path / "t.jsonl", seen, settings=settings)
    (line,) = lines_of(tmp_path / "t.jsonl")
    for part in (line, line["unsmoothed"]):
        nothing = {name for name, value in part.items() if value is None}
        assert nothing - {"person_id"} == {*empty[:-1], "age_probs", "ethnicity_probs"}
    assert line["gender"] == "female"
    assert "Asian" not in (tmp_path / "t.jsonl").read_text()


def test_without_tracking_there_is_no_identity(tmp_path):
    seen = result(frame(BLACK), face(0, 0, 9, 9, track_id=None))
    export(tmp_path / "t.csv", seen)
    export(tmp_path / "t.jsonl", seen)
    assert rows_of(tmp_path / "t.csv")[0]["track_id"] == ""
    assert lines_of(tmp_path / "t.jsonl")[0]["track_id"] is None


@pytest.mark.parametrize("source", ["a,b.jpg", 'the "best".jpg', "two\nlines.jpg", "=1+1.jpg", "Ærø/日本.jpg", " .jpg"])
def test_odd_names_come_back_as_they_were(tmp_path, source):
    seen = result(frame(BLACK, source=source), face(0, 0, 9, 9))
    export(tmp_path / "t.csv", seen)
    export(tmp_path / "t.jsonl", seen)
    assert rows_of(tmp_path / "t.csv")[0]["source"] == source
    assert json.loads((tmp_path / "t.jsonl").read_text(encoding="utf-8"))["source"] == source


def test_names_that_are_no_unicode_can_be_written(tmp_path):
    source = os.fsdecode(b"caf\xe9.jpg") if os.name == "posix" else "caf\udce9.jpg"
    seen = result(frame(BLACK, source=source), face(0, 0, 9, 9))
    export(tmp_path / "t.csv", seen)
    export(tmp_path / "t.jsonl", seen)
    assert rows_of(tmp_path / "t.csv")[0]["source"] == "caf\\udce9.jpg"
    assert lines_of(tmp_path / "t.jsonl")[0]["source"] == source


def test_json_lines_hold_the_columns_then_all_probabilities(tmp_path):
    seen = face(1, 2, 3, 4, track_id=9, said=uniform(30, 39), own=uniform(50, 54))
    export(tmp_path / "t.jsonl", result(frame(BLACK, 2), seen))
    (line,) = lines_of(tmp_path / "t.jsonl")
    assert tuple(line) == (*COLUMNS, "carried", "age_probs", "gender_probs", "ethnicity_probs", "unsmoothed")
    assert line["age_probs"] == [0.1 if 30 <= year <= 39 else 0.0 for year in range(101)]
    assert line["gender_probs"] == {"male": 0.25, "female": 0.75}
    assert line["ethnicity_probs"] == {"White": 0.1, "Black": 0.2, "Asian": 0.4, "Indian": 0.2, "Other": 0.1}
    own = line["unsmoothed"]
    assert (line["age"], own["age"]) == (34.5, 52.0)
    assert [year for year, prob in enumerate(own["age_probs"]) if prob] == [50, 51, 52, 53, 54]
    assert set(own) == {*COLUMNS[9:-2], "age_probs", "gender_probs", "ethnicity_probs"}


@pytest.mark.parametrize(
    ("kind", "basis"),
    [
        ({}, "estimated"),
        ({"is_estimated": False}, "detected"),
        ({"is_estimated": False, "coasted": True}, "coasted"),
    ],
)
def test_a_row_says_what_it_stands_on(tmp_path, kind, basis):
    seen = result(frame(BLACK), dataclasses.replace(face(0, 0, 9, 9), **kind))
    export(tmp_path / "t.csv", seen)
    export(tmp_path / "t.jsonl", seen)
    assert rows_of(tmp_path / "t.csv")[0]["basis"] == lines_of(tmp_path / "t.jsonl")[0]["basis"] == basis


def test_a_carried_face_has_no_values_of_its_own(tmp_path):
    export(tmp_path / "t.jsonl", result(frame(BLACK), face(0, 0, 9, 9, coasted=True, own=None)))
    (line,) = lines_of(tmp_path / "t.jsonl")
    assert line["carried"] is True
    assert line["unsmoothed"] is None


# --- files -------------------------------------------------------------------------------------


def test_rows_are_on_the_disk_before_the_end(tmp_path, monkeypatch):
    clock = iter(np.arange(0, 100, 0.4))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    sinks = open_sinks(VIDEO, DisplaySettings(), Outputs(export=str(tmp_path / "t.csv")))
    for number in range(9):
        shot = frame(BLACK, number)
        sinks[0].write(shot, result(shot, face(0, 0, 9, 9)))
    assert not (tmp_path / "t.csv").exists()
    on_disk = rows_of(part_of(tmp_path / "t.csv"))
    assert 5 <= len(on_disk) <= 9
    close_sinks(sinks)
    assert len(rows_of(tmp_path / "t.csv")) == 9
    assert os.listdir(tmp_path) == ["t.csv"]


def test_a_pause_without_faces_does_not_keep_rows_back(tmp_path, monkeypatch):
    clock = iter([0.0, 0.1, 0.2, 5.0, 5.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    sinks = open_sinks(VIDEO, DisplaySettings(), Outputs(export=str(tmp_path / "t.csv")))
    shot = frame(BLACK)
    sinks[0].write(shot, result(shot, face(0, 0, 9, 9)))
    assert rows_of(part_of(tmp_path / "t.csv")) == []
    sinks[0].write(shot, result(shot))
    assert len(rows_of(part_of(tmp_path / "t.csv"))) == 1
    monkeypatch.undo()
    close_sinks(sinks)


def test_a_file_that_can_not_grow_keeps_whole_rows(tmp_path):
    """A real failure of the system: a limit on the size of files, which falls into the middle of a row."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    sinks = open_sinks(VIDEO, DisplaySettings(), Outputs(export=str(tmp_path / "t.csv")))

    def write_rows(count: int) -> None:
        for number in range(count):
            sinks[0].write(frame(BLACK), result(frame(BLACK, number), face(0, 0, 9, 9)))

    resource.setrlimit(resource.RLIMIT_FSIZE, (100_001, before[1]))
    try:
        with pytest.raises(SinkError, match=r"can't write .*t\.csv.*rows until then are kept"):
            write_rows(2000)
        close_sinks(sinks)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    text = (tmp_path / "t.csv").read_text()
    assert 100_001 - 200 < len(text) <= 100_001
    assert text.endswith("\n")
    rows = rows_of(tmp_path / "t.csv")
    assert [int(row["frame"]) for row in rows] == list(range(len(rows)))
    assert rows[-1]["ethnicity_score"] == "0.6"


# --- stdout ------------------------------------------------------------------------------------

_STREAM = """
import sys
sys.path.insert(0, {root!r})
import numpy as np
from inference.errors import ReaderGoneError, SinkError
from inference.outputs import Outputs
from inference.settings import DisplaySettings
from inference.sinks import close_sinks, open_sinks
from inference.types import SourceInfo, SourceKind
from tests.inference.made_faces import face, frame, result

try:
    sinks = open_sinks(SourceInfo("x", SourceKind.VIDEO), DisplaySettings(), Outputs(export="-"))
    for number in range({rows}):
        shot = frame(np.zeros((4, 4, 3), np.uint8), number)
        sinks[0].write(shot, result(shot, face(0, 0, 9, 9)))
        if {wait}:
            sys.stdin.readline()
    close_sinks(sinks)
except ReaderGoneError:
    sys.stderr.write("the reader has gone")
except SinkError as error:
    sys.stderr.write(str(error))
"""


def stream(rows: int, wait: bool = False, **more) -> subprocess.Popen:
    code = _STREAM.format(root=str(ROOT), rows=rows, wait=wait)
    return subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, **more)


def test_each_frame_reaches_the_reader_of_stdout_at_once():
    with stream(3, wait=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().startswith("source,frame")
        for number in range(3):
            # the writer waits for an answer, so the row must have come by itself
            assert process.stdout.readline().startswith(f"clip.mp4,{number},")
            process.stdin.write("\n")
            process.stdin.flush()
        assert process.stdout.read() == ""
        assert process.stderr.read() == ""


def test_a_reader_that_leaves_is_told_from_a_failure():
    with stream(100_000, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read().startswith("the reader has gone")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_a_full_disk_behind_stdout_is_said():
    with open("/dev/full", "w") as full, stream(10, stdout=full) as process:
        assert "the disk is full" in process.stderr.read()


def test_what_is_no_face_costs_no_row(capfdbinary):
    sinks = open_sinks(VIDEO, DisplaySettings(), Outputs(export="-"))
    sinks[0].write(frame(BLACK), result(frame(BLACK)))
    close_sinks(sinks)
    assert capfdbinary.readouterr().out.count(b"\n") == 1
    assert not sys.stdout.closed


def test_the_names_of_columns_are_said_once():
    assert len(set(COLUMNS)) == len(COLUMNS) == 18
    assert set(table.face_row(result(frame(BLACK)), face(0, 0, 9, 9), frozenset())) == set(COLUMNS)
