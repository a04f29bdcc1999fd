"""The people file: a row per person, and a contact sheet that shows nobody who is protected."""

from __future__ import annotations

import base64
import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pytest
from simplejpeg import decode_jpeg, encode_jpeg

from inference.errors import SinkError, UsageError
from inference.identity.person import BestLook, People, Person, Visit
from inference.outputs import Outputs
from inference.settings import DisplaySettings, Privacy
from inference.sinks import RunFacts, close_sinks, open_sinks
from inference.sinks.people import PEOPLE_COLUMNS
from inference.types import SourceInfo, SourceKind
from tests.inference.made_faces import attributes, frame, result

VIDEO = SourceInfo("/somewhere/a <b>.mp4", SourceKind.VIDEO, 640, 480, fps=25.0, duration_s=4000.0)
STILLS = SourceInfo("photos", SourceKind.STILLS)
BLACK = np.zeros((4, 4, 3), dtype=np.uint8)
BOX = np.array([1, 2, 3, 4], dtype=np.float32)


def a_look(seed: int = 0) -> bytes:
    noise = np.random.default_rng(seed).integers(0, 256, (160, 160, 3), dtype=np.uint8)
    return encode_jpeg(noise, 95, "BGR")


def a_person(number: int = 1, *visits: Visit, jpeg: bytes | None = None, is_certain: bool = True) -> Person:
    visits = visits or (Visit(number, "a.mp4", 1.0, 3.5, 2.5, 60, 25, 87),)
    best = BestLook(visits[0].source, 30, 1.25, BOX, 0.8, jpeg)
    return Person(number, visits, attributes(34, 2, "female", "Asian"), 0.8, best, is_certain)


def written(
    path: Path, persons: tuple[Person, ...], info=VIDEO, settings: DisplaySettings | None = None, **facts
) -> Path:
    sinks = open_sinks(info, settings or DisplaySettings(), Outputs(people=str(path)))
    sinks[0].write(frame(BLACK), result(frame(BLACK)))
    people = People(persons, {}, (len(persons), len(persons) + 1), len(persons), "people, as a rule has it")
    close_sinks(sinks, RunFacts(people=people, model="m.onnx", detector="auto", **facts))
    return path


def test_each_person_has_a_row(tmp_path):
    twice = (Visit(1, "a.mp4", 1.0, 3.5, 2.5, 60, 25, 87), Visit(4, "a.mp4", 9.0, 10.0, 1.0, 20, 225, 250))
    path = written(tmp_path / "p.csv", (a_person(1, *twice), a_person(2)))
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert tuple(rows[0]) == PEOPLE_COLUMNS
    first = rows[0]
    assert (first["first_seen_s"], first["last_seen_s"], first["in_view_s"]) == ("1.0", "10.0", "3.5")
    assert (first["visits"], first["frames"], first["gender"], first["ethnicity"]) == ("2", "80", "female", "Asian")
    assert float(first["age_p10"]) < float(first["age"]) < float(first["age_p90"])
    assert (first["best_time_s"], first["source"]) == ("1.25", "a.mp4")
    assert [row["person_id"] for row in rows] == ["1", "2"]


def test_json_lines_tell_visits_and_probabilities(tmp_path):
    path = written(tmp_path / "p.jsonl", (a_person(is_certain=False),))
    (row,) = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert tuple(row)[: len(PEOPLE_COLUMNS)] == PEOPLE_COLUMNS
    assert row["is_certain"] is False
    assert sum(row["age_probs"]) == pytest.approx(1, abs=1e-3)
    assert row["visit_list"] == [
        {"source": "a.mp4", "first_s": 1.0, "last_s": 3.5, "first_frame": 25, "last_frame": 87, "frames": 60}
    ]


@pytest.mark.parametrize("ending", [".csv", ".jsonl"])
def test_hidden_attributes_are_not_written(tmp_path, ending):
    path = written(tmp_path / f"p{ending}", (a_person(),), settings=DisplaySettings(hide=frozenset({"gender", "age"})))
    text = path.read_text(encoding="utf-8")
    assert "female" not in text
    assert "Asian" in text
    assert "33" not in text


