"""Average the weights of several runs' models."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np

from inference.files import atomic_path, write_json

from ..recipe import Recipe
from ..run_folder import AVERAGED_FILE, MODEL_FILE, claim_folder, read_recipe, trained_model

log = logging.getLogger(__name__)

# what models must have in common for their weights to mean the same
_ALIKE = ("backbone", "start_weights", "input_size", "zoom", "age")
# of batch normalisation; models that freeze it may be averaged
_STATISTICS = ("moving_mean", "moving_variance")


def average(runs: Sequence[Path], output: Path) -> Path:
    """Write the mean of several models' weights as a run's folder, which can be exported as any other.

    Models that start from the same weights and heads lie in one valley of the loss, and the middle is often
    better than either end, at the cost of one (Wortsman et al., "Model soups", ICML 2022).

    Args:
        runs: folders of finished runs, two at least, of one backbone and from the same start.
        output: the new folder; what is there already is not overwritten.

    Returns:
        The averaged model's file.

    Raises:
        FileNotFoundError: a folder holds no run or no model.
        FileExistsError: the new folder holds something.
        ValueError: fewer than two runs, models that don't fit together, or whose batch normalisation has other
            statistics in each, the mean of which would fit none of them.
    """
    if len(runs) < 2:
        raise ValueError("an average takes two runs at least")
    recipes = [read_recipe(run) for run in runs]
    for recipe, run in zip(recipes[1:], runs[1:], strict=True):
        _check_alike(recipes[0], recipe, runs[0], run)
    if output.exists() and any(output.iterdir()):
        raise FileExistsError(f"{output} is not empty; choose a folder of its own")
    first, *others = [keras.models.load_model(trained_model(run), compile=False) for run in runs]
    weights = [{variable.path: np.asarray(variable) for variable in other.weights} for other in others]
    for variable in first.weights:
        if "seed_generator" in variable.path:
            continue
        values = [np.asarray(variable), *(each[variable.path] for each in weights)]
        if variable.path.endswith(_STATISTICS) and not all(np.array_equal(values[0], value) for value in values):
            raise ValueError(f"batch normalisation has other statistics in each run ({variable.path}); no mean fits")
        variable.assign(np.mean(values, axis=0))
    claim_folder(output, recipes[0])
    with atomic_path(output / MODEL_FILE) as part:
        first.save(part)
    write_json(output / AVERAGED_FILE, [recipe.written() for recipe in recipes])
    log.info("the mean of %d models is in %s", len(runs), output)
    return output / MODEL_FILE


def _check_alike(first: Recipe, other: Recipe, first_run: Path, other_run: Path) -> None:
    for name in _ALIKE:
        here, there = getattr(first, name), getattr(other, name)
        if here != there:
            what = name.replace("_", " ")
            raise ValueError(f"{first_run} and {other_run} don't fit together: {what} {here!r} and {there!r}")
