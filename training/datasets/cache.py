"""Aligned crops with their labels in one HDF5 file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np
from numpy.typing import NDArray

_FIELDS = ("crops", "ages", "genders", "ethnicities", "files", "folds")


@dataclass(frozen=True, slots=True, eq=False)
class FaceTable:
    """Faces in memory.

    Attributes:
        crops: (N, C, C, 3) uint8 RGB, aligned; C is larger than the network's input so that augmentation has
            detail to work with.
        ages: (N,) int32 years 0..100.
        genders, ethnicities: (N,) int32 class indices.
        files: (N,) names of the pictures.
        provenance: how the file was made (template, detector, sources).
    """

    crops: NDArray[np.uint8]
    ages: NDArray[np.int32]
    genders: NDArray[np.int32]
    ethnicities: NDArray[np.int32]
    files: list[str]
    provenance: dict[str, str]

    def __len__(self) -> int:
        return len(self.ages)


def load_faces(path: Path, fold: str) -> FaceTable:
    """All faces of one fold.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is not a file made by `python -m training prepare`, or the fold holds no face.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist; make it with `python -m training prepare`")
    with h5py.File(path, "r") as file:
        missing = [name for name in _FIELDS if name not in file]
        if missing:
            raise ValueError(f"{path} lacks {', '.join(missing)}: not made by `python -m training prepare`?")
        rows = np.flatnonzero(file["folds"].asstr()[:] == fold)
        if len(rows) == 0:
            raise ValueError(
                f"{path} holds no face of the fold {fold!r}; it has {sorted(set(file['folds'].asstr()[:]))}"
            )
        return FaceTable(
            crops=_read_rows(file["crops"], rows),
            ages=file["ages"][:][rows],
            genders=file["genders"][:][rows],
            ethnicities=file["ethnicities"][:][rows],
            files=[str(name) for name in file["files"].asstr()[:][rows]],
            provenance={key: str(value) for key, value in file.attrs.items()},
        )


def _read_rows(dataset: h5py.Dataset, rows: NDArray[np.intp], block: int = 512) -> NDArray[np.uint8]:
    """Selected rows, read block by block: HDF5's own fancy indexing is slow by orders of magnitude."""
    result = np.empty((len(rows), *dataset.shape[1:]), dtype=dataset.dtype)
    filled = 0
    for start in range(0, len(dataset), block):
        wanted = rows[(rows >= start) & (rows < start + block)] - start
        if len(wanted):
            result[filled : filled + len(wanted)] = dataset[start : start + block][wanted]
            filled += len(wanted)
    return result
