"""An array that rows are appended to."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_FIRST_ROWS = 256


class GrowingArray:
    """Rows of one type, in memory that grows by half whenever it is full.

    Args:
        dtype: of the values.
        width: values in a row; None for a single one.
    """

    def __init__(self, dtype: DTypeLike, width: int | None = None) -> None:
        self._data = np.empty(_FIRST_ROWS if width is None else (_FIRST_ROWS, width), dtype=dtype)
        self._rows = 0

    def __len__(self) -> int:
        return self._rows

    @property
    def nbytes(self) -> int:
        """Bytes of memory that it takes, unused ones included."""
        return self._data.nbytes

    @property
    def rows(self) -> NDArray[Any]:
        """All rows, shared: what is appended later is missing, and nobody writes into them."""
        return self._data[: self._rows]

    def append(self, row: object) -> None:
        """Add a row at the end."""
        if self._rows == len(self._data):
            larger = np.empty((len(self._data) * 3 // 2, *self._data.shape[1:]), dtype=self._data.dtype)
            larger[: self._rows] = self._data
            self._data = larger
        self._data[self._rows] = row
        self._rows += 1

    def replace(self, rows: NDArray[Any]) -> None:
        """Hold other rows, of the same type."""
        self._data = np.ascontiguousarray(rows, dtype=self._data.dtype)
        self._rows = len(rows)
        if not self._rows:
            self._data = np.empty((_FIRST_ROWS, *self._data.shape[1:]), dtype=self._data.dtype)
