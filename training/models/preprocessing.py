"""Layers that scale uint8 RGB to what a family was designed for, so that every exported model takes uint8 RGB."""

from __future__ import annotations

from collections.abc import Callable

import keras
from keras import layers

# mean and spread of ImageNet's pixels, RGB in 0..1, as torchvision has them
_IMAGENET_MEAN = (0.485, 0.456, 0.406)
_IMAGENET_STD = (0.229, 0.224, 0.225)
# mean of ImageNet's pixels, BGR in 0..255, as the Caffe models of VGG and ResNet had it
_CAFFE_MEAN = (103.939, 116.779, 123.68)


@keras.saving.register_keras_serializable("facelens")
class CaffeScaling(layers.Layer):
    """RGB 0..255 to BGR less ImageNet's mean; (B, H, W, 3) -> (B, H, W, 3)."""

    def call(self, image: keras.KerasTensor) -> keras.KerasTensor:
        bgr = keras.ops.flip(keras.ops.cast(image, self.compute_dtype), axis=-1)
        return bgr - keras.ops.cast(keras.ops.convert_to_tensor(_CAFFE_MEAN), self.compute_dtype)

    def compute_output_shape(self, input_shape: tuple[int | None, ...]) -> tuple[int | None, ...]:
        return input_shape


def _torch_scaling() -> layers.Layer:
    return layers.Rescaling(
        scale=[1 / (255 * std) for std in _IMAGENET_STD],
        offset=[-mean / std for mean, std in zip(_IMAGENET_MEAN, _IMAGENET_STD, strict=True)],
        name="rescale",
    )


# name -> layer from uint8 RGB 0..255
PREPROCESSINGS: dict[str, Callable[[], layers.Layer]] = {
    "symmetric": lambda: layers.Rescaling(1 / 127.5, offset=-1.0, name="rescale"),  # -1..1
    "unit": lambda: layers.Rescaling(1 / 255, name="rescale"),  # 0..1
    "caffe": lambda: CaffeScaling(name="rescale"),
    "torch": _torch_scaling,
    "none": lambda: layers.Rescaling(1.0, name="rescale"),  # 0..255 as floats
}
