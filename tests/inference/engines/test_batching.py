"""Several threads at one engine."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from inference.engines.batching import BatchingEngine
from inference.errors import EngineError
from inference.types import Predictions


class Slow:
    """An engine that says of each crop its first pixel, and waits until it is let go."""

    name, input_size = "slow", 2

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.entered, self.may_go_on = threading.Event(), threading.Event()
        self.failure: Exception | None = None

    def infer(self, crops_rgb):
        self.batches.append(len(crops_rgb))
        self.entered.set()
        assert self.may_go_on.wait(10)
        if self.failure is not None:
            raise self.failure
        values = crops_rgb[:, 0, 0, :1].astype(np.float32)
        return Predictions(values, values, values)

    def close(self) -> None:
        pass


def crops(*values: int) -> np.ndarray:
    return np.stack([np.full((2, 2, 3), value, dtype=np.uint8) for value in values])


def ask_during_a_batch(engine: Slow, shared: BatchingEngine, threads: ThreadPoolExecutor, *requests):
    """Return the futures of a first request, and of those that come while it is at work."""
    first = threads.submit(shared.infer, crops(1))
    assert engine.entered.wait(10)
    others = [threads.submit(shared.infer, request) for request in requests]
    while len(shared._waiting) < len(requests):
        threading.Event().wait(0.001)
    return first, others


def test_those_who_wait_are_run_as_one_batch_and_get_their_own(monkeypatch):
    engine = Slow()
    shared = BatchingEngine(engine)
    with ThreadPoolExecutor(4) as threads:
        first, others = ask_during_a_batch(engine, shared, threads, crops(2, 3), crops(4), crops(5, 6, 7))
        engine.may_go_on.set()
        assert first.result().age[:, 0].tolist() == [1]
        assert [other.result().age[:, 0].tolist() for other in others] == [[2, 3], [4], [5, 6, 7]]
    assert engine.batches == [1, 6]


def test_a_failure_reaches_all_of_a_batch_and_nobody_else():
    engine = Slow()
    shared = BatchingEngine(engine)
    with ThreadPoolExecutor(3) as threads:
        first, others = ask_during_a_batch(engine, shared, threads, crops(2), crops(3))
        engine.failure = EngineError("broken")
        engine.may_go_on.set()
        for future in (first, *others):
            with pytest.raises(EngineError, match="broken"):
                future.result()
        engine.failure = None
        assert shared.infer(crops(9)).num_faces == 1
