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
        page_locked_of: provider whose page-locked host memory crops are uploaded from; None for ordinary memory.
    """

    def __init__(self, session: Any, input_size: int, device: str, page_locked_of: str | None = None) -> None:
        self._session = session
        self._input_size = input_size
        self._device = device
        self._page_locked_of = page_locked_of
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
        if buffers.page_locked is None:
            buffers.image.update_inplace(buffers.host)
        else:
            buffers.page_locked.update_inplace(buffers.host)
            buffers.image.update_inplace(buffers.page_locked)

    def compute(self, count: int) -> None:
        """Run the model on what was uploaded."""
        buffers = self._buffers_for(count)
        self._session.run_with_iobinding(buffers.binding, buffers.options)

    def download(self, count: int) -> Predictions:
        """Copy the predictions for the first `count` crops back."""
        outputs = self._buffers_for(count).binding.copy_outputs_to_cpu()
        return Predictions(*(output[:count] for output in outputs))

    def _buffers_for(self, count: int) -> _Buffers:
        size = next(size for size in BATCH_SIZES if size >= count)
        if size not in self._buffers:
            self._buffers[size] = _Buffers(self._session, size, self._input_size, self._device, self._page_locked_of)
        return self._buffers[size]


class _Buffers:
    """Memory for one batch size; its addresses stay the same, as a captured CUDA graph demands."""

    def __init__(self, session: Any, size: int, input_size: int, device: str, page_locked_of: str | None) -> None:
        shape = (size, input_size, input_size, 3)
        self.host = np.zeros(shape, dtype=np.uint8)
        self.page_locked = None if page_locked_of is None else _page_locked(shape, page_locked_of)
        self.image = onnxruntime.OrtValue.ortvalue_from_shape_and_type(shape, np.uint8, device, 0)
        self.binding = session.io_binding()
        self.binding.bind_ortvalue_input("image", self.image)
        for name, classes in NUM_CLASSES.items():
            output = onnxruntime.OrtValue.ortvalue_from_shape_and_type((size, classes), np.float32, device, 0)
            self.binding.bind_ortvalue_output(name, output)
        self.options = onnxruntime.RunOptions()
        # one captured graph per batch size; without effect where the session captures none
        self.options.add_run_config_entry("gpu_graph_id", str(size))


def _page_locked(shape: tuple[int, ...], provider: str) -> onnxruntime.OrtValue | None:
    """Allocate host memory that the provider's device can fetch from by itself; None where it offers none."""
    for device in onnxruntime.get_ep_devices():
        if device.ep_name == provider:
            info = device.memory_info(onnxruntime.OrtDeviceMemoryType.HOST_ACCESSIBLE)
            if info is not None:
                return onnxruntime.OrtValue.ortvalue_from_shape_and_type(shape, np.uint8, memory_info=info)
    return None
