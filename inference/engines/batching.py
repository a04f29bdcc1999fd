"""One engine for several threads: what they ask for at the same time is run as one batch."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from ..types import ImageArray, Predictions
from .base import Engine


class BatchingEngine:
    """Makes an engine thread-safe; its members are as in `Engine`.

    Whoever comes while it is at work waits; the next of those who wait then runs the crops of all of them at once. So
    batches grow by themselves where the engine is the bottleneck, and nobody waits for company.

    Args:
        engine: belongs to this one from here on.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._waiting: list[_Request] = []
        self._work = threading.Lock()

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def reason(self) -> str:
        """As `FallbackEngine.reason`; empty for other engines."""
        return getattr(self._engine, "reason", "")

    @property
    def input_size(self) -> int:
        return self._engine.input_size

    def infer(self, crops_rgb: ImageArray) -> Predictions:
        """Run a batch, with those of others; see `Engine.infer`.

        Raises:
            EngineError: the engine failed, for all who were in the batch.
        """
        request = _Request(crops_rgb)
        with self._lock:
            self._waiting.append(request)
        with self._work:
            if not request.is_done:
                with self._lock:
                    batch, self._waiting = self._waiting, []
                self._run(batch)
        if request.failure is not None:
            raise request.failure
        assert request.predictions is not None
        return request.predictions

    def _run(self, batch: Sequence[_Request]) -> None:
        try:
            crops = batch[0].crops if len(batch) == 1 else np.concatenate([request.crops for request in batch])
            predictions = self._engine.infer(crops)
            start = 0
            for request in batch:
                end = start + len(request.crops)
                request.predictions = Predictions(*(values[start:end] for values in predictions))
                start = end
        except BaseException as error:
            for request in batch:
                request.failure = error
        finally:
            for request in batch:
                request.is_done = True

    def close(self) -> None:
        self._engine.close()


class _Request:
    """Crops that somebody waits for."""

    def __init__(self, crops_rgb: ImageArray) -> None:
        self.crops = crops_rgb
        self.predictions: Predictions | None = None
        self.failure: BaseException | None = None
        self.is_done = False
