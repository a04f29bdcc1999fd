"""Build the model of a recipe and compile it: start weights, frozen layers, losses, metrics, optimiser."""

from __future__ import annotations

from pathlib import Path

import keras

from ..datasets.batches import AGE_LABEL_COLUMNS
from ..models.registry import build_model
from ..objectives.age_schemes import age_scheme
from ..objectives.losses import DistilledLoss, SmoothedCrossEntropy
from ..objectives.metrics import KnownAccuracy
from ..recipe import Recipe


def build_recipe_model(recipe: Recipe, start_weights: Path | str | None) -> keras.Model:
    """Build the model that a recipe describes, with the named layers frozen.

    Args:
        recipe: of the run.
        start_weights: where the backbone's weights come from, or None where the run has weights of its own already.

    Raises:
        OSError, ValueError: unknown backbone, missing or unfit weights, or nothing to freeze under a name.
    """
    model = build_model(
        recipe.backbone,
        recipe.input_size,
        start_weights,
        drop_path=recipe.drop_path,
        dropout=recipe.dropout,
        age=recipe.age,
        l2=recipe.l2,
    )
    _freeze(model, recipe)
    return model


def checked_start_weights(recipe: Recipe, given: Path | str | None) -> Path | str | None:
    """Return the start weights of a run that begins.

    Raises:
        ValueError: those given are not the ones that the recipe names.
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
    """Exclude the named layers of the backbone from training.

    Raises:
        ValueError: a prefix fits no layer.
    """
    layers = [layer for part in model.layers if isinstance(part, keras.Model) for layer in part.layers]
    for prefix in recipe.freeze:
        chosen = [layer for layer in layers if layer.name.startswith(prefix)]
        if not chosen:
            raise ValueError(f"{recipe.backbone} has no layer whose name begins with {prefix!r}")
        for layer in chosen:
            layer.trainable = False


def recipe_losses(recipe: Recipe, distilled: bool = False) -> dict[str, keras.losses.Loss]:
    """Return the loss of every head.

    Args:
        recipe: of the run.
        distilled: whether the targets carry teachers' probabilities beside the labels.
    """
    losses = {
        "age": age_scheme(recipe.age).loss(),
        "gender": SmoothedCrossEntropy(recipe.label_smoothing),
        "ethnicity": SmoothedCrossEntropy(recipe.label_smoothing),
    }
    if distilled:
        columns = {"age": AGE_LABEL_COLUMNS}
        return {head: DistilledLoss(loss, recipe.distil_weight, columns.get(head, 1)) for head, loss in losses.items()}
    return losses


def compile_model(
    model: keras.Model, recipe: Recipe, batches_per_epoch: int, rate_factor: float, distilled: bool
) -> None:
    """Give a model its losses, metrics and optimiser: AdamW with warm-up, cosine decay and averaged weights.

    Args:
        model: of `build_recipe_model`.
        recipe: of the run.
        batches_per_epoch: steps of the optimiser per epoch.
        rate_factor: the recipe's learning rate is multiplied by it.
        distilled: whether the targets carry teachers' probabilities beside the labels.
    """
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
        loss=recipe_losses(recipe, distilled),
        metrics={
            "age": age_scheme(recipe.age).metrics(),
            "gender": [KnownAccuracy()],
            "ethnicity": [KnownAccuracy()],
        },
        jit_compile=False,
    )
