"""A model on a device: buffers that stay, a few batch sizes, one copy up and one down."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..attributes import NUM_CLASSES
from ..types import ImageArray, Predictions
from .runtime import onnxruntime

# a batch is padded to the next of these, so that shapes repeat and what was prepared for them can be used again
BATCH_SIZES = (1, 4, 16, 32)
MAX_BATCH = BATCH_SIZES[-1]


class BoundSession:
    """Runs a session with its inputs and outputs bound to device memory. Not thread-safe.

    Args:
        session: of a model of the contract.
        input_size: side of the crops in pixels.
        device: ONNX Runtime's name of the memory that the buffers live in, such as `cuda`.
    """

    def __init__(self, session: Any, input_size: int, device: str) -> None:
        self._session = session
        self._input_size = input_size
        self._device = device
        self._buffers: dict[int, _Buffers] = {}

    def infer(self, crops_rgb: ImageArray) -> Predictions:
        """Run any number of crops; see `Engine.infer`."""
        parts = [
            self._infer_part(crops_rgb[start : start + MAX_BATCH]) for start in range(0, len(crops_rgb), MAX_BATCH)
        ]
        return Predictions.concatenate(parts) if parts else Predictions.empty()

    def _infer_part(self, crops_rgb: ImageArray) -> Predictions:
        self.upload(crops_rgb)
        self.compute(len(crops_rgb))
        return self.download(len(crops_rgb))

    def upload(self, crops_rgb: ImageArray) -> None:
        """Copy 1 to `MAX_BATCH` crops to the device."""
        buffers = self._buffers_for(len(crops_rgb))
        buffers.host[: len(crops_rgb)] = crops_rgb
        buffers.image.update_inplace(buffers.host)

    def compute(self, count: int) -> None:
        """Run the model on what was uploaded."""
        buffers = self._buffers_for(count)
        self._session.run_with_iobinding(buffers.binding)

    def download(self, count: int) -> Predictions:
        """Copy the predictions for the first `count` crops back."""
        outputs = self._buffers_for(count).binding.copy_outputs_to_cpu()
        return Predictions(*(output[:count] for output in outputs))

    def _buffers_for(self, count: int) -> _Buffers:
        size = next(size for size in BATCH_SIZES if size >= count)
        if size not in self._buffers:
            self._buffers[size] = _Buffers(self._session, size, self._input_size, self._device)
        return self._buffers[size]


class _Buffers:
    """Memory for one batch size."""

    def __init__(self, session: Any, size: int, input_size: int, device: str) -> None:
        shape = (size, input_size, input_size, 3)
        self.host = np.zeros(shape, dtype=np.uint8)
        self.image = onnxruntime.OrtValue.ortvalue_from_shape_and_type(shape, np.uint8, device, 0)
        self.binding = session.io_binding()
        self.binding.bind_ortvalue_input("image", self.image)
        for name, classes in NUM_CLASSES.items():
            output = onnxruntime.OrtValue.ortvalue_from_shape_and_type((size, classes), np.float32, device, 0)
            self.binding.bind_ortvalue_output(name, output)
