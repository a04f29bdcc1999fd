"""MobileNet (Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications", 2017)
with the normalisation of a pretrained model of faces folded into its convolutions.

Its start weights are those of HSE's age and gender model (Savchenko, "Efficient facial representations for age, gender
and identity recognition in organizing photo albums using multi-output ConvNet", PeerJ CS 2019), trained on VGGFace2
first.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from .entry import Entry

if TYPE_CHECKING:
    import onnx

_FIRST = 32
# channels and stride of the depthwise blocks
_BLOCKS = (
    (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
    (1024, 2), (1024, 1),
)  # fmt: skip


def mobilenet_folded(input_size: int = 224) -> keras.Model:
    """Build the backbone, without classifier.

    Args:
        input_size: side of the square input in pixels, a multiple of 32.

    Returns:
        Model from (B, input_size, input_size, 3) float BGR less the mean of ImageNet to (B, 1024) features.

    Raises:
        ValueError: the size is no multiple of 32.
    """
    if input_size % 32:
        raise ValueError(f"MobileNet takes sizes in steps of 32, not {input_size}")
    inputs = keras.Input((input_size, input_size, 3), name="features_in")
    x = layers.Conv2D(_FIRST, 3, strides=2, padding="same", name="conv1")(inputs)
    x = layers.ReLU(6.0, name="conv1_relu")(x)
    for number, (channels, stride) in enumerate(_BLOCKS, start=1):
        x = layers.DepthwiseConv2D(3, strides=stride, padding="same", name=f"conv_dw_{number}")(x)
        x = layers.ReLU(6.0, name=f"conv_dw_{number}_relu")(x)
        x = layers.Conv2D(channels, 1, name=f"conv_pw_{number}")(x)
        x = layers.ReLU(6.0, name=f"conv_pw_{number}_relu")(x)
    features = layers.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(inputs, features, name="mobilenet_folded")


def load_face_weights(body: keras.Model, path: Path) -> None:
    """Fill the backbone from an ONNX model of the same shape whose convolutions come in the same order.

    Raises:
        ValueError: the file is no ONNX model, or a convolution is missing or of another shape; nothing is assigned.
    """
    found = _convolutions(_read_graph(path), path)
    wanted = [layer for layer in body.layers if isinstance(layer, layers.Conv2D | layers.DepthwiseConv2D)]
    if len(found) != len(wanted):
        raise ValueError(f"{path}: expected {len(wanted)} convolutions, found {len(found)}")
    for layer, (kernel, bias) in zip(wanted, found, strict=True):
        if kernel.shape != tuple(layer.kernel.shape):
            raise ValueError(f"{path}: expected {layer.name} {tuple(layer.kernel.shape)}, found {kernel.shape}")
        if bias.shape != tuple(layer.bias.shape):
            raise ValueError(f"{path}: expected {bias.shape[0]} biases of {layer.name}, found {bias.shape}")
    for layer, (kernel, bias) in zip(wanted, found, strict=True):
        layer.kernel.assign(kernel)
        layer.bias.assign(bias)


def _read_graph(path: Path) -> onnx.GraphProto:
    import onnx
    from google.protobuf.message import DecodeError

    try:
        return onnx.load(path).graph
    except DecodeError as error:
        raise ValueError(f"{path} is not an ONNX model") from error


def _convolutions(graph: onnx.GraphProto, path: Path) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Return kernels in Keras's layout and biases, with a scale and an offset that follow folded in."""
    from onnx import numpy_helper

    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    users = {name: node for node in graph.node for name in node.input}
    result = []
    for node in graph.node:
        if node.op_type != "Conv":
            continue
        if node.input[1] not in values:
            raise ValueError(f"{path}: the kernel of {node.name} is no constant")
        kernel = values[node.input[1]]
        bias = values[node.input[2]] if len(node.input) > 2 else np.zeros(len(kernel), np.float32)
        after = users.get(node.output[0])
        while after is not None and after.op_type in ("Mul", "Add") and after.input[1] in values:
            operand = values[after.input[1]].reshape(-1)
            if after.op_type == "Mul":
                kernel, bias = kernel * operand[:, None, None, None], bias * operand
            else:
                bias = bias + operand
            after = users.get(after.output[0])
        is_depthwise = kernel.shape[1] == 1
        result.append((kernel.transpose((2, 3, 0, 1) if is_depthwise else (2, 3, 1, 0)), bias))
    return result


ENTRIES = (
    Entry(
        "mobilenet_folded",
        "mobilenet_folded",
        mobilenet_folded,
        "Howard et al., arXiv 1704.04861, 2017; normalisation folded",
        preprocessing="caffe",
        default_size=224,
        loaders={".onnx": load_face_weights},
    ),
)
