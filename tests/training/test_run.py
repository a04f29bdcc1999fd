"""A whole run on made faces: prepare, train to a falling loss, export, estimate. What can go wrong with a run is in
`fitting/test_runs.py`."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import onnxruntime
import pytest

from inference.engines.cpu import CpuEngine
from inference.estimation import Estimator
from inference.model_card import load_card
from inference.settings import AnalysisSettings
from inference.types import Predictions
from tests.training.made_faces import QUICK_RECIPE
from training.datasets.face_table import FaceTable
from training.datasets.prepare import prepare
from training.datasets.sources import Dataset
from training.datasets.splits import Split
from training.evaluation.metrics import card_metrics
from training.export.calibration import Temperatures
from training.export.export import export
from training.fitting.trainer import train
from training.models.registry import build_model

pytestmark = pytest.mark.timeout(900)

RECIPE = replace(QUICK_RECIPE, backbone="edgenext_xxs", input_size=64, epochs=5, batch_size=6)


@pytest.fixture(scope="module")
def finished_run(chips: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("training")
    data = folder / "faces.h5"
    prepare(Dataset([chips, chips / "more.zip"]), data, Split(val_share=0.3, seed=1))
    run = folder / "run"
    train(data, run, RECIPE)
    return run, data


@pytest.fixture(scope="module")
def exported(finished_run: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model's file, its card and its variants beside it."""
    output = tmp_path_factory.mktemp("exported") / "attributes.onnx"
    export(*finished_run, output)
    return output


def test_the_loss_falls(finished_run: tuple[Path, Path]) -> None:
    run, _ = finished_run
    with (run / "history.csv").open() as lines:
        history = list(csv.DictReader(lines))
    assert [row["epoch"] for row in history] == ["0", "1", "2", "3", "4"]
    assert float(history[-1]["loss"]) < 0.8 * float(history[0]["loss"])


def test_another_recipe_is_refused_in_the_same_folder(finished_run: tuple[Path, Path]) -> None:
    run, data = finished_run
    with pytest.raises(ValueError, match="another recipe"):
        train(data, run, replace(RECIPE, seed=9))


def test_the_export_fits_the_contract_and_predicts_what_the_model_predicts(
    finished_run: tuple[Path, Path], exported: Path
) -> None:
    run, _ = finished_run
    card = load_card(exported)
    assert card.input_size == 64
    assert card.content["training"]["parity_to_keras"] <= 1e-4
    assert card.content["metrics"]["overall"]["faces"] > 0
    training = card.content["training"]
    assert (training["dataset"], training["sources"].rpartition(", ")[2]) == ("utkface", "more.zip")
    assert card.content["metrics"]["data"] == "validation part of UTKFace, no duplicates of training faces"

    crops = np.random.default_rng(0).integers(0, 256, (3, 64, 64, 3), dtype=np.uint8)
    trained = keras.models.load_model(run / "network.keras", compile=False)
    expected = {name: np.asarray(probs) for name, probs in trained(crops, training=False).items()}
    points = card.content["training"]["temperatures"]
    curves = {
        head: np.interp(np.arange(101), [int(year) for year in curve], np.log(list(curve.values())))
        for head, curve in points.items()
    }
    expected = Temperatures(curves).applied(Predictions(**expected))._asdict()
    engine = CpuEngine(exported, 64)
    for batch in (1, 2, 3):
        predictions = engine.infer(crops[:batch])
        for name in ("age", "gender", "ethnicity"):
            # the card's points are rounded; how near the file is to the trained model is checked above
            np.testing.assert_allclose(getattr(predictions, name), expected[name][:batch], atol=3e-3)
    engine.close()
    with Estimator(AnalysisSettings(), exported) as estimator:
        (first, *_) = estimator.estimate(crops)
        assert first.age == pytest.approx(float(expected["age"][0] @ np.arange(101)), abs=0.1)
        assert estimator.estimate(crops[:0]) == []


def test_the_input_is_bytes_and_the_batch_is_open(exported: Path) -> None:
    (image,) = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"]).get_inputs()
    assert image.type == "tensor(uint8)"
    assert isinstance(image.shape[0], str)


def test_the_model_maps_bytes_to_distributions() -> None:
    model = build_model("edgenext_xxs", 64)
    outputs = model(np.full((2, 64, 64, 3), 200, dtype=np.uint8))
    for name, classes in (("age", 101), ("gender", 2), ("ethnicity", 5)):
        probabilities = np.asarray(outputs[name])
        assert probabilities.shape == (2, classes)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-5)
    with pytest.raises(ValueError, match="no backbone 'vgg99'"):
        build_model("vgg99")


def test_evaluation_by_hand() -> None:
    ages = np.array([20] * 10 + [70] * 10, dtype=np.int32)
    kinds = np.array([0] * 10 + [1] * 10, dtype=np.int32)
    table = FaceTable(np.empty((20, 0)), ages, kinds, kinds, [], {})  # type: ignore[arg-type]
    age = np.zeros((20, 101), dtype=np.float32)
    age[:10, 23] = 1.0  # three years too old
    age[10:, 60] = 1.0  # ten years too young
    gender = np.tile(np.array([0.9, 0.1], dtype=np.float32), (20, 1))
    ethnicity = np.tile(np.array([0.1, 0.6, 0.1, 0.1, 0.1], dtype=np.float32), (20, 1))
    result = card_metrics(table, Predictions(age, gender, ethnicity))
    assert result["overall"] == {
        "faces": 20,
        "age_mae": 6.5,
        "age_bias": -3.5,
        "age_cs5": 0.5,
        "age_interval_coverage": 0.0,
        "gender_accuracy": 0.5,
        "ethnicity_accuracy": 0.5,
    }
    by_value = {row["value"]: row for row in result["subgroups"] if row["group"] == "age"}
    assert by_value["70-100"]["age_bias"] == -10.0
    assert by_value["20-29"]["gender_accuracy"] == 1.0


def test_a_label_that_nobody_knows_is_neither_right_nor_wrong() -> None:
    ages, kinds = np.array([20, -1, 40, -1], dtype=np.int32), np.array([0, 0, -1, 1], dtype=np.int32)
    table = FaceTable(np.empty((4, 0)), ages, kinds, np.full(4, -1, np.int32), [], {})  # type: ignore[arg-type]
    age = np.zeros((4, 101), dtype=np.float32)
    age[:, 22] = 1.0
    gender = np.tile(np.array([0.9, 0.1], dtype=np.float32), (4, 1))
    ethnicity = np.tile(np.array([0.6, 0.1, 0.1, 0.1, 0.1], dtype=np.float32), (4, 1))
    overall = card_metrics(table, Predictions(age, gender, ethnicity))["overall"]
    assert overall["faces"] == 4
    assert (overall["age_mae"], overall["age_bias"], overall["age_cs5"]) == (10.0, -8.0, 0.5)
    assert overall["gender_accuracy"] == pytest.approx(2 / 3, abs=1e-4)
    assert overall["ethnicity_accuracy"] is None
