"""Crops to attributes: one batch per frame."""

from __future__ import annotations

from pathlib import Path

from .closeable import Closeable
from .engines import FallbackEngine, may_use_gpu, open_engine
from .engines.base import Engine
from .engines.batching import BatchingEngine
from .model_card import DEFAULT_MODEL, LARGE_MODEL, ModelCard, load_card
from .settings import AnalysisSettings, ModelChoice
from .types import Attributes, FloatArray, ImageArray


class Estimator(Closeable):
    """The age, gender and ethnicity model; a context manager. Thread-safe where `is_shared`.

    Args:
        settings: names the engine, and which of the shipped models.
        model_path: the `.onnx` file with its card beside it; None for a shipped model.
        is_shared: several threads ask at a time; what they ask for together is run as one batch.

    Raises:
        ModelError: the model is missing, altered or of the wrong contract.
        EngineError: the engine asked for can't run here.
    """

    def __init__(self, settings: AnalysisSettings, model_path: Path | None = None, *, is_shared: bool = False) -> None:
        self.card, engine = _open(settings, model_path)
        self._engine = BatchingEngine(engine) if is_shared else engine

    @property
    def input_size(self) -> int:
        """Side of the crops in pixels."""
        return self.card.input_size

    @property
    def template(self) -> FloatArray:
        """Where the landmarks go in the model's crops, (4, 2) fractions of the side; for `align_faces`."""
        return self.card.template

    @property
    def engine_name(self) -> str:
        """What the model runs on now; it may change where a device fails in the middle of a run."""
        return self._engine.name

    @property
    def is_accelerated(self) -> bool:
        """True where the model runs on a GPU now: there a face more costs next to nothing."""
        return _is_accelerated(self._engine)

    @property
    def engine_reason(self) -> str:
        """Why it does not run on something faster; empty where there is nothing to say."""
        return self._engine.reason

    def estimate(self, crops_rgb: ImageArray) -> list[Attributes]:
        """Predict the attributes of every crop.

        Args:
            crops_rgb: (N, S, S, 3) uint8 RGB, aligned; N may be 0.
        """
        if len(crops_rgb) == 0:
            return []
        return self._engine.infer(crops_rgb).faces()

    def close(self) -> None:
        self._engine.close()


def _open(settings: AnalysisSettings, model_path: Path | None) -> tuple[ModelCard, FallbackEngine]:
    """Open the model that is asked for; without a wish the large one where a GPU runs it, else the small one."""
    if model_path is None and settings.model is ModelChoice.AUTO and may_use_gpu(settings.engine):
        card = load_card(LARGE_MODEL)
        engine = open_engine(settings.engine, card)
        if _is_accelerated(engine):
            return card, engine
        engine.close()
    card = load_card(model_path or (LARGE_MODEL if settings.model is ModelChoice.LARGE else DEFAULT_MODEL))
    return card, open_engine(settings.engine, card)


def _is_accelerated(engine: Engine) -> bool:
    return not engine.name.startswith("onnxruntime-cpu")
