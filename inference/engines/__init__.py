"""Runtimes of the model behind one protocol; each is imported only when it is chosen."""

from __future__ import annotations

from ..model_card import ModelCard
from ..settings import EngineChoice
from ..types import Predictions
from .base import Engine
from .fallback import Candidate, FallbackEngine

__all__ = ["Candidate", "Engine", "FallbackEngine", "Predictions", "may_use_gpu", "open_engine"]

_BEST_FIRST = (EngineChoice.TENSORRT, EngineChoice.CUDA, EngineChoice.CPU)


def open_engine(choice: EngineChoice, card: ModelCard) -> FallbackEngine:
    """Load the model into a runtime.

    Args:
        choice: `auto` takes the best of TensorRT, CUDA and the CPU that runs here. Any other must run; should it
            fail later, in the middle of a run, the next one goes on.
        card: says which file and which input size.

    Raises:
        ModelError: the file is altered or not a model of the contract.
        EngineError: the engine asked for can't run here.
    """
    first = _BEST_FIRST.index(EngineChoice.TENSORRT if choice is EngineChoice.AUTO else choice)
    candidates = [_candidate(name, card) for name in _BEST_FIRST[first:]]
    if choice is EngineChoice.CPU:
        return FallbackEngine(candidates)
    from . import devices

    is_required = choice is not EngineChoice.AUTO
    return FallbackEngine(candidates, first_is_required=is_required, warns=devices.find_gpu() is not None)


def may_use_gpu(choice: EngineChoice) -> bool:
    """Tell whether an engine may run on a GPU here: one is in the machine, and the choice does not rule it out."""
    if choice is EngineChoice.CPU:
        return False
    from . import devices

    return devices.find_gpu() is not None


def _candidate(name: EngineChoice, card: ModelCard) -> Candidate:
    def open_it() -> Engine:
        if name is EngineChoice.CPU:
            from .cpu import open_cpu

            return open_cpu(card)
        from .gpu import open_cuda, open_tensorrt

        return open_cuda(card) if name is EngineChoice.CUDA else open_tensorrt(card)

    return Candidate(str(name), open_it)
