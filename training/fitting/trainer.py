"""One training run: data, network, optimiser, callbacks; resumes where it was killed."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import keras
import numpy as np

from ..datasets.batches import FaceBatches, use_one_opencv_thread
from ..datasets.class_balance import balance_faces, check_labels, warn_of_gaps
from ..datasets.face_table import FaceTable, at_most, load_faces
from ..datasets.splits import TRAIN, VAL
from ..models.registry import build_model
from ..objectives.age_schemes import age_scheme
from ..objectives.losses import DistilledLoss, SmoothedCrossEntropy
from ..objectives.metrics import KnownAccuracy
from ..recipe import Recipe
from ..run_folder import HISTORY_FILE, MODEL_FILE, SOFT_TARGETS_FILE, STATE_FOLDER, TENSORBOARD_FOLDER, claim_folder
from .callbacks.checkpoint import KeepAveraged
from .callbacks.history import History, read_history, validation_line
from .callbacks.progress import ReportProgress
from .callbacks.stopping import Interrupted, LeaveOnSignal, NotFinite, Signals, StopEarly, StopOnNotFinite, TimeBudget
from .callbacks.training_state import Progress, RunState, SaveState
from .distillation import SoftTargets, soft_targets
from .linear_probe import fit_heads
from .notify import Notifier

log = logging.getLogger(__name__)

_VAL_BATCH = 128


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How a run is watched and bounded; nothing of it belongs to the recipe.

    Attributes:
        rate_factor: the learning rate is multiplied with it from here on.
        minutes: the run is ended after so many; None lets it go to its end.
        tensorboard: write curves for TensorBoard.
        notify: Apprise addresses to tell of the end.
        stream: read the crops from disk as they are needed, where memory is short.
    """

    rate_factor: float = 1.0
    minutes: float | None = None
    tensorboard: bool = False
    notify: tuple[str, ...] = ()
    stream: bool = False

    def __post_init__(self) -> None:
        for name in ("rate_factor", "minutes"):
            value = getattr(self, name)
            if value is not None and not 0 < value < float("inf"):
                raise ValueError(f"{name.replace('_', ' ')} is {value}; expected a number over 0")


def train(
    data: Path,
    output: Path,
    recipe: Recipe,
    start_weights: Path | str | None = None,
    teachers: Sequence[Path] = (),
    run_options: RunOptions | None = None,
) -> keras.Model:
    """Train, or go on training where an earlier run into the same folder was stopped.

    Args:
        data: HDF5 file made by `python -m training prepare`.
        output: folder for the network, the recipe, the history and the state of the run.
        recipe: what to do.
        start_weights: the file that `recipe.start_weights` names.
        teachers: the files that `recipe.teachers` names.
        run_options: how it is watched and bounded.

    Returns:
        The network with averaged weights, as saved in `output/network.keras`.

    Raises:
        FileNotFoundError, ValueError: no data, unknown backbone, unfit weights, a folder of another recipe, or a loss
            that is no number any more; the network and the state of the last good epoch are kept.
        OSError: something could not be saved; what was saved before is intact.
        Interrupted: Ctrl-C or SIGTERM; the state is saved.
    """
    run_options = run_options or RunOptions()
    notifier = Notifier(run_options.notify)
    try:
        run = _Run(data, output, recipe, start_weights, teachers, run_options)
        with Signals() as signals:
            run.go(signals)
    except BaseException as error:
        notifier.tell(f"FaceLens: {output.name} stopped", f"{type(error).__name__}: {error}")
        raise
    last = run.history[-1] if run.history else {}
    epochs = int(last.get("epoch", -1)) + 1
    notifier.tell(f"FaceLens: {output.name} is done", f"{recipe.backbone}, epoch {epochs}: {validation_line(last)}")
    return keras.models.load_model(output / MODEL_FILE)


