"""Faces made for the tests of training, and a recipe that learns them in seconds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import h5py
import numpy as np

from training.datasets.augmentation import AugmentationSettings
from training.datasets.face_table import FaceTable
from training.recipe import Recipe, scaled_augmentation

# a model that is linear in the pixels, without augmentation
QUICK_RECIPE = Recipe(
    backbone="softmax_regression",
    input_size=16,
    epochs=3,
    batch_size=8,
    learning_rate=3e-3,
    warmup_epochs=0.0,
    average=0.5,
    drop_path=0.0,
    dropout=0.0,
    augmentation=scaled_augmentation(AugmentationSettings(), 0.0),
)


def write_faces(path: Path, train: int = 32, val: int = 12, side: int = 40, seed: int = 0) -> Path:
    """Write an HDF5 file as `python -m training prepare` does: flat crops whose brightness tells the age."""
    rng = np.random.default_rng(seed)
    count = train + val
    ages = rng.integers(0, 101, count).astype(np.int32)
    crops = np.clip(20 + 2 * ages[:, None, None, None] + rng.normal(0, 6, (count, side, side, 3)), 0, 255)
    with h5py.File(path, "w") as file:
        file["crops"] = crops.astype(np.uint8)
        file["ages"] = ages
        file["genders"] = (np.arange(count) % 2).astype(np.int32)
        file["ethnicities"] = (np.arange(count) % 5).astype(np.int32)
        text = h5py.string_dtype()
        file.create_dataset("files", data=[f"{i}.jpg" for i in range(count)], dtype=text)
        file.create_dataset("folds", data=["train"] * train + ["val"] * val, dtype=text)
    return path


def numbered_faces(count: int, side: int = 40) -> FaceTable:
    """Make flat crops whose grey level is the face's number; labels and groups follow from the number too."""
    numbers = np.arange(count, dtype=np.int32)
    crops = np.broadcast_to(numbers[:, None, None, None].astype(np.uint8), (count, side, side, 3)).copy()
    return FaceTable(crops, numbers % 101, numbers % 2, numbers % 5, [str(i) for i in numbers], {}, numbers * 10)


def labelled_faces(
    ages: Sequence[int], genders: Sequence[int] | None = None, ethnicities: Sequence[int] | None = None
) -> FaceTable:
    """Make a table of labels, 0 where not given, with empty crops."""
    zeros = [0] * len(ages)
    columns = (np.array(column, dtype=np.int32) for column in (ages, genders or zeros, ethnicities or zeros))
    return FaceTable(np.empty((len(ages), 0, 0, 3), dtype=np.uint8), *columns, [], {})
