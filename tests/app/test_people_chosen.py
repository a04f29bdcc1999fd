"""Runs that treat people differently: whom a description finds, whom privacy leaves open."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.sources import open_video
from inference.types import ImageArray
from main import main
from tests.photos import eileen_collins, grace_hopper

EVERY = 10


@pytest.fixture(scope="module")
def first_run(tmp_path_factory) -> Path:
    """What a person has before they name somebody: the people of the demo, by number, and the table."""
    folder = tmp_path_factory.mktemp("first")
    arguments = ["--export", str(folder / "t.csv"), "--people", str(folder / "p.jsonl"), "--quiet"]
    assert main(["--video", "demo", "--every", str(EVERY), *arguments]) == 0
    return folder


def people_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def images_of(path: str | Path, every: int = 1) -> list[ImageArray]:
    with open_video(path) as video:
        return [frame.image_bgr for number, frame in enumerate(video) if number % every == 0]


def detail(image: ImageArray, row: dict[str, str]) -> float:
    """How much a face's inside changes from pixel to pixel: what covering takes away."""
    x1, y1, x2, y2 = (round(float(row[name])) for name in ("x1", "y1", "x2", "y2"))
    inner = image[max(0, y1) : y2, max(0, x1) : x2]
    return float(np.abs(cv2.Laplacian(cv2.cvtColor(inner, cv2.COLOR_BGR2GRAY), cv2.CV_64F)).mean())


def shares_of_detail(copy: Path, first_run: Path) -> dict[str, list[float]]:
    """For each person, in every frame, the part of the face's detail that the copy still has."""
    originals, copies = images_of("demo", EVERY), images_of(copy)
    assert len(originals) == len(copies)
    shares = defaultdict(list)
    for row in rows_of(first_run / "t.csv"):
        number = int(row["frame"]) // EVERY
        if row["basis"] != "coasted":
            shares[row["person_id"]].append(detail(copies[number], row) / detail(originals[number], row))
    return shares


@pytest.mark.parametrize(("option", "is_open"), [("--keep-person", {"1"}), ("--hide-person", {"2"})])
def test_one_is_open_and_the_other_covered_in_every_frame(first_run, tmp_path, monkeypatch, option, is_open):
    monkeypatch.setattr("inference.overlay.drawing._draw_box", lambda *_: None)
    monkeypatch.setattr("inference.overlay.drawing.Overlay._draw_labels", lambda *_: None)
    copy = tmp_path / "copy.mp4"
    assert main(["--video", "demo", "--every", str(EVERY), option, "1", "--output", str(copy), "--quiet"]) == 0
    shares = shares_of_detail(copy, first_run)
    assert set(shares) == {"1", "2"}
    for person, values in shares.items():
        if person in is_open:
            assert np.median(values) > 0.7
        else:
            assert max(values) < 0.4


def test_a_number_that_nobody_has_opens_nobody(tmp_path, capsys):
    copy = tmp_path / "copy.mp4"
    arguments = ["--video", "demo", "--every", "30", "--hide-person", "9", "--output", str(copy)]
    assert main([*arguments, "--export", str(tmp_path / "t.csv")]) == 3
    assert "there is no person 9: the people of this run are 1 to 2" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_a_description_leaves_rows_and_people_of_those_who_fit(first_run, tmp_path):
    people = people_of(first_run / "p.jsonl")
    oldest = max(people, key=lambda person: person["age"])
    wanted = f"over {int(oldest['age']) - 2}"
    outputs = {name: str(tmp_path / name) for name in ("t.csv", "t.jsonl", "p.jsonl", "s.json")}
    run = ["--video", "demo", "--every", str(EVERY), "--find", wanted, "--quiet"]
    assert (
        main([*run, "--export", outputs["t.csv"], "--people", outputs["p.jsonl"], "--summary", outputs["s.json"]]) == 0
    )
    assert main([*run, "--export", outputs["t.jsonl"]]) == 0
    number = str(oldest["person_id"])
    expected = [row for row in rows_of(first_run / "t.csv") if row["person_id"] == number]
    assert rows_of(tmp_path / "t.csv") == expected
    assert len(people_of(tmp_path / "t.jsonl")) == len(expected)
    assert [person["person_id"] for person in people_of(tmp_path / "p.jsonl")] == [oldest["person_id"]]
    summary = json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["people"]
    assert summary["count"] == len(people)
    assert summary["found"] == {"description": wanted, "count": 1}


def test_a_description_labels_only_those_who_fit(first_run, tmp_path, monkeypatch):
    labelled = []
    monkeypatch.setattr("inference.overlay.drawing._draw_box", lambda image, face, *_: labelled.append(face.person_id))
    people = people_of(first_run / "p.jsonl")
    oldest = max(people, key=lambda person: person["age"])
    copy = ["--output", str(tmp_path / "c.mp4"), "--find", f"over {int(oldest['age']) - 2}", "--quiet"]
    assert main(["--video", "demo", "--every", str(EVERY), *copy]) == 0
    assert set(labelled) == {oldest["person_id"]}


def test_stdout_has_those_who_fit_at_the_time(capfd):
    assert main(["--video", "demo", "--every", "30", "--find", "over 60", "--export", "-", "--quiet"]) == 0
    ages = [float(row["age"]) for row in csv.DictReader(capfd.readouterr().out.splitlines())]
    assert ages
    assert min(ages) > 60


def test_images_are_chosen_too(tmp_path, monkeypatch):
    monkeypatch.setattr("inference.overlay.drawing._draw_box", lambda *_: None)
    monkeypatch.setattr("inference.overlay.drawing.Overlay._draw_labels", lambda *_: None)
    originals = {"a.png": grace_hopper(), "b.png": eileen_collins()}
    for name, image in originals.items():
        cv2.imwrite(str(tmp_path / name), image)
    run = ["--image", *(str(tmp_path / name) for name in originals), "--quiet", "--keep-person", "2"]
    assert main([*run, "--output", str(tmp_path / "out"), "--export", str(tmp_path / "t.csv")]) == 0
    left = {}
    for row in rows_of(tmp_path / "t.csv"):
        name = Path(row["source"]).name
        left[name] = detail(cv2.imread(str(tmp_path / "out" / name)), row) / detail(originals[name], row)
    assert left["a.png"] < 0.4
    assert left["b.png"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--keep-person", "1", "--hide-person", "2", "--output", "a.mp4"], "can't go together"),
        (["--keep-person", "one", "--output", "a.mp4"], "numbers of people"),
        (["--keep-person", "0", "--output", "a.mp4"], "numbers of people"),
        (["--keep-person", "1", "--no-identity", "--output", "a.mp4"], "leave out --no-identity"),
        (["--hide-person", "1", "--export", "a.csv"], "name it with --output"),
        (["--find", "wimen"], "did you mean `women`"),
        (["--find", "women", "--no-tracking"], "leave out --no-tracking"),
        (["--people", "p.csv", "--no-tracking"], "leave out --no-tracking"),
    ],
)
def test_what_can_not_go_together_is_said_at_once(arguments, said, capsys):
    assert main(["--video", "demo", *arguments]) == 2
    assert said in capsys.readouterr().err
