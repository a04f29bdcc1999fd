"""The trunk of SSR-Net (Yang et al., "SSR-Net: A Compact Soft Stagewise Regression Network for Age Estimation", 2018).

Two streams see the image, one with ReLU and average pooling, one with tanh and max pooling. After each of three
stages the two maps are brought to ten channels each and multiplied: what both see counts. That is kept here.

What differs: the paper gives each stage a few bins, with a learnt width and shift, and sums their expectations to one
age. The contract asks for a distribution over 101 years and for gender and ethnicity too, so each stage ends in a
feature vector instead of its bins, and the vectors of the three stages, coarse to fine, go to the heads together.
"""

from __future__ import annotations

import keras
from keras import layers

from .entry import Entry

_FUSED_CHANNELS = 10
_STAGE_FEATURES = 32
_FILTERS = (16, 32, 32, 32)
# how much of the way to the last map's size is left when a stage is tapped
_STAGE_POOLING = {2: 4, 3: 2, 4: 1}


def ssrnet(input_size: int) -> keras.Model:
    """Build the backbone: (B, S, S, 3) pixels in -1..1 to (B, 96), 32 features per stage."""
    image = keras.Input((input_size, input_size, 3), name="features_in")
    x = y = image
    features = []
    for block, filters in enumerate(_FILTERS, start=1):
        x = _block(x, filters, "relu", layers.AveragePooling2D, f"relu{block}")
        y = _block(y, filters, "tanh", layers.MaxPooling2D, f"tanh{block}")
        if block in _STAGE_POOLING:
            features.append(_fused(x, y, _STAGE_POOLING[block], f"stage{block - 1}"))
    return keras.Model(image, layers.Concatenate(name="stages")(features), name="ssrnet")


def _block(
    x: keras.KerasTensor, filters: int, activation: str, pooling: type[layers.Layer], name: str
) -> keras.KerasTensor:
    x = layers.Conv2D(filters, 3, padding="same", use_bias=False, name=f"{name}_conv")(x)
    x = layers.BatchNormalization(name=f"{name}_bn")(x)
    x = layers.Activation(activation, name=f"{name}_activation")(x)
    return pooling(2, name=f"{name}_pool")(x)


def _fused(x: keras.KerasTensor, y: keras.KerasTensor, pooling: int, name: str) -> keras.KerasTensor:
    """Compute the features of one stage: both streams squeezed, pooled to one size and multiplied."""
    x = layers.Conv2D(_FUSED_CHANNELS, 1, activation="relu", name=f"{name}_relu_squeeze")(x)
    y = layers.Conv2D(_FUSED_CHANNELS, 1, activation="tanh", name=f"{name}_tanh_squeeze")(y)
    if pooling > 1:
        x = layers.AveragePooling2D(pooling, name=f"{name}_relu_pool")(x)
        y = layers.MaxPooling2D(pooling, name=f"{name}_tanh_pool")(y)
    both = layers.Multiply(name=f"{name}_product")([x, y])
    both = layers.Flatten(name=f"{name}_flatten")(both)
    both = layers.Dropout(0.2, name=f"{name}_dropout")(both)
    return layers.Dense(_STAGE_FEATURES, activation="relu", name=f"{name}_features")(both)


ENTRIES = (Entry("ssrnet", "ssrnet", ssrnet, "Yang et al., IJCAI 2018"),)
