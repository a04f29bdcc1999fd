"""Bound buffers and padded batches, on the CPU's memory."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from inference.engines.cpu import CpuEngine
from inference.engines.io_binding import MAX_BATCH, BoundSession

from .conftest import crops


@pytest.fixture
def bound(tiny_network) -> BoundSession:
    session = onnxruntime.InferenceSession(str(tiny_network), providers=["CPUExecutionProvider"])
    return BoundSession(session, 112, "cpu")


@pytest.mark.parametrize("count", [0, 1, 2, 4, 5, 31, 32, 33, 70])
def test_every_number_of_faces_gets_the_predictions_of_the_plain_session(bound, tiny_network, count: int) -> None:
    engine = CpuEngine(tiny_network, 112)
    for answer, expected in zip(bound.infer(crops(count)), engine.infer(crops(count)), strict=True):
        np.testing.assert_allclose(answer, expected, atol=1e-6)
        assert answer.dtype == np.float32
    engine.close()


def test_predictions_stay_what_they_were_when_the_next_batch_runs(bound) -> None:
    first = bound.infer(crops(3))
    before = first.age.copy()
    bound.infer(crops(3)[::-1].copy())
    np.testing.assert_array_equal(first.age, before)


def test_a_smaller_batch_in_the_same_buffers_knows_nothing_of_the_one_before(bound) -> None:
    bound.infer(crops(MAX_BATCH))
    few = crops(20)[:18]
    np.testing.assert_allclose(
        bound.infer(few).age, np.concatenate([bound.infer(few[i : i + 1]).age for i in range(18)])
    )
