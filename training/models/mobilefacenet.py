"""MobileFaceNet (Chen et al., "MobileFaceNets: Efficient CNNs for Accurate Real-Time Face Verification on Mobile
Devices", 2018) in the wider form of the InsightFace lineage: 4, 6 and 2 residual blocks at 64, 128 and 128 channels.

Two builds of one architecture. `mobilefacenet` carries batch normalisation and can start from nothing.
`mobilefacenet_folded` has the normalisation of a pretrained face-recognition model folded into its convolutions:
without the normalisation's passes over memory a training step on a processor takes little more than half the time.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from .entry import Entry
from .residual import add_branch

if TYPE_CHECKING:
    import onnx

# stage -> (channels inside the blocks, channels between them, residual blocks after the strided one)
_STAGES = {"3": (128, 64, 4), "4": (256, 128, 6), "5": (256, 128, 2)}
_STRIDED = {"3": ("dconv_23", 128), "4": ("dconv_34", 256), "5": ("dconv_45", 512)}
_FEATURES = 512
FEATURE_SCALE = "feature_scale"
# the pretrained model divides by 128 what is divided by 127.5 here
_PIXEL_FACTOR = 127.5 / 128


@keras.saving.register_keras_serializable("facelens")
class AtMostOne(keras.constraints.Constraint):
    """Keeps the slopes of `ChannelPReLU` in the range in which its maximum is a PReLU."""

    def __call__(self, w: keras.KerasTensor) -> keras.KerasTensor:
        return ops.minimum(w, 1.0)


@keras.saving.register_keras_serializable("facelens")
class ChannelPReLU(layers.Layer):
    """PReLU (He et al. 2015) with a slope of at most 1 per channel: max(x, slope x).

    Keras's own is spelt through two rectifiers and a negation, which cost a processor more passes.
    """

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.alpha = self.add_weight(
            name="alpha",
            shape=(input_shape[-1],),
            initializer=keras.initializers.Constant(0.25),
            constraint=AtMostOne(),
        )

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        return ops.maximum(x, x * ops.cast(self.alpha, x.dtype))


def mobilefacenet(input_size: int = 112, drop_path: float = 0.0, folded: bool = False) -> keras.Model:
    """Build the backbone, without classifier.

    Args:
        input_size: side of the square input in pixels, a multiple of 16, at least 32.
        drop_path: rate of stochastic depth in the last residual block, growing linearly from 0.
        folded: biases in place of batch normalisation, for `load_recognition_weights`.

    Returns:
        Model from (B, input_size, input_size, 3) float RGB in -1..1 to (B, 1024) features: the mean of the last map
        beside its global depthwise convolution, which weighs every position of the face by itself.

    Raises:
        ValueError: the size is too small or no multiple of 16.
    """
    if input_size < 32 or input_size % 16:
        raise ValueError(f"MobileFaceNet takes sizes from 32 in steps of 16, not {input_size}")
    inputs = keras.Input((input_size, input_size, 3), name="features_in")
    x = _conv(inputs, 64, "conv_1", folded, kernel=3, stride=2)
    x = _depthwise(x, "conv_2_dw", folded)
    rates = iter(np.linspace(0.0, drop_path, sum(blocks for *_, blocks in _STAGES.values())).tolist())
    for stage, (inner, outer, blocks) in _STAGES.items():
        name, strided_inner = _STRIDED[stage]
        x = _bottleneck(x, strided_inner, outer, 2, name, folded)
        for block in range(blocks):
            name = f"res_{stage}_block{block}"
            x = add_branch(x, _bottleneck(x, inner, outer, 1, name, folded), next(rates), name)
    x = _conv(x, _FEATURES, "conv_6sep", folded)
    weighed = layers.DepthwiseConv2D(x.shape[1], use_bias=folded, name="conv_6dw7_7")(x)
    weighed = layers.Flatten(name="weighed")(_norm(weighed, "conv_6dw7_7", folded))
    features = layers.Concatenate(name="features")([layers.GlobalAveragePooling2D(name="mean")(x), weighed])
    # fixed: `fitting.linear_probe` sets it to the spread of the features
    features = layers.BatchNormalization(center=False, scale=False, trainable=False, name=FEATURE_SCALE)(features)
    return keras.Model(inputs, features, name="mobilefacenet_folded" if folded else "mobilefacenet")


def _bottleneck(
    x: keras.KerasTensor, inner: int, outer: int, stride: int, name: str, folded: bool
) -> keras.KerasTensor:
    x = _conv(x, inner, f"{name}_conv_sep", folded)
    x = _depthwise(x, f"{name}_conv_dw", folded, stride)
    return _conv(x, outer, f"{name}_conv_proj", folded, activate=False)


def _conv(
    x: keras.KerasTensor,
    filters: int,
    name: str,
    folded: bool,
    kernel: int = 1,
    stride: int = 1,
    activate: bool = True,
) -> keras.KerasTensor:
    if kernel > 1:
        x = layers.ZeroPadding2D(kernel // 2, name=f"{name}-pad")(x)
    x = layers.Conv2D(filters, kernel, strides=stride, use_bias=folded, name=name)(x)
    x = _norm(x, name, folded)
    return ChannelPReLU(name=f"{name}_relu")(x) if activate else x


def _depthwise(x: keras.KerasTensor, name: str, folded: bool, stride: int = 1) -> keras.KerasTensor:
    x = layers.ZeroPadding2D(1, name=f"{name}-pad")(x) if stride == 2 else x
    padding = "valid" if stride == 2 else "same"
    x = layers.DepthwiseConv2D(3, strides=stride, padding=padding, use_bias=folded, name=name)(x)
    return ChannelPReLU(name=f"{name}_relu")(_norm(x, name, folded))


def _norm(x: keras.KerasTensor, name: str, folded: bool) -> keras.KerasTensor:
    return x if folded else layers.BatchNormalization(name=f"{name}_batchnorm")(x)


def load_recognition_weights(body: keras.Model, path: Path) -> None:
    """Fill a folded backbone from an ONNX face-recognition model of the same shape (names as InsightFace's y1), or from
    an exported model of this project that has this backbone.

    Raises:
        ValueError: the file is no ONNX model, or a layer is missing or of another shape; nothing is assigned then.
    """
    graph = _read_graph(path)
    is_export = [value.name for value in graph.input] == ["image"]
    arrays = _exported_arrays(graph) if is_export else _unbend(list(_folded_layers(graph, path)))
    assignments = []
    for layer in body.layers:
        if not isinstance(layer, layers.Conv2D | layers.DepthwiseConv2D | ChannelPReLU):
            continue
        for variable in layer.variables:
            name = f"{layer.name}/{variable.name}"
            if name not in arrays or arrays[name].shape != tuple(variable.shape):
                found = arrays[name].shape if name in arrays else "nothing"
                raise ValueError(f"{path}: expected {name} {tuple(variable.shape)}, found {found}")
            assignments.append((variable, arrays[name]))
    for variable, array in assignments:
        variable.assign(array)


class _Folded:
    """One convolution with what follows it: kernel (h, w, in, out), or (h, w, channels, 1) where depthwise."""

    def __init__(self, name: str, kernel: NDArray[np.float32], bias: NDArray[np.float32], depthwise: bool) -> None:
        self.name, self.kernel, self.bias, self.depthwise = name, kernel, bias, depthwise
        self.slopes: NDArray[np.float32] | None = None

    def scale_outputs(self, factor: NDArray[np.float32]) -> None:
        self.kernel = self.kernel * (factor[:, None] if self.depthwise else factor)
        self.bias = self.bias * factor

    def scale_inputs(self, factor: NDArray[np.float32]) -> None:
        self.kernel = self.kernel * factor[:, None]


def _read_graph(path: Path) -> onnx.GraphProto:
    import onnx
    from google.protobuf.message import DecodeError

    try:
        return onnx.load(path).graph
    except DecodeError as error:
        raise ValueError(f"{path} is not an ONNX model") from error


# of a variable in an exported graph: the converter's path of the layer, with the count of its calls
_BIAS_OF = re.compile(r"/(\w+?)(?:_1)?/Squeeze:0$")
_SLOPES_OF = re.compile(r"/(\w+_relu)(?:_1)?/.*_folded_\d+$")


def _exported_arrays(graph: onnx.GraphProto) -> dict[str, NDArray[np.float32]]:
    """Return arrays by `layer/variable` from a graph that `export` wrote.

    There a PReLU is the sum of slope x and of what is rectified of (1 - slope) x, both as convolutions per channel.
    """
    from onnx import numpy_helper

    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    rectified = {node.input[0] for node in graph.node if node.op_type == "Relu"}
    arrays = {}
    for node in graph.node:
        if node.op_type != "Conv":
            continue
        kernel = values[node.input[1]]
        if len(node.input) > 2 and (layer := _BIAS_OF.search(node.input[2])):
            depthwise = kernel.shape[1] == 1
            arrays[f"{layer[1]}/kernel"] = kernel.transpose((2, 3, 0, 1) if depthwise else (2, 3, 1, 0))
            arrays[f"{layer[1]}/bias"] = values[node.input[2]]
        elif node.output[0] not in rectified and (layer := _SLOPES_OF.search(node.input[1])):
            arrays[f"{layer[1]}/alpha"] = kernel.ravel()
    return arrays


def _folded_layers(graph: onnx.GraphProto, path: Path) -> Iterator[_Folded]:
    from onnx import helper, numpy_helper

    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    users = {node.input[0]: node for node in graph.node if node.input}
    for node in graph.node:
        if node.op_type != "Conv":
            continue
        kernel = values[node.input[1]]
        bias = values[node.input[2]] if len(node.input) > 2 else np.zeros(len(kernel), np.float32)
        norm = users[node.output[0]]
        if norm.op_type != "BatchNormalization":
            raise ValueError(f"{path}: {node.name} is followed by {norm.op_type}, expected BatchNormalization")
        gamma, beta, mean, variance = (values[name] for name in norm.input[1:5])
        epsilon = next((helper.get_attribute_value(a) for a in norm.attribute if a.name == "epsilon"), 1e-5)
        factor = gamma / np.sqrt(variance + epsilon)
        depthwise = kernel.shape[1] == 1
        kernel = kernel.transpose((2, 3, 0, 1) if depthwise else (2, 3, 1, 0))
        layer = _Folded(node.name.removesuffix("_conv2d"), kernel, bias - mean, depthwise)
        layer.scale_outputs(factor.astype(np.float32))
        layer.bias = layer.bias + beta
        after = users.get(norm.output[0])
        if after is not None and after.op_type == "PRelu":
            layer.slopes = values[after.input[1]].ravel()
        if layer.name == "conv_1":
            layer.kernel = layer.kernel * np.float32(_PIXEL_FACTOR)
        yield layer


def _unbend(chain: list[_Folded]) -> dict[str, NDArray[np.float32]]:
    """Return arrays by `layer/variable`, with every slope brought to at most 1 and the function unchanged.

    A PReLU of slope a > 1 is minus a PReLU of slope 1 / a of -a x: the factors go into the convolutions around it.
    """
    for layer, following in itertools.pairwise(chain):
        if layer.slopes is not None:
            steep = layer.slopes > 1
            layer.scale_outputs(np.where(steep, -layer.slopes, 1).astype(np.float32))
            following.scale_inputs(np.where(steep, -1, 1).astype(np.float32))
            layer.slopes = np.where(steep, 1 / np.where(steep, layer.slopes, 1), layer.slopes).astype(np.float32)
    arrays = {}
    for layer in chain:
        arrays[f"{layer.name}/kernel"] = layer.kernel
        arrays[f"{layer.name}/bias"] = layer.bias
        if layer.slopes is not None:
            arrays[f"{layer.name}_relu/alpha"] = layer.slopes
    return arrays


ENTRIES = (
    Entry("mobilefacenet", "mobilefacenet", mobilefacenet, "Chen et al., CCBR 2018", stochastic_depth=True),
    Entry(
        "mobilefacenet_folded",
        "mobilefacenet",
        partial(mobilefacenet, folded=True),
        "Chen et al., CCBR 2018; normalisation folded",
        stochastic_depth=True,
        loaders={".onnx": load_recognition_weights},
    ),
)
