"""The face-recognition network as ONNX, and the same network in Keras with its normalisation folded in."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import onnx
import onnxruntime
import pytest
from keras import layers
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from inference.model_card import DEFAULT_MODEL
from training.models.mobilefacenet import ChannelPReLU, load_recognition_weights, mobilefacenet

SIZE = 32


class RecognitionNetwork:
    """Convolution, batch normalisation and PReLU by the folded backbone's own layers, with made weights."""

    def __init__(self, body: keras.Model) -> None:
        self._rng = np.random.default_rng(3)
        self._nodes: list[onnx.NodeProto] = []
        self._initializers: list[onnx.TensorProto] = []
        values: dict[int, str] = {}
        for layer in body.layers:
            inputs = [values[id(tensor)] for tensor in _tensors(layer.input)] if layer is not body.layers[0] else []
            values[id(_tensors(layer.output)[0])] = self._add(body, layer, inputs)

    def _add(self, body: keras.Model, layer: layers.Layer, inputs: list[str]) -> str:
        if isinstance(layer, layers.InputLayer):
            return self._node("Mul", ["data", self._constant(np.float32(1 / 128), "scalar")], "scaled")
        if isinstance(layer, layers.ZeroPadding2D):
            pads = np.array([0, 0, 1, 1, 0, 0, 1, 1])
            return self._node("Pad", [inputs[0], self._constant(pads, f"{layer.name}_pads")], layer.name)
        if isinstance(layer, layers.DepthwiseConv2D | layers.Conv2D):
            return self._convolution(layer, inputs[0])
        if isinstance(layer, ChannelPReLU):
            slopes = self._rng.uniform(-1.3, 1.8, (layer.alpha.shape[0], 1, 1))
            return self._node("PRelu", [inputs[0], self._constant(slopes, f"{layer.name}_gamma")], layer.name)
        if isinstance(layer, layers.Add):
            return self._node("Add", inputs, layer.name)
        return {"mean": "conv_6sep_relu", "weighed": "conv_6dw7_7_batchnorm"}.get(layer.name, inputs[0])

    def _convolution(self, layer: layers.Layer, x: str) -> str:
        height, width, channels, filters = layer.kernel.shape
        depthwise = isinstance(layer, layers.DepthwiseConv2D)
        count = channels if depthwise else filters
        kernel = self._rng.standard_normal((count, 1 if depthwise else channels, height, width))
        kernel /= np.sqrt(np.prod(kernel.shape[1:]))
        pad = height // 2 if layer.padding == "same" else 0
        name = f"{layer.name}_conv2d"
        convolved = self._node(
            "Conv",
            [x, self._constant(kernel, f"{name}_weight")],
            name,
            group=count if depthwise else 1,
            strides=list(layer.strides),
            pads=[pad] * 4,
        )
        statistics = [self._rng.uniform(0.5, 1.5, count) for _ in range(4)]
        inputs = [self._constant(array, f"{layer.name}_{i}") for i, array in enumerate(statistics)]
        return self._node("BatchNormalization", [convolved, *inputs], f"{layer.name}_batchnorm", epsilon=1e-3)

    def _constant(self, array: NDArray[np.float64], name: str) -> str:
        dtype = np.int64 if array.dtype == np.int64 else np.float32
        self._initializers.append(numpy_helper.from_array(array.astype(dtype), name))
        return name

    def _node(self, kind: str, inputs: list[str], name: str, **attributes: object) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [name], name=name, **attributes))
        return name

    def save(self, path: Path, without: str = "") -> None:
        outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in OUTPUTS]
        data = helper.make_tensor_value_info("data", TensorProto.FLOAT, ["n", 3, SIZE, SIZE])
        nodes = [node for node in self._nodes if not (without and node.name.startswith(without))]
        graph = helper.make_graph(nodes, "recognition", [data], outputs, self._initializers)
        onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)


OUTPUTS = ("conv_6sep_relu", "conv_6dw7_7_batchnorm")


def _tensors(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]


