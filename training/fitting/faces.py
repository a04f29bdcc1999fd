"""The faces that a run learns from: loaded, checked, drawn and weighted as its recipe says."""

from __future__ import annotations

from pathlib import Path

from ..datasets.batches import FaceBatches
from ..datasets.class_balance import balance_faces, check_labels, warn_of_gaps
from ..datasets.face_table import FaceTable, at_most, load_faces
from ..recipe import Recipe
from .callbacks.training_state import RunProgress
from .distillation import SoftTargets


def load_fold(data: Path, fold: str, recipe: Recipe, stream: bool) -> FaceTable:
    """Load one fold's faces, as many as the recipe allows, and check their labels.

    Args:
        data: HDF5 file made by `python -m training prepare`.
        fold: `train` or `val`.
        recipe: of the run.
        stream: read the crops from disk as they are needed.

    Raises:
        FileNotFoundError, ValueError: no such file or fold, or labels out of range.
    """
    faces = load_faces(data, fold, stream=stream or recipe.limit is not None)
    faces = at_most(faces, recipe.limit, recipe.seed)
    check_labels(faces, f"{data}, {fold}")
    warn_of_gaps(faces, fold)
    return faces


def training_batches(faces: FaceTable, recipe: Recipe, soft_targets: SoftTargets, progress: RunProgress) -> FaceBatches:
    """Return the batches of a run from where it stands, balanced and augmented as its recipe says.

    Args:
        faces: to train on.
        recipe: of the run.
        soft_targets: teachers' probabilities for these faces; empty without teachers.
        progress: epochs and batches that are done.
    """
    return FaceBatches(
        faces,
        recipe.input_size,
        recipe.batch_size,
        recipe.augmentation,
        balance_faces(faces, recipe.balance, recipe.age_power, recipe.ethnicity_power, recipe.gender_power),
        soft_targets,
        seed=recipe.seed,
        first_epoch=progress.epochs,
        first_batch=progress.batches,
    )
