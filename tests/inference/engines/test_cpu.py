"""Which copy the CPU runs."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from inference.engines import cpu
from inference.errors import ModelError
from inference.model_card import ModelCard


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


def test_a_missing_copy_is_said_and_the_network_runs(with_int8: ModelCard, monkeypatch, caplog) -> None:
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