def test_folded_network_answers_as_the_one_it_was_folded_from(tmp_path: Path) -> None:
    body = mobilefacenet(SIZE, folded=True)
    RecognitionNetwork(body).save(tmp_path / "network.onnx")
    load_recognition_weights(body, tmp_path / "network.onnx")
    pixels = np.random.default_rng(5).integers(0, 256, (2, SIZE, SIZE, 3)).astype(np.float32)
    features = np.asarray(body(pixels / 127.5 - 1.0, training=False)) * np.sqrt(1 + body.layers[-1].epsilon)
    session = onnxruntime.InferenceSession(tmp_path / "network.onnx", providers=["CPUExecutionProvider"])
    last_map, weighed = session.run(list(OUTPUTS), {"data": pixels.transpose(0, 3, 1, 2) - 127.5})
    np.testing.assert_allclose(features[:, 512:], weighed.reshape(2, -1), rtol=1e-3, atol=1e-3)
    # a channel whose slope was over 1 comes with the other sign
    np.testing.assert_allclose(np.abs(features[:, :512]), np.abs(last_map.mean(axis=(2, 3))), rtol=1e-3, atol=1e-3)
    assert max(float(layer.alpha.numpy().max()) for layer in body.layers if isinstance(layer, ChannelPReLU)) <= 1


def test_the_shipped_model_s_backbone_can_be_gone_on_with(tmp_path: Path) -> None:
    model = onnx.load(DEFAULT_MODEL)
    (features,) = {node.output[0] for node in model.graph.node if node.op_type == "Concat"}
    model.graph.output.append(helper.make_empty_tensor_value_info(features))
    onnx.save(model, tmp_path / "open.onnx")
    pixels = np.random.default_rng(5).integers(0, 256, (2, 112, 112, 3)).astype(np.uint8)
    session = onnxruntime.InferenceSession(tmp_path / "open.onnx", providers=["CPUExecutionProvider"])
    (expected,) = session.run([features], {"image": pixels})
    body = mobilefacenet(112, folded=True)
    load_recognition_weights(body, DEFAULT_MODEL)
    given = np.asarray(body(pixels / np.float32(127.5) - 1, training=False)) * np.sqrt(1 + body.layers[-1].epsilon)
    np.testing.assert_allclose(given, expected, rtol=1e-3, atol=1e-4)


def test_what_is_no_such_network_is_refused_and_nothing_is_assigned(tmp_path: Path) -> None:
    body = mobilefacenet(SIZE, folded=True)
    before = body.get_layer("conv_1").kernel.numpy()
    RecognitionNetwork(body).save(tmp_path / "short.onnx", without="conv_6dw7_7")
    with pytest.raises(ValueError, match="conv_6dw7_7/kernel"):
        load_recognition_weights(body, tmp_path / "short.onnx")
    (tmp_path / "text.onnx").write_bytes(b"no network")
    with pytest.raises(ValueError, match="not an ONNX model"):
        load_recognition_weights(body, tmp_path / "text.onnx")
    np.testing.assert_array_equal(body.get_layer("conv_1").kernel.numpy(), before)


def test_slopes_stay_at_most_one() -> None:
    layer = ChannelPReLU()
    layer.build((None, 4, 4, 3))
    layer.alpha.assign([2.0, 0.5, -3.0])
    layer.alpha.assign(layer.alpha.constraint(layer.alpha))
    x = np.array([-2.0, 3.0], np.float32)[:, None, None, None] * np.ones((1, 1, 1, 3), np.float32)
    np.testing.assert_allclose(np.asarray(layer(x))[0, 0, 0], [-2.0, -1.0, 6.0])
    np.testing.assert_allclose(np.asarray(layer(x))[1, 0, 0], [3.0, 3.0, 3.0])


@pytest.mark.parametrize("size", [16, 100])
def test_sizes_it_cannot_take_are_named(size: int) -> None:
    with pytest.raises(ValueError, match=str(size)):
        mobilefacenet(size)
