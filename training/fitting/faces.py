"""The faces that a run learns from: loaded, checked, drawn and weighted as its recipe says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ..datasets.batches import FaceBatches
from ..datasets.class_balance import balance_faces, check_labels, warn_of_gaps
from ..datasets.face_sets import check_sets, face_factors, load_sets, separated
from ..datasets.face_table import FaceTable, at_most, select
from ..datasets.splits import TRAIN, VAL
from ..datasets.view_workers import AugmentedViews, ViewWorkers
from ..datasets.views import relative_zoom
from ..recipe import Recipe
from .callbacks.training_state import RunProgress
from .distillation import SoftTargets
from .view_teachers import ViewTeachers

_VAL_BATCH = 128


def load_run_faces(data: Sequence[Path], recipe: Recipe, stream: bool) -> tuple[FaceTable, FaceTable]:
    """Load the faces to train on and those to validate, as many as the recipe allows, and check their labels.

    Args:
        data: HDF5 files made by `python -m training prepare`, in the order of the recipe's sets.
        recipe: of the run.
        stream: read the crops from disk as they are needed.

    Raises:
        FileNotFoundError, ValueError: no such file or fold, other sets than the recipe's, labels out of range, or
            crops that show less around the faces than the recipe wants.
    """
    check_sets(data, recipe.sets)
    training, validation = (_load_fold(data, fold, recipe, stream) for fold in (TRAIN, VAL))
    training, _ = separated(training, validation)
    for faces, fold in ((training, TRAIN), (validation, VAL)):
        check_labels(faces, f"{', '.join(map(str, data))}, {fold}")
        warn_of_gaps(faces, fold)
    return training, validation


def _load_fold(data: Sequence[Path], fold: str, recipe: Recipe, stream: bool) -> FaceTable:
    faces = load_sets(data, fold, stream=stream or recipe.limit is not None)
    relative_zoom(faces.zoom, recipe.zoom)
    factors = face_factors(faces, dict(recipe.sets))
    if fold == TRAIN and factors is not None and not factors.all():
        faces = select(faces, np.flatnonzero(factors))
    return at_most(faces, recipe.limit, recipe.seed)


def view_workers(faces: FaceTable, recipe: Recipe, processes: int, teachers: ViewTeachers | None = None) -> ViewWorkers:
    """Start processes that make the views of a run's streamed faces, as large as the teachers want them."""
    size, zoom = (recipe.input_size, recipe.zoom) if teachers is None else (teachers.size, teachers.zoom)
    views = AugmentedViews(faces, size, recipe.augmentation, relative_zoom(faces.zoom, zoom))
    return ViewWorkers(views, processes)


def training_batches(
    faces: FaceTable,
    recipe: Recipe,
    soft_targets: SoftTargets,
    progress: RunProgress,
    workers: ViewWorkers | None = None,
    teachers: ViewTeachers | None = None,
) -> FaceBatches:
    """Return the batches of a run from where it stands, balanced and augmented as its recipe says.

    Args:
        faces: to train on.
        recipe: of the run.
        soft_targets: teachers' probabilities for these faces; empty without teachers.
        progress: epochs and batches that are done.
        workers: processes that make the views; this one where None.
        teachers: look at every view, in place of soft targets.
    """
    powers = (recipe.age_power, recipe.ethnicity_power, recipe.gender_power)
    return FaceBatches(
        faces,
        recipe.input_size,
        recipe.batch_size,
        recipe.augmentation,
        balance_faces(faces, recipe.balance, *powers, face_factors(faces, dict(recipe.sets))),
        soft_targets,
        seed=recipe.seed,
        first_epoch=progress.epochs,
        first_batch=progress.batches,
        zoom=relative_zoom(faces.zoom, recipe.zoom),
        workers=workers,
        teachers=teachers,
    )


def plain_batches(faces: FaceTable, recipe: Recipe, batch_size: int = _VAL_BATCH) -> FaceBatches:
    """Return batches of all faces in their order, unchanged, in the view that the recipe's model has."""
    return FaceBatches(faces, recipe.input_size, batch_size, zoom=relative_zoom(faces.zoom, recipe.zoom))
