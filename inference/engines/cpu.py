"""ONNX Runtime on the CPU: the engine that runs everywhere."""

from __future__ import annotations

import os
from pathlib import Path

import onnxruntime

from ..errors import ModelError
from ..types import ImageArray
from .base import OUTPUT_CLASSES, Predictions, check_contract


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
        check_contract(self._session, model, input_size)

    def infer(self, crops_rgb: ImageArray) -> Predictions:
        if len(crops_rgb) == 0:
            return Predictions.empty()
        return Predictions(*self._session.run(list(OUTPUT_CLASSES), {"image": crops_rgb}))

    def close(self) -> None:
        del self._session


def default_threads() -> int:
    """Half of the cores that this process may use, at least one: the other stages need the rest."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # Windows, macOS
        cores = os.cpu_count() or 1
    return max(1, cores // 2)
