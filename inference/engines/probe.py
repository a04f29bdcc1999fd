"""Which engines run here, and why the others don't."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..errors import EngineError
from ..model_card import ModelCard
from ..settings import EngineChoice
from . import devices
from .base import Engine
from .runtime import onnxruntime


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether an engine runs here.

    Attributes:
        name: as in `EngineChoice`.
        runs: whether it runs here.
        detail: what it runs with, or why it does not and what to do.
        error: why it does not run; None where it does.
        is_built: False where it will run but has to be built first, which takes minutes.
    """

    name: str
    runs: bool
    detail: str
    error: EngineError | None = None
    is_built: bool = True


def probe_engines(card: ModelCard) -> list[EngineStatus]:
    """Try every engine, best first; a TensorRT engine that is not built yet is left unbuilt.

    Raises:
        ModelError: a model file is altered or of the wrong contract.
    """
    return [
        _status(EngineChoice.TENSORRT, lambda: _try_tensorrt(card)),
        _status(EngineChoice.CUDA, lambda: _try_cuda(card)),
        _status(EngineChoice.CPU, lambda: _try_cpu(card)),
    ]


def describe_gpu() -> str:
    """Describe the graphics card in one line."""
    gpu = devices.find_gpu()
    if gpu is None:
        return "no NVIDIA GPU found (nvidia-smi lists none)"
    return f"{gpu.name}, compute capability {gpu.compute_capability}, driver {gpu.driver}, {gpu.memory_mb} MiB"


def _status(name: EngineChoice, attempt: Callable[[], tuple[str, bool]]) -> EngineStatus:
    try:
        detail, is_built = attempt()
    except EngineError as error:
        return EngineStatus(str(name), False, str(error), error)
    return EngineStatus(str(name), True, detail, is_built=is_built)


def _try_tensorrt(card: ModelCard) -> tuple[str, bool]:
    from . import gpu

    cache = gpu.tensorrt_cache(card)
    versions = f"TensorRT {devices.load_tensorrt()}, ONNX Runtime {onnxruntime.__version__}, float16"
    missing = cache.problem()
    if missing is not None:
        failed = f"; the last try failed: {cache.failure}" if cache.failure else ""
        return f"{versions}; its engine is still to be built ({missing}{failed})", False
    return _opened(gpu.open_tensorrt(card), versions)


def _try_cuda(card: ModelCard) -> tuple[str, bool]:
    from . import gpu

    return _opened(gpu.open_cuda(card), f"ONNX Runtime {onnxruntime.__version__}, float32")


def _try_cpu(card: ModelCard) -> tuple[str, bool]:
    from .cpu import open_cpu

    engine = open_cpu(card)
    precision = "int8" if engine.name.endswith("int8") else "float32"
    threads = f"{engine.threads} thread{'s' if engine.threads > 1 else ''}"
    versions = f"ONNX Runtime {onnxruntime.__version__}, {precision}, {threads}"
    return _opened(engine, versions)


def _opened(engine: Engine, detail: str) -> tuple[str, bool]:
    engine.close()
    return detail, True
