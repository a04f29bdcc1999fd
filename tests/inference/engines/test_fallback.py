"""Stepping down: at the start, out of memory, and when a device is gone. The engines are stand-ins."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from inference.engines.base import is_out_of_memory
from inference.engines.fallback import Candidate, FallbackEngine
from inference.errors import EngineError, ModelError
from inference.types import Predictions


class Numbers:
    """An engine whose age output repeats the first pixel of each crop; it may fail."""

    input_size = 2

    def __init__(self, name: str, most: int = 1000, dies_at: int | None = None) -> None:
        self.name = name
        self.most = most
        self.dies_at = dies_at
        self.batches: list[int] = []
        self.closed = False

    def infer(self, crops_rgb: np.ndarray) -> Predictions:
        if len(crops_rgb) > self.most:
            raise RuntimeError("BFCArena: Failed to allocate memory for requested buffer of size 1")
        if self.dies_at is not None and len(self.batches) >= self.dies_at:
            raise RuntimeError("CUDA failure 719: unspecified launch failure\nmore\nlines")
        self.batches.append(len(crops_rgb))
        values = crops_rgb[:, 0, 0, :1].astype(np.float32)
        return Predictions(values, values, values)

    def close(self) -> None:
        self.closed = True


def batch(count: int) -> np.ndarray:
    return np.arange(count, dtype=np.uint8)[:, None, None, None] * np.ones((1, 2, 2, 3), dtype=np.uint8)


def refuse(reason: str):
    def open_nothing():
        raise EngineError(reason)

    return open_nothing


def test_the_first_that_opens_runs_and_the_reasons_are_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    cpu = Numbers("cpu")
    engines = FallbackEngine(
        [
            Candidate("tensorrt", refuse("no TensorRT")),
            Candidate("cuda", refuse("no GPU")),
            Candidate("cpu", lambda: cpu),
        ]
    )
    assert engines.name == "cpu"
    assert engines.reason == "tensorrt: no TensorRT; cuda: no GPU"
    assert [record.levelname for record in caplog.records] == ["INFO", "INFO"]
    assert FallbackEngine([Candidate("cpu", lambda: cpu)]).reason == ""


def test_a_gpu_that_can_not_be_used_is_worth_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    FallbackEngine([Candidate("cuda", refuse("no cuDNN")), Candidate("cpu", lambda: Numbers("cpu"))], warns=True)
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "engine cuda: no cuDNN")
    ]


def test_an_engine_that_was_asked_for_must_open() -> None:
    with pytest.raises(EngineError, match=r"the engine cuda: no GPU"):
        FallbackEngine(
            [Candidate("cuda", refuse("no GPU")), Candidate("cpu", lambda: Numbers("cpu"))], first_is_required=True
        )


def test_an_altered_model_is_no_reason_to_fall_back() -> None:
    def altered():
        raise ModelError("altered")

    with pytest.raises(ModelError, match="altered"):
        FallbackEngine([Candidate("tensorrt", altered), Candidate("cpu", lambda: Numbers("cpu"))])


@pytest.mark.parametrize(("most", "last"), [(5, [4, 4, 2]), (1, [1] * 10)])
def test_out_of_memory_halves_the_batch_and_remembers(most: int, last: list[int]) -> None:
    engine = Numbers("cuda", most=most)
    engines = FallbackEngine([Candidate("cuda", lambda: engine), Candidate("cpu", lambda: Numbers("cpu"))])
    for _ in range(2):
        engine.batches.clear()
        answers = engines.infer(batch(10))
        assert answers.age[:, 0].tolist() == list(range(10))
    assert engines.name == "cuda"
    assert max(engine.batches) <= most
    assert sum(engine.batches) == 10


@pytest.mark.parametrize(
    "said",
    [
        "BFCArena::AllocateRawInternal Failed to allocate memory for requested buffer of size 15360000",
        "BFCArena::AllocateRawInternal Available memory of 5951488 is smaller than requested bytes of 15360000",
        "CUDNN_STATUS_ALLOC_FAILED",
    ],
)
def test_what_runtimes_say_of_full_memory_is_understood(said: str) -> None:
    """As ONNX Runtime worded it on a card: filled by somebody else, and with a limit of its own."""
    assert is_out_of_memory(RuntimeError(f"Non-zero status code returned while running Conv node. {said}"))


def test_too_little_memory_for_one_face_steps_down() -> None:
    engine, cpu = Numbers("cuda", most=0), Numbers("cpu")
    engines = FallbackEngine([Candidate("cuda", lambda: engine), Candidate("cpu", lambda: cpu)])
    assert engines.infer(batch(6)).age[:, 0].tolist() == list(range(6))
    assert engines.name == "cpu"
    assert cpu.batches == [6], "the small batches were the failed engine's"


def test_a_device_that_vanishes_costs_no_face(caplog: pytest.LogCaptureFixture) -> None:
    dying, cpu = Numbers("cuda", dies_at=2), Numbers("cpu")
    engines = FallbackEngine([Candidate("cuda", lambda: dying), Candidate("cpu", lambda: cpu)], first_is_required=True)
    for _ in range(4):
        assert engines.infer(batch(3)).age[:, 0].tolist() == [0, 1, 2]
    assert (dying.batches, cpu.batches) == ([3, 3], [3, 3])
    assert dying.closed
    assert engines.reason == "cuda failed while running: CUDA failure 719: unspecified launch failure"
    assert sum("going on with cpu" in record.getMessage() for record in caplog.records) == 1


def test_a_device_that_can_not_even_be_closed_is_left() -> None:
    class Stuck(Numbers):
        def close(self) -> None:
            raise RuntimeError("driver is gone")

    engines = FallbackEngine(
        [Candidate("cuda", lambda: Stuck("cuda", dies_at=0)), Candidate("cpu", lambda: Numbers("cpu"))]
    )
    assert len(engines.infer(batch(2)).age) == 2


def test_when_the_last_one_fails_the_error_says_which() -> None:
    engines = FallbackEngine([Candidate("cpu", lambda: Numbers("onnxruntime-cpu", dies_at=0))])
    with pytest.raises(EngineError, match=r"onnxruntime-cpu failed: CUDA failure 719: unspecified launch failure$"):
        engines.infer(batch(1))
