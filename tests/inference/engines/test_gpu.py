"""The GPU engines around their providers; these are stand-ins on the CPU. `test_on_gpu.py` runs the real ones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from inference.engines import devices, gpu, open_engine
from inference.engines.cpu import CpuEngine
from inference.engines.probe import probe_engines
from inference.errors import EngineError, ModelError
from inference.model_card import ModelCard
from inference.settings import EngineChoice

from .conftest import StandIn, crops


def test_auto_takes_tensorrt_and_builds_its_engine_once(card: ModelCard, stand_in: StandIn) -> None:
    for turn in range(2):
        stand_in.opened.clear()
        engine = open_engine(EngineChoice.AUTO, card)
        assert (engine.name, engine.reason) == ("onnxruntime-tensorrt", "")
        assert len(stand_in.opened) == (2 if turn == 0 else 1), "one session builds, one runs"
        engine.close()
    options = stand_in.opened[-1]
    assert options["trt_profile_min_shapes"] == "image:1x112x112x3"
    assert options["trt_profile_max_shapes"] == "image:32x112x112x3"
    assert options["trt_engine_cache_path"] == options["trt_timing_cache_path"]
    assert not [name for name in options if "fp16" in name], "precision is in the network"


@pytest.mark.parametrize("choice", [EngineChoice.CUDA, EngineChoice.TENSORRT])
def test_predictions_are_those_of_the_cpu(card: ModelCard, stand_in: StandIn, choice: EngineChoice) -> None:
    engine, reference = open_engine(choice, card), CpuEngine(card.model, 112)
    for answer, expected in zip(engine.infer(crops(7)), reference.infer(crops(7)), strict=True):
        np.testing.assert_allclose(answer, expected, atol=1e-6)
    engine.close()
    reference.close()


def test_an_engine_that_forgets_a_batch_size_over_the_next_is_not_used(card: ModelCard, stand_in: StandIn) -> None:
    """As the CUDA graphs of a real card did: right in the first round of all sizes, broken on coming back."""
    stand_in.forgets = True
    engine = open_engine(EngineChoice.AUTO, card)
    assert engine.name == "onnxruntime-cpu"
    assert "it fails: CUDA failure 715" in engine.reason
    assert len(engine.infer(crops(2)).age) == 2
    engine.close()


def test_a_provider_that_predicts_wrongly_is_not_used(card: ModelCard, stand_in: StandIn, monkeypatch) -> None:
    monkeypatch.setattr(gpu, "difference_to_cpu", lambda infer, card: float("inf"))
    with pytest.raises(EngineError, match=r"the engine cuda: its predictions differ from the CPU's by inf"):
        open_engine(EngineChoice.CUDA, card)
    engine = open_engine(EngineChoice.AUTO, card)
    assert engine.name == "onnxruntime-cpu"
    assert engine.reason.startswith("tensorrt: its predictions differ")
    engine.close()


def test_not_a_number_is_a_difference(card: ModelCard) -> None:
    def infer(crops_rgb):
        return (
            CpuEngine(card.model, 112)
            .infer(crops_rgb)
            ._replace(gender=np.full((len(crops_rgb), 2), np.nan, np.float32))
        )

    assert gpu.difference_to_cpu(infer, card) == float("inf")


def test_a_card_whose_memory_is_full_is_said_to_be_so(card: ModelCard, stand_in: StandIn) -> None:
    stand_in.failure = RuntimeError(
        "cuda_call.cc:154 std::conditional_t<THRW, void> CudaCall(...) CUDA failure 2: out of memory"
    )
    with pytest.raises(EngineError, match="the GPU's memory is full; end other programs that use it"):
        open_engine(EngineChoice.CUDA, card)
    engine = open_engine(EngineChoice.AUTO, card)
    assert engine.name.startswith("onnxruntime-cpu")
    assert "cuda: the GPU's memory is full" in engine.reason
    engine.close()


def test_a_build_that_fails_steps_down_says_why_and_is_not_tried_again(card: ModelCard, stand_in: StandIn) -> None:
    stand_in.failure = RuntimeError("[TRT] could not find any implementation for node 7\nat length")
    assert "could not be built: [TRT] could not find" in open_engine(EngineChoice.AUTO, card).reason
    stand_in.failure = None
    assert "could not be built before" in open_engine(EngineChoice.AUTO, card).reason
    assert gpu.prepare_tensorrt(card, again=True).problem() is None
    engine = open_engine(EngineChoice.AUTO, card)
    assert (engine.name, engine.reason) == ("onnxruntime-tensorrt", "")


def test_a_corrupt_engine_is_built_again(card: ModelCard, stand_in: StandIn) -> None:
    cache = gpu.prepare_tensorrt(card)
    next(cache.folder.glob("*.engine")).write_bytes(b"")
    stand_in.opened.clear()
    open_engine(EngineChoice.TENSORRT, card).close()
    assert len(stand_in.opened) == 2
    assert cache.problem() is None


def test_an_altered_copy_is_an_error_and_a_missing_one_a_reason(card: ModelCard, stand_in: StandIn) -> None:
    copy = card.model.with_name("network.fp16.onnx")
    copy.write_bytes(copy.read_bytes()[:-1])
    with pytest.raises(ModelError, match=r"fp16\.onnx was altered"):
        open_engine(EngineChoice.AUTO, card)
    copy.unlink()
    engine = open_engine(EngineChoice.AUTO, card)
    assert engine.name == "onnxruntime-cuda"
    assert "can't be read" in engine.reason


@pytest.mark.parametrize("choice", [EngineChoice.CUDA, EngineChoice.TENSORRT])
def test_without_a_gpu_an_explicit_choice_says_what_to_do(card: ModelCard, no_gpu, choice: EngineChoice) -> None:
    with pytest.raises(EngineError, match=rf"the engine {choice}: no NVIDIA GPU answers.*the engine cpu"):
        open_engine(choice, card)


def test_without_a_gpu_auto_runs_on_the_cpu_and_says_why_without_warning(card: ModelCard, no_gpu, caplog) -> None:
    engine = open_engine(EngineChoice.AUTO, card)
    assert engine.name == "onnxruntime-cpu"
    assert engine.reason.count("no NVIDIA GPU answers") == 2
    assert caplog.records == []
    engine.close()


def test_a_gpu_without_the_right_onnxruntime_names_the_command(card: ModelCard, monkeypatch) -> None:
    from .conftest import GPU

    monkeypatch.setattr(devices, "find_gpu", lambda: GPU)
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(EngineError, match=r"pip install -r requirements-gpu\.txt"):
        open_engine(EngineChoice.CUDA, card)


def test_a_provider_that_onnxruntime_drops_silently_is_an_error(card: ModelCard) -> None:
    """The real library, which has no CUDA here: it would go on on the CPU."""
    if devices.CUDA_PROVIDER in onnxruntime.get_available_providers():
        pytest.skip("this ONNX Runtime has CUDA")
    with pytest.warns(UserWarning, match="not in available"), pytest.raises(EngineError, match="does not start"):
        gpu.open_session(card.model, card, devices.CUDA_PROVIDER, {})


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            "NVIDIA GeForce RTX 3060, 8.6, 580.65.06, 12288\n",
            devices.Gpu("NVIDIA GeForce RTX 3060", "8.6", "580.65.06", 12288),
        ),
        ("No devices were found\n", None),
        ("", None),
    ],
)
def test_what_the_driver_says_of_its_card(monkeypatch, tmp_path: Path, answer: str, expected) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\nprintf '{answer}'\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setattr(devices.shutil, "which", lambda name: str(tool))
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    assert devices.find_gpu.__wrapped__() == expected
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    assert devices.find_gpu.__wrapped__() is None


def test_the_probe_tells_what_is_still_to_be_built_and_builds_nothing(card: ModelCard, stand_in: StandIn) -> None:
    tensorrt, cuda, cpu = probe_engines(card)
    assert (tensorrt.runs, cuda.runs, cpu.runs) == (True, True, True)
    assert "still to be built" in tensorrt.detail
    assert (tensorrt.is_built, cuda.is_built) == (False, True)
    assert [options for options in stand_in.opened if "trt_engine_cache_path" in options] == []
    gpu.prepare_tensorrt(card)
    assert "still to be built" not in probe_engines(card)[0].detail
