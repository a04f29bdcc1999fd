"""Stand-ins for a GPU: ONNX Runtime's CPU provider under the names of the others."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from inference.engines import devices, gpu
from inference.engines.devices import CUDA_PROVIDER, TENSORRT_PROVIDER, Gpu
from inference.model_card import ModelCard, load_card

GPU = Gpu("Stand-in 1000", "8.6", "580.1", 8192)


@pytest.fixture
def card(tiny_network: Path, tmp_path: Path) -> ModelCard:
    """The card of a model that has a float16 copy (of the same content here)."""
    model = tmp_path / "network.onnx"
    shutil.copy(tiny_network, model)
    shutil.copy(tiny_network, tmp_path / "network.fp16.onnx")
    content = json.loads(tiny_network.with_suffix(".json").read_text(encoding="utf-8"))
    sha256 = hashlib.sha256(model.read_bytes()).hexdigest()
    content["copies"] = {"fp16": {"file": "network.fp16.onnx", "sha256": sha256}}
    model.with_suffix(".json").write_text(json.dumps(content), encoding="utf-8")
    return load_card(model)


@pytest.fixture
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "find_gpu", lambda: None)


class StandIn:
    """A machine with a GPU, as far as the engines can tell.

    Attributes:
        opened: the options that each session was opened with.
        failure: raised where a session is opened; None for none.
        forgets: a batch size that is run again after another breaks.
    """

    def __init__(self) -> None:
        self.opened: list[dict[str, str]] = []
        self.failure: Exception | None = None
        self.forgets = False

    def open_session(self, model: Path, card: ModelCard, provider: str, options: dict[str, str]):
        if self.failure is not None:
            raise self.failure
        self.opened.append(dict(options))
        if "trt_engine_cache_path" in options:
            (Path(options["trt_engine_cache_path"]) / "stand-in.engine").write_bytes(b"engine")
        session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
        return _Forgetful(session) if self.forgets else session


class _Forgetful:
    """Breaks where a batch size comes back after another, like a graph whose kernels are gone."""

    def __init__(self, session: onnxruntime.InferenceSession) -> None:
        self._session = session
        self._ran: list[int] = []

    def io_binding(self):
        return self._session.io_binding()

    def run_with_iobinding(self, binding) -> None:
        if id(binding) in self._ran[:-1]:
            raise RuntimeError("CUDA failure 715: an illegal instruction was encountered")
        if id(binding) not in self._ran:
            self._ran.append(id(binding))
        self._session.run_with_iobinding(binding)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StandIn:
    machine = StandIn()
    monkeypatch.setattr(devices, "find_gpu", lambda: GPU)
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [TENSORRT_PROVIDER, CUDA_PROVIDER])
    monkeypatch.setattr(gpu, "load_cuda_libraries", lambda: None)
    for module in (devices, gpu):
        monkeypatch.setattr(module, "load_tensorrt", lambda: "11.4")
    monkeypatch.setattr(gpu, "open_session", machine.open_session)
    monkeypatch.setattr(gpu, "DEVICE", "cpu")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return machine


def crops(count: int) -> np.ndarray:
    """Pictures of different brightness, so that `tiny_network` says another age for each."""
    levels = np.linspace(20, 230, count).astype(np.uint8)
    return np.broadcast_to(levels[:, None, None, None], (count, 112, 112, 3)).copy()
