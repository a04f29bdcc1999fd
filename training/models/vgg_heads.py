"""VGG16 (Simonyan and Zisserman, ICLR 2015) with four ways of going from its last map to features."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import keras
from keras import applications, layers

from .entry import Entry

_TRUNK = "block5_pool"
_RATE = 0.5


def one_dense(x: keras.KerasTensor) -> keras.KerasTensor:
    """Append one dense layer of 512 over the flattened map."""
    x = layers.Flatten(name="flatten")(x)
    return layers.Dense(512, activation="relu", kernel_initializer="he_normal", name="fc1")(x)


def deep_dense(x: keras.KerasTensor) -> keras.KerasTensor:
    """Append dense layers of 1024, 512 and 256 over the flattened map, with dropout after the first two."""
    x = layers.Flatten(name="flatten")(x)
    for i, units in enumerate((1024, 512, 256), start=1):
        x = layers.Dense(units, activation="relu", kernel_initializer="he_normal", name=f"fc{i}")(x)
        if i < 3:
            x = layers.Dropout(_RATE, name=f"fc{i}_dropout")(x)
    return x


def convolutional(x: keras.KerasTensor, batch_norm: bool = False) -> keras.KerasTensor:
    """Append two convolutions of 512 and 256, averaged over the map; with or without batch normalisation."""
    for i, filters in enumerate((512, 256), start=1):
        x = layers.Conv2D(
            filters,
            3,
            padding="same",
            use_bias=not batch_norm,
            kernel_initializer="he_normal",
            name=f"head_conv{i}",
        )(x)
        if batch_norm:
            x = layers.BatchNormalization(name=f"head_bn{i}")(x)
        x = layers.Activation("relu", name=f"head_relu{i}")(x)
    return layers.GlobalAveragePooling2D(name="pool")(x)


def vgg16_with(head: Callable[[keras.KerasTensor], keras.KerasTensor], name: str, input_size: int) -> keras.Model:
    """Build a backbone: (B, S, S, 3) BGR less its mean to the head's features."""
    trunk = applications.VGG16(weights=None, include_top=False, input_shape=(input_size, input_size, 3))
    return keras.Model(trunk.input, head(trunk.output), name=name)


_HEADS: dict[str, tuple[Callable[[keras.KerasTensor], keras.KerasTensor], str]] = {
    "vgg16_dense": (one_dense, "one dense layer"),
    "vgg16_deep_dense": (deep_dense, "three dense layers"),
    "vgg16_conv": (convolutional, "two convolutions"),
    "vgg16_conv_bn": (partial(convolutional, batch_norm=True), "two convolutions with batch normalisation"),
}

ENTRIES = tuple(
    Entry(
        name=name,
        family="vgg_heads",
        builder=partial(vgg16_with, head, name),
        source=f"Simonyan and Zisserman, ICLR 2015; {what}",
        preprocessing="caffe",
        min_size=64 if name == "vgg16_conv_bn" else 32,  # one pixel alone has no spread to normalise by
        imagenet=applications.VGG16,
        trunk=_TRUNK,
    )
    for name, (head, what) in _HEADS.items()
)
