"""The card says where the data came from, whatever data that was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h5py
import keras
import numpy as np
import pytest

from inference.model_card import DEFAULT_MODEL, load_card
from tests.training.made_faces import write_faces
from training.export.card import model_card
from training.export.export import export
from training.fitting.weight_averaging import average
from training.models.registry import build_model
from training.recipe import Recipe
from training.run_folder import MODEL_FILE, claim_folder

RECIPE = Recipe(backbone="softmax_regression", input_size=16)


def untrained_run(folder: Path, recipe: Recipe = RECIPE) -> Path:
    keras.utils.set_random_seed(recipe.seed)
    claim_folder(folder, recipe)
    build_model(recipe.backbone, recipe.input_size, dropout=0.0).save(folder / MODEL_FILE)
    return folder


def prepared(path: Path, groups: list[int] | None = None, **provenance: str) -> Path:
    """44 made faces, 12 of them to validate on."""
    write_faces(path)
    with h5py.File(path, "r+") as file:
        file.attrs.update(provenance)
        if groups is not None:
            file["groups"] = np.array(groups, dtype=np.int32)
    return path


def exported_card(data: Path, folder: Path, recipe: Recipe = RECIPE) -> dict[str, Any]:
    output = folder / "attributes.onnx"
    export(untrained_run(folder / "run", recipe), data, output)
    return load_card(output).content


def test_data_of_one_s_own_is_not_called_utkface(tmp_path: Path) -> None:
    data = prepared(tmp_path / "faces.h5", dataset="folder", sources="portraits.zip, more")
    card = exported_card(data, tmp_path)
    assert card["training"]["data"] == "unknown"
    assert (card["training"]["dataset"], card["training"]["sources"]) == ("folder", "portraits.zip, more")
    assert card["metrics"]["data"].startswith("validation part of data of unknown origin")
    assert card["licence"] == {
        "network": "unknown",
        "data": "unknown",
        "start_weights": "see training.start_weights",
    }
    assert "UTKFace" not in json.dumps(card).replace(card["input"]["alignment"]["template"], "")


def test_a_file_that_does_not_say_where_it_came_from_makes_a_card_that_says_so(tmp_path: Path) -> None:
    card = exported_card(prepared(tmp_path / "faces.h5"), tmp_path)
    assert {card["training"][key] for key in ("data", "dataset", "sources")} == {"unknown"}


def table(groups: list[int] | None, fold: str, folder: Path, **provenance: str) -> Any:
    from training.datasets.face_table import load_faces

    path = folder / "faces.h5"
    return load_faces(path if path.exists() else prepared(path, groups, **provenance), fold)


def card_of(folder: Path, recipe: Recipe, groups: list[int] | None, **provenance: str) -> dict[str, Any]:
    (folder / "model.onnx").write_bytes(b"")
    training, validation = (table(groups, fold, folder, **provenance) for fold in ("train", "val"))
    return model_card(folder / "model.onnx", "model.onnx", recipe.written(), training, validation, {})


def test_utkface_is_described_as_in_the_card_that_is_shipped(tmp_path: Path) -> None:
    shipped = load_card(DEFAULT_MODEL).content
    recipe = Recipe(start_weights="mobilefacenet_y1.onnx")
    card = card_of(tmp_path, recipe, list(range(44)), dataset="utkface", sources="UTKFace.tar.gz")
    assert card["licence"] == {
        "network": shipped["licence"]["network"],
        "data": shipped["licence"]["data"].partition("; ")[0],
        "start_weights": "MobileFaceNet y1: non-commercial research only",
    }
    assert card["training"]["data"] == shipped["training"]["data"].partition("; ")[0]
    assert set(shipped) - set(card) == {"copies"}


@pytest.mark.parametrize(
    ("groups", "told"),
    [
        (None, "near duplicates of training faces not looked for"),
        (list(range(44)), "no duplicates of training faces"),
        ([*range(32), 3, 4, *range(34, 44)], "2 of them near duplicates of training faces"),
    ],
)
def test_the_card_tells_how_many_validation_faces_resemble_training_faces(
    groups: list[int] | None, told: str, tmp_path: Path
) -> None:
    card = card_of(tmp_path, RECIPE, groups, dataset="imdb-wiki")
    assert card["metrics"]["data"] == f"validation part of IMDB-WIKI, {told}"


def test_start_weights_restrict_a_model_whose_data_has_no_known_licence(tmp_path: Path) -> None:
    licence = card_of(tmp_path, Recipe(start_weights="edgeface_xs.npz"), None, dataset="folder")["licence"]
    assert licence["network"] == "non-commercial research only, as its start weights"
    assert licence["start_weights"].startswith("EdgeFace: BSD 3-Clause")


def test_the_card_of_an_average_names_all_its_runs(tmp_path: Path) -> None:
    runs = [untrained_run(tmp_path / str(seed), Recipe("softmax_regression", None, 16, seed=seed)) for seed in (1, 2)]
    average(runs, tmp_path / "mean")
    export(tmp_path / "mean", prepared(tmp_path / "faces.h5"), tmp_path / "mean.onnx")
    training = load_card(tmp_path / "mean.onnx").content["training"]
    assert [recipe["seed"] for recipe in training["mean_of"]] == [1, 2]


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, run, output = prepared(tmp_path / "faces.h5"), untrained_run(tmp_path / "run"), tmp_path / "out" / "m.onnx"
    export(run, data, output)
    before = {path.name: path.read_bytes() for path in output.parent.iterdir()}
    assert sorted(before) == ["m.fp16.onnx", "m.json", "m.onnx"]

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("training.export.export.write_fp16", full)
    with pytest.raises(OSError, match="No space left"):
        export(run, data, output)
    assert {path.name: path.read_bytes() for path in output.parent.iterdir()} == before
