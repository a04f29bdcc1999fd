"""Crops to embeddings: the model that tells people apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..closeable import Closeable
from ..engines.cpu import CpuSession
from ..model_card import DEFAULT_MODEL, ModelCard, damaged_card, read_card
from ..types import FloatArray, ImageArray
from .thresholds import Thresholds

DEFAULT_IDENTITY_MODEL = DEFAULT_MODEL.with_name("identity.onnx")


class IdentityEmbedder(Closeable):
    """The model of identity on the CPU; a context manager. Not thread-safe.

    The scalar product of two embeddings is the score of the two faces: near 1 for the same photograph, around 0 for
    strangers. From which score on they are one person, `thresholds` says.

    Args:
        path: the `.onnx` file with its card beside it.
        threads: among which the faces of a batch are shared out; None for one per core.

    Attributes:
        card: of the model.
        thresholds: from which score on two faces count as one person.

    Raises:
        ModelError: the model or its card is missing, damaged, altered or of the wrong contract, or the card has no
            thresholds.
    """

    def __init__(self, path: Path = DEFAULT_IDENTITY_MODEL, threads: int | None = None) -> None:
        self.card: ModelCard = read_card(path)
        try:
            self._size = int(self.card.content["outputs"]["embedding"]["size"])
            self.thresholds = Thresholds.parse(self.card.content["thresholds"])
        except (KeyError, TypeError, ValueError) as error:
            raise damaged_card(path, error) from error
        self._session = CpuSession(path, self.card.input_size, {"embedding": self._size}, threads)

    @property
    def input_size(self) -> int:
        """Side of the crops in pixels."""
        return self.card.input_size

    @property
    def template(self) -> FloatArray:
        """Where the landmarks go in the model's crops, (4, 2) fractions of the side; for `align_faces`."""
        return self.card.template

    def embed(self, crops_rgb: ImageArray) -> FloatArray:
        """Compute the embeddings of faces.

        Args:
            crops_rgb: (N, S, S, 3) uint8 RGB, aligned to `template`; N may be 0.

        Returns:
            (N, D) float32, each row of length 1.
        """
        parts = [embeddings for (embeddings,) in self._session.run(crops_rgb)]
        return np.concatenate(parts) if parts else np.empty((0, self._size), dtype=np.float32)

    def close(self) -> None:
        self._session.close()
