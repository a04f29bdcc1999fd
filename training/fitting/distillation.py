"""Distillation: teacher models' probabilities for the faces to train on, learnt beside the labels."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from inference.attributes import NUM_CLASSES
from inference.errors import FaceLensError
from inference.files import atomic_path
from inference.types import Predictions

from ..datasets.face_table import FaceTable
from ..objectives.age_schemes import age_scheme
from ..predict import Predictor, open_predictor, predict_file
from ..recipe import Recipe

log = logging.getLogger(__name__)

# probabilities by attribute, for every face
SoftTargets = dict[str, NDArray[np.float32]]


def soft_targets(teachers: Sequence[Path], faces: FaceTable, age: str) -> SoftTargets:
    """Compute the teachers' mean probabilities for every face, without augmentation.

    Args:
        teachers: `.onnx` files under the model's contract, or a run's `network.keras`.
        faces: to predict.
        age: the age scheme of the model to be taught.

    Returns:
        `age` (N, units of the scheme; absent for one number, which has no probabilities to teach), `gender` (N, 2),
        `ethnicity` (N, 5): float32 probabilities.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is no model of this project.
    """
    predictions = [_predict(teacher, faces) for teacher in teachers]
    targets = in_scheme(predictions, age)
    if "age" not in targets:
        log.info("the teachers' ages are left out: one number has no probabilities to learn from")
    return targets


def in_scheme(predictions: Sequence[Predictions], age: str) -> SoftTargets:
    """Return the mean of several models' predictions for the same faces as soft targets, see `soft_targets`."""
    columns = zip(NUM_CLASSES, zip(*predictions, strict=True), strict=True)
    mean = {name: np.mean(arrays, axis=0).astype(np.float32) for name, arrays in columns}
    scheme = age_scheme(age)
    if scheme.bounds is not None:
        mean["age"] = (
            mean["age"] @ np.eye(scheme.units, dtype=np.float32)[scheme.classes_of(np.arange(NUM_CLASSES["age"]))]
        )
    elif scheme.units == 1:
        del mean["age"]
    return mean


def load_soft_targets(path: Path, recipe: Recipe, teachers: Sequence[Path], faces: FaceTable) -> SoftTargets:
    """Return the soft targets of a run: computed once, read from its folder where the run goes on.

    Args:
        path: the `.npz` file in which they are kept.
        recipe: of the run.
        teachers: the files that the recipe names.
        faces: to train on.

    Returns:
        As `soft_targets`; empty where the recipe has no teachers.

    Raises:
        FileNotFoundError, ValueError: a teacher is missing, or is no model of this project.
        OSError: they can't be kept.
    """
    if not recipe.teachers or recipe.distil_on == "views":
        return {}
    if path.exists():
        with np.load(path) as archive:
            return {head: archive[head] for head in archive.files}
    targets = soft_targets(given_teachers(recipe, teachers), faces, recipe.age)
    path.parent.mkdir(exist_ok=True)
    with atomic_path(path) as part, part.open("wb") as file:
        np.savez(file, **cast("dict[str, Any]", targets))
    return targets


def given_teachers(recipe: Recipe, teachers: Sequence[Path]) -> Sequence[Path]:
    """Return the files of a recipe's teachers.

    Raises:
        ValueError: they were not given.
    """
    if recipe.teachers and not teachers:
        raise ValueError(f"the recipe has the teachers {', '.join(recipe.teachers)}; give them with --distil")
    return teachers


def open_teacher(teacher: Path) -> Predictor:
    """Load a teacher.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is no model of this project.
    """
    if not teacher.is_file():
        raise FileNotFoundError(f"the teacher {teacher} does not exist")
    try:
        return open_predictor(teacher)
    except (OSError, ValueError, RuntimeError, FaceLensError) as error:
        raise ValueError(f"the teacher {teacher} is no model of this project: {error}") from error


def _predict(teacher: Path, faces: FaceTable) -> Predictions:
    if not teacher.is_file():
        raise FileNotFoundError(f"the teacher {teacher} does not exist")
    try:
        return predict_file(teacher, faces.crops, zoom=faces.zoom)
    except (OSError, ValueError, RuntimeError, FaceLensError) as error:
        raise ValueError(f"the teacher {teacher} is no model of this project: {error}") from error
