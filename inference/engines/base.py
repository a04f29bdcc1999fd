"""What every runtime of the network offers."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from ..types import FloatArray, ImageArray


class Predictions(NamedTuple):
    """Probabilities of a batch, each row summing to 1.

    Attributes:
        age: (N, 101) float32.
        gender: (N, 2) float32, order `inference.types.GENDERS`.
        ethnicity: (N, 5) float32, order `inference.types.ETHNICITIES`.
    """

    age: FloatArray
    gender: FloatArray
    ethnicity: FloatArray


class Engine(Protocol):
    """A loaded network. Not thread-safe; `close` releases it."""

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
        """
        ...

    def close(self) -> None: ...
