"""One training run, from the first step or from where an earlier one stopped."""

from __future__ import annotations

import logging
import shlex
from collections.abc import Sequence
from pathlib import Path

import keras

from inference.closeable import Closeable
from inference.process import use_one_opencv_thread

from ..datasets.batches import FaceBatches
from ..datasets.view_workers import ViewWorkers
from ..datasets.views import relative_zoom
from ..objectives.age_schemes import age_scheme
from ..recipe import Recipe
from ..run_folder import HISTORY_FILE, MODEL_FILE, SOFT_TARGETS_FILE, STATE_FOLDER, claim_folder
from .callbacks.build import build_callbacks
from .callbacks.evaluate_sets import EvaluateSets
from .callbacks.history import History, read_history, validation_line
from .callbacks.stopping import Interrupted, NotFinite, StopEarly, StopRequest, TimeBudget
from .callbacks.training_state import RunProgress, RunState, SaveState
from .compile import build_recipe_model, checked_start_weights, compile_model, recipe_losses
from .distillation import given_teachers, load_soft_targets
from .faces import load_run_faces, plain_batches, training_batches, view_workers
from .linear_probe import fit_heads
from .notify import Notifier
from .run_options import RunOptions
from .view_teachers import ViewTeachers

log = logging.getLogger(__name__)


def train(
    data: Path | Sequence[Path],
    output: Path,
    recipe: Recipe,
    start_weights: Path | str | None = None,
    teachers: Sequence[Path] = (),
    run_options: RunOptions | None = None,
) -> keras.Model:
    """Train a model, or go on training where an earlier run into the same folder was stopped.

    Args:
        data: HDF5 file made by `python -m training prepare`, or several, in the order of the recipe's sets.
        output: folder for the model, the recipe, the history and the state of the run.
        recipe: what to do.
        start_weights: the file that `recipe.start_weights` names.
        teachers: the files that `recipe.teachers` names.
        run_options: how the run is watched and bounded.

    Returns:
        The model with averaged weights, as saved in `output/network.keras`.

    Raises:
        FileNotFoundError, ValueError: no data, other sets than the recipe's, unknown backbone, unfit weights, a folder
            of another recipe, or a loss that is not finite any more; model and state of the last good epoch are kept.
        OSError: something could not be saved; what was saved before is intact.
        Interrupted: Ctrl-C or SIGTERM; the state is saved.
    """
    run_options = run_options or RunOptions()
    notifier = Notifier(run_options.notify)
    try:
        run = _Run([data] if isinstance(data, Path) else data, output, recipe, start_weights, teachers, run_options)
        with run, StopRequest() as request:
            run.fit(request)
    except BaseException as error:
        notifier.send(f"FaceLens: {output.name} stopped", f"{type(error).__name__}: {error}")
        raise
    last = run.history[-1] if run.history else {}
    epochs = int(last.get("epoch", -1)) + 1
    notifier.send(f"FaceLens: {output.name} is done", f"{recipe.backbone}, epoch {epochs}: {validation_line(last)}")
    return keras.models.load_model(output / MODEL_FILE)


