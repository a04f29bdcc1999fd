"""Several models as one: what it predicts, what its card says, and what can't be joined."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import cv2
import keras
import numpy as np
import onnxruntime
import pytest

from tests.training.made_faces import QUICK_RECIPE, write_faces
from training.export.combine import combine
from training.export.export import export
from training.fitting.trainer import train
from training.run_folder import MODEL_FILE

WIDE, TIGHT = 32, 16


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_faces(tmp_path_factory.mktemp("data") / "faces.h5")


@pytest.fixture(scope="module")
def runs(data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A model that sees the middle of the crop, at 32 px, and one that sees three quarters of that, at 16 px."""
    folder = tmp_path_factory.mktemp("runs")
    for name, size, zoom in (("wide", WIDE, 1.0), ("tight", TIGHT, 4 / 3)):
        train(data, folder / name, replace(QUICK_RECIPE, epochs=1, input_size=size, zoom=zoom))
    return [folder / "wide", folder / "tight"]


def test_it_gives_the_mean_of_what_each_predicts_from_its_own_view(runs: list[Path], tmp_path: Path) -> None:
    combined = keras.models.load_model(combine(runs, tmp_path / "both"), compile=False)
    # what lies between two pixels is then a whole number, as the model by itself takes it
    faces = 16 * np.random.default_rng(0).integers(0, 16, (5, WIDE, WIDE, 3), dtype=np.uint8)
    middles = faces[:, 4:-4, 4:-4].astype(np.float32)
    small = np.stack([cv2.resize(middle, (TIGHT, TIGHT), interpolation=cv2.INTER_LINEAR) for middle in middles])
    wide, tight = (keras.models.load_model(run / MODEL_FILE, compile=False) for run in runs)
    apart, tightly, together = wide(faces), tight(np.rint(small).astype(np.uint8)), combined(faces)
    for head in ("age", "gender", "ethnicity"):
        expected = (np.asarray(apart[head]) + np.asarray(tightly[head])) / 2
        np.testing.assert_allclose(np.asarray(together[head]), expected, atol=1e-5)
        assert np.abs(np.asarray(apart[head]) - np.asarray(tightly[head])).max() > 1e-3


def test_it_is_exported_as_any_other_and_its_card_names_the_parts(runs: list[Path], data: Path, tmp_path: Path) -> None:
    combine(runs, tmp_path / "both")
    card = json.loads(export(tmp_path / "both", data, tmp_path / "large.onnx").read_text(encoding="utf-8"))
    assert [part["input_size"] for part in card["training"]["mean_prediction_of"]] == [WIDE, TIGHT]
    assert card["input"]["size"] == WIDE
    session = onnxruntime.InferenceSession(tmp_path / "large.onnx", providers=["CPUExecutionProvider"])
    (gender,) = session.run(["gender"], {"image": np.zeros((3, WIDE, WIDE, 3), np.uint8)})
    np.testing.assert_allclose(gender.sum(axis=1), 1, atol=1e-5)


def test_what_can_not_be_joined_is_refused_and_leaves_nothing(runs: list[Path], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="two runs at least"):
        combine(runs[:1], tmp_path / "one")
    with pytest.raises(ValueError, match="must be the largest and see the most"):
        combine(runs[::-1], tmp_path / "wrong")
    with pytest.raises(FileExistsError, match="not empty"):
        combine(runs, runs[0])
    assert list(tmp_path.iterdir()) == []