class _Run:
    """Data and network of one run, and its segments of fitting: the rest of a stopped epoch, then whole epochs."""

    def __init__(
        self,
        data: Path,
        output: Path,
        recipe: Recipe,
        start_weights: Path | str | None,
        teachers: Sequence[Path],
        run_options: RunOptions,
    ) -> None:
        use_one_opencv_thread()
        keras.utils.set_random_seed(recipe.seed)
        keras.mixed_precision.set_global_policy(recipe.precision)
        self._output = output
        self._recipe = recipe
        self._run_options = run_options
        self._state = RunState(output / STATE_FOLDER)
        started = self._state.progress()
        # a run that goes on has its weights already
        weights = None if started else _start(recipe, start_weights)
        self._model = build_model(
            recipe.backbone,
            recipe.input_size,
            weights,
            drop_path=recipe.drop_path,
            dropout=recipe.dropout,
            age=recipe.age,
            l2=recipe.l2,
        )
        _freeze(self._model, recipe)
        claim_folder(output, recipe)
        self._train, self._val = (self._load(data, fold) for fold in (TRAIN, VAL))
        log.info("%d faces to train on, %d to validate", len(self._train), len(self._val))
        self._answers = self._teachers_answers(teachers)
        self._rate_factor = started.rate_factor * run_options.rate_factor
        self._batches_per_epoch = self._batches(Progress()).batches_per_epoch
        if not started:
            self._begin()
        _compile(self._model, recipe, self._batches_per_epoch, self._rate_factor, bool(self._answers))

    @property
    def history(self) -> list[dict[str, float]]:
        return read_history(self._output / HISTORY_FILE)

    def go(self, signals: Signals) -> None:
        """Fit until the recipe, the patience, the time or a person ends it."""
        budget = None if self._run_options.minutes is None else TimeBudget(self._run_options.minutes)
        progress = self._restore()
        while progress.epochs < self._recipe.epochs:
            history = History(self._output / HISTORY_FILE, progress.epochs)
            early = StopEarly(self._recipe.patience, history.val_losses) if self._recipe.patience else None
            if early is not None and early.exhausted:
                return
            self._fit(progress, history, early, budget, signals)
            if budget is not None and budget.spent:
                return
            # fitting leaves the averaged weights in the network
            progress = self._restore()

    def _fit(
        self,
        progress: Progress,
        history: History,
        early: StopEarly | None,
        budget: TimeBudget | None,
        signals: Signals,
    ) -> None:
        best = min(history.val_losses, default=float("inf")) if early is not None else None
        save = SaveState(self._state, progress, self._batches_per_epoch)
        callbacks = [
            StopOnNotFinite(),
            KeepAveraged(self._output / MODEL_FILE, best),
            keras.callbacks.SwapEMAWeights(swap_on_epoch=False),
            history,
            *(each for each in (early, budget) if each is not None),
            *self._tensorboard(),
            ReportProgress(self._batches_per_epoch, progress.batches),
            save,
            LeaveOnSignal(signals, save.save_now),
        ]
        try:
            self._model.fit(
                self._batches(progress),
                validation_data=FaceBatches(self._val, self._recipe.input_size, _VAL_BATCH),
                initial_epoch=progress.epochs,
                # the rest of a stopped epoch stands alone: its number of batches is another
                epochs=progress.epochs + 1 if progress.batches else self._recipe.epochs,
                callbacks=callbacks,
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
                f"everything is saved. Go on with: python -m training train --output {self._output} --resume"
            ) from None

    def _advice(self, error: NotFinite, progress: Progress) -> str:
        what = f"the loss of epoch {progress.epochs + 1} ({error}) is not a number any more"
        if not self._state.progress():
            return f"{what}, and no epoch is complete; delete {self._output} and train with a lower --learning-rate"
        return (
            f"{what}; the network and the state of epoch {self._state.progress().epochs} are kept in {self._output}. "
            "Go on from there at half the rate with: "
            f"python -m training train --output {self._output} --resume --rate-factor 0.5"
        )

    def _load(self, data: Path, fold: str) -> FaceTable:
        limit = self._recipe.limit
        faces = load_faces(data, fold, stream=self._run_options.stream or limit is not None)
        faces = at_most(faces, limit, self._recipe.seed)
        check_labels(faces, f"{data}, {fold}")
        warn_of_gaps(faces, fold)
        return faces

    def _begin(self) -> None:
        """What is done once, before the first step."""
        recipe = self._recipe
        bias = self._model.get_layer("age_logits").bias
        bias.assign(age_scheme(recipe.age).start_bias(self._train.ages))
        if recipe.head_epochs:
            fit_heads(
                self._model, self._train, recipe.input_size, recipe.head_epochs, _losses(recipe), seed=recipe.seed
            )

    def _restore(self) -> Progress:
        progress = self._state.restore(self._model)
        return Progress(progress.epochs, progress.batches, self._rate_factor)

    def _batches(self, progress: Progress) -> FaceBatches:
        recipe = self._recipe
        balance = balance_faces(
            self._train, recipe.balance, recipe.age_power, recipe.ethnicity_power, recipe.gender_power
        )
        return FaceBatches(
            self._train,
            recipe.input_size,
            recipe.batch_size,
            recipe.augmentation,
            balance,
            self._answers,
            seed=recipe.seed,
            first_epoch=progress.epochs,
            first_batch=progress.batches,
        )

    def _teachers_answers(self, teachers: Sequence[Path]) -> SoftTargets:
        """Asked once; a run that goes on reads them from its folder."""
        if not self._recipe.teachers:
            return {}
        kept = self._output / STATE_FOLDER / SOFT_TARGETS_FILE
        if kept.exists():
            with np.load(kept) as archive:
                return {head: archive[head] for head in archive.files}
        if not teachers:
            raise ValueError(f"the recipe has the teachers {', '.join(self._recipe.teachers)}; give them with --distil")
        answers = soft_targets(teachers, self._train, self._recipe.age)
        kept.parent.mkdir(exist_ok=True)
        part = kept.with_name("saving-" + kept.name)
        np.savez(part, **answers)
        part.replace(kept)
        return answers

    def _tensorboard(self) -> list[keras.callbacks.Callback]:
        if not self._run_options.tensorboard:
            return []
        return [keras.callbacks.TensorBoard(self._output / TENSORBOARD_FOLDER, write_graph=False)]


