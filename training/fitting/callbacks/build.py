"""The callbacks of a run, in the order in which they have to stand."""

from __future__ import annotations

from pathlib import Path

import keras

from ...run_folder import MODEL_FILE, TENSORBOARD_FOLDER
from .checkpoint import SaveAveragedModel
from .evaluate_sets import EvaluateSets
from .history import History
from .progress import ReportProgress
from .stopping import StopEarly, StopOnNotFinite, StopOnRequest, StopRequest, TimeBudget
from .training_state import SaveState


def build_callbacks(
    output: Path,
    history: History,
    save: SaveState,
    request: StopRequest,
    early: StopEarly | None = None,
    budget: TimeBudget | None = None,
    tensorboard: bool = False,
    per_set: EvaluateSets | None = None,
) -> list[keras.callbacks.Callback]:
    """Return the callbacks of one call of `fit`.

    Keras calls them in this order at every event, and the order decides what is saved:

    - `StopOnNotFinite` comes first: after a loss that is not finite nothing may be saved or counted.
    - `SaveAveragedModel` stands before `SwapEMAWeights`, which puts the averaged weights in for validation and takes
      them out again at its end: the model has to be saved before that.
    - `EvaluateSets` stands there for the same reason; it adds to the logs that those behind it write.
    - `History` stands before `SaveState`: a process killed between the two leaves an epoch in the table that is done
      again and replaced; the other way round its row would be lost for good.
    - `SaveState` stands before `StopOnRequest`: the batch that was just done has to be counted, and the epoch saved,
      before the run is left.

    Args:
        output: the run's folder.
        history: table of the epochs.
        save: saves the state and counts the batches.
        request: the wish of a person to stop.
        early: ends the run without progress; then only a model with a lower validation loss is kept.
        budget: ends the run in time.
        tensorboard: write curves for TensorBoard.
        per_set: metrics of every set, where there are several.
    """
    best = min(history.val_losses, default=float("inf")) if early is not None else None
    return [
        StopOnNotFinite(),
        SaveAveragedModel(output / MODEL_FILE, best),
        *([] if per_set is None else [per_set]),
        keras.callbacks.SwapEMAWeights(swap_on_epoch=False),
        history,
        *(each for each in (early, budget) if each is not None),
        *([keras.callbacks.TensorBoard(output / TENSORBOARD_FOLDER, write_graph=False)] if tensorboard else []),
        ReportProgress(save.batches_per_epoch, save.progress.batches),
        save,
        StopOnRequest(request, save.save_now),
    ]
