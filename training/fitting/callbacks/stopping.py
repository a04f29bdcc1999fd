"""End a run before its last epoch."""

from __future__ import annotations

import logging
import math
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType, TracebackType
from typing import Any, Self

import keras

log = logging.getLogger(__name__)


class NotFinite(ArithmeticError):
    """The loss is not finite any more; nothing may be saved."""


class Interrupted(KeyboardInterrupt):
    """A person, or the machine, asked the run to stop; its state is saved."""


class StopOnNotFinite(keras.callbacks.Callback):
    """Raises `NotFinite` at the first batch whose loss is not finite, before anything is saved."""

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        if not math.isfinite((logs or {}).get("loss", math.nan)):
            raise NotFinite(f"batch {batch + 1}")


class StopEarly(keras.callbacks.Callback):
    """Ends the run when the validation loss has not fallen for a number of epochs.

    Args:
        patience: that number, 1 or more.
        losses: validation losses of the epochs before.
    """

    def __init__(self, patience: int, losses: Sequence[float] = ()) -> None:
        super().__init__()
        self._patience = patience
        self._losses = list(losses)

    @property
    def exhausted(self) -> bool:
        """Whether the loss has not fallen for as long as the patience lasts."""
        if not self._losses:
            return False
        return len(self._losses) - 1 - self._losses.index(min(self._losses)) >= self._patience

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._losses.append((logs or {})["val_loss"])
        if self.exhausted:
            log.info("no lower validation loss in %d epochs: the run ends", self._patience)
            self.model.stop_training = True


class TimeBudget(keras.callbacks.Callback):
    """Ends the run after so many minutes, within an epoch if need be; what there is by then is validated and saved."""

    def __init__(self, minutes: float) -> None:
        super().__init__()
        self._ends_at = time.monotonic() + 60 * minutes
        self.spent = False

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        if time.monotonic() >= self._ends_at:
            self.spent = True
            self.model.stop_training = True

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if self.spent or time.monotonic() >= self._ends_at:
            self.spent = True
            self.model.stop_training = True
            log.info("the time is up: the run ends")


class StopRequest:
    """Listens to Ctrl-C and SIGTERM: the first asks to stop soon, a second one stops at once.

    A context manager that restores the handlers; outside the main thread it leaves them alone.

    Attributes:
        is_made: whether a signal came.
    """

    def __init__(self) -> None:
        self.is_made = False
        self._previous: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._previous[number] = signal.signal(number, self._handle)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        self._previous.clear()

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.is_made:
            raise KeyboardInterrupt
        self.is_made = True
        print("\nstopping after this batch, or this validation; once more stops at once", file=sys.stderr, flush=True)


class StopOnRequest(keras.callbacks.Callback):
    """Saves and raises `Interrupted` once a stop is requested; stands behind what saves at the end of an epoch.

    Args:
        request: listens to the signals.
        save: saves the state within an epoch.
    """

    def __init__(self, request: StopRequest, save: Callable[[], None]) -> None:
        super().__init__()
        self._request = request
        self._save = save

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        if self._request.is_made:
            self._save()
            raise Interrupted

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if self._request.is_made:
            raise Interrupted
