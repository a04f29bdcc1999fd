"""Models of historical interest: LeNet-5, AlexNet, and four convolutions with two fully-connected layers."""

from __future__ import annotations

import keras
from keras import layers

from .entry import Entry

_RATE = 0.5


def lenet(input_size: int) -> keras.Model:
    """Build LeNet-5 (LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998) on colour images.

    tanh and average pooling as in the paper; its C5 is the first dense layer, every map of S2 reaches every map of
    C3, and the heads stand for its radial units.
    """
    image = keras.Input((input_size, input_size, 3), name="features_in")
    x = image
    for i, filters in enumerate((6, 16), start=1):
        x = layers.Conv2D(filters, 5, activation="tanh", name=f"conv{i}")(x)
        x = layers.AveragePooling2D(2, name=f"pool{i}")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(120, activation="tanh", name="fc1")(x)
    x = layers.Dense(84, activation="tanh", name="fc2")(x)
    return keras.Model(image, x, name="lenet")


def alexnet(input_size: int) -> keras.Model:
    """Build AlexNet (Krizhevsky et al., "ImageNet Classification with Deep Convolutional Neural Networks", 2012).

    One column in place of two on two GPUs, batch normalisation in place of local response normalisation, padding
    that lets it take small images (the paper's are 224 px).
    """
    image = keras.Input((input_size, input_size, 3), name="features_in")
    x = _normalised_convolution(image, 96, 11, "conv1", strides=4)
    x = layers.MaxPooling2D(3, 2, padding="same", name="pool1")(x)
    x = _normalised_convolution(x, 256, 5, "conv2")
    x = layers.MaxPooling2D(3, 2, padding="same", name="pool2")(x)
    for i, filters in enumerate((384, 384, 256), start=3):
        x = _convolution(x, filters, 3, f"conv{i}")
    x = layers.MaxPooling2D(3, 2, padding="same", name="pool5")(x)
    return keras.Model(image, _two_dense(x, 4096), name="alexnet")


def four_conv_two_fc(input_size: int) -> keras.Model:
    """Build four convolutions and two fully-connected layers, after Levi and Hassner.

    Their network ("Age and Gender Classification using Convolutional Neural Networks", CVPR Workshops 2015) has
    three convolutions (96 of 7x7, 256 of 5x5, 384 of 3x3) and two fully-connected layers of 512. Here a fourth
    convolution (256 of 3x3) follows the third, and batch normalisation stands in place of local response
    normalisation.
    """
    image = keras.Input((input_size, input_size, 3), name="features_in")
    x = _normalised_convolution(image, 96, 7, "conv1", strides=4)
    x = layers.MaxPooling2D(3, 2, padding="same", name="pool1")(x)
    x = _normalised_convolution(x, 256, 5, "conv2")
    x = layers.MaxPooling2D(3, 2, padding="same", name="pool2")(x)
    x = _convolution(x, 384, 3, "conv3")
    x = _convolution(x, 256, 3, "conv4")
    x = layers.MaxPooling2D(3, 2, padding="same", name="pool4")(x)
    return keras.Model(image, _two_dense(x, 512), name="four_conv_two_fc")


def _convolution(x: keras.KerasTensor, filters: int, kernel: int, name: str) -> keras.KerasTensor:
    return layers.Conv2D(filters, kernel, padding="same", activation="relu", kernel_initializer="he_normal", name=name)(
        x
    )


def _normalised_convolution(
    x: keras.KerasTensor, filters: int, kernel: int, name: str, strides: int = 1
) -> keras.KerasTensor:
    x = layers.Conv2D(
        filters, kernel, strides, padding="same", use_bias=False, kernel_initializer="he_normal", name=name
    )(x)
    x = layers.BatchNormalization(name=f"{name}_bn")(x)
    return layers.Activation("relu", name=f"{name}_relu")(x)


def _two_dense(x: keras.KerasTensor, units: int) -> keras.KerasTensor:
    x = layers.Flatten(name="flatten")(x)
    for i in (1, 2):
        x = layers.Dense(units, activation="relu", kernel_initializer="he_normal", name=f"fc{i}")(x)
        x = layers.Dropout(_RATE, name=f"fc{i}_dropout")(x)
    return x


ENTRIES = (
    Entry("lenet", "classic", lenet, "LeCun et al., Proc. IEEE 1998", min_size=16),
    Entry("alexnet", "classic", alexnet, "Krizhevsky et al., NIPS 2012"),
    Entry("four_conv_two_fc", "classic", four_conv_two_fc, "after Levi and Hassner, CVPR Workshops 2015"),
)
