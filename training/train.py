"""One training run: data, network, optimiser, callbacks; resumes where it was killed."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path

import keras

from .augmentation import AugmentationSettings
from .datasets.balance import sampling_weights
from .datasets.batches import FaceBatches, use_one_opencv_thread
from .datasets.cache import load_faces
from .datasets.splits import TRAIN, VAL
from .losses import AgeDistributionLoss, SmoothedCrossEntropy
from .metrics import AgeMAE
from .models.registry import build_network
from .warmup import fit_heads

log = logging.getLogger(__name__)

NETWORK_FILE = "network.keras"
RECIPE_FILE = "recipe.json"
HISTORY_FILE = "history.csv"


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the outcome of a run; stored beside the network and quoted in its card.

    Attributes:
        backbone: a name of the registry.
        start_weights: `.npz` file name of the pretrained backbone, or None.
        input_size: side of the crops in pixels.
        epochs, batch_size, seed: as ever.
        learning_rate: peak of AdamW's rate; warm-up over `warmup_epochs`, then cosine decay to 1 % of it.
        weight_decay: AdamW's, on kernels only.
        clip_norm: bound of the gradient's global norm.
        average: decay a step of the averaged weights, which are the ones kept.
        drop_path, dropout, label_smoothing: regularisation.
        age_power, ethnicity_power: balance of the sampling, see `datasets.balance`.
        precision: Keras's dtype policy.
        freeze: beginnings of the names of backbone layers that keep their start weights.
        head_epochs: passes of the heads alone before the run, see `warmup`; 0 leaves it out.
        augmentation: strengths and chances.
    """

    backbone: str = "edgenext_xs"
    start_weights: str | None = None
    input_size: int = 112
    epochs: int = 12
    batch_size: int = 64
    seed: int = 0
    learning_rate: float = 8e-4
    warmup_epochs: float = 0.5
    weight_decay: float = 0.05
    clip_norm: float = 2.0
    average: float = 0.998
    drop_path: float = 0.1
    dropout: float = 0.2
    label_smoothing: float = 0.05
    age_power: float = 0.25
    ethnicity_power: float = 0.25
    precision: str = "float32"
    freeze: tuple[str, ...] = ()
    head_epochs: int = 0
    augmentation: AugmentationSettings = field(default_factory=AugmentationSettings)


class _KeepAveraged(keras.callbacks.Callback):
    """Saves the network while its averaged weights are swapped in for validation; stands before the swapper."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def on_test_end(self, logs: dict[str, float] | None = None) -> None:
        part = self._path.with_name("saving-" + self._path.name)
        self.model.save(part)
        part.replace(self._path)


def train(data: Path, output: Path, recipe: Recipe, start_weights: Path | None = None) -> keras.Model:
    """Train, or go on training where an earlier run into the same folder was stopped.

    Args:
        data: HDF5 file made by `python -m training prepare`.
        output: folder for the network, the recipe, the history and the state of the run.
        recipe: what to do.
        start_weights: the file that `recipe.start_weights` names.

    Returns:
        The network with averaged weights, as saved in `output/network.keras`.

    Raises:
        FileNotFoundError, ValueError: no data, unknown backbone, unfit weights, or a folder of another recipe.
    """
    output.mkdir(parents=True, exist_ok=True)
    _claim_folder(output, recipe)
    use_one_opencv_thread()
    keras.utils.set_random_seed(recipe.seed)
    keras.mixed_precision.set_global_policy(recipe.precision)
    train_faces, val_faces = load_faces(data, TRAIN), load_faces(data, VAL)
    log.info("%d faces to train on, %d to validate", len(train_faces), len(val_faces))
    batches = FaceBatches(
        train_faces,
        recipe.input_size,
        recipe.batch_size,
        recipe.augmentation,
        sampling_weights(train_faces, recipe.age_power, recipe.ethnicity_power),
        recipe.seed,
        first_epoch=_epochs_done(output),
    )
    model = build_network(recipe.backbone, recipe.input_size, start_weights, recipe.drop_path, recipe.dropout)
    _freeze(model, recipe)
    if recipe.head_epochs and not _epochs_done(output):
        fit_heads(model, train_faces, recipe.input_size, recipe.head_epochs, _losses(recipe), seed=recipe.seed)
    _compile(model, recipe, steps_per_epoch=len(batches))
    model.fit(
        batches,
        validation_data=FaceBatches(val_faces, recipe.input_size, 128),
        epochs=recipe.epochs,
        callbacks=[
            # saves the plain weights and the optimiser at the end of every epoch, twice in turns
            keras.callbacks.BackupAndRestore(output / "state", double_checkpoint=True, delete_checkpoint=False),
            _KeepAveraged(output / NETWORK_FILE),
            keras.callbacks.SwapEMAWeights(swap_on_epoch=False),
            keras.callbacks.CSVLogger(output / HISTORY_FILE, append=_epochs_done(output) > 0),
            keras.callbacks.TerminateOnNaN(),
        ],
        verbose=2,
    )
    return keras.models.load_model(output / NETWORK_FILE)


def _claim_folder(output: Path, recipe: Recipe) -> None:
    path = output / RECIPE_FILE
    wanted = json.dumps(asdict(recipe), indent=2) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") != wanted:
        raise ValueError(f"{output} holds a run of another recipe; choose another folder, or delete it to start afresh")
    path.write_text(wanted, encoding="utf-8")


def _epochs_done(output: Path) -> int:
    state = output / "state" / "training_metadata.json"
    return int(json.loads(state.read_text(encoding="utf-8"))["epoch"]) if state.exists() else 0


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


def _losses(recipe: Recipe) -> dict[str, keras.losses.Loss]:
    return {
        "age": AgeDistributionLoss(),
        "gender": SmoothedCrossEntropy(recipe.label_smoothing),
        "ethnicity": SmoothedCrossEntropy(recipe.label_smoothing),
    }


def _compile(model: keras.Model, recipe: Recipe, steps_per_epoch: int) -> None:
    warmup = max(1, round(recipe.warmup_epochs * steps_per_epoch))
    schedule = keras.optimizers.schedules.CosineDecay(
        initial_learning_rate=recipe.learning_rate * 0.01,
        warmup_target=recipe.learning_rate,
        warmup_steps=warmup,
        decay_steps=max(1, recipe.epochs * steps_per_epoch - warmup),
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
        loss=_losses(recipe),
        metrics={
            "age": [AgeMAE()],
            "gender": [keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
            "ethnicity": [keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
        },
        jit_compile=False,
    )
