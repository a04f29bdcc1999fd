"""ONNX Runtime on the CPU: the engine that runs everywhere.

Every core takes a part of the faces, and no operator more than one thread: with two threads inside every operator a
face alone took 5.1 ms in place of 4.2, and four at once 3.7 each in place of 4.1 (docs/engines.md).
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path

from ..attributes import NUM_CLASSES
from ..closeable import Closeable
from ..cores import usable_cores
from ..errors import EngineError, ModelError
from ..model_card import ModelCard
from ..types import FloatArray, ImageArray, Predictions
from .base import check_contract
from .runtime import onnxruntime

log = logging.getLogger(__name__)

# instructions that multiply bytes and add the products up in 32 bits: Intel and AMD, Arm
_INT8_FLAGS = frozenset({"avx512_vnni", "avx_vnni", "asimddp"})

# what passes between the layers of more faces no longer fits a core's cache: a face in 24 took 1.6 times as long
_MAX_PART = 4


class CpuSession(Closeable):
    """A model of face crops in ONNX Runtime's CPU provider; a context manager.

    Args:
        model: path of the `.onnx` file.
        input_size: side of the crops in pixels, from the card.
        outputs: how wide each output has to be, by name.
        threads: how many work side by side; None for one per core.

    Attributes:
        threads: among which the faces of a batch are shared out.

    Raises:
        ModelError: the file is not a model of the contract.
    """

    def __init__(self, model: Path, input_size: int, outputs: Mapping[str, int], threads: int | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime raises a dozen types of its own, all straight from Exception
            raise ModelError(f"the model {model} can't be loaded: {error}") from error
        check_contract(self._session, model, input_size, outputs)
        self.threads = threads or usable_cores()
        self._outputs = list(outputs)
        self._pool = ThreadPoolExecutor(self.threads, thread_name_prefix="facelens-model")

    def run(self, crops_rgb: ImageArray) -> list[list[FloatArray]]:
        """Run one batch.

        Args:
            crops_rgb: (N, S, S, 3) uint8 RGB, N >= 0.

        Returns:
            The outputs of each part of the batch, (n, width) float32 in the order of the contract; no part where N is
            0.
        """
        size = min(_MAX_PART, ceil(len(crops_rgb) / self.threads)) or 1
        parts = [crops_rgb[start : start + size] for start in range(0, len(crops_rgb), size)]
        return list(self._pool.map(self._run, parts)) if len(parts) > 1 else [self._run(part) for part in parts]

    def _run(self, crops_rgb: ImageArray) -> list[FloatArray]:
        return self._session.run(self._outputs, {"image": crops_rgb})  # type: ignore[no-any-return]

    def close(self) -> None:
        self._pool.shutdown()
        del self._session


class CpuEngine:
    """The model of attributes on the CPU.

    Args:
        model, input_size, threads: as in `CpuSession`.
        name: see `Engine.name`.

    Attributes:
        threads: among which the faces of a batch are shared out.

    Raises:
        ModelError: the file is not a model of the contract.
    """

    def __init__(self, model: Path, input_size: int, threads: int | None = None, name: str = "onnxruntime-cpu") -> None:
        self.name = name
        self.input_size = input_size
        self._session = CpuSession(model, input_size, NUM_CLASSES, threads)
        self.threads = self._session.threads

    def infer(self, crops_rgb: ImageArray) -> Predictions:
        return Predictions.concatenate([Predictions(*part) for part in self._session.run(crops_rgb)])

    def close(self) -> None:
        self._session.close()


def open_cpu(card: ModelCard) -> CpuEngine:
    """Open the model as the CPU runs it best: as int8 where the card recommends that and the processor is made for it.

    Raises:
        ModelError: the model or its copy is altered or not of the contract.
    """
    if card.recommends("int8") and has_int8_instructions():
        try:
            return CpuEngine(card.copy("int8"), card.input_size, name="onnxruntime-cpu-int8")
        except EngineError as error:
            log.warning("%s; the CPU runs the model in float32", error)
    return CpuEngine(card.model, card.input_size)


def has_int8_instructions() -> bool:
    """Tell whether int8 is faster than float32 here; False where the system does not say."""
    if platform.system() == "Darwin":
        return platform.machine() == "arm64"
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    flags = next(
        (line.partition(":")[2].split() for line in lines if line.lower().startswith(("flags", "features"))), []
    )
    return not _INT8_FLAGS.isdisjoint(flags)
