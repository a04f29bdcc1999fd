"""ONNX Runtime's CUDA and TensorRT providers on an NVIDIA GPU.

What can go wrong on a machine that was never seen is found out when an engine is opened: it has to give the
CPU's predictions at every batch size, to and fro between them. There are no CUDA graphs: on an H200 the one of a batch
size is no longer valid once another size has been run (docs/engines.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import EngineError, ModelError
from ..model_card import ModelCard
from ..types import ImageArray, Predictions
from .base import Engine, check_contract, first_line, what_failed
from .cpu import CpuEngine
from .devices import CUDA_PROVIDER, TENSORRT_PROVIDER, load_cuda_libraries, load_tensorrt, require_provider
from .io_binding import BATCH_SIZES, MAX_BATCH, BoundSession
from .plan_cache import PlanCache
from .runtime import onnxruntime

log = logging.getLogger(__name__)

# ONNX Runtime's name of the memory that inputs and outputs are bound to
DEVICE = "cuda"
# largest difference of a probability to the CPU's: float32, and float16 inside
_TOLERANCE, _TOLERANCE_FP16 = 1e-3, 2e-2
# how often the proof comes back to each batch size: what is kept for one must outlast the others
_ROUNDS = 4
_OPTIMAL_BATCH = 8

Options = Mapping[str, str]


class GpuEngine:
    """A model that runs on the GPU, and has shown that it predicts what it does on the CPU.

    Args:
        name: see `Engine.name`.
        card: says which input size, and names the model that the CPU's predictions come from.
        session: of the model on the GPU.
        tolerance: largest difference of any probability to the CPU's.

    Attributes:
        bound: the session, for measuring copies and computation apart.

    Raises:
        EngineError: it can't be opened, or predicts something else than the CPU does.
    """

    def __init__(self, name: str, card: ModelCard, session: Any, tolerance: float) -> None:
        self.name = name
        self.input_size = card.input_size
        self.bound = BoundSession(session, card.input_size, DEVICE)
        try:
            difference = difference_to_cpu(self.bound.infer, card)
        except (ModelError, EngineError):
            raise
        except Exception as error:  # ONNX Runtime raises a dozen types of its own, all straight from Exception
            raise EngineError(what_failed(error)) from error
        if not difference <= tolerance:
            raise EngineError(f"its predictions differ from the CPU's by {difference:.2g}")

    def infer(self, crops_rgb: ImageArray) -> Predictions:
        return self.bound.infer(crops_rgb)

    def close(self) -> None:
        del self.bound


def open_cuda(card: ModelCard) -> Engine:
    """Open the model in float32 through the CUDA provider.

    Raises:
        EngineError: it can't run here.
        ModelError: the model does not fit its card.
    """
    require_provider(CUDA_PROVIDER)
    load_cuda_libraries()

    options = {
        # TF32 would round the inputs of matrix products to 10 bits
        "use_tf32": "0",
        # trying out every algorithm of every convolution at every batch size took half a minute
        "cudnn_conv_algo_search": "HEURISTIC",
    }
    return _engine("onnxruntime-cuda", card, card.model, CUDA_PROVIDER, options, _TOLERANCE)


def open_tensorrt(card: ModelCard) -> Engine:
    """Open the float16 copy of the model through the TensorRT provider; its plan is built where none is cached.

    Raises:
        EngineError: it can't run here, or its plan can't be built.
        ModelError: the model or its copy is altered or does not fit its card.
    """
    cache = prepare_tensorrt(card)
    options = tensorrt_options(cache.folder, card.input_size)
    return _engine("onnxruntime-tensorrt", card, card.copy("fp16"), TENSORRT_PROVIDER, options, _TOLERANCE_FP16)


def _engine(name: str, card: ModelCard, model: Path, provider: str, options: Options, tolerance: float) -> Engine:
    try:
        session = open_session(model, card, provider, options)
    except (ModelError, EngineError):
        raise
    except Exception as error:  # whatever the libraries raise
        raise EngineError(what_failed(error)) from error
    return GpuEngine(name, card, session, tolerance)


def tensorrt_cache(card: ModelCard) -> PlanCache:
    """Return the place of the plan for this model on this machine, built or not.

    Raises:
        EngineError: TensorRT can't run here.
    """
    gpu = require_provider(TENSORRT_PROVIDER)
    load_cuda_libraries()
    return PlanCache(
        {
            "network": card.copy_sha256("fp16"),  # the names decide which cached plans are found again
            "precision": "fp16",
            "gpu": gpu.name,
            "compute_capability": gpu.compute_capability,
            "driver": gpu.driver,
            "tensorrt": load_tensorrt(),
            "onnxruntime": onnxruntime.__version__,
            "batch": f"1..{MAX_BATCH}",
        }
    )


def prepare_tensorrt(card: ModelCard, *, again: bool = False) -> PlanCache:
    """Build the TensorRT plan if it is missing, which takes minutes, and return its place.

    Args:
        card: names the model.
        again: build it even if there is one, or if it could not be built the last time.

    Raises:
        EngineError: TensorRT can't run here, or the plan can't be built.
    """
    cache = tensorrt_cache(card)
    missing = cache.problem()
    if missing is None and not again:
        return cache
    if cache.failure is not None and not again:
        raise EngineError(
            "its engine could not be built before ({failure}); {build_engine} tries again",
            field="build_engine",
            failure=cache.failure,
        )
    log.warning("building the TensorRT engine (%s); this takes minutes, once", missing or "asked for")
    model = card.copy("fp16")

    def build(folder: Path) -> None:
        session = open_session(model, card, TENSORRT_PROVIDER, tensorrt_options(folder, card.input_size))
        crops = np.zeros((1, card.input_size, card.input_size, 3), dtype=np.uint8)
        session.run(None, {"image": crops})

    try:
        cache.fill(build)
    except (EngineError, ModelError):
        raise
    except Exception as error:  # whatever the libraries raise
        reason = first_line(error)
        cache.note_failure(reason)
        raise EngineError(f"its engine could not be built: {reason}") from error
    return cache


def tensorrt_options(folder: Path, input_size: int) -> dict[str, str]:
    """Return ONNX Runtime's options: plan and timing caches in `folder`, one profile for all batches up to `MAX_BATCH`.

    None of them is about precision: TensorRT 11 takes it from the model itself.
    """
    profile = {
        f"trt_profile_{which}_shapes": f"image:{batch}x{input_size}x{input_size}x3"
        for which, batch in (("min", 1), ("opt", _OPTIMAL_BATCH), ("max", MAX_BATCH))
    }
    return profile | {
        "trt_engine_cache_enable": "1",
        "trt_engine_cache_path": str(folder),
        "trt_timing_cache_enable": "1",
        "trt_timing_cache_path": str(folder),
    }


def open_session(model: Path, card: ModelCard, provider: str, options: Options) -> Any:
    """Open a session on a provider, and on no other in its place.

    Raises:
        EngineError: the provider did not start.
        ModelError: the model does not fit its card.
    """
    session_options = onnxruntime.SessionOptions()
    session_options.log_severity_level = 3
    providers: list[str | tuple[str, Options]] = [(provider, options)]
    if provider == TENSORRT_PROVIDER:  # for what TensorRT leaves over
        providers.append(CUDA_PROVIDER)
    # without fallback, or ONNX Runtime would go on on the CPU and say so only in its log
    session = onnxruntime.InferenceSession(str(model), session_options, providers=providers, enable_fallback=0)
    if provider not in session.get_providers():
        raise EngineError(f"{provider} does not start: its libraries (CUDA, cuDNN, TensorRT) are missing or don't fit")
    check_contract(session, model, card.input_size)
    return session


def difference_to_cpu(infer: Callable[[ImageArray], Predictions], card: ModelCard) -> float:
    """Return the largest difference of any probability to the CPU's over all batch sizes, several times to and fro."""
    rng = np.random.default_rng(0)
    shape = (MAX_BATCH, card.input_size, card.input_size, 3)
    crops = rng.integers(0, 256, shape, dtype=np.uint8)
    reference = CpuEngine(card.model, card.input_size)
    try:
        expected = reference.infer(crops)
    finally:
        reference.close()
    largest = 0.0
    for turn in range(_ROUNDS):
        for size in BATCH_SIZES:
            rows = np.arange(turn, turn + size) % MAX_BATCH
            for got, wanted in zip(infer(crops[rows]), expected, strict=True):
                worst = float(np.abs(got - wanted[rows]).max())
                # NaN must not pass for a small difference
                largest = max(largest, worst) if worst == worst else float("inf")
    return largest
