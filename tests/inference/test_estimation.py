"""The model's file, its card, and what the estimator makes of crops."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest

from inference.alignment import align_faces
from inference.detection.chips import ChipDetector
from inference.engines import devices
from inference.engines.cpu import CpuEngine
from inference.errors import ModelError
from inference.estimation import Estimator
from inference.model_card import DEFAULT_MODEL, LARGE_MODEL, load_card
from inference.settings import AnalysisSettings, EngineChoice, ModelChoice
from inference.types import Frame
from tests.photos import grace_hopper


@pytest.fixture
def copied(tiny_network: Path, tmp_path: Path) -> Path:
    for suffix in (".onnx", ".json"):
        shutil.copy(tiny_network.with_suffix(suffix), tmp_path / f"copy{suffix}")
    return tmp_path / "copy.onnx"


def crops(*levels: int) -> np.ndarray:
    return np.stack([np.full((112, 112, 3), level, dtype=np.uint8) for level in levels])


def test_each_crop_gets_its_own_answer(tiny_network: Path) -> None:
    with Estimator(AnalysisSettings(), tiny_network) as estimator:
        assert estimator.input_size == 112
        dark, bright = estimator.estimate(crops(51, 204))
        assert dark.age == pytest.approx(20, abs=0.2)
        assert bright.age == pytest.approx(80, abs=0.2)
        assert (dark.gender, bright.gender) == ("female", "male")
        assert bright.ethnicity_score == pytest.approx(0.6)
        assert estimator.estimate(crops(1)[:0]) == []


def test_an_altered_model_is_refused(copied: Path) -> None:
    data = bytearray(copied.read_bytes())
    data[len(data) // 2] ^= 1
    copied.write_bytes(data)
    with pytest.raises(ModelError, match="was altered"):
        load_card(copied)


def test_a_missing_model_and_a_missing_card_are_named(copied: Path) -> None:
    copied.with_suffix(".json").unlink()
    with pytest.raises(ModelError, match=r"copy\.json can't be read"):
        load_card(copied)
    with pytest.raises(ModelError, match=r"absent\.json"):
        load_card(copied.with_name("absent.onnx"))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"sha256": "0", "input": {}}', "\x00"])
def test_a_damaged_card_is_refused(copied: Path, content: str) -> None:
    copied.with_suffix(".json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match="is damaged"):
        load_card(copied)


def test_other_classes_are_refused(copied: Path) -> None:
    card = json.loads(copied.with_suffix(".json").read_text(encoding="utf-8"))
    card["outputs"]["gender"]["labels"] = ["female", "male"]
    copied.with_suffix(".json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match="other classes"):
        load_card(copied)


def test_a_model_of_another_contract_is_refused(copied: Path) -> None:
    graph = onnx.load(copied)
    del graph.graph.output[2]
    onnx.save(graph, copied)
    with pytest.raises(ModelError, match="does not fit"):
        CpuEngine(copied, 112)
    copied.write_bytes(b"not a network")
    with pytest.raises(ModelError, match="can't be loaded"):
        CpuEngine(copied, 112)


@pytest.mark.parametrize(
    ("choice", "model"),
    [(ModelChoice.AUTO, DEFAULT_MODEL), (ModelChoice.SMALL, DEFAULT_MODEL), (ModelChoice.LARGE, LARGE_MODEL)],
)
def test_the_model_that_is_asked_for_knows_a_face(choice: ModelChoice, model: Path) -> None:
    """Grace Hopper at 78, in uniform: an old woman for any model worth shipping."""
    photograph = grace_hopper()
    with (
        ChipDetector() as detector,
        Estimator(AnalysisSettings(engine=EngineChoice.CPU, model=choice)) as estimator,
    ):
        assert estimator.card.model == model
        faces = detector.detect(Frame(photograph, 0, 0.0, "hopper.jpg", is_still=True)).faces
        (hopper,) = estimator.estimate(align_faces(photograph, faces, estimator.input_size, estimator.template))
    assert hopper.age > 50
    assert hopper.gender == "female"
    assert hopper.ethnicity == "White"
    assert hopper.age_p10 < hopper.age < hopper.age_p90


def test_without_a_wish_a_gpu_that_does_not_run_leaves_the_small_model_to_the_cpu(monkeypatch) -> None:
    monkeypatch.setattr(devices, "find_gpu", lambda: devices.Gpu("Stand-in 1000", "8.6", "580.1", 8192))
    with Estimator(AnalysisSettings()) as estimator:
        assert estimator.card.model == DEFAULT_MODEL
        assert estimator.engine_reason