class _Page(HTMLParser):
    """Collects a page's text, its images, and whatever refers to something outside."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words, self.images, self.addresses, self.open = "", [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag not in ("meta", "img", "rect"):
            self.open.append(tag)
        if tag == "img":
            self.images.append(values["src"])
        self.addresses += [value for name, value in attrs if name in ("src", "href") and not value.startswith("data:")]

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.words += data

    @property
    def looks(self) -> list[np.ndarray]:
        return [decode_jpeg(base64.b64decode(image.partition(",")[2]), "BGR") for image in self.images]


def page(path: Path, persons: tuple[Person, ...], **more) -> _Page:
    return _Page(written(path, persons, **more).read_text(encoding="utf-8"))


def test_the_contact_sheet_shows_everybody_and_needs_nothing_else(tmp_path):
    look = a_look()
    shown = page(tmp_path / "p.html", (a_person(1, jpeg=look), a_person(2, jpeg=None, is_certain=False)))
    assert shown.addresses == []
    assert shown.open == []
    assert "People in a <b>.mp4" in shown.words
    assert re.search(r"2 people\s*\(2 to 3", shown.words)
    assert "female · Asian" in shown.words
    assert "0:01\N{EN DASH}0:03" in shown.words
    assert "no look kept" in shown.words
    assert shown.words.count("identity in doubt") == 1
    assert "people, as a rule has it" in shown.words
    assert np.array_equal(shown.looks[0], decode_jpeg(look, "BGR"))


@pytest.mark.parametrize("privacy", [Privacy.BLUR, Privacy.PIXELATE])
def test_looks_are_covered_where_faces_are(tmp_path, privacy):
    shown = page(tmp_path / "p.html", (a_person(jpeg=a_look()),), settings=DisplaySettings(privacy=privacy))
    (look,) = shown.looks
    # of 160 pixels nothing finer is left than a fifth: the noise has become even
    grey = cv2.cvtColor(look, cv2.COLOR_BGR2GRAY).astype(float)
    rows, columns = np.diff(grey, axis=0), np.diff(grey, axis=1)
    assert np.median(np.abs(rows)) <= 1
    assert np.median(np.abs(columns)) <= 1


def test_hidden_attributes_are_not_on_the_sheet(tmp_path):
    hidden = DisplaySettings(hide=frozenset({"gender", "ethnicity"}))
    shown = page(tmp_path / "p.html", (a_person(1), a_person(2)), settings=hidden)
    assert "female" not in shown.words
    assert "Asian" not in shown.words.replace("left out: gender, ethnicity", "")
    assert "Gender" not in shown.words


def test_people_of_photographs_have_images_in_place_of_times(tmp_path):
    visits = (Visit(1, "x.jpg", 0, 0, 0, 1, 0, 0), Visit(2, "y.jpg", 0, 0, 0, 1, 1, 1))
    shown = page(tmp_path / "p.html", (a_person(1, *visits),), info=STILLS)
    assert "2 images" in shown.words
    assert "x.jpg" in shown.words
    assert "0:00" not in shown.words


def test_many_visits_and_long_names_stay_readable(tmp_path):
    visits = tuple(Visit(n, "a" * 300, n * 4000.0, n * 4000.0 + 5, 5, 9, n, n) for n in range(1, 40))
    shown = page(tmp_path / "p.html", (a_person(1, *visits),))
    assert "and 35 more" in shown.words
    assert "1:06:40" in shown.words


def test_nobody_is_said(tmp_path):
    shown = page(tmp_path / "p.html", ())
    assert "0 people" in shown.words
    assert "Nobody was seen" in shown.words
    assert written(tmp_path / "p.csv", ()).read_text(encoding="utf-8") == ",".join(PEOPLE_COLUMNS) + "\n"


def test_an_interrupted_run_leaves_an_older_file_alone(tmp_path):
    path = tmp_path / "p.html"
    path.write_text("older")
    written(path, (a_person(),), interrupted=True)
    assert path.read_text() == "older"
    kept = tmp_path / "p (incomplete).html"
    assert "ended early" in kept.read_text(encoding="utf-8")


def test_other_endings_and_folders_that_are_not_there_are_refused(tmp_path):
    with pytest.raises(UsageError, match="\\.html"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(people=str(tmp_path / "p.txt")))
    with pytest.raises(SinkError, match="no folder"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(people=str(tmp_path / "none" / "p.csv")))
    with pytest.raises(UsageError, match="same name"):
        open_sinks(VIDEO, DisplaySettings(), Outputs(export=str(tmp_path / "p.csv"), people=str(tmp_path / "p.csv")))
    assert list(tmp_path.iterdir()) == []
