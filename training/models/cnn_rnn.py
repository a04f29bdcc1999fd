"""Convolutions whose feature map is read row by row by a recurrent layer."""

from __future__ import annotations

import keras
from keras import layers

from .entry import Entry


def cnn_rnn(input_size: int) -> keras.Model:
    """Build three convolutions and a GRU (Cho et al. 2014) that scans the rows of the map from forehead to chin.

    The convolutions shrink the image to an eighth; each row, all its columns and channels, is one step. The steps
    are unrolled: their number is known, and a loop can't be converted to ONNX.

    Args:
        input_size: side of the square input in pixels.

    Returns:
        Model from (B, S, S, 3) pixels to (B, 256): the states of one GRU after the last row and of another that goes
        upwards after the first.
    """
    image = keras.Input((input_size, input_size, 3), name="features_in")
    x = image
    for i, filters in enumerate((32, 64, 128), start=1):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False, kernel_initializer="he_normal", name=f"conv{i}")(
            x
        )
        x = layers.BatchNormalization(name=f"bn{i}")(x)
        x = layers.Activation("relu", name=f"relu{i}")(x)
        x = layers.MaxPooling2D(name=f"pool{i}")(x)
    _, rows, columns, channels = x.shape
    x = layers.Conv2D(channels // 4, 1, activation="relu", name="squeeze")(x)
    x = layers.Reshape((rows, columns * (channels // 4)), name="rows")(x)
    downwards = _scan("gru_down", backwards=False)(x)
    upwards = _scan("gru_up", backwards=True)(x)
    return keras.Model(image, layers.Concatenate(name="states")([downwards, upwards]), name="cnn_rnn")


def _scan(name: str, backwards: bool) -> layers.Layer:
    return layers.GRU(128, go_backwards=backwards, unroll=True, use_cudnn=False, name=name)


ENTRIES = (Entry("cnn_rnn", "cnn_rnn", cnn_rnn, "convolutions and a GRU (Cho et al., EMNLP 2014) over their rows"),)
