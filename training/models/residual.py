"""Residual sums."""

from __future__ import annotations

import keras
from keras import layers


def add_branch(shortcut: keras.KerasTensor, branch: keras.KerasTensor, rate: float, name: str) -> keras.KerasTensor:
    """Add a branch to its shortcut; with the chance `rate` a sample skips the branch.

    Stochastic depth: Huang et al. 2016.
    """
    if rate > 0:
        noise_shape = (None,) + (1,) * (len(branch.shape) - 1)
        branch = layers.Dropout(rate, noise_shape=noise_shape, name=f"{name}-drop_path")(branch)
    return layers.Add(name=f"{name}-add")([shortcut, branch])
