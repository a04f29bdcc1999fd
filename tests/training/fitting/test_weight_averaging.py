"""The mean of several models."""

from __future__ import annotations

import json
from pathlib import Path

import keras
import numpy as np
import pytest

from training.export.convert import write_onnx
from training.fitting.weight_averaging import average
from training.models.mobilefacenet import FEATURE_SCALE
from training.models.nested_layers import nested_layers
from training.models.registry import build_model
from training.recipe import Recipe
from training.run_folder import AVERAGED_FILE, MODEL_FILE, RECIPE_FILE, read_averaged, read_recipe

SIDE = 32


def run_at(folder: Path, seed: int, **changes: object) -> Path:
    """A run's folder with an untrained model."""
    recipe = Recipe(
        **{"backbone": "softmax_regression", "start_weights": None, "input_size": SIDE, "seed": seed} | changes
    )  # type: ignore[arg-type]
    keras.utils.set_random_seed(seed)
    model = build_model(recipe.backbone, SIDE)
    for variable in model.trainable_variables:
        variable.assign(np.random.default_rng(seed).normal(0, 0.1, variable.shape))
    folder.mkdir()
    model.save(folder / MODEL_FILE)
    (folder / RECIPE_FILE).write_text(json.dumps(recipe.written()), encoding="utf-8")
    return folder


def log_odds(model: keras.Model, faces: np.ndarray) -> np.ndarray:
    male, female = np.asarray(model(faces)["gender"]).T
    return np.log(male / female)


def test_the_mean_of_linear_models_predicts_with_the_mean_of_their_logits(tmp_path: Path) -> None:
    runs = [run_at(tmp_path / str(seed), seed) for seed in (1, 2, 3)]
    mean = keras.models.load_model(average(runs, tmp_path / "mean"), compile=False)
    faces = np.random.default_rng(0).integers(0, 256, (5, SIDE, SIDE, 3), dtype=np.uint8)
    each = [log_odds(keras.models.load_model(run / MODEL_FILE, compile=False), faces) for run in runs]
    np.testing.assert_allclose(log_odds(mean, faces), np.mean(each, axis=0), atol=1e-4)
    assert np.ptp(each, axis=0).min() > 0.01


def test_shares_weigh_the_models_and_a_zoom_between_theirs_can_be_said(tmp_path: Path) -> None:
    runs = [run_at(tmp_path / "tight", 1), run_at(tmp_path / "wide", 2, zoom=0.8)]
    mean = keras.models.load_model(average(runs, tmp_path / "mean", [3, 1], zoom=0.9), compile=False)
    faces = np.random.default_rng(0).integers(0, 256, (5, SIDE, SIDE, 3), dtype=np.uint8)
    tight, wide = (log_odds(keras.models.load_model(run / MODEL_FILE, compile=False), faces) for run in runs)
    np.testing.assert_allclose(log_odds(mean, faces), 0.75 * tight + 0.25 * wide, atol=1e-4)
    assert read_recipe(tmp_path / "mean").zoom == 0.9
    assert [recipe["share"] for recipe in read_averaged(tmp_path / "mean")] == [0.75, 0.25]


def test_an_exported_model_is_averaged_with_what_was_trained_on_from_it(tmp_path: Path) -> None:
    """The scaling of the features differs, which the heads of the one take over from the other."""
    runs = [run_at(tmp_path / name, seed, backbone="mobilefacenet_folded") for name, seed in (("on", 1), ("from", 2))]
    models = []
    for seed, run in enumerate(runs):
        model = keras.models.load_model(run / MODEL_FILE, compile=False)
        scale = next(layer for layer in nested_layers(model) if layer.name == FEATURE_SCALE)
        rng = np.random.default_rng(seed)
        for variable in model.trainable_variables:  # equal arrays would be one constant in the file
            variable.assign(rng.normal(0, 0.1, variable.shape))
        scale.set_weights([rng.normal(0, 1, 1024), rng.uniform(0.5, 2, 1024)])
        model.save(run / MODEL_FILE)
        models.append(model)
    write_onnx(models[1], tmp_path / "before.onnx")
    faces = np.random.default_rng(0).integers(0, 256, (5, SIDE, SIDE, 3), dtype=np.uint8)
    nearly = average([runs[0], tmp_path / "before.onnx"], tmp_path / "nearly", [1e-7, 1])
    mean = keras.models.load_model(nearly, compile=False)
    np.testing.assert_allclose(log_odds(mean, faces), log_odds(models[1], faces), atol=1e-3)
    assert np.abs(log_odds(models[0], faces) - log_odds(models[1], faces)).max() > 0.1
    with pytest.raises(ValueError, match="name a run first"):
        average([tmp_path / "before.onnx", runs[0]], tmp_path / "other")
    other_size = run_at(tmp_path / "linear", 1)
    with pytest.raises(ValueError, match="nothing to start from weights"):
        average([other_size, tmp_path / "before.onnx"], tmp_path / "other")


def test_the_new_folder_tells_of_all_runs_and_is_one_itself(tmp_path: Path) -> None:
    runs = [run_at(tmp_path / str(seed), seed) for seed in (1, 2)]
    average(runs, tmp_path / "mean")
    assert read_recipe(tmp_path / "mean") == read_recipe(runs[0])
    assert [recipe["seed"] for recipe in read_averaged(tmp_path / "mean")] == [1, 2]
    assert read_averaged(runs[0]) == []
    assert (tmp_path / "mean" / AVERAGED_FILE).exists()


def test_what_does_not_fit_together_is_refused(tmp_path: Path) -> None:
    first = run_at(tmp_path / "first", 1)
    with pytest.raises(ValueError, match="two models"):
        average([first], tmp_path / "mean")
    for shares in ([1.0], [1.0, 0.0], [1.0, float("nan")]):
        with pytest.raises(ValueError, match="expected 2 shares over 0"):
            average([first, first], tmp_path / "mean", shares)
    other = run_at(tmp_path / "other", 1, start_weights="other.npz")
    with pytest.raises(ValueError, match=r"start weights None and 'other\.npz'"):
        average([first, other], tmp_path / "mean")
    looser = run_at(tmp_path / "looser", 1, zoom=0.85)
    with pytest.raises(ValueError, match=r"zoom 1\.0 and 0\.85"):
        average([first, looser], tmp_path / "mean")
    with pytest.raises(FileNotFoundError, match="not the folder of a run"):
        average([first, tmp_path / "nobody"], tmp_path / "mean")
    (run_at(tmp_path / "empty", 1) / MODEL_FILE).unlink()
    with pytest.raises(FileNotFoundError, match="train first"):
        average([first, tmp_path / "empty"], tmp_path / "mean")
    with pytest.raises(FileExistsError, match="not empty"):
        average([first, run_at(tmp_path / "second", 2)], tmp_path / "other")
    assert not (tmp_path / "mean").exists()


def test_batch_normalisation_with_other_statistics_is_refused(tmp_path: Path) -> None:
    runs = [run_at(tmp_path / str(seed), seed, backbone="small_cnn_bn_l2") for seed in (1, 2)]
    average(runs, tmp_path / "still")
    moved = keras.models.load_model(runs[1] / MODEL_FILE, compile=False)
    next(each for each in moved.weights if each.path.endswith("moving_mean")).assign_add(1.0)
    moved.save(runs[1] / MODEL_FILE)
    with pytest.raises(ValueError, match="statistics"):
        average(runs, tmp_path / "mean")
