"""Runtimes of the network behind one protocol; each is imported only when it is chosen."""

from __future__ import annotations

from ..errors import EngineError
from ..model_card import ModelCard
from ..settings import EngineChoice
from .base import Engine, Predictions

__all__ = ["Engine", "Predictions", "open_engine"]


def open_engine(choice: EngineChoice, card: ModelCard) -> Engine:
    """Load the network into a runtime.

    Args:
        choice: `auto` and `cpu` run on the CPU.
        card: says which file and which input size.

    Raises:
        ModelError: the file is not a network of the contract.
        EngineError: the engine asked for can't run here.
    """
    if choice in (EngineChoice.CUDA, EngineChoice.TENSORRT):
        raise EngineError(f"--engine {choice} is not available in this version; use --engine cpu")
    from .cpu import CpuEngine

    return CpuEngine(card.model, card.input_size)
