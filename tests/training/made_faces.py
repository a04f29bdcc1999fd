"""Faces made for the tests of training: flat pictures whose brightness tells the age."""

from __future__ import annotations

from pathlib import Path

import h5py
import numpy as np


def write_faces(path: Path, train: int = 32, val: int = 12, side: int = 40, seed: int = 0) -> Path:
    """An HDF5 file as `python -m training prepare` writes it."""
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
