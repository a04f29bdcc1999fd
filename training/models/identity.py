"""The model of identity: EdgeFace (George et al., IEEE T-BIOM 2024), the published weights as they are.

EdgeFace is an EdgeNeXt whose pooled features go through one dense layer; trained with an angular margin (CosFace) on
WebFace260M, its outputs of one person point into one direction. Only the direction counts, so the model gives it.
"""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
from keras import layers

from .edgenext import VARIANTS, edgenext
from .weights import load_timm_weights, read_arrays

INPUT_SIZE = 112
EMBEDDING = "embedding"
_FEATURES = ("head.fc.weight", "head.fc.bias")
_STEM = "stem.0.weight"


def edgeface(weights: Path) -> keras.Model:
    """Build the model and fill it.

    Args:
        weights: `.npz` with the arrays of EdgeFace-XXS or -XS under timm's names.

    Returns:
        Model from `image`, (N, 112, 112, 3) uint8 RGB aligned to `inference.alignment.ARCFACE_TEMPLATE`, to
        `embedding`, (N, D) float32 rows of length 1.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: these are other weights.
    """
    arrays = read_arrays(weights)
    if missing := [name for name in (*_FEATURES, _STEM) if name not in arrays]:
        raise ValueError(
            f"{weights} holds no {' and no '.join(missing)}; expected the weights of EdgeFace, as timm names them"
        )
    kernel, bias = (np.asarray(arrays[name]) for name in _FEATURES)
    body = edgenext(_variant(weights, len(arrays[_STEM])), INPUT_SIZE)
    load_timm_weights(body, arrays)
    image = keras.Input((INPUT_SIZE, INPUT_SIZE, 3), dtype="uint8", name="image")
    dense = layers.Dense(len(bias), name="features")
    embedding = layers.UnitNormalization(name=EMBEDDING)(dense(body(layers.Rescaling(1 / 127.5, -1.0)(image))))
    dense.set_weights([kernel.T, bias])
    return keras.Model(image, embedding, name="edgeface")


def _variant(weights: Path, width: int) -> str:
    """Return the EdgeNeXt whose first layer is as wide as that of the weights."""
    for name, variant in VARIANTS.items():
        if variant.widths[0] == width:
            return name
    raise ValueError(f"{weights} is of an EdgeNeXt {width} wide at its start; known are {', '.join(VARIANTS)}")
