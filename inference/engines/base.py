"""What every runtime of the model offers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from ..attributes import NUM_CLASSES
from ..errors import ModelError
from ..types import ImageArray, Predictions


class Engine(Protocol):
    """A loaded model. Not thread-safe; `close` releases it."""

    @property
    def name(self) -> str:
        """Short name for status lines and summaries, such as `onnxruntime-cpu`."""
        ...

    @property
    def input_size(self) -> int:
        """Side S of the square crops in pixels."""
        ...

    def infer(self, crops_rgb: ImageArray) -> Predictions:
        """Run one batch.

        Args:
            crops_rgb: (N, S, S, 3) uint8 RGB, N >= 0.

        Returns:
            Probabilities of the N faces, float32.
        """
        ...

    def close(self) -> None: ...


def check_contract(session: Any, model: Path, input_size: int, outputs: Mapping[str, int] = NUM_CLASSES) -> None:
    """Refuse a model that is not of the contract.

    Args:
        session: ONNX Runtime's, opened on the model.
        model: its file, for the message.
        input_size: side of the crops that the card promises, pixels.
        outputs: how wide each output has to be, by name.

    Raises:
        ModelError: an input or output is not as the contract has it.
    """
    inputs = {value.name: value for value in session.get_inputs()}
    given = {value.name: (value.type, value.shape[1:]) for value in session.get_outputs()}
    image = inputs.get("image")
    fits = (
        len(inputs) == 1
        and image is not None
        and image.type == "tensor(uint8)"
        and image.shape[1:] == [input_size, input_size, 3]
        and not isinstance(image.shape[0], int)
        and given == {name: ("tensor(float)", [width]) for name, width in outputs.items()}
    )
    if not fits:
        values = (*session.get_inputs(), *session.get_outputs())
        has = ", ".join(f"{value.name} {value.type} {value.shape}" for value in values)
        wants = ", ".join(f"{name} (N, {width})" for name, width in outputs.items())
        raise ModelError(
            "the model {path} does not fit: expected an input image uint8 (N, {size}, {size}, 3), N left open, and "
            "the float32 outputs {wants}; it has {has}. Export it with {export_model}",
            field="export_model",
            path=model,
            size=input_size,
            wants=wants,
            has=has,
        )


# how ONNX Runtime, CUDA and the standard library word it
_OUT_OF_MEMORY = (
    "out of memory",
    "failed to allocate memory",
    "is smaller than requested bytes",  # ONNX Runtime's own limit is reached, not yet the device's
    "outofmemory",
    "bad_alloc",
    "cuda failure 2:",
    "alloc_failed",
)


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether a runtime failed because memory, most often a GPU's, is full."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or any(words in text for words in _OUT_OF_MEMORY)


def what_failed(error: BaseException) -> str:
    """Return why an engine can't be opened, with what helps where that is known."""
    if is_out_of_memory(error):
        return "the GPU's memory is full; end other programs that use it, or choose the CPU"
    return f"it fails: {first_line(error)}"


def first_line(error: BaseException) -> str:
    """Return the beginning of a runtime's message, which may be pages long."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
