"""The people of a film are saved as they are listed and corrected, in the formats of a headless run."""

from __future__ import annotations

import base64
import csv
import json
import re
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PyQt6.QtWidgets import QFileDialog

from app.gui.widgets.banner import Level
from inference.film import Relabel
from inference.settings import DisplaySettings, Privacy

from .conftest import press, saved


@pytest.fixture
def export(with_two, until, save_as):
    """Saves people under a name with the keys, and returns the file."""

    def export(name: str) -> Path:
        path = save_as(name)
        with_two.banner.hide()
        press(with_two, "Ctrl+Alt+E")
        until(saved(with_two, path))
        return path

    return export


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


def test_a_table_holds_whoever_is_listed_and_says_what_was_corrected(export, with_two):
    assert [(row["person_id"], row["visits"]) for row in rows_of(export("all.csv"))] == [("1", "2"), ("2", "1")]
    assert "corrected" not in rows_of(export("plain.csv"))[0]
    gallery = with_two.panel.people.gallery
    gallery.corrected.emit(Relabel(2, "age", 77))
    assert [(row["age"], row["corrected"]) for row in rows_of(export("corrected.csv"))] == [
        ("34.0", ""),
        ("77.0", "age"),
    ]
    gallery.search.setText("women")
    gallery._fill()
    assert [row["person_id"] for row in rows_of(export("women.csv"))] == ["1"]


def test_of_a_chosen_part_there_are_its_people_with_their_times_in_it(export, with_two):
    with_two.films._choose_part(2.6, 3.2)
    (row,) = rows_of(export("part.csv"))
    assert (row["person_id"], row["visits"], float(row["first_seen_s"])) == ("1", "1", 2.8)
    assert float(row["last_seen_s"]) == pytest.approx(3.16)
    summary = json.loads(export("part.json").read_text())
    assert summary["people"]["count"] == 1
    assert (summary["settings"]["start_s"], summary["settings"]["end_s"]) == (2.6, 3.2)


def test_a_contact_sheet_marks_corrections_and_covers_protected_faces(export, with_two):
    with_two.panel.people.gallery.corrected.emit(Relabel(1, "gender", 0))
    page = export("sheet.html").read_text()
    assert "corrected by hand: gender" in page
    assert page.count("corrected by hand:") == 1
    assert "Corrected by hand: 1 correction" in page
    looks = looks_of(page)
    assert len(looks) == 2
    assert looks[0][80, 80].min() > 200
    display = DisplaySettings(privacy=Privacy.PIXELATE)
    with_two.saving.preferences = replace(with_two.saving.preferences, display=display)
    covered = looks_of(export("covered.html").read_text())
    assert len(np.unique(covered[0][80, :, 0] // 8)) <= 12


def looks_of(page: str) -> list[np.ndarray]:
    found = re.findall(r'data:image/jpeg;base64,([^"]+)', page)
    return [cv2.imdecode(np.frombuffer(base64.b64decode(data), np.uint8), cv2.IMREAD_COLOR) for data in found]


def test_labels_lie_where_the_faces_are(export, with_two):
    text = export("labels.ass").read_text()
    assert "PlayResX: 640" in text
    assert text.count("Dialogue:") >= 3
    assert "WEBVTT" in export("labels.vtt").read_text()


def test_the_question_names_first_what_was_chosen_last(with_two, until, monkeypatch, tmp_path):
    asked = []

    def answer(_window, _title, start, kinds):
        asked.append((Path(start).suffix, kinds.partition(";;")[0]))
        return str(tmp_path / f"{len(asked)}.jsonl"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    for _ in range(2):
        with_two.banner.hide()
        with_two.panel.people.gallery.save.click()
        until(lambda: with_two.banner.level is Level.DONE and not with_two.banner.isHidden())
    assert asked == [(".html", "Contact sheet (*.html)"), (".jsonl", "JSON Lines (*.jsonl)")]
    assert json.loads((tmp_path / "1.jsonl").read_text().splitlines()[0])["person_id"] == 1


def test_what_is_played_is_not_replaced(with_two, until, monkeypatch):
    target = with_two.controller.target
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (f"{target}.csv", ""))
    monkeypatch.setattr(type(with_two.controller), "inputs", property(lambda _: [f"{target}.csv"]))
    Path(f"{target}.csv").write_text("the original")
    press(with_two, "Ctrl+Alt+E")
    until(lambda: with_two.banner.level is Level.ERROR)
    assert Path(f"{target}.csv").read_text() == "the original"
    Path(f"{target}.csv").unlink()


def test_there_is_nothing_to_save_before_all_is_known(window, until, clip):
    assert not window.actions_.export_people.isEnabled()
    window.open(clip)
    until(lambda: window.view.rendered is not None)
    window.films.update()
    assert not window.actions_.export_people.isEnabled()
