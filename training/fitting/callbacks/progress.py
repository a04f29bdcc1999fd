"""Report how far a run is: a bar on a terminal, a line now and then in a file."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

import keras
from tqdm import tqdm

from .history import validation_line

log = logging.getLogger(__name__)

_SECONDS_BETWEEN_LINES = 30.0


class ReportProgress(keras.callbacks.Callback):
    """Batches of the present epoch with the loss so far and the time left, and a line for every epoch.

    Args:
        batches_per_epoch: of a whole epoch.
        batches_done: of the first one, where it is the rest of a stopped one.
    """

    def __init__(self, batches_per_epoch: int, batches_done: int = 0) -> None:
        super().__init__()
        self._total = batches_per_epoch
        self._done = batches_done
        self._bar: Any = None
        self._epoch_began_at = self._reported_at = 0.0
        self._done_before = 0

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._epoch_began_at = self._reported_at = time.monotonic()
        self._done_before = self._done
        self._title = f"epoch {epoch + 1} of {self.params['epochs']}"
        if sys.stderr.isatty():
            self._bar = tqdm(total=self._total, initial=self._done, desc=self._title, unit="batch", leave=False)

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self._done += 1
        loss = (logs or {}).get("loss", 0.0)
        if self._bar is not None:
            self._bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
            self._bar.update()
        elif time.monotonic() - self._reported_at > _SECONDS_BETWEEN_LINES:
            self._reported_at = time.monotonic()
            per_batch = (self._reported_at - self._epoch_began_at) / (self._done - self._done_before)
            left = per_batch * (self._total - self._done)
            log.info(
                "%s: %d of %d batches, loss %.3f, %d s left in it", self._title, self._done, self._total, loss, left
            )

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._close()
        self._done = 0
        metrics = logs or {}
        log.info(
            "%s: %.0f s, loss %.3f, validation loss %.3f, %s",
            self._title,
            time.monotonic() - self._epoch_began_at,
            metrics.get("loss", float("nan")),
            metrics.get("val_loss", float("nan")),
            validation_line(metrics),
        )

    def on_train_end(self, logs: dict[str, float] | None = None) -> None:
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
