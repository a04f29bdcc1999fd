"""ONNX Runtime on the CPU: the engine that runs everywhere."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnxruntime

from ..errors import ModelError
from ..types import ImageArray
from .base import Predictions

OUTPUT_NAMES = list(Predictions._fields)


class CpuEngine:
    """The network in ONNX Runtime's CPU provider.

    Args:
        model: path of the `.onnx` file.
        input_size: side of the crops in pixels, from the card.
        threads: threads inside one operator; None for the measured best, see `default_threads`.

    Raises:
        ModelError: the file is not a network of the contract.
    """

    name = "onnxruntime-cpu"

    def __init__(self, model: Path, input_size: int, threads: int | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or default_threads()
        options.inter_op_num_threads = 1
        # a spinning pool would take the cores from the decoder and the detector between two frames
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime raises a dozen types of its own, all straight from Exception
            raise ModelError(f"the network {model} can't be loaded: {error}") from error
        self.input_size = input_size
        self._check_contract(model)

    def _check_contract(self, model: Path) -> None:
        inputs = {value.name: value for value in self._session.get_inputs()}
        outputs = {value.name for value in self._session.get_outputs()}
        side = [self.input_size, self.input_size, 3]
        image = inputs.get("image")
        if image is None or image.type != "tensor(uint8)" or image.shape[1:] != side or outputs != set(OUTPUT_NAMES):
            raise ModelError(
                f"the network {model} does not fit: expected an input image uint8 (N, {side[0]}, {side[0]}, 3) and the "
                f"outputs {', '.join(OUTPUT_NAMES)}; it has {[(v.name, v.type, v.shape) for v in inputs.values()]} and "
                f"{', '.join(sorted(outputs))}. Export it with `python -m training export`."
            )

    def infer(self, crops_rgb: ImageArray) -> Predictions:
        if len(crops_rgb) == 0:
            return Predictions(*(np.empty((0, n), dtype=np.float32) for n in (101, 2, 5)))
        return Predictions(*self._session.run(OUTPUT_NAMES, {"image": crops_rgb}))

    def close(self) -> None:
        del self._session


def default_threads() -> int:
    """Half of the cores that this process may use, at least one: the other stages need the rest."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # Windows, macOS
        cores = os.cpu_count() or 1
    return max(1, cores // 2)
