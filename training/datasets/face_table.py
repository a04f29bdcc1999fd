"""Aligned crops with their labels in one HDF5 file."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

# crops per read
_BLOCK = 512
_FIELDS = ("crops", "ages", "genders", "ethnicities", "files", "folds")


class EmptyFoldError(ValueError):
    """A prepared file holds no face of a fold."""


class StreamedCrops:
    """Crops that stay in their file and are read on demand, like the rows of an array.

    Any number of threads may read at once; a process that was forked or spawned opens the file itself.

    Args:
        path: the HDF5 file.
        rows: (N,) row numbers of these crops in the file.
    """

    def __init__(self, path: Path, rows: NDArray[np.intp]) -> None:
        self._path = path
        self._rows = rows
        self._lock = threading.Lock()
        self._opened: tuple[int, h5py.File] | None = None
        with h5py.File(path, "r") as file:
            self.shape: tuple[int, ...] = (len(rows), *file["crops"].shape[1:])
            self.dtype: np.dtype[Any] = file["crops"].dtype

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: Any) -> NDArray[np.uint8]:
        """Read one crop (C, C, 3) for a number; (n, C, C, 3) for a slice, a mask or an array of numbers.

        Raises:
            IndexError: there is no such row.
        """
        rows = self._rows[index]
        with self._lock:
            crops = self._file()["crops"]
            if np.ndim(rows) == 0:
                return crops[int(rows)]  # type: ignore[no-any-return]
            result = np.empty((len(rows), *self.shape[1:]), dtype=self.dtype)
            for crop, row in zip(result, rows, strict=True):
                crops.read_direct(crop, source_sel=np.s_[int(row)])
            return result

    def close(self) -> None:
        """Close the file; the next reading opens it again."""
        with self._lock:
            if self._opened is not None and self._opened[0] == os.getpid():
                self._opened[1].close()
            self._opened = None

    def _file(self) -> h5py.File:
        if self._opened is None or self._opened[0] != os.getpid():
            self._opened = (os.getpid(), h5py.File(self._path, "r"))
        return self._opened[1]

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self._path, "rows": self._rows}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]


class JoinedCrops:
    """Crops of several tables, one after the other, like the rows of one array; nothing is copied.

    Args:
        parts: crops of one size.
        rows: (N,) numbers of the rows, counted over all parts, that these crops are; all of them where None.

    Raises:
        ValueError: they are of different sizes.
    """

    def __init__(
        self, parts: Sequence[NDArray[np.uint8] | StreamedCrops], rows: NDArray[np.intp] | None = None
    ) -> None:
        sizes = {tuple(part.shape[1:]) for part in parts}
        if len(sizes) != 1:
            sides = ", ".join(f"{size[0]} px" for size in sorted(sizes))
            raise ValueError(f"the prepared files hold crops of different sizes ({sides}); prepare them alike")
        self._parts = list(parts)
        self._starts = np.cumsum([0, *(len(part) for part in parts)])
        self._rows = np.arange(self._starts[-1]) if rows is None else rows
        self.shape: tuple[int, ...] = (len(self._rows), *sizes.pop())
        self.dtype: np.dtype[Any] = parts[0].dtype

    def __len__(self) -> int:
        return len(self._rows)

    def picked(self, rows: NDArray[np.intp]) -> JoinedCrops:
        """Return the crops of these rows, without copying them."""
        return JoinedCrops(self._parts, self._rows[rows])

    def __getitem__(self, index: Any) -> NDArray[np.uint8]:
        """Return one crop (C, C, 3) for a number; (n, C, C, 3) for a slice, a mask or an array of numbers.

        Raises:
            IndexError: there is no such row.
        """
        rows = self._rows[index]
        if np.ndim(rows) == 0:
            return self._crop(int(rows))
        result = np.empty((len(rows), *self.shape[1:]), dtype=self.dtype)
        for crop, row in zip(result, rows, strict=True):
            crop[:] = self._crop(int(row))
        return result

    def _crop(self, row: int) -> NDArray[np.uint8]:
        part = int(np.searchsorted(self._starts, row, side="right")) - 1
        return self._parts[part][row - int(self._starts[part])]


Crops = NDArray[np.uint8] | StreamedCrops | JoinedCrops


@dataclass(frozen=True, slots=True, eq=False)
class FaceSets:
    """Which of several prepared files each face of a table comes from.

    Attributes:
        names: of the sets, S of them.
        numbers: (N,) int32 indices into `names`.
        provenances: how each file was made, S of them.
    """

    names: tuple[str, ...]
    numbers: NDArray[np.int32]
    provenances: tuple[dict[str, str], ...]

    def rows(self, name: str) -> NDArray[np.intp]:
        """Return the rows of the faces of one set."""
        return np.flatnonzero(self.numbers == self.names.index(name))


@dataclass(frozen=True, slots=True, eq=False)
class FaceTable:
    """Faces in memory, or with the crops read on demand.

    A label of -1 is unknown: it must not count in a loss, a metric or a balance.

    Attributes:
        crops: (N, C, C, 3) uint8 RGB, aligned; C is larger than the model's input so that augmentation has
            detail to work with, and may show more of the surroundings than the model looks at.
        ages: (N,) int32 years 0..100, or -1.
        genders, ethnicities: (N,) int32 class indices, or -1.
        files: (N,) names of the images.
        provenance: how the file was made (template, detector, data set, sources, split).
        groups: (N,) int32: faces of one group are near duplicates or of one person; None where unknown.
        age_ranges: (N, 2) int32 years between which the age lies, or None where the ages are all that is known.
        sets: where each face comes from, in a table of several prepared files.
    """

    crops: Crops
    ages: NDArray[np.int32]
    genders: NDArray[np.int32]
    ethnicities: NDArray[np.int32]
    files: list[str]
    provenance: dict[str, str]
    groups: NDArray[np.int32] | None = None
    age_ranges: NDArray[np.int32] | None = None
    sets: FaceSets | None = None

    def __len__(self) -> int:
        return len(self.ages)

    @property
    def zoom(self) -> float:
        """Zoom of the stored crops, see `inference.alignment.zoomed_template`."""
        return float(self.provenance.get("zoom", 1.0))

    @property
    def age_bounds(self) -> NDArray[np.int32]:
        """First and last year that an age may be, (N, 2) int32: the age itself where no range is known."""
        ages = np.stack((self.ages, self.ages), axis=1)
        return ages if self.age_ranges is None else np.where(self.age_ranges < 0, ages, self.age_ranges)

    @property
    def labels(self) -> dict[str, NDArray[np.int32]]:
        """Labels by attribute: `age`, `gender`, `ethnicity`, (N,) each."""
        return {"age": self.ages, "gender": self.genders, "ethnicity": self.ethnicities}


def load_faces(path: Path, fold: str, stream: bool = False) -> FaceTable:
    """Load all faces of one fold.

    Args:
        path: a file made by `python -m training prepare`.
        fold: `train`, `val`, `test` or `conflict`.
        stream: leave the crops in the file and read them on demand, where memory is short.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is not a file made by `python -m training prepare`, or the fold holds no face.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist; make it with `python -m training prepare`")
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise ValueError(f"{path} is no HDF5 file, or a damaged one ({error}); prepare it again") from error
    with file:
        missing = [name for name in _FIELDS if name not in file]
        if missing:
            raise ValueError(f"{path} lacks {', '.join(missing)}: not made by `python -m training prepare`?")
        folds = file["folds"].asstr()[:]
        rows = np.flatnonzero(folds == fold)
        if len(rows) == 0:
            raise EmptyFoldError(f"{path} holds no face of the fold {fold!r}; it has {sorted(set(folds))}")
        return FaceTable(
            crops=StreamedCrops(path, rows) if stream else _read_rows(file["crops"], rows),
            ages=file["ages"][:][rows],
            genders=file["genders"][:][rows],
            ethnicities=file["ethnicities"][:][rows],
            files=[str(name) for name in file["files"].asstr()[:][rows]],
            provenance={key: str(value) for key, value in file.attrs.items()},
            groups=file["groups"][:][rows] if "groups" in file else None,
            age_ranges=file["age_ranges"][:][rows] if "age_ranges" in file else None,
        )


