"""How often each face is drawn, so that rare ages and groups are not drowned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.types import AGES

from .cache import FaceTable


def sampling_weights(
    faces: FaceTable, age_power: float, ethnicity_power: float, smoothing_years: float = 3.0
) -> NDArray[np.float64]:
    """Weight of each face: inverse frequency of its age and of its ethnicity, each raised to a power.

    Ages are counted through a Gaussian window (after label distribution smoothing, Yang et al. 2021).

    Args:
        age_power, ethnicity_power: 0 leaves the frequencies as they are, 1 evens them out.
        smoothing_years: standard deviation of the window.

    Returns:
        (N,) float64 with mean 1.
    """
    counts = np.bincount(faces.ages, minlength=len(AGES)).astype(np.float64)
    window = np.exp(-0.5 * ((AGES[:, None] - AGES[None, :]) / smoothing_years) ** 2)
    density = window @ counts / window.sum(axis=1)
    by_age = density[faces.ages] ** -age_power
    groups = np.bincount(faces.ethnicities).astype(np.float64)
    weights = by_age * groups[faces.ethnicities] ** -ethnicity_power
    return weights / weights.mean()
