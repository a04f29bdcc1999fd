"""Subgroups of the labelled faces, by one, two and three dimensions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from inference.attributes import AGE_BANDS, ATTRIBUTE_NAMES, CLASS_NAMES

from .labels import Labels

DIMENSIONS = ATTRIBUTE_NAMES
# subgroups with fewer faces say too little to give a metric for
MIN_SUBGROUP = 10


@dataclass(frozen=True, slots=True, eq=False)
class Subgroup:
    """Faces that are alike in some dimensions.

    Attributes:
        dimensions: what the faces are grouped by, some of `DIMENSIONS`.
        values: the value of each, such as `("20-29", "female")`.
        rows: the faces.
    """

    dimensions: tuple[str, ...]
    values: tuple[str, ...]
    rows: NDArray[np.intp]

    @property
    def name(self) -> str:
        return ", ".join(self.values)


def subgroups(labels: Labels) -> Iterator[Subgroup]:
    """Yield all subgroups that hold a face: by age band, gender, ethnicity, each two of them and all three.

    A face whose label is unknown belongs to no subgroup of that dimension.
    """
    members = {
        "age": [(f"{low}-{high}", (labels.ages >= low) & (labels.ages <= high)) for low, high in AGE_BANDS],
        **{
            attribute: [(name, labels.classes(attribute) == code) for code, name in enumerate(names)]
            for attribute, names in CLASS_NAMES.items()
        },
    }
    for number in range(1, len(DIMENSIONS) + 1):
        for dimensions in combinations(DIMENSIONS, number):
            for cells in product(*(members[dimension] for dimension in dimensions)):
                rows = np.flatnonzero(np.logical_and.reduce([is_member for _, is_member in cells]))
                if len(rows):
                    yield Subgroup(dimensions, tuple(value for value, _ in cells), rows)
