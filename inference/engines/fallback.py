"""Tries engines from fastest to safest, at the start and when one fails; logs why one was skipped."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ..errors import EngineError
from ..types import ImageArray, Predictions
from .base import Engine, first_line, is_out_of_memory

log = logging.getLogger(__name__)


class Candidate(NamedTuple):
    """An engine that may be tried.

    Attributes:
        name: as in `EngineChoice`.
        open: opens it; raises `EngineError` where it can't run here.
    """

    name: str
    open: Callable[[], Engine]


class FallbackEngine:
    """The first of several engines that runs, and the next one when it stops running. Not thread-safe.

    A batch that does not fit into memory is halved. An engine that fails gives way to the next one, for good,
    and the batch is run again there, so nothing is lost.

    Args:
        candidates: best first; the last is the CPU's.
        first_is_required: the first one must open.
        warns: a candidate that is skipped at the start is worth a warning: there is hardware that could do better.

    Raises:
        EngineError: the first candidate does not open although it must, or none does.
        ModelError: a model file is altered or of the wrong contract.
    """

    def __init__(
        self, candidates: Sequence[Candidate], *, first_is_required: bool = False, warns: bool = False
    ) -> None:
        self._candidates = list(candidates)
        self._reasons: list[str] = []
        self._max_batch: int | None = None
        self._engine = self._open_next(first_is_required, logging.WARNING if warns else logging.INFO)

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def input_size(self) -> int:
        return self._engine.input_size

    @property
    def reason(self) -> str:
        """Why no better engine runs, empty where the first choice does."""
        return "; ".join(self._reasons)

    def infer(self, crops_rgb: ImageArray) -> Predictions:
        """Run one batch, on the next engine where this one fails; see `Engine.infer`.

        Raises:
            EngineError: the last engine failed.
        """
        while True:
            try:
                return self._infer_in_parts(crops_rgb)
            except Exception as error:  # ONNX Runtime raises a dozen types of its own, all straight from Exception
                if not self._candidates:
                    raise EngineError(f"{self.name} failed: {first_line(error)}") from error
                self._fall_back(error)

    def close(self) -> None:
        self._engine.close()

    def _infer_in_parts(self, crops_rgb: ImageArray) -> Predictions:
        """Run a batch in as many parts as memory asks for."""
        if self._max_batch is None or len(crops_rgb) <= self._max_batch:
            try:
                return self._engine.infer(crops_rgb)
            except Exception as error:
                if len(crops_rgb) < 2 or not is_out_of_memory(error):
                    raise
                self._max_batch = len(crops_rgb) // 2
                log.warning(
                    "%s is out of memory with %d faces; going on with %d", self.name, len(crops_rgb), self._max_batch
                )
        starts = range(0, len(crops_rgb), self._max_batch)
        parts = [crops_rgb[start : start + self._max_batch] for start in starts]
        return Predictions.concatenate([self._infer_in_parts(part) for part in parts])

    def _fall_back(self, error: Exception) -> None:
        """Take the next engine in the place of one that failed."""
        failed, self._max_batch = self._engine, None
        self._reasons.append(f"{failed.name} failed while running: {first_line(error)}")
        self._engine = self._open_next(is_required=False, level=logging.WARNING)
        log.warning("%s; going on with %s", self._reasons[-1], self.name)
        try:
            failed.close()
        except Exception as closing:  # a device that is gone; what it held goes with the process
            log.info("%s could not be closed: %s", failed.name, closing)

    def _open_next(self, is_required: bool, level: int) -> Engine:
        """Open the best candidate that is left and runs."""
        while self._candidates:
            candidate = self._candidates.pop(0)
            try:
                return candidate.open()
            except EngineError as error:
                if is_required:
                    raise EngineError(
                        "{engine} {name}: {reason}", field="engine", name=candidate.name, reason=error
                    ) from error
                self._reasons.append(f"{candidate.name}: {error}")
                log.log(level, "engine %s", self._reasons[-1])
        raise EngineError(f"no engine runs here: {self.reason}")
