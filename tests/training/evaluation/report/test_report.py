"""The page: complete in itself, well-formed, safe with any name, and saying what the metrics say."""

from __future__ import annotations

import base64
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.types import Predictions
from training.__main__ import main
from training.evaluation.evaluate import evaluate
from training.evaluation.image_folders import CropView
from training.evaluation.inputs import EvaluationInputs
from training.evaluation.labels import Labels
from training.evaluation.predictions import FacePrediction, join, prediction_table
from training.evaluation.report.contact_sheets import contact_sheets
from training.evaluation.report.page import render, write_report
from training.evaluation.report.plots import legend_name
from training.evaluation.report.sentences import summary
from training.evaluation.results import EvaluationResult
from training.objectives.age_schemes import age_scheme

HOSTILE = "<script>alert('x')</script> \"näme\" & $x_1$ 日本 " + "long" * 60
_VOID = {"meta", "img", "br", "hr", "input", "link", "path", "use", "rect", "image"}


class Page(HTMLParser):
    """Collects what the tests ask about and checks that tags are closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag not in _VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in ("href", "xlink:href") and (value or "").startswith("#"):
                self.targets.append((value or "")[1:])
            elif name in ("src", "href", "xlink:href", "action", "data", "srcset"):
                self.addresses.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self.open, f"</{tag}> without a beginning"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


@pytest.fixture(scope="module")
def inputs() -> EvaluationInputs:
    """A network with all distributions, and a table that knows nothing but ages and misses every fourth face."""
    rng = np.random.default_rng(0)
    count = 120
    ages, genders, ethnicities = rng.integers(0, 101, count), rng.integers(0, 2, count), rng.integers(0, 5, count)
    centre = np.clip(ages + rng.normal(0, 5, count), 0, 100)
    age = np.exp(-0.5 * ((np.arange(101) - centre[:, None]) / 5) ** 2)
    gender = np.exp(rng.normal(0, 1, (count, 2)) + 1.5 * np.eye(2)[genders])
    ethnicity = np.exp(rng.normal(0, 1, (count, 5)) + 1.5 * np.eye(5)[ethnicities])
    predicted = Predictions(*((p / p.sum(axis=1, keepdims=True)).astype(np.float32) for p in (age, gender, ethnicity)))
    files = [f"{i} {HOSTILE if i == 0 else ''}.jpg" for i in range(count)]
    labels = Labels(files, *(values.astype(np.int32) for values in (ages, genders, ethnicities)))
    network = prediction_table(HOSTILE, "made up", predicted)
    # so that the face with the odd name is among those that are shown
    network.age[0] = 100 - labels.ages[0]
    rows = [FacePrediction(files[i], age=float(ages[i])) for i in range(count) if i % 4]
    crops = np.broadcast_to(np.arange(count, dtype=np.uint8)[:, None, None, None], (count, 30, 30, 3))
    return EvaluationInputs(
        labels, "made-up faces", [network, join("_table.csv", "table", rows, labels)], CropView(crops)
    )


def evaluated(inputs: EvaluationInputs) -> EvaluationResult:
    return evaluate(inputs.labels, inputs.systems, [age_scheme("bins5")], 60, origin=inputs.origin, notes=["a note"])


@pytest.fixture(scope="module")
def html(inputs: EvaluationInputs) -> str:
    return render(evaluated(inputs), inputs, "Title of " + HOSTILE)


def test_the_page_is_well_formed_and_needs_nothing_else(html: str) -> None:
    page = Page(html)
    assert page.tags["script"] == 0
    assert page.addresses
    assert all(address.startswith("data:image/jpeg;base64,") for address in page.addresses)
    styles = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in styles
    assert "@import" not in styles
    # addresses of namespaces are the only ones that drawings may bring along
    assert re.findall(r"https?://[^\s\"']+", html) == []


def test_ids_are_unique_and_links_lead_somewhere(html: str) -> None:
    page = Page(html)
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    assert page.targets
    assert set(page.targets) <= set(page.ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(page.ids)


def test_names_survive_as_text(html: str) -> None:
    assert "<script" not in html
    page = Page(html)
    assert "Title of " + HOSTILE in page.text
    assert f"0 {HOSTILE}.jpg" in page.text


def test_drawings_take_their_colours_from_the_page(html: str) -> None:
    assert Page(html).tags["svg"] >= 8
    assert "var(--series-2)" in html
    assert not re.search(r"#010[ab]0\d", html)


def test_the_page_says_the_metrics_and_their_intervals(inputs: EvaluationInputs, html: str) -> None:
    text = Page(html).text
    metric = evaluated(inputs).systems[0].overall["age_mae"]
    assert f"{metric.value:.2f}" in text
    assert f"{metric.low:.2f} to {metric.high:.2f}" in text
    assert "30 without a prediction" in text
    assert "fewer than 10, too small" in text
    assert "_table.csv is better in age" in text
    assert "each face drawn by itself" in text


def test_best_and_worst_faces_are_those_of_the_metrics(inputs: EvaluationInputs) -> None:
    examples = evaluated(inputs).systems[0].examples
    error = np.abs(inputs.systems[0].age - inputs.labels.ages)
    assert [face.row for face in examples.age_worst] == np.argsort(-error, kind="stable")[:12].tolist()
    scores = [face.score for face in examples.ethnicity_wrong]
    assert scores == sorted(scores, reverse=True)
    assert all(face.prediction != face.labelled for face in examples.gender_wrong)
    ages = [face.labelled for face in examples.age_best]
    assert ages == sorted(ages)
    assert max(ages) - min(ages) > 50
    sheets = contact_sheets(examples, inputs.systems[0], inputs.view)
    tile = sheets[0].tiles[0]
    data = base64.b64decode(tile.image.partition(",")[2])
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert image.mean() == pytest.approx(examples.age_worst[0].row, abs=2)  # crop i is of brightness i


def test_people_can_be_left_out(inputs: EvaluationInputs) -> None:
    lone = replace(inputs, systems=inputs.systems[1:])
    shown, hidden = (Page(render(evaluated(lone), lone, "x", faces=faces)) for faces in (True, False))
    assert (shown.tags["img"] > 0, "faces" in shown.ids) == (True, True)
    assert (hidden.tags["img"], "faces" in hidden.ids) == (0, False)


def test_a_table_alone_gives_a_page_without_what_it_does_not_know(inputs: EvaluationInputs) -> None:
    lone = replace(inputs, systems=inputs.systems[1:], view=None)
    page = Page(render(evaluated(lone), lone, "x"))
    assert {"summary", "age", "subgroups", "limits"} <= set(page.ids)
    assert {"gender", "ethnicity", "comparison", "faces"}.isdisjoint(page.ids)


def test_too_few_faces_give_a_page_all_the_same() -> None:
    labels = Labels(["a.jpg"], *(np.array([value], dtype=np.int32) for value in (30, 1, -1)))
    predictions = join("x", "x", [FacePrediction("a.jpg", age=31, gender=1, gender_score=0.9)], labels)
    lone = EvaluationInputs(labels, "one face", [predictions])
    text = Page(render(evaluated(lone), lone, "x")).text
    assert "No two subgroups of one kind are large enough" in text


def test_sentences_name_a_lean_only_where_the_interval_does() -> None:
    labels = Labels([f"{i}.jpg" for i in range(40)], *(np.full(40, value, dtype=np.int32) for value in (30, 0, 0)))
    for errors, said in (([4] * 40, "for 4.0 years older than labelled"), ([4, -4] * 20, "leans neither")):
        rows = [FacePrediction(file, age=30.0 + error) for file, error in zip(labels.files, errors, strict=True)]
        lone = EvaluationInputs(labels, "faces", [join("x", "x", rows, labels)])
        assert said in summary(evaluated(lone))[0]


def test_legends_keep_both_ends_of_long_names() -> None:
    assert legend_name("a" * 40 + "b" * 40).startswith("aaa")
    assert legend_name("a" * 40 + "b" * 40).endswith("bbb")
    assert not legend_name("_x").startswith("_")


def test_the_command_writes_page_and_figures_whole_or_not_at_all(
    inputs: EvaluationInputs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "labels.csv").write_text("file,age\na.jpg,30\nb.jpg,20\n", encoding="utf-8")
    (tmp_path / "x.csv").write_text("file,age\na.jpg,31\nb.jpg,29\n", encoding="utf-8")
    output = tmp_path / "new" / "page.html"
    arguments = ["report", str(tmp_path / "x.csv"), "--labels", str(tmp_path / "labels.csv"), "--resamples", "20"]
    assert main([*arguments, "--output", str(output), "--json", str(tmp_path / "x.json")]) == 0
    assert "1 judged by 2 labelled faces" in capsys.readouterr().out
    assert "5.00" in Page(output.read_text(encoding="utf-8")).text
    assert (tmp_path / "x.json").is_file()
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_report(evaluated(inputs), inputs, tmp_path / "taken", "x")
    assert not list(tmp_path.rglob("*.part"))
