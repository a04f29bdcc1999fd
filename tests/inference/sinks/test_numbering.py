"""Final numbers of people in tables that were written without them."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from inference.identity.person import People
from inference.outputs import Outputs
from inference.settings import DisplaySettings
from inference.sinks import close_sinks, open_sinks
from inference.types import FrameResult, RunFacts, SourceInfo, SourceKind
from tests.inference.made_faces import attributes, face, frame, result

BLACK = np.zeros((4, 4, 3), dtype=np.uint8)
ODD = 'two\nlines, "a",3\n.jpg'


def shown(visits: list[int], source: str = "clip.mp4") -> FrameResult:
    faces = [
        replace(face(0, 0, 9, 9, track_id=visit, said=attributes(20 + visit % 50)), visit_id=visit, person_id=77)
        for visit in visits
    ]
    return result(frame(BLACK, source=source), *faces)


def written(path: Path, results: list[FrameResult], people: dict[int, int], kind: SourceKind) -> list[dict]:
    sinks = open_sinks(SourceInfo("clip.mp4", kind), DisplaySettings(), Outputs(export=str(path)))
    for one in results:
        sinks[0].write(frame(BLACK), one)
    close_sinks(sinks, RunFacts(people=People(person_of_track=people)))
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("name", "nobody"), [("t.csv", ""), ("t.jsonl", None)])
def test_files_get_the_numbers_of_the_end(tmp_path, name, nobody):
    results = [shown([1, 2]), shown([12, 1234], ODD), shown([], ODD), shown([99_999])]
    rows = written(tmp_path / name, results, {1: 1, 12: 12, 1234: 1, 99_999: 3}, SourceKind.VIDEO)
    expected = [1, nobody, 12, 1, 3]
    assert [row["person_id"] for row in rows] == (list(map(str, expected)) if name == "t.csv" else expected)
    assert [row["source"] for row in rows] == ["clip.mp4", "clip.mp4", ODD, ODD, "clip.mp4"]
    assert [int(row["track_id"]) for row in rows] == [1, 2, 12, 1234, 99_999]


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl"])
def test_a_long_table_is_the_same_but_for_its_last_column(tmp_path, name):
    """Longer than what is read at once, and shorter afterwards."""
    results = [shown([1000 + index, 5000 + index]) for index in range(2000)]
    people = {1000 + index: 1 + index % 7 for index in range(2000)}
    rows = written(tmp_path / name, results, people, SourceKind.VIDEO)
    assert [row["person_id"] in ("", None) for row in rows] == [False, True] * 2000
    assert [int(row["track_id"]) for row in rows[::2]] == [1000 + index for index in range(2000)]
    assert [int(row["person_id"]) for row in rows[::2]] == [1 + index % 7 for index in range(2000)]


def test_a_live_table_has_the_numbers_of_the_time(tmp_path):
    rows = written(tmp_path / "t.csv", [shown([1, 2])], {1: 1, 2: 1}, SourceKind.CAMERA)
    assert [row["person_id"] for row in rows] == ["77", "77"]
