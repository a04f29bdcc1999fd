"""Cuts from one scene of a video to another."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from .types import ImageArray

_SAMPLES = 32
_LEVELS = 4
# at a cut this share of the pixels change colour (measured: 0.06 at most from frame to frame, 0.2 to 0.7 between
# scenes) and light and dark lie elsewhere; a flash or a lamp changes the colours alone
_CHANGED = 0.25
_ALIKE = 0.7


def sample_image(image_bgr: ImageArray) -> ImageArray:
    """Return 32 x 32 pixels spread over an (H, W, 3) image, as (1024, 3)."""
    samples: ImageArray = image_bgr[_grid(*image_bgr.shape[:2])].reshape(-1, 3)
    return samples


@lru_cache(maxsize=4)
def _grid(height: int, width: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows and columns of the pixels that are sampled."""
    rows, columns = (np.linspace(0, side - 1, _SAMPLES).astype(np.intp) for side in (height, width))
    return rows[:, None], columns[None, :]


def is_cut(before: ImageArray, after: ImageArray) -> bool:
    """Tell whether two frames show different scenes.

    Two measures have to agree: a histogram over 4 x 4 x 4 colours, which does not depend on what moves within the
    image, and the correlation of brightness from place to place, which does not depend on light.

    Args:
        before, after: (1024, 3) uint8 as `sample_image` returns them.
    """
    moved_colours = float(np.abs(_histogram(after) - _histogram(before)).sum()) / 2 / len(after)
    return moved_colours > _CHANGED and _correlation(before, after) < _ALIKE


def _histogram(samples: ImageArray) -> NDArray[np.int64]:
    levels = samples.astype(np.int64) * _LEVELS // 256
    return np.bincount(levels @ np.array([_LEVELS**2, _LEVELS, 1]), minlength=_LEVELS**3)


def _correlation(before: ImageArray, after: ImageArray) -> float:
    first, second = (samples.mean(axis=1) - samples.mean() for samples in (before, after))
    spread = float(np.sqrt((first @ first) * (second @ second)))
    return float(first @ second) / spread if spread > 0 else 0.0
