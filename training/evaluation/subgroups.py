"""Subgroups of the labelled faces: one, two and three ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from inference.attributes import ETHNICITIES, GENDERS

from .card_metrics import AGE_BANDS, MIN_SUBGROUP
from .labels import Labels

WAYS = ("age", "gender", "ethnicity")
__all__ = ["MIN_SUBGROUP", "WAYS", "Subgroup", "subgroups"]


@dataclass(frozen=True, slots=True, eq=False)
class Subgroup:
    """Faces that are alike in some ways.

    Attributes:
        ways: what it is cut by, some of `WAYS`.
        values: the value of each, such as `("20-29", "female")`.
        rows: the faces.
    """

    ways: tuple[str, ...]
    values: tuple[str, ...]
    rows: NDArray[np.intp]

    @property
    def name(self) -> str:
        return ", ".join(self.values)

    @property
    def is_too_small(self) -> bool:
        """Fewer than `MIN_SUBGROUP` faces say too little."""
        return len(self.rows) < MIN_SUBGROUP


def subgroups(labels: Labels, among: NDArray[np.intp]) -> Iterator[Subgroup]:
    """All subgroups that hold a face: by age band, gender, ethnicity, each two of them and all three.

    Args:
        labels: unknown ones belong to no subgroup of that way.
        among: the rows to look at.
    """
    chosen = np.zeros(len(labels), dtype=bool)
    chosen[among] = True
    cuts = {
        "age": [(f"{low}-{high}", (labels.ages >= low) & (labels.ages <= high)) for low, high in AGE_BANDS],
        "gender": [(name, labels.genders == code) for code, name in enumerate(GENDERS)],
        "ethnicity": [(name, labels.ethnicities == code) for code, name in enumerate(ETHNICITIES)],
    }
    for number in range(1, len(WAYS) + 1):
        for ways in combinations(WAYS, number):
            for cells in product(*(cuts[way] for way in ways)):
                rows = np.flatnonzero(np.logical_and.reduce([chosen, *(member for _, member in cells)]))
                if len(rows):
                    yield Subgroup(ways, tuple(value for value, _ in cells), rows)
