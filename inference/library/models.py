"""The models that the calls of the library share."""

from __future__ import annotations

import threading
from dataclasses import replace

from ..settings import AnalysisSettings, EngineChoice, ModelChoice
from ..stages import SharedModels


class _Shared:
    """The models that calls share, by what they differ in."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._models: dict[tuple[EngineChoice, ModelChoice], SharedModels] = {}

    def models(self, settings: AnalysisSettings) -> SharedModels:
        """Return the models for images, loaded by the first who asks."""
        key = settings.engine, settings.model
        with self._lock:
            if key not in self._models:
                self._models[key] = SharedModels(replace(settings, identity=False))
            return self._models[key]

    def release(self) -> None:
        with self._lock:
            models, self._models = self._models, {}
        for one in models.values():
            one.close()


shared = _Shared()


def release_models() -> None:
    """Let go of the models that `analyze`, `align` and `estimate` keep; called while none of them is at work.

    The next call loads them again.
    """
    shared.release()
