"""The heads of a model that was exported here, read back from its ONNX file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from inference.attributes import NUM_CLASSES

from .mobilefacenet import FEATURE_SCALE
from .nested_layers import nested_layers

if TYPE_CHECKING:
    import onnx


def load_exported_heads(model: keras.Model, path: Path) -> None:
    """Fill the heads, and the fixed scaling of the features before them, from an exported model of the same shape.

    Args:
        model: of `build_model`.
        path: an `.onnx` file that `python -m training export` wrote.

    Raises:
        ValueError: a head is missing or of another shape; nothing is assigned then.
    """
    import onnx

    graph = onnx.load(path).graph
    assignments: list[tuple[keras.Variable, NDArray[np.float32]]] = []
    for name in NUM_CLASSES:
        logits = model.get_layer(f"{name}_logits")
        arrays = _inputs_of(graph, "Gemm", logits.name)
        shapes = [tuple(variable.shape) for variable in logits.weights]
        if [array.shape for array in arrays] != shapes:
            raise ValueError(f"{path}: expected {logits.name} {shapes}, found {[array.shape for array in arrays]}")
        assignments += zip(logits.weights, arrays, strict=True)
    for layer in nested_layers(model):
        if isinstance(layer, layers.BatchNormalization) and layer.name == FEATURE_SCALE:
            assignments += _feature_scale(layer, graph, path)
    for variable, array in assignments:
        variable.assign(array)


def _feature_scale(
    layer: layers.BatchNormalization, graph: onnx.GraphProto, path: Path
) -> list[tuple[keras.Variable, NDArray[np.float32]]]:
    scales, offsets = _inputs_of(graph, "Mul", FEATURE_SCALE), _inputs_of(graph, "Add", FEATURE_SCALE)
    if len(scales) != 1 or len(offsets) != 1:
        raise ValueError(f"{path}: expected one scaling of the features, found {len(scales)}")
    scale, offset = scales[0].ravel(), offsets[0].ravel()
    return [(layer.moving_mean, -offset / scale), (layer.moving_variance, 1 / scale**2 - layer.epsilon)]


def _inputs_of(graph: onnx.GraphProto, operator: str, layer: str) -> list[NDArray[np.float32]]:
    """Return the constants that the operators of one kind take in a layer, whose name the converter keeps in theirs."""
    from onnx import numpy_helper

    values = {tensor.name: tensor for tensor in graph.initializer}
    names = [name for node in graph.node if node.op_type == operator for name in node.input]
    return [numpy_helper.to_array(values[name]) for name in names if name in values and f"/{layer}" in name]
