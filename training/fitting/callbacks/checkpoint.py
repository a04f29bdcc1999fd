"""Save the model that a run is for."""

from __future__ import annotations

import math
from pathlib import Path

import keras

from .saving import save_whole
from .stopping import NotFinite


class SaveAveragedModel(keras.callbacks.Callback):
    """Saves the model while its averaged weights are swapped in for validation; stands before the swapper.

    Args:
        path: the `.keras` file.
        best: save only where the validation loss is below this, and lower it then; None saves every time.
    """

    def __init__(self, path: Path, best: float | None = None) -> None:
        super().__init__()
        self._path = path
        self._best = best

    def on_test_end(self, logs: dict[str, float] | None = None) -> None:
        loss = (logs or {}).get("loss", math.nan)
        if not math.isfinite(loss):
            raise NotFinite("validation")
        if self._best is not None:
            if loss >= self._best:
                return
            self._best = loss
        save_whole(self._path, self.model.save)