def _read_rows(dataset: h5py.Dataset, rows: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Read selected rows block by block: HDF5's own fancy indexing is slow by orders of magnitude."""
    result = np.empty((len(rows), *dataset.shape[1:]), dtype=dataset.dtype)
    filled = 0
    for start in range(0, len(dataset), _BLOCK):
        wanted = rows[(rows >= start) & (rows < start + _BLOCK)] - start
        if len(wanted):
            result[filled : filled + len(wanted)] = dataset[start : start + _BLOCK][wanted]
            filled += len(wanted)
    return result


def select(faces: FaceTable, rows: NDArray[np.intp]) -> FaceTable:
    """Return the faces of these rows, in their order; crops are copied into memory, but for those of several files."""
    return replace(
        faces,
        crops=faces.crops.picked(rows) if isinstance(faces.crops, JoinedCrops) else faces.crops[rows],
        ages=faces.ages[rows],
        genders=faces.genders[rows],
        ethnicities=faces.ethnicities[rows],
        files=[faces.files[row] for row in rows],
        groups=None if faces.groups is None else faces.groups[rows],
        age_ranges=None if faces.age_ranges is None else faces.age_ranges[rows],
        sets=None if faces.sets is None else replace(faces.sets, numbers=faces.sets.numbers[rows]),
    )


def at_most(faces: FaceTable, limit: int | None, seed: int = 0) -> FaceTable:
    """Return `limit` faces drawn by `seed`, in their order; all where there are no more, or without a limit.

    The draw of a smaller limit is part of that of a larger one.
    """
    if limit is None or limit >= len(faces):
        return faces
    chosen = np.random.default_rng(seed).permutation(len(faces))[:limit]
    return select(faces, np.sort(chosen))
