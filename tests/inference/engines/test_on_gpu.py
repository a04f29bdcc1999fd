"""The real GPU engines with the shipped model; skipped where there is none. `make gpu-check` runs this file."""

from __future__ import annotations

import numpy as np
import pytest

from inference.engines import gpu, open_engine
from inference.engines.base import Engine
from inference.engines.cpu import CpuEngine
from inference.engines.io_binding import MAX_BATCH
from inference.errors import EngineError
from inference.model_card import load_card
from inference.settings import EngineChoice


@pytest.fixture(scope="module", params=[EngineChoice.CUDA, EngineChoice.TENSORRT])
def engine(request) -> Engine:
    try:
        return open_engine(request.param, load_card())
    except EngineError as error:
        pytest.skip(str(error))


def test_parity_to_the_cpu_at_every_batch_size(engine: Engine) -> None:
    tolerance = gpu._TOLERANCE_FP16 if "tensorrt" in engine.name else gpu._TOLERANCE
    assert gpu.difference_to_cpu(engine.infer, load_card()) <= tolerance


def test_more_faces_than_a_batch_holds(engine: Engine) -> None:
    card = load_card()
    crops = np.random.default_rng(1).integers(
        0, 256, (2 * MAX_BATCH + 3, card.input_size, card.input_size, 3), np.uint8
    )
    reference = CpuEngine(card.model, card.input_size)
    assert np.abs(engine.infer(crops).age - reference.infer(crops).age).max() <= gpu._TOLERANCE_FP16


def test_the_engine_is_the_one_that_was_asked_for(engine: Engine) -> None:
    assert engine.name in ("onnxruntime-cuda", "onnxruntime-tensorrt")
    assert len(engine.infer(np.zeros((0, engine.input_size, engine.input_size, 3), np.uint8)).age) == 0


def test_the_gpu_decodes_what_the_processor_decodes() -> None:
    """Where it can; its images are within rounding of the scaler's."""
    from inference.sources import open_demo
    from inference.sources.acceleration import why_not

    if reason := why_not():
        pytest.skip(reason)
    with open_demo(on_gpu=True) as gpu, open_demo() as processor:
        assert not gpu.notes
        count = 0
        for one, other in zip(gpu, processor, strict=True):
            assert (one.index, one.timestamp_s) == (other.index, other.timestamp_s)
            assert np.abs(one.image_bgr.astype(int) - other.image_bgr).mean() < 2
            count += 1
    assert count == 300
