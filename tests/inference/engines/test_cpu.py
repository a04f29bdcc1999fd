"""Which copy the CPU runs."""

from __future__ import annotations

import json
import shutil
import threading
from dataclasses import replace

import numpy as np
import pytest

from inference.engines import cpu
from inference.errors import ModelError
from inference.model_card import ModelCard
from inference.types import Predictions


@pytest.fixture
def with_int8(card: ModelCard) -> ModelCard:
    shutil.copy(card.model, card.model.with_name("network.int8.onnx"))
    entry = {**card.content["copies"]["fp16"], "file": "network.int8.onnx", "default": True}
    return replace(card, content={**card.content, "copies": {"int8": entry}})


@pytest.mark.parametrize(
    ("recommended", "flags", "name"),
    [
        (True, "flags\t\t: fpu avx2 avx512_vnni", "onnxruntime-cpu-int8"),
        (True, "Features\t: fp asimd asimddp", "onnxruntime-cpu-int8"),
        (True, "flags\t\t: fpu avx2", "onnxruntime-cpu"),
        (False, "flags\t\t: fpu avx_vnni", "onnxruntime-cpu"),
    ],
)
def test_int8_runs_where_it_is_recommended_and_the_processor_is_made_for_it(
    with_int8: ModelCard, monkeypatch, tmp_path, recommended: bool, flags: str, name: str
) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text(f"processor\t: 0\n{flags}\n", encoding="utf-8")
    monkeypatch.setattr(cpu.platform, "system", lambda: "Linux")
    monkeypatch.setattr(cpu, "Path", lambda _: info)
    with_int8.content["copies"]["int8"]["default"] = recommended
    engine = cpu.open_cpu(with_int8)
    assert engine.name == name
    engine.close()


def test_a_missing_copy_is_said_and_the_model_runs(with_int8: ModelCard, monkeypatch, caplog) -> None:
    monkeypatch.setattr(cpu, "has_int8_instructions", lambda: True)
    with_int8.model.with_name("network.int8.onnx").unlink()
    assert cpu.open_cpu(with_int8).name == "onnxruntime-cpu"
    assert "int8 copy" in caplog.text


def test_an_altered_copy_is_refused(with_int8: ModelCard, monkeypatch) -> None:
    monkeypatch.setattr(cpu, "has_int8_instructions", lambda: True)
    with_int8.model.with_name("network.int8.onnx").write_bytes(b"something else")
    with pytest.raises(ModelError, match="altered"):
        cpu.open_cpu(with_int8)


def test_a_card_without_copies_recommends_none(card: ModelCard) -> None:
    assert not replace(card, content=json.loads("{}")).recommends("int8")
    assert not card.recommends("fp16")


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("faces", [0, 1, 4, 11])
def test_faces_shared_out_among_threads_come_back_in_order(card: ModelCard, threads: int, faces: int) -> None:
    shades = np.linspace(0, 255, faces).astype(np.uint8)
    crops = np.broadcast_to(shades[:, None, None, None], (faces, card.input_size, card.input_size, 3))
    engine = cpu.CpuEngine(card.model, card.input_size, threads)
    together = engine.infer(np.ascontiguousarray(crops))
    one_by_one = Predictions.concatenate([Predictions.empty(), *(engine.infer(crop[None].copy()) for crop in crops)])
    engine.close()
    for batch, single in zip(together, one_by_one, strict=True):
        np.testing.assert_allclose(batch, single, atol=1e-6)
    assert (np.diff(together.age.argmax(axis=1)) > 0).all()


def test_closing_ends_the_threads(card: ModelCard) -> None:
    before = set(threading.enumerate())
    engine = cpu.CpuEngine(card.model, card.input_size, 2)
    engine.infer(np.zeros((5, card.input_size, card.input_size, 3), np.uint8))
    engine.close()
    assert set(threading.enumerate()) <= before
