"""Some of the faces, for a quick try."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .face_table import FaceTable


def select(faces: FaceTable, rows: NDArray[np.intp]) -> FaceTable:
    """The faces of these rows, in their order, their crops in memory."""
    return replace(
        faces,
        crops=faces.crops[rows],
        ages=faces.ages[rows],
        genders=faces.genders[rows],
        ethnicities=faces.ethnicities[rows],
        files=[faces.files[row] for row in rows],
        groups=None if faces.groups is None else faces.groups[rows],
    )


def at_most(faces: FaceTable, limit: int | None, seed: int = 0) -> FaceTable:
    """`limit` faces drawn by `seed` in the order in which they stand; all where there are no more, or without a limit.

    The draw of a smaller limit is part of that of a larger one.
    """
    if limit is None or limit >= len(faces):
        return faces
    chosen = np.random.default_rng(seed).permutation(len(faces))[:limit]
    return select(faces, np.sort(chosen))
