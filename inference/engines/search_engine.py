"""The engine of the search model: any number of images of any size, on the CPU or on an NVIDIA GPU."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ..cores import usable_cores
from ..errors import EngineError, ModelError
from ..settings import EngineChoice
from ..types import FloatArray
from .base import first_line
from .devices import CUDA_PROVIDER, load_cuda_libraries, require_provider
from .runtime import onnxruntime

log = logging.getLogger(__name__)

_CPU_PROVIDER = "CPUExecutionProvider"
# images with more pixels than this are shared out among cores inside every operator: one of 544 x 960 takes 15 ms in
# place of 25 on two, for as much processor time, while the many small ones around known faces run side by side
_LARGE_PIXELS = 250_000
_MOST_THREADS = 4
# largest difference of any score or coordinate (in strides) to the CPU's
_TOLERANCE = 2e-2
_PROOF_SHAPES = ((1, 3, 96, 96), (4, 3, 96, 96), (1, 3, 160, 224))


class SearchEngine:
    """A model in ONNX Runtime whose images may have any size. `run` may be called from several threads at a time.

    It runs through CUDA where a GPU is wanted and gives what the CPU gives, else on the CPU: with one thread a call,
    those of large images with one a core, four at most.
    TensorRT would need a plan for every size of image, so there too it runs through CUDA.

    Args:
        model: content of the `.onnx` file.
        path: of that file, for messages.
        outputs: names of the outputs, in the order in which `run` returns them.
        choice: what runs the attributes' model.

    Attributes:
        is_on_gpu: images are best given in batches.

    Raises:
        ModelError: the file can't be loaded, or has other inputs and outputs.
    """

    def __init__(self, model: bytes, path: Path, outputs: Sequence[str], choice: EngineChoice) -> None:
        self._outputs = list(outputs)
        self._on_cpu = self._open_cpu(model, path)
        self._on_cores = _open(model, _CPU_PROVIDER, {}, min(_MOST_THREADS, usable_cores()))
        self._on_gpu = None if choice is EngineChoice.CPU else self._open_gpu(model)

    @property
    def is_on_gpu(self) -> bool:
        return self._on_gpu is not None

    def run(self, images: FloatArray) -> list[FloatArray]:
        """Run one batch.

        Args:
            images: (N, 3, H, W) float32, sides as the model takes them.

        Returns:
            The outputs, in the order asked for; each begins with N.

        Raises:
            EngineError: the CPU can't run it either.
        """
        gpu = self._on_gpu
        if gpu is not None:
            try:
                return self._run(gpu, images)
            except Exception as error:  # ONNX Runtime raises a dozen types of its own, all straight from Exception
                log.warning("the search for faces failed on the GPU and goes on on the CPU: %s", first_line(error))
                self._on_gpu = None
        try:
            is_large = images[:, 0].size > _LARGE_PIXELS
            return self._run(self._on_cores if is_large else self._on_cpu, images)
        except Exception as error:
            raise EngineError(f"the search for faces failed: {first_line(error)}") from error

    def close(self) -> None:
        """Release the sessions."""
        del self._on_cpu, self._on_cores, self._on_gpu

    def _run(self, session: Any, images: FloatArray) -> list[FloatArray]:
        return session.run(self._outputs, {session.get_inputs()[0].name: images})  # type: ignore[no-any-return]

    def _open_cpu(self, model: bytes, path: Path) -> Any:
        try:
            session = _open(model, _CPU_PROVIDER, {})
        except Exception as error:
            raise ModelError(f"the search model {path} can't be loaded: {first_line(error)}") from error
        if not set(self._outputs) <= {output.name for output in session.get_outputs()}:
            raise ModelError(f"the search model {path} has other outputs than {', '.join(self._outputs)}")
        return session

    def _open_gpu(self, model: bytes) -> Any | None:
        """Return a session on the GPU that has given what the CPU gives; None where there is none."""
        try:
            require_provider(CUDA_PROVIDER)
            load_cuda_libraries()
            # views come in many sizes, for each of which an exhaustive search among cuDNN's ways would take a while
            session = _open(model, CUDA_PROVIDER, {"use_tf32": "0", "cudnn_conv_algo_search": "HEURISTIC"})
            if CUDA_PROVIDER not in session.get_providers():
                raise EngineError(f"{CUDA_PROVIDER} does not start")
            difference = self._difference(session)
            if not difference <= _TOLERANCE:
                raise EngineError(f"its predictions differ from the CPU's by {difference:.2g}")
        except Exception as error:
            log.info("the search for faces runs on the CPU: %s", first_line(error))
            return None
        return session

    def _difference(self, session: Any) -> float:
        rng = np.random.default_rng(0)
        largest = 0.0
        for shape in _PROOF_SHAPES:
            images = rng.uniform(0, 255, shape).astype(np.float32)
            for got, wanted in zip(self._run(session, images), self._run(self._on_cpu, images), strict=True):
                # NaN must not pass for a small difference
                largest = max(largest, float(np.nan_to_num(np.abs(got - wanted), nan=np.inf).max()))
        return largest


def _open(model: bytes, provider: str, options: Mapping[str, str], threads: int = 1) -> Any:
    session_options = onnxruntime.SessionOptions()
    session_options.intra_op_num_threads = threads
    session_options.inter_op_num_threads = 1
    # threads that wait by spinning take a fifth more of the processor
    session_options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session_options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, session_options, providers=[(provider, options)], enable_fallback=0)
