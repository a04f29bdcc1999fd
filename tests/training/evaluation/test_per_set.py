"""How wrong, how even and how sure a model is on each data set."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np
import pytest

from inference.types import Predictions
from tests.training.made_faces import write_faces
from training.__main__ import main
from training.datasets.face_table import FaceSets
from training.evaluation.bootstrap import unit_weights
from training.evaluation.labels import Labels
from training.evaluation.metrics import Evaluation
from training.evaluation.per_set import evenness, gender_by_age, measure_sets
from training.evaluation.predictions import prediction_table


def evaluation(
    ages: list[int], ethnicities: list[int], right: list[bool], scores: list[float], sets: FaceSets | None = None
) -> Evaluation:
    """Faces that are all labelled female, and a model that is right about some of them with a given score."""
    count = len(ages)
    labels = Labels(
        [f"{i}.jpg" for i in range(count)],
        np.array(ages, np.int32),
        np.ones(count, np.int32),
        np.array(ethnicities, np.int32),
        None,
        sets,
    )
    sure = np.where(right, scores, 1 - np.array(scores))
    gender = np.column_stack((1 - sure, sure)).astype(np.float32)
    age = np.eye(101, dtype=np.float32)[np.maximum(ages, 0)]
    uniform = np.full((count, 5), 0.2, np.float32)
    return Evaluation(labels, prediction_table("model", "", Predictions(age, gender, uniform)))


def test_the_worst_group_is_the_worst_of_those_that_are_large_enough() -> None:
    # 60 White adults all right, 60 Black adults 48 right, 49 Asian adults all wrong: too few to count
    right = [True] * 60 + [True] * 48 + [False] * 12 + [False] * 49
    judged = evaluation([25] * 169, [0] * 60 + [1] * 60 + [2] * 49, right, [0.9] * 169)
    found = evenness(judged, np.arange(169))
    assert found is not None
    assert (found.dimensions, found.groups) == (("age", "ethnicity"), 2)
    assert (found.worst.group, found.worst.faces, found.worst.value) == ("20-29, Black", 60, pytest.approx(0.8))
    assert found.mean == pytest.approx(108 / 169)


def test_without_ethnicities_age_bands_are_compared_and_without_two_groups_nothing() -> None:
    right = [True] * 50 + [False] * 20 + [True] * 30
    judged = evaluation([3] * 50 + [30] * 50, [-1] * 100, right, [0.9] * 100)
    found = evenness(judged, np.arange(100))
    assert found is not None
    assert found.dimensions == ("age",)
    assert (found.worst.group, found.worst.value) == ("30-39", pytest.approx(0.6))
    assert evenness(judged, np.arange(50)) is None


def test_scores_are_judged_at_every_age() -> None:
    # children: sure to 90 % and right in half; adults: as sure, and right in nine of ten
    right = [True, False] * 10 + [True] * 18 + [False] * 2
    judged = evaluation([3] * 20 + [30] * 20, [0] * 40, right, [0.9] * 40)
    children, adults = gender_by_age(judged, np.arange(40))
    assert (children.band, children.faces, children.accuracy) == ("0-4", 20, 0.5)
    assert children.ece == pytest.approx(0.4, abs=1e-5)
    assert (adults.band, adults.score) == ("30-39", pytest.approx(0.9, abs=1e-5))
    assert adults.ece == pytest.approx(0.0, abs=1e-5)


def test_each_set_has_its_own_metrics() -> None:
    sets = FaceSets(("one", "other"), np.array([0] * 10 + [1] * 30, np.int32), ({}, {}))
    right = [True] * 10 + [True, False, False] * 10
    judged = evaluation([-1] * 10 + [40] * 30, [0] * 40, right, [0.8] * 40, sets)
    one, other = measure_sets(judged, unit_weights(40))
    assert (one.name, one.faces, one.metrics["gender_accuracy"].value) == ("one", 10, 1.0)
    assert one.metrics["age_mae"].value is None
    assert other.metrics["age_mae"].value == 0.0
    assert other.metrics["gender_accuracy"].value == pytest.approx(1 / 3)


def test_several_prepared_files_are_judged_together_and_apart(
    tiny_network: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [write_faces(tmp_path / "faces.h5", side=144), write_faces(tmp_path / "aged.h5", 8, 20, 144, seed=3)]
    with h5py.File(paths[1], "r+") as file:
        file["ethnicities"][:] = -1
    files = [str(path) for path in paths]
    assert main(["evaluate", *files, "--model", str(tiny_network), "--resamples", "20"]) == 0
    text = capsys.readouterr().out
    assert "32 labelled faces" in text
    by_set = text.split("by data set")[1].splitlines()
    assert [line.split()[:2] for line in by_set[2:4]] == [["faces", "12"], ["aged", "20"]]
    assert by_set[3].split()[-2] == "–"
    page = tmp_path / "report.html"
    assert main(["report", *files, "--model", str(tiny_network), "--resamples", "20", "--output", str(page)]) == 0
    html = page.read_text(encoding="utf-8")
    assert "<h2>Data sets</h2>" in html
    assert '<th scope="row">aged</th><td>20</td>' in html
    table = tmp_path / "table.csv"
    table.write_text("file,age\n1.jpg,5\n", encoding="utf-8")
    assert main(["evaluate", *files, str(table)]) != 0
    assert "name one prepared file" in capsys.readouterr().err
