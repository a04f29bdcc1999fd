"""Three small convolutional models of this project: plain, deeper with dropout, with batch normalisation and L2."""

from __future__ import annotations

import keras
from keras import layers, regularizers

from .entry import Entry

_L2 = 1e-4


def plain(input_size: int) -> keras.Model:
    """Build three convolutions, each followed by max pooling, and a dense layer of 128."""
    image = keras.Input((input_size, input_size, 3), name="features_in")
    x = image
    for i, filters in enumerate((32, 64, 128), start=1):
        x = _convolution(x, filters, f"conv{i}")
        x = layers.MaxPooling2D(name=f"pool{i}")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(128, activation="relu", kernel_initializer="he_normal", name="fc")(x)
    return keras.Model(image, x, name="small_cnn")


def deeper_with_dropout(input_size: int) -> keras.Model:
    """Build four blocks of two convolutions, max pooling and dropout, and a dense layer of 256.

    Dropout grows from 0.1 in the first block to 0.25 in the last; 0.4 after the dense layer.
    """
    image = keras.Input((input_size, input_size, 3), name="features_in")
    x = image
    for i, (filters, rate) in enumerate(zip((32, 64, 128, 256), (0.1, 0.15, 0.2, 0.25), strict=True), start=1):
        x = _convolution(x, filters, f"conv{i}a")
        x = _convolution(x, filters, f"conv{i}b")
        x = layers.MaxPooling2D(name=f"pool{i}")(x)
        x = layers.Dropout(rate, name=f"dropout{i}")(x)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(256, activation="relu", kernel_initializer="he_normal", name="fc")(x)
    x = layers.Dropout(0.4, name="fc_dropout")(x)
    return keras.Model(image, x, name="small_cnn_dropout")


def with_batch_norm_and_l2(input_size: int) -> keras.Model:
    """Build four convolutions with batch normalisation, averaged, and a dense layer of 128.

    L2 of 1e-4 on every kernel.
    """
    image = keras.Input((input_size, input_size, 3), name="features_in")
    x = image
    for i, filters in enumerate((32, 64, 128, 256), start=1):
        x = layers.Conv2D(
            filters,
            3,
            padding="same",
            use_bias=False,
            kernel_initializer="he_normal",
            kernel_regularizer=regularizers.L2(_L2),
            name=f"conv{i}",
        )(x)
        x = layers.BatchNormalization(name=f"bn{i}")(x)
        x = layers.Activation("relu", name=f"relu{i}")(x)
        x = layers.MaxPooling2D(name=f"pool{i}")(x)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    x = layers.Dense(
        128,
        activation="relu",
        kernel_initializer="he_normal",
        kernel_regularizer=regularizers.L2(_L2),
        name="fc",
    )(x)
    return keras.Model(image, x, name="small_cnn_bn_l2")


def _convolution(x: keras.KerasTensor, filters: int, name: str) -> keras.KerasTensor:
    return layers.Conv2D(filters, 3, padding="same", activation="relu", kernel_initializer="he_normal", name=name)(x)


ENTRIES = (
    Entry("small_cnn", "small_cnns", plain, "three convolutions", min_size=16),
    Entry("small_cnn_dropout", "small_cnns", deeper_with_dropout, "eight convolutions, dropout"),
    Entry("small_cnn_bn_l2", "small_cnns", with_batch_norm_and_l2, "four convolutions, batch normalisation, L2"),
)
