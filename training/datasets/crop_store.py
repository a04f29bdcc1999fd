"""Store of aligned crops: an HDF5 file that is written step by step and survives the end of the process.

The whole file is laid out at the start, so that from then on only pixels and small numbers are written, in place; a
killed process leaves a readable file. Every crop has a checksum, and on opening everything from the first crop on that
doesn't match is done again.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import shutil
import zlib
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from inference.closeable import Closeable
from inference.types import ImageArray

log = logging.getLogger(__name__)

_KEY = "preparation"
_STATES, _CHECKSUMS, _CROPS = "states", "checksums", "crops"
# beside its crop: name, labels, HDF5's own tables
_BYTES_PER_FACE = 512
# crops per read
_BLOCK = 256


class State(IntEnum):
    """State of an image."""

    PENDING = 0
    STORED = 1
    UNREADABLE = 2
    FACELESS = 3


class CropStore(Closeable):
    """The file `OUTPUT.part` until it is complete; a context manager.

    Args:
        output: the file to write.
        count: number of images that will be handled, one after the other.
        size: side of a crop.
        key: identifies what is being prepared; a part file with another key is begun anew.

    Raises:
        OSError: the disk is too full, or the file can't be written.
    """

    def __init__(self, output: Path, count: int, size: int, key: str) -> None:
        self._output = output
        self._part = output.with_name(output.name + ".part")
        self._shape = (count, size, size, 3)
        self._bytes = count * (size * size * 3 + _BYTES_PER_FACE)
        file = self._reopened(key)
        self._file = self._created(key) if file is None else file
        self.states: NDArray[np.uint8] = self._file[_STATES][:]
        if file is not None:
            self._reserve()
            self._drop_damaged()

    @property
    def done(self) -> int:
        """Number of images that are handled."""
        return int(np.count_nonzero(self.states != State.PENDING))

    @property
    def stored(self) -> int:
        """Number of crops that are stored; they fill the first rows."""
        return int(np.count_nonzero(self.states == State.STORED))

    def append(self, states: Sequence[State], crops: Sequence[ImageArray]) -> None:
        """Append the next images: the state of each, and the crops, (S, S, 3) uint8 RGB, of those that are stored.

        Raises:
            OSError: the disk is full; the message says how much is needed.
        """
        row, done = self.stored, self.done
        with self._writing():
            if crops:
                rows = slice(row, row + len(crops))
                self._file[_CROPS][rows] = np.stack(crops)
                self._file[_CHECKSUMS][rows] = [_checksum(crop) for crop in crops]
            self._file.flush()
            self._file[_STATES][done : done + len(states)] = [int(state) for state in states]
            self._file.flush()
        self.states[done : done + len(states)] = states

    def crops(self) -> Iterator[ImageArray]:
        """Yield every stored crop, in order."""
        for start in range(0, self.stored, _BLOCK):
            yield from self._file[_CROPS][start : min(start + _BLOCK, self.stored)]

    def finish(self, columns: Mapping[str, NDArray[Any] | list[str]], attributes: Mapping[str, Any]) -> None:
        """Add columns (a value for every stored crop) and attributes, and give the file its name.

        Raises:
            OSError: the disk is full, or the file can't be renamed.
        """
        with self._writing():
            self._file[_CROPS].resize(self.stored, axis=0)
            for name, values in columns.items():
                if isinstance(values, list):
                    self._file.create_dataset(name, data=values, dtype=h5py.string_dtype())
                else:
                    self._file.create_dataset(name, data=values)
            self._file.attrs.update(attributes)
            del self._file[_STATES], self._file[_CHECKSUMS], self._file.attrs[_KEY]
            self._file.close()
        os.replace(self._part, self._output)

    def close(self) -> None:
        """Close the file; what is stored stays."""
        with contextlib.suppress(OSError, RuntimeError):  # on a full disk closing fails like writing did
            self._file.close()

    def _reopened(self, key: str) -> h5py.File | None:
        if not self._part.exists():
            return None
        try:
            file = h5py.File(self._part, "r+")
        except (OSError, RuntimeError) as error:
            if isinstance(error, PermissionError | BlockingIOError):
                raise OSError(f"{self._part} can't be opened ({error}); is another preparation running?") from error
            log.warning("%s is damaged (%s): starting over", self._part, error)
            return None
        try:
            if file.attrs[_KEY] != key:
                log.warning("%s is of another preparation: starting over", self._part)
            elif file[_CROPS].shape == self._shape and len(file[_STATES]) == len(file[_CHECKSUMS]) == self._shape[0]:
                return file
            else:
                log.warning("%s is not complete enough to go on: starting over", self._part)
        except (KeyError, OSError, RuntimeError, TypeError) as error:
            log.warning("%s is damaged (%s): starting over", self._part, error)
        file.close()
        return None

    def _created(self, key: str) -> h5py.File:
        self._part.unlink(missing_ok=True)
        self._part.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self._part.parent).free
        if free < self._bytes:
            raise OSError(errno.ENOSPC, self._space_message(free))
        self._part.touch()
        self._reserve()  # once before HDF5 writes anything, once where it has put its datasets
        with self._writing():
            file = h5py.File(self._part, "w")
            self._lay_out(file, key)
        self._reserve()
        return file

    def _reserve(self) -> None:
        """Reserve the room on the disk: HDF5 may crash the process where a disk fills up."""
        if not hasattr(os, "posix_fallocate"):  # only Linux and its like can
            return
        with self._writing(), self._part.open("r+b") as file:
            os.posix_fallocate(file.fileno(), 0, max(self._bytes, self._part.stat().st_size))

    def _lay_out(self, file: h5py.File, key: str) -> None:
        """Create every dataset with a fixed place in the file."""
        places = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        places.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
        places.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
        # one face per chunk: training reads single faces on demand
        file.create_dataset(
            _CROPS,
            self._shape,
            dtype=np.uint8,
            chunks=(1, *self._shape[1:]),
            maxshape=(None, *self._shape[1:]),
            dcpl=places,
        )
        file[_CHECKSUMS] = np.zeros(self._shape[0], dtype=np.uint32)
        file[_STATES] = np.zeros(self._shape[0], dtype=np.uint8)
        file.flush()
        file.attrs[_KEY] = key  # last: a file without it was never complete
        file.flush()

    def _drop_damaged(self) -> None:
        """Drop everything from the first crop on that doesn't match its checksum."""
        checksums = self._file[_CHECKSUMS][:]
        rows = np.flatnonzero(self.states == State.STORED)
        for row, crop in enumerate(self.crops()):
            if _checksum(crop) != checksums[row]:
                log.warning("%s: crop %d is damaged: going on from there", self._part, row)
                self.states[rows[row] :] = State.PENDING
                self._file[_STATES][:] = self.states
                break

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError) as error:
            full = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
            if getattr(error, "errno", None) in full or any(f"errno = {number}" in str(error) for number in full):
                free = shutil.disk_usage(self._part.parent).free
                raise OSError(errno.ENOSPC, self._space_message(free)) from error
            raise OSError(f"{self._part} can't be written: {error}") from error

    def _space_message(self, free: int) -> str:
        return (
            f"no room for {self._output}: it needs {self._bytes:,} bytes, {free:,} are free (or a quota is reached); "
            "make room and run the same command again, it goes on where it was"
        )


def _checksum(crop: ImageArray) -> int:
    return zlib.crc32(np.ascontiguousarray(crop).data)
