"""Baselines: pixels straight into the heads, and a few dense layers."""

from __future__ import annotations

import keras
from keras import layers

from .entry import Entry

_WIDTHS = (128, 64, 32, 16)


def pixels(input_size: int) -> keras.Model:
    """Build no more than flattened pixels: the heads on them are softmax regression."""
    image = keras.Input((input_size, input_size, 3), name="features_in")
    return keras.Model(image, layers.Flatten(name="flatten")(image), name="softmax_regression")


def dense_baseline(input_size: int) -> keras.Model:
    """Build dense layers of 128, 64, 32 and 16 over the flattened pixels."""
    image = keras.Input((input_size, input_size, 3), name="features_in")
    x = layers.Flatten(name="flatten")(image)
    for i, units in enumerate(_WIDTHS, start=1):
        x = layers.Dense(units, activation="relu", kernel_initializer="he_normal", name=f"fc{i}")(x)
    return keras.Model(image, x, name="dense_baseline")


ENTRIES = (
    Entry("softmax_regression", "baselines", pixels, "linear in the pixels", "unit", min_size=8),
    Entry("dense_baseline", "baselines", dense_baseline, "dense layers 128-64-32-16", "unit", min_size=8),
)
