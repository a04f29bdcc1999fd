"""The best engine that runs, and the next one when it stops running; never without a reason."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..errors import EngineError
from ..types import ImageArray, Predictions
from .base import Engine, first_line

log = logging.getLogger(__name__)

# how ONNX Runtime, CUDA and the standard library word it
_OUT_OF_MEMORY = ("out of memory", "failed to allocate memory", "outofmemory", "bad_alloc", "cuda failure 2:")


class Rung(NamedTuple):
    """An engine that may be tried.

    Attributes:
        name: as in `EngineChoice`.
        open: opens it; raises `EngineError` where it can't run here.
    """

    name: str
    open: Callable[[], Engine]


class Ladder:
    """An engine that stands on the first rung that holds. Not thread-safe.

    A batch that does not fit into memory is halved. An engine that fails gives way to the next one, for good,
    and the batch is run again there, so nothing is lost.

    Args:
        rungs: best first; the last is the CPU's.
        insist: the first one must open.
        notable: whether a step down at the start is worth a warning: there is hardware that could do better.

    Raises:
        EngineError: the first rung does not open although it must, or none does.
        ModelError: a network file is altered or of the wrong contract.
    """

    def __init__(self, rungs: Sequence[Rung], *, insist: bool = False, notable: bool = False) -> None:
        self._rungs = list(rungs)
        self._steps: list[str] = []
        self._most: int | None = None
        self._engine = self._open_next(insist, logging.WARNING if notable else logging.INFO)

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def input_size(self) -> int:
        return self._engine.input_size

    @property
    def reason(self) -> str:
        """Why no better engine runs, empty where the first choice does."""
        return "; ".join(self._steps)

    def infer(self, crops_rgb: ImageArray) -> Predictions:
        while True:
            try:
                return self._in_parts(crops_rgb)
            except Exception as error:  # ONNX Runtime raises a dozen types of its own, all straight from Exception
                if not self._rungs:
                    raise EngineError(f"{self.name} failed: {first_line(error)}") from error
                self._step_down(error)

    def close(self) -> None:
        self._engine.close()

    def _in_parts(self, crops_rgb: ImageArray) -> Predictions:
        """The batch, in as many parts as memory asks for."""
        if self._most is None or len(crops_rgb) <= self._most:
            try:
                return self._engine.infer(crops_rgb)
            except Exception as error:
                if len(crops_rgb) < 2 or not _is_out_of_memory(error):
                    raise
                self._most = len(crops_rgb) // 2
                log.warning(
                    "%s is out of memory with %d faces; going on with %d", self.name, len(crops_rgb), self._most
                )
        parts = [crops_rgb[start : start + self._most] for start in range(0, len(crops_rgb), self._most)]
        return Predictions.concatenate([self._in_parts(part) for part in parts])

    def _step_down(self, error: Exception) -> None:
        failed, self._most = self._engine, None
        self._steps.append(f"{failed.name} failed while running: {first_line(error)}")
        self._engine = self._open_next(insist=False, level=logging.WARNING)
        log.warning("%s; going on with %s", self._steps[-1], self.name)
        try:
            failed.close()
        except Exception as closing:  # a device that is gone; what it held goes with the process
            log.info("%s could not be closed: %s", failed.name, closing)

    def _open_next(self, insist: bool, level: int) -> Engine:
        while self._rungs:
            rung = self._rungs.pop(0)
            try:
                return rung.open()
            except EngineError as error:
                if insist:
                    raise EngineError(
                        "{engine} {name}: {reason}", field="engine", name=rung.name, reason=error
                    ) from error
                self._steps.append(f"{rung.name}: {error}")
                log.log(level, "engine %s", self._steps[-1])
        raise EngineError(f"no engine runs here: {self.reason}")


def _is_out_of_memory(error: Exception) -> bool:
    text = str(error).lower()
    return isinstance(error, MemoryError) or any(words in text for words in _OUT_OF_MEMORY)
