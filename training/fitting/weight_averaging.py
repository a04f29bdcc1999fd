"""Average the weights of several models."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
from keras import layers

from inference.attributes import NUM_CLASSES
from inference.files import atomic_path, write_json

from ..models.exported_heads import load_exported_heads
from ..models.mobilefacenet import FEATURE_SCALE
from ..models.nested_layers import nested_layers
from ..recipe import Recipe
from ..run_folder import AVERAGED_FILE, MODEL_FILE, claim_folder, read_recipe, trained_model
from .compile import build_recipe_model

log = logging.getLogger(__name__)

# what models must have in common for their weights to mean the same
_ALIKE = ("backbone", "start_weights", "input_size", "age")
# of batch normalisation; models that freeze it may be averaged
_STATISTICS = ("moving_mean", "moving_variance")


def average(
    models: Sequence[Path], output: Path, shares: Sequence[float] | None = None, zoom: float | None = None
) -> Path:
    """Write the mean of several models' weights as a run's folder, which can be exported as any other.

    Models that start from the same weights lie in one valley of the loss, and a point between them is often better
    than either end, at the cost of one: the mean of runs from one start (Wortsman et al., "Model soups", ICML 2022), or
    a model and what it was trained on to, which keeps what the first knew of its own data (Wortsman et al., "Robust
    fine-tuning of zero-shot models", CVPR 2022).

    Args:
        models: folders of finished runs, of one backbone and from the same start; behind the first one also `.onnx`
            files that `export` wrote of this backbone.
        output: the new folder; what is there already is not overwritten.
        shares: of each model in the mean, over 0; they are scaled to sum to 1. None for equal ones.
        zoom: at which the mean looks at faces; needed where the models' own differ.

    Returns:
        The averaged model's file.

    Raises:
        FileNotFoundError: a folder holds no run or no model.
        FileExistsError: the new folder holds something.
        ValueError: fewer than two models, shares that are none, models that don't fit together, or whose batch
            normalisation has other statistics in each, the mean of which would fit none of them.
    """
    if len(models) < 2:
        raise ValueError("an average takes two models at least")
    weights = _checked_shares(shares, len(models))
    recipe = _common_recipe(models, zoom)
    if output.exists() and any(output.iterdir()):
        raise FileExistsError(f"{output} is not empty; choose a folder of its own")
    first, *others = [_load(model, recipe) for model in models]
    for other in others:
        _take_feature_scale(other, first)
    values = [{variable.path: np.asarray(variable) for variable in other.weights} for other in others]
    for variable in first.weights:
        if "seed_generator" in variable.path:
            continue
        each = [np.asarray(variable), *(value[variable.path] for value in values)]
        if variable.path.endswith(_STATISTICS) and not all(np.array_equal(each[0], value) for value in each):
            raise ValueError(f"batch normalisation has other statistics in each model ({variable.path}); no mean fits")
        variable.assign(np.average(each, axis=0, weights=weights))
    claim_folder(output, recipe)
    with atomic_path(output / MODEL_FILE) as part:
        first.save(part)
    write_json(output / AVERAGED_FILE, [_origin(*of) for of in zip(models, weights, strict=True)])
    log.info("the mean of %d models is in %s", len(models), output)
    return output / MODEL_FILE


def _checked_shares(shares: Sequence[float] | None, count: int) -> list[float]:
    if shares is None:
        return [1 / count] * count
    if len(shares) != count or not all(0 < share < np.inf for share in shares):
        raise ValueError(f"expected {count} shares over 0, one a model, not {', '.join(map(str, shares))}")
    return [share / sum(shares) for share in shares]


def _common_recipe(models: Sequence[Path], zoom: float | None) -> Recipe:
    if _is_export(models[0]):
        raise ValueError(f"{models[0]} is no run; name a run first, whose recipe the mean takes over")
    runs = [model for model in models if not _is_export(model)]
    recipes = [read_recipe(run) for run in runs]
    for recipe, run in zip(recipes[1:], runs[1:], strict=True):
        _check_alike(recipes[0], recipe, runs[0], run, _ALIKE if zoom is not None else (*_ALIKE, "zoom"))
    return recipes[0] if zoom is None else replace(recipes[0], zoom=zoom)


def _is_export(model: Path) -> bool:
    return model.suffix == ".onnx"


def _load(model: Path, recipe: Recipe) -> keras.Model:
    if not _is_export(model):
        return keras.models.load_model(trained_model(model), compile=False)
    loaded = build_recipe_model(recipe, model)
    load_exported_heads(loaded, model)
    return loaded


def _take_feature_scale(model: keras.Model, other: keras.Model) -> None:
    """Give a model the fixed scaling of features that another has; its heads are turned to predict as before."""
    ours, theirs = _feature_scale(model), _feature_scale(other)
    if ours is None or theirs is None:
        return
    ratio = np.sqrt((theirs.moving_variance + theirs.epsilon) / (ours.moving_variance + ours.epsilon))
    shift = (theirs.moving_mean - ours.moving_mean) / np.sqrt(ours.moving_variance + ours.epsilon)
    for name in NUM_CLASSES:
        kernel, bias = model.get_layer(f"{name}_logits").get_weights()
        turned = [np.asarray(ratio)[:, None] * kernel, bias + np.asarray(shift) @ kernel]
        model.get_layer(f"{name}_logits").set_weights(turned)
    ours.set_weights(theirs.get_weights())


def _feature_scale(model: keras.Model) -> layers.BatchNormalization | None:
    return next((layer for layer in nested_layers(model) if layer.name == FEATURE_SCALE), None)


def _origin(model: Path, share: float) -> dict[str, object]:
    """Return what the mean's folder says of one of its models."""
    origin = {"model": model.name} if _is_export(model) else read_recipe(model).written()
    return {**origin, "share": round(share, 4)}


def _check_alike(first: Recipe, other: Recipe, first_run: Path, other_run: Path, names: Sequence[str]) -> None:
    for name in names:
        here, there = getattr(first, name), getattr(other, name)
        if here != there:
            what = name.replace("_", " ")
            raise ValueError(f"{first_run} and {other_run} don't fit together: {what} {here!r} and {there!r}")
