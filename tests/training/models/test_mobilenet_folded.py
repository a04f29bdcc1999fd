"""A MobileNet of the shape of HSE's age and gender model, with made weights, written as its converter writes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from keras import layers
from onnx import TensorProto, helper, numpy_helper

from training.models.mobilenet_folded import load_face_weights, mobilenet_folded

SIZE = 32


def write_network(path: Path, leave_out: str = "") -> None:
    """Write convolutions with the normalisation folded in, depthwise ones with a scale and an offset behind."""
    rng = np.random.default_rng(3)
    nodes, initializers = [helper.make_node("Transpose", ["input"], ["first"], perm=[0, 3, 1, 2])], []
    value = "first"

    def constant(name: str, array: np.ndarray) -> str:
        initializers.append(numpy_helper.from_array(array.astype(np.float32), name))
        return name

    def add(kind: str, inputs: list[str], name: str, **attributes: object) -> str:
        nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    for layer in mobilenet_folded(SIZE).layers:
        name = layer.name
        if isinstance(layer, layers.ReLU):
            value = add("Clip", [value, constant(f"{name}_0", np.array(0)), constant(f"{name}_6", np.array(6))], name)
        if not isinstance(layer, layers.Conv2D | layers.DepthwiseConv2D) or name == leave_out:
            continue
        depthwise = isinstance(layer, layers.DepthwiseConv2D)
        shape = tuple(layer.kernel.shape)
        shape = (shape[2], 1, *shape[:2]) if depthwise else (shape[3], shape[2], *shape[:2])
        scale = np.sqrt(2 / np.prod(shape[1:]))
        inputs = [value, constant(f"{name}_kernel", rng.normal(0, scale, shape))]
        if not depthwise:
            inputs.append(constant(f"{name}_bias", rng.normal(0, 0.1, shape[0])))
        pads = [0, 0, 0, 0] if shape[2] == 1 else [0, 0, 1, 1] if layer.strides[0] == 2 else [1, 1, 1, 1]
        strides, group = list(layer.strides), shape[0] if depthwise else 1
        value = add("Conv", inputs, name, pads=pads, strides=strides, group=group)
        if depthwise:
            channels = (1, shape[0], 1, 1)
            value = add("Mul", [value, constant(f"{name}_scale", rng.uniform(0.5, 1.5, channels))], f"{name}_mul")
            value = add("Add", [value, constant(f"{name}_offset", rng.normal(0, 0.1, channels))], f"{name}_add")
    add("ReduceMean", [value], "features", axes=[2, 3], keepdims=0)
    graph = helper.make_graph(
        nodes,
        "mobilenet",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["N", SIZE, SIZE, 3])],
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["N", 1024])],
        initializers,
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


def test_the_backbone_answers_as_the_network_that_it_was_filled_from(tmp_path: Path) -> None:
    write_network(tmp_path / "network.onnx")
    body = mobilenet_folded(SIZE)
    load_face_weights(body, tmp_path / "network.onnx")
    pixels = np.random.default_rng(5).uniform(-120, 120, (2, SIZE, SIZE, 3)).astype(np.float32)
    session = onnxruntime.InferenceSession(tmp_path / "network.onnx", providers=["CPUExecutionProvider"])
    (expected,) = session.run(["features"], {"input": pixels})
    assert float(expected.std()) > 0.05
    np.testing.assert_allclose(np.asarray(body(pixels, training=False)), expected, rtol=1e-3, atol=1e-3)


def test_what_is_no_such_network_is_refused_and_nothing_is_assigned(tmp_path: Path) -> None:
    body = mobilenet_folded(SIZE)
    before = body.get_layer("conv1").kernel.numpy()
    write_network(tmp_path / "short.onnx", leave_out="conv_pw_13")
    with pytest.raises(ValueError, match="expected 27 convolutions, found 26"):
        load_face_weights(body, tmp_path / "short.onnx")
    (tmp_path / "text.onnx").write_bytes(b"no network")
    with pytest.raises(ValueError, match="not an ONNX model"):
        load_face_weights(body, tmp_path / "text.onnx")
    np.testing.assert_array_equal(body.get_layer("conv1").kernel.numpy(), before)


def test_a_size_that_does_not_halve_is_refused() -> None:
    with pytest.raises(ValueError, match="steps of 32, not 100"):
        mobilenet_folded(100)