def _start(recipe: Recipe, given: Path | str | None) -> Path | str | None:
    """Start weights of a run that begins.

    Raises:
        ValueError: they are not those of the recipe.
    """
    if recipe.start_weights == "imagenet":
        return recipe.start_weights
    name = None if given is None else Path(given).name
    if name != recipe.start_weights:
        raise ValueError(
            f"the recipe starts from {recipe.start_weights or 'no weights'}, given were {name or 'none'}; "
            "give the file with --start"
        )
    return given


def _freeze(model: keras.Model, recipe: Recipe) -> None:
    """Hold the named layers of the backbone still.

    Raises:
        ValueError: a beginning fits no layer.
    """
    layers = [layer for part in model.layers if isinstance(part, keras.Model) for layer in part.layers]
    for beginning in recipe.freeze:
        chosen = [layer for layer in layers if layer.name.startswith(beginning)]
        if not chosen:
            raise ValueError(f"{recipe.backbone} has no layer whose name begins with {beginning!r}")
        for layer in chosen:
            layer.trainable = False


def _losses(recipe: Recipe, distilled: bool = False) -> dict[str, keras.losses.Loss]:
    losses = {
        "age": age_scheme(recipe.age).loss(),
        "gender": SmoothedCrossEntropy(recipe.label_smoothing),
        "ethnicity": SmoothedCrossEntropy(recipe.label_smoothing),
    }
    if distilled:
        return {head: DistilledLoss(loss, recipe.distil_weight) for head, loss in losses.items()}
    return losses


def _compile(model: keras.Model, recipe: Recipe, batches_per_epoch: int, rate_factor: float, distilled: bool) -> None:
    peak = recipe.learning_rate * rate_factor
    warmup = max(1, round(recipe.warmup_epochs * batches_per_epoch))
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=peak * 0.01,
        warmup_target=peak,
        warmup_steps=warmup,
        decay_steps=max(1, recipe.epochs * batches_per_epoch - warmup),
        alpha=0.01,
    )
    optimizer = keras.optimizers.AdamW(
        schedule,
        weight_decay=recipe.weight_decay,
        global_clipnorm=recipe.clip_norm,
        use_ema=True,
        ema_momentum=recipe.average,
    )
    optimizer.exclude_from_weight_decay(
        var_list=[variable for variable in model.trainable_variables if len(variable.shape) < 2]
    )
    model.compile(
        optimizer=optimizer,
        loss=_losses(recipe, distilled),
        metrics={
            "age": age_scheme(recipe.age).metrics(),
            "gender": [KnownAccuracy()],
            "ethnicity": [KnownAccuracy()],
        },
        jit_compile=False,
    )
