"""The folder of a training run: the names in it, how a run is recognised, and how a folder is claimed for one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from inference.files import is_unfinished, write_json

from .recipe import Recipe, describe_difference, recipe_from

MODEL_FILE = "network.keras"
RECIPE_FILE = "recipe.json"
HISTORY_FILE = "history.csv"
# the recipes of all runs whose mean the model is; the folder's own recipe is that of the first one
AVERAGED_FILE = "averaged.json"
# the recipes of all runs whose predictions the model averages
COMBINED_FILE = "combined.json"
STATE_FOLDER = "state"
TENSORBOARD_FOLDER = "tensorboard"
# inside the state's folder
SOFT_TARGETS_FILE = "teachers.npz"


def is_run(path: Path) -> bool:
    """Return whether a path is the folder of a training run that holds a trained model."""
    return (path / MODEL_FILE).is_file()


def trained_model(run: Path) -> Path:
    """Return the file with the trained model of a run.

    Raises:
        FileNotFoundError: the run holds no model.
    """
    if not is_run(run):
        raise FileNotFoundError(f"{run / MODEL_FILE} does not exist; train first, a model is kept after every epoch")
    return run / MODEL_FILE


def read_recipe(run: Path) -> Recipe:
    """Read the recipe of a run; what an earlier version did not write takes its default.

    Raises:
        FileNotFoundError: the folder holds no run.
        ValueError: the recipe can't be read, or is of a later version.
    """
    path = run / RECIPE_FILE
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist: {run} is not the folder of a run")
    try:
        return recipe_from(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, AttributeError, TypeError) as error:
        raise ValueError(f"{path} can't be read: {error}; delete {run} and train afresh, or update FaceLens") from error


def read_averaged(run: Path) -> list[dict[str, Any]]:
    """Return the recipes of the runs whose mean a run is, in their JSON form; none where it was trained itself."""
    path = run / AVERAGED_FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def read_combined(run: Path) -> list[dict[str, Any]]:
    """Return the recipes of the runs that a run combines, in their JSON form; none where it is one model."""
    path = run / COMBINED_FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


def claim_folder(output: Path, recipe: Recipe) -> None:
    """Make a folder that of a run: a new one, an empty one, or one that holds a run of the same recipe.

    Raises:
        ValueError: it holds another run, or something that is none.
        OSError: it can't be written.
    """
    output.mkdir(parents=True, exist_ok=True)
    path = output / RECIPE_FILE
    if path.exists():
        existing = read_recipe(output)
        if existing != recipe:
            raise ValueError(
                f"{output} holds a run of another recipe ({describe_difference(existing, recipe)}); choose another "
                "folder, or delete it to start afresh, or use --resume to go on with the recipe that is there"
            )
        return
    # a start that was killed while it wrote the recipe has left no run
    foreign = sorted(entry.name for entry in output.iterdir() if not is_unfinished(entry))
    if foreign:
        raise ValueError(f"{output} holds {', '.join(foreign[:5])} and no {RECIPE_FILE}; choose a folder of its own")
    write_json(path, recipe.written())
