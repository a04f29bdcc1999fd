"""The state of a run on disk: weights, optimiser, averaged weights, and how far it has come."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from pathlib import Path

import h5py
import keras
import numpy as np
from numpy.typing import NDArray

from .saving import save_whole

log = logging.getLogger(__name__)

# an epoch may take an hour; this much work may be lost to a power cut
_SECONDS_BETWEEN_SAVES = 600.0
_DRAWS = "draws"


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run has come.

    Attributes:
        epochs: complete epochs.
        batches: batches done of the epoch after them.
        rate_factor: what the recipe's learning rate is multiplied with.
    """

    epochs: int = 0
    batches: int = 0
    rate_factor: float = 1.0

    def __bool__(self) -> bool:
        return self.epochs > 0 or self.batches > 0


class RunState:
    """Three files: after the last epoch, after the one before it, and from within the present one.

    Each holds the whole of a state, its progress included, and appears in one piece. Where the newest can't be read
    the next is taken.
    """

    def __init__(self, folder: Path) -> None:
        self._within = folder / "within.weights.h5"
        self._latest = folder / "latest.weights.h5"
        self._previous = folder / "previous.weights.h5"

    def save(self, model: keras.Model, progress: RunProgress) -> None:
        """Save the present state.

        Raises:
            OSError: it can't be written; the states before it are intact.
        """

        def write(part: Path) -> None:
            model.save_weights(part)
            with h5py.File(part, "r+") as file:
                file.attrs.update(epochs=progress.epochs, batches=progress.batches, rate_factor=progress.rate_factor)
                file.attrs[_DRAWS] = _draws(model)

        if progress.batches:
            save_whole(self._within, write)
        else:
            save_whole(self._latest, write, keep_as=self._previous)
            self._within.unlink(missing_ok=True)

    def forget_within(self) -> None:
        """Drop what was saved since the last complete epoch."""
        self._within.unlink(missing_ok=True)

    def progress(self) -> RunProgress:
        """Return the progress in the newest readable state; empty if there is none."""
        return next((progress for _, progress in self._readable()), RunProgress())

    def restore(self, model: keras.Model) -> RunProgress:
        """Put the newest state that can be read into a compiled model.

        Raises:
            ValueError: there are states, but none can be read.
        """
        model.optimizer.build(model.trainable_variables)
        for path, progress in self._readable():
            try:
                model.load_weights(path)
                _set_draws(model, path)
            except (OSError, ValueError, KeyError) as error:
                log.warning("%s can't be read (%s); trying the state before it", path, error)
            else:
                return progress
        there = [path for path in self._newest_first() if path.exists()]
        if there:
            raise ValueError(
                f"none of {', '.join(map(str, there))} can be read, or fits this model; "
                f"delete {self._latest.parent.parent} to train afresh"
            )
        return RunProgress()

    def _newest_first(self) -> tuple[Path, Path, Path]:
        return self._within, self._latest, self._previous

    def _readable(self) -> list[tuple[Path, RunProgress]]:
        """Return the states whose progress can be read, the furthest first."""
        found = []
        for path in self._newest_first():
            if not path.exists():
                continue
            try:
                found.append((path, _progress_of(path)))
            except (OSError, ValueError, KeyError) as error:
                log.warning("%s can't be read (%s); trying the state before it", path, error)
        return sorted(found, key=lambda state: (state[1].epochs, state[1].batches), reverse=True)


def _seeds(model: keras.Model) -> list[keras.Variable]:
    """Return the states of the generators behind dropout, which Keras leaves out of the files it writes."""
    return [variable for variable in model.variables if "seed_generator" in variable.path]


def _draws(model: keras.Model) -> NDArray[np.int64]:
    """Return the states of all generators, (generators, 2)."""
    states = [keras.ops.convert_to_numpy(variable.value) for variable in _seeds(model)]
    return np.array(states, dtype=np.int64).reshape(-1, 2)


def _set_draws(model: keras.Model, path: Path) -> None:
    with h5py.File(path, "r") as file:
        states = file.attrs.get(_DRAWS, ())  # earlier versions kept none
    for variable, state in zip(_seeds(model), states, strict=False):
        variable.assign(state)


def _progress_of(path: Path) -> RunProgress:
    with h5py.File(path, "r") as file:
        if "epochs" in file.attrs:
            attributes = file.attrs
            return RunProgress(int(attributes["epochs"]), int(attributes["batches"]), float(attributes["rate_factor"]))
    # earlier versions kept the epoch beside the weights
    metadata = json.loads((path.parent / "training_metadata.json").read_text(encoding="utf-8"))
    return RunProgress(int(metadata["epoch"]))


class SaveState(keras.callbacks.Callback):
    """Saves the state after every epoch, and within a long one every ten minutes.

    Args:
        state: where to.
        start: progress with which this `fit` begins.
        batches_per_epoch: number of batches in a whole epoch.
    """

    def __init__(self, state: RunState, start: RunProgress, batches_per_epoch: int) -> None:
        super().__init__()
        self._state = state
        self._progress = start
        self.batches_per_epoch = batches_per_epoch
        self._saved_at = time.monotonic()

    @property
    def progress(self) -> RunProgress:
        """How far the run has come, saved or not."""
        return self._progress

    def save_now(self) -> None:
        """Save the state within the epoch.

        Raises:
            OSError: it can't be written.
        """
        self._state.save(self.model, self._progress)
        self._saved_at = time.monotonic()

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        done = self._progress
        self._progress = RunProgress(done.epochs, done.batches + 1, done.rate_factor)
        if time.monotonic() - self._saved_at > _SECONDS_BETWEEN_SAVES:
            self.save_now()

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        done = self._progress
        if done.batches >= self.batches_per_epoch:  # fewer where a budget of time ended the epoch early
            self._progress = RunProgress(done.epochs + 1, 0, done.rate_factor)
        self.save_now()
