"""Join several trained models into one larger one."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from inference.files import atomic_path, write_json

from ..models.combined import combined_model
from ..run_folder import COMBINED_FILE, MODEL_FILE, claim_folder, read_recipe, trained_model
from .convert import serving_model

log = logging.getLogger(__name__)


def combine(runs: Sequence[Path], output: Path) -> Path:
    """Write the model that averages several models' predictions as a run's folder, which can be exported as any other.

    It is right more often than the best of them, and costs as much as all of them together.

    Args:
        runs: folders of finished runs; the first one's model sees the most and has the largest input.
        output: the new folder; what is there already is not overwritten.

    Returns:
        The combined model's file.

    Raises:
        FileNotFoundError: a folder holds no run or no model.
        FileExistsError: the new folder holds something.
        ValueError: fewer than two runs, or the first model is not the one that sees the most.
    """
    if len(runs) < 2:
        raise ValueError("a combination takes two runs at least")
    recipes = [read_recipe(run) for run in runs]
    if output.exists() and any(output.iterdir()):
        raise FileExistsError(f"{output} is not empty; choose a folder of its own")
    models = [serving_model(trained_model(run), recipe.written()) for run, recipe in zip(runs, recipes, strict=True)]
    model = combined_model(models, [recipe.zoom for recipe in recipes])
    claim_folder(output, recipes[0])
    with atomic_path(output / MODEL_FILE) as part:
        model.save(part)
    write_json(output / COMBINED_FILE, [recipe.written() for recipe in recipes])
    log.info("%d models as one are in %s", len(runs), output)
    return output / MODEL_FILE
