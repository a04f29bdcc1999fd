"""A run over two sets, from the prepared files to the card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
import pytest

from inference.alignment import zoomed_template
from inference.model_card import load_card
from tests.training.made_faces import QUICK_RECIPE, write_faces
from training.__main__ import main
from training.datasets.face_sets import load_sets
from training.export.export import export
from training.fitting.callbacks.history import read_history
from training.fitting.callbacks.training_state import RunProgress
from training.fitting.faces import load_run_faces, training_batches
from training.fitting.trainer import train
from training.predict import model_zoom, predict_file, resize_crops

RECIPE = replace(QUICK_RECIPE, epochs=2, zoom=0.85, sets=(("faces", 1.0), ("aged", 0.25)))


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two prepared files of wide crops; the second knows no ethnicity and ages as ranges."""
    folder = tmp_path_factory.mktemp("sets")
    paths = [write_faces(folder / "faces.h5"), write_faces(folder / "aged.h5", 24, 10, seed=7)]
    for path, title in zip(paths, ("Faces (us)", "Aged (them)"), strict=True):
        with h5py.File(path, "r+") as file:
            file.attrs.update(zoom=0.7, title=title, licence="non-commercial research")
    with h5py.File(paths[1], "r+") as file:
        file["ethnicities"][:] = -1
        ages = file["ages"][:]
        file["age_ranges"] = np.stack((np.maximum(ages - 4, 0), np.minimum(ages + 4, 100)), axis=1)
    return paths


@pytest.fixture(scope="module")
def run(sets: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("runs") / "both"
    train(sets, output, RECIPE)
    return output


def test_the_history_has_every_set_s_own_metrics(run: Path, sets: list[Path]) -> None:
    rows = read_history(run / "history.csv")
    assert len(rows) == 2
    last = rows[-1]
    assert {f"val_{name}_{metric}" for name in ("faces", "aged") for metric in ("age_mae", "gender_accuracy")} < set(
        last
    )
    assert "val_faces_ethnicity_accuracy" in last
    assert "val_aged_ethnicity_accuracy" not in last
    # the model that is kept is the one that was measured
    faces = load_sets(sets, "val")
    assert faces.sets is not None
    rows_of_aged = faces.sets.rows("aged")
    years = predict_file(run, faces.crops, zoom=faces.zoom).age[rows_of_aged] @ np.arange(101)
    assert last["val_aged_age_mae"] == pytest.approx(np.abs(years - faces.ages[rows_of_aged]).mean(), abs=1e-3)
    both = (12 * last["val_faces_age_mae"] + 10 * last["val_aged_age_mae"]) / 22
    assert last["val_age_mae"] == pytest.approx(both, abs=1e-3)


def test_an_export_says_where_the_model_looks_and_what_it_learnt_from(
    run: Path, sets: list[Path], tmp_path: Path
) -> None:
    output = tmp_path / "m.onnx"
    export(run, sets, output)
    card = load_card(output)
    np.testing.assert_allclose(card.template, zoomed_template(0.85), atol=1e-6)
    assert card.content["input"]["alignment"]["template"] == "mediapipe-utkface-0.327"
    assert card.content["training"]["data"] == "Faces (us); Aged (them)"
    assert card.content["licence"]["data"] == "Faces: non-commercial research; Aged: non-commercial research"
    assert card.content["licence"]["network"].startswith("non-commercial research only, as its data")
    assert model_zoom(output) == model_zoom(output.with_suffix(".fp16.onnx")) == 0.85
    faces = load_sets(sets, "val")
    trained, exported = (predict_file(model, faces.crops, zoom=faces.zoom) for model in (run, output))
    # the export calibrates what a score is worth, not which class it is
    np.testing.assert_array_equal(trained.gender.argmax(axis=1), exported.gender.argmax(axis=1))
    assert card.content["outputs"]["gender"]["unsure_below"] == 0.75
    by_set = card.content["metrics"]["sets"]
    assert [(each["set"], each["faces"]) for each in by_set] == [("faces", 12), ("aged", 10)]
    assert by_set[1]["ethnicity_accuracy"] is None
    # a model that was made for 0.85 gets other pixels out of wide crops than out of tight ones
    assert not np.allclose(exported.age, predict_file(output, faces.crops, zoom=0.85).age, atol=1e-4)
    with pytest.raises(ValueError, match="show less around them"):
        predict_file(output, faces.crops, zoom=1.0)


def test_a_set_s_weight_says_how_often_its_faces_come(sets: list[Path]) -> None:
    recipe = replace(RECIPE, age_power=0.0, ethnicity_power=0.0, sets=(("faces", 1.0), ("aged", 0.1)))
    faces, _ = load_run_faces(sets, recipe, stream=False)
    assert faces.sets is not None
    batches = training_batches(faces, recipe, {}, RunProgress())
    aged = set(faces.ages[faces.sets.rows("aged")].tolist()) - set(faces.ages[faces.sets.rows("faces")].tolist())
    drawn = []
    for _ in range(20):
        drawn += [int(age) for index in range(len(batches)) for age in batches[index][1]["age"][:, 0]]
        batches.on_epoch_end()
    share = np.isin(drawn, list(aged)).mean() / np.isin(faces.ages, list(aged)).mean()
    # 24 faces at a tenth beside 32
    assert share == pytest.approx(0.1 * 56 / 34.4, rel=0.35)


def test_a_set_of_weight_0_is_validated_and_not_learnt_from(sets: list[Path]) -> None:
    training, validation = load_run_faces(sets, replace(RECIPE, sets=(("faces", 1.0), ("aged", 0.0))), stream=False)
    assert (len(training), len(validation)) == (32, 22)


def test_the_commands_take_several_files(sets: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = [str(path) for path in sets]
    recipe = ["--backbone", "softmax_regression", "--input-size", "16", "--epochs", "1", "--zoom", "0.85"]
    run = str(tmp_path / "run")
    assert main(["train", "--data", *data, "--weights", "1", "0", "--output", run, *recipe]) == 0
    assert main(["train", "--data", data[0], "--output", run, "--resume"]) != 0
    assert "the recipe is of the sets faces, aged, given is" in capsys.readouterr().err
    assert main(["train", "--data", *data, "--output", run, "--resume"]) == 0
    assert main(["export", run, "--data", *data, "--output", str(tmp_path / "m.onnx")]) == 0


def test_a_validated_batch_is_in_the_model_s_view(sets: list[Path]) -> None:
    from training.fitting.faces import plain_batches

    _, validation = load_run_faces(sets, RECIPE, stream=False)
    images = plain_batches(validation, RECIPE)[0][0]
    np.testing.assert_array_equal(images, resize_crops(validation.crops, 16, 0.85 / 0.7))
