"""Convert a trained Keras model to ONNX under the contract."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
from numpy.typing import NDArray

from inference.attributes import NUM_CLASSES
from inference.types import Predictions

from ..models.nested_layers import nested_layers
from ..models.registry import build_model
from ..objectives.age_schemes import age_scheme
from ..predict import ZOOM_KEY, predict_keras
from .graph_rewrites import CONVERTER_OPSET, fuse

PARITY_TOLERANCE = 1e-4


def serving_model(model_file: Path, recipe: Mapping[str, Any]) -> keras.Model:
    """Load a trained model for export: in float32, without its optimiser, and with an age head that gives years.

    Args:
        model_file: `.keras` file of a run, trained in any precision and with any age scheme.
        recipe: its recipe in JSON form; an earlier version's may lack entries.
    """
    trained = keras.models.load_model(model_file, compile=False)
    policy = keras.mixed_precision.global_policy()
    keras.mixed_precision.set_global_policy("float32")
    try:
        model = build_model(recipe["backbone"], recipe["input_size"], drop_path=0.0, dropout=0.0)
    finally:
        keras.mixed_precision.set_global_policy(policy)
    weights = {variable.path: variable for variable in trained.variables}
    head = ("age_logits/kernel", "age_logits/bias")
    scheme = age_scheme(recipe.get("age", "distribution"))
    # whatever the age was learnt as, the served model gives years
    weights.update(zip(head, scheme.fold(*(np.asarray(weights[path]) for path in head)), strict=True))
    for variable in model.variables:
        if "seed_generator" not in variable.path:
            variable.assign(weights[variable.path])
    return model


def write_onnx(
    model: keras.Model, path: Path, zoom: float | None = 1.0, outputs: Mapping[str, int] | None = None
) -> None:
    """Convert a Keras model to ONNX; outputs keep the names of the model's heads, the batch size is left open.

    Args:
        model: of the contract.
        path: the file to write.
        zoom: at which the model looks at faces; it goes into the file's metadata. None where the crops have a template
            of their own.
        outputs: how wide each output has to be, by name; None for those of attributes.

    Raises:
        ValueError: an input or output is not as the contract has it.
    """
    # tf2onnx knows TensorFlow only: models trained on another backend of Keras are loaded on this one for export
    import tensorflow
    import tf2onnx.convert

    size = model.inputs[0].shape[1]
    signature = [tensorflow.TensorSpec([None, size, size, 3], tensorflow.uint8, name="image")]
    converted, _ = tf2onnx.convert.from_keras(
        model, signature, opset=CONVERTER_OPSET, optimizers=_converter_passes(model)
    )
    graph = fuse(converted)
    _check_contract(graph, NUM_CLASSES if outputs is None else outputs)
    _leave_batch_open(graph)
    if zoom is not None:
        onnx.helper.set_model_props(graph, {ZOOM_KEY: f"{zoom:g}"})
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def _converter_passes(model: keras.Model) -> dict[str, Any]:
    """Return the passes that tf2onnx runs over the graph.

    Its converter takes a selection of passes, but their list stands in a private function only.
    """
    from tf2onnx import optimizer

    passes = dict(optimizer._get_optimizers())
    if any(isinstance(layer, keras.layers.LayerNormalization) for layer in nested_layers(model)):
        # it would push transpositions into the middle of normalisations, where nobody could put these together again
        del passes["optimize_transpose"]
    return passes


def _check_contract(graph: onnx.ModelProto, outputs: Mapping[str, int]) -> None:
    """Check the names and widths of the input and the outputs; tf2onnx names an output by the layer that gives it.

    Raises:
        ValueError: one differs from the contract.
    """
    inputs = [value.name for value in graph.graph.input]
    if inputs != ["image"]:
        raise ValueError(f"the converted model has the inputs {', '.join(inputs)}; expected image")
    widths = {value.name: value.type.tensor_type.shape.dim[1].dim_value for value in graph.graph.output}
    if widths != outputs:
        raise ValueError(f"the converted model has the outputs {_listed(widths)}; expected {_listed(outputs)}")


def _listed(widths: Mapping[str, int]) -> str:
    return ", ".join(f"{name} ({width})" for name, width in widths.items())


def _leave_batch_open(graph: onnx.ModelProto) -> None:
    for value in (*graph.graph.input, *graph.graph.output):
        batch = value.type.tensor_type.shape.dim[0]
        batch.ClearField("dim_value")
        batch.dim_param = "faces"


def check_parity(model: keras.Model, crops: NDArray[np.uint8], exported: Predictions) -> float:
    """Return the largest difference between a model's probabilities and those of its exported file.

    Args:
        model: as it was converted.
        crops: (N, S, S, 3) uint8 RGB of the model's input size.
        exported: what the file gave for these crops, and for any number after them.

    Raises:
        ValueError: the difference is above `PARITY_TOLERANCE`.
    """
    trained = predict_keras(model, crops)
    difference = max(
        float(np.abs(expected - given[: len(crops)]).max()) for expected, given in zip(trained, exported, strict=True)
    )
    if not difference <= PARITY_TOLERANCE:
        raise ValueError(f"the exported model differs from the trained one by {difference:.1e}")
    return difference