class _Run(Closeable):
    """Faces and model of one run, and its segments of fitting: the rest of a stopped epoch, then whole epochs."""

    def __init__(
        self,
        data: Sequence[Path],
        output: Path,
        recipe: Recipe,
        start_weights: Path | str | None,
        teachers: Sequence[Path],
        run_options: RunOptions,
    ) -> None:
        _set_process_state(recipe)
        self._output = output
        self._command = f"python -m training train --data {shlex.join(map(str, data))} --output {output} --resume"
        self._recipe = recipe
        self._run_options = run_options
        self._state = RunState(output / STATE_FOLDER)
        started = self._state.progress()
        # a run that goes on has weights already
        weights = None if started else checked_start_weights(recipe, start_weights)
        self._model = build_recipe_model(recipe, weights)
        claim_folder(output, recipe)
        self._train, self._val = load_run_faces(data, recipe, run_options.stream or run_options.processes > 0)
        log.info("%d faces to train on, %d to validate", len(self._train), len(self._val))
        self._per_set = None if self._val.sets is None else EvaluateSets(self._val, recipe)
        kept = output / STATE_FOLDER / SOFT_TARGETS_FILE
        self._soft_targets = load_soft_targets(kept, recipe, teachers, self._train)
        self._teachers: ViewTeachers | None = None
        if recipe.teachers and recipe.distil_on == "views":
            self._teachers = ViewTeachers(given_teachers(recipe, teachers), self._train, recipe)
        self._workers: ViewWorkers | None = None
        if run_options.processes:
            self._workers = view_workers(self._train, recipe, run_options.processes, self._teachers)
        self._rate_factor = started.rate_factor * run_options.rate_factor
        self._batches_per_epoch = self._batches(RunProgress()).batches_per_epoch
        if not started:
            self._start_heads()
        distilled = bool(self._soft_targets) or self._teachers is not None
        compile_model(self._model, recipe, self._batches_per_epoch, self._rate_factor, distilled)

    def close(self) -> None:
        for each in (self._workers, self._teachers):
            if each is not None:
                each.close()

    @property
    def history(self) -> list[dict[str, float]]:
        return read_history(self._output / HISTORY_FILE)

    def fit(self, request: StopRequest) -> None:
        """Fit until the recipe, the patience, the time or a person ends it."""
        budget = None if self._run_options.minutes is None else TimeBudget(self._run_options.minutes)
        progress = self._restore()
        while progress.epochs < self._recipe.epochs:
            history = History(self._output / HISTORY_FILE, progress.epochs)
            early = StopEarly(self._recipe.patience, history.val_losses) if self._recipe.patience else None
            if early is not None and early.exhausted:
                return
            self._fit_segment(progress, history, early, budget, request)
            if budget is not None and budget.spent:
                return
            # fitting leaves the averaged weights in the model
            progress = self._restore()

    def _fit_segment(
        self,
        progress: RunProgress,
        history: History,
        early: StopEarly | None,
        budget: TimeBudget | None,
        request: StopRequest,
    ) -> None:
        save = SaveState(self._state, progress, self._batches_per_epoch)
        try:
            self._model.fit(
                self._batches(progress),
                validation_data=plain_batches(self._val, self._recipe),
                initial_epoch=progress.epochs,
                # the rest of a stopped epoch stands alone: its number of batches is another
                epochs=progress.epochs + 1 if progress.batches else self._recipe.epochs,
                callbacks=build_callbacks(
                    self._output,
                    history,
                    save,
                    request,
                    early,
                    budget,
                    self._run_options.tensorboard,
                    self._per_set,
                ),
                # the loader has drawn the order; Keras's own shuffling of the batches would be another after a stop
                shuffle=False,
                verbose=0,
            )
        except NotFinite as error:
            self._state.forget_within()
            raise ValueError(self._advice(error, save.progress)) from error
        except Interrupted:
            done = save.progress
            raise Interrupted(
                f"stopped in epoch {done.epochs + 1} after {done.batches} of {self._batches_per_epoch} batches; "
                f"everything is saved. Go on with: {self._command}"
            ) from None

    def _advice(self, error: NotFinite, progress: RunProgress) -> str:
        what = f"the loss of epoch {progress.epochs + 1} ({error}) is not a number any more"
        if not self._state.progress():
            return f"{what}, and no epoch is complete; delete {self._output} and train with a lower --learning-rate"
        return (
            f"{what}; the model and the state of epoch {self._state.progress().epochs} are kept in {self._output}. "
            "Go on from there at half the rate with: "
            f"{self._command} --rate-factor 0.5"
        )

    def _start_heads(self) -> None:
        """Set the age head's bias to the frequency of the ages and, where the recipe asks for it, fit the heads."""
        recipe = self._recipe
        bias = self._model.get_layer("age_logits").bias
        bias.assign(age_scheme(recipe.age).start_bias(self._train.ages))
        if recipe.head_epochs:
            zoom = relative_zoom(self._train.zoom, recipe.zoom)
            fit_heads(self._model, self._train, recipe.head_epochs, recipe_losses(recipe), recipe.seed, zoom)

    def _restore(self) -> RunProgress:
        progress = self._state.restore(self._model)
        return RunProgress(progress.epochs, progress.batches, self._rate_factor)

    def _batches(self, progress: RunProgress) -> FaceBatches:
        return training_batches(self._train, self._recipe, self._soft_targets, progress, self._workers, self._teachers)


def _set_process_state(recipe: Recipe) -> None:
    """Set what holds for the whole process: OpenCV's threads, all seeds, Keras's dtype policy."""
    use_one_opencv_thread()
    keras.utils.set_random_seed(recipe.seed)
    keras.mixed_precision.set_global_policy(recipe.precision)
