"""Variants of lower precision predict nearly what the model does, and keep its contract. The model is a small one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from inference.attributes import NUM_CLASSES
from training.export.calibration import Temperatures, calibrated_model
from training.export.convert import write_onnx
from training.export.precision import is_worth_it, write_fp16, write_int8
from training.models.registry import build_model

SIDE, HIDDEN, CLASSES = 8, 32, 5
RNG = np.random.default_rng(0)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Two dense layers over the pixels, with a norm and a GELU between them."""

    def constant(name: str, *shape: int, scale: float = 1.0) -> onnx.TensorProto:
        return numpy_helper.from_array((scale * RNG.standard_normal(shape)).astype(np.float32), name)

    nodes = [
        helper.make_node("Cast", ["image"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["pixels", "unit"], ["scaled"]),
        helper.make_node("Reshape", ["scaled", "flat"], ["rows"]),
        helper.make_node("Gemm", ["rows", "w1", "b1"], ["hidden"], name="first"),
        helper.make_node("LayerNormalization", ["hidden", "gamma", "beta"], ["normed"], axis=-1),
        helper.make_node("Gelu", ["normed"], ["active"]),
        helper.make_node("Gemm", ["active", "w2", "b2"], ["logits"], name="head"),
        helper.make_node("Softmax", ["logits"], ["ethnicity"], axis=-1),
    ]
    initializers = [
        numpy_helper.from_array(np.float32(1 / 255), "unit"),
        numpy_helper.from_array(np.array([-1, SIDE * SIDE * 3], np.int64), "flat"),
        constant("w1", SIDE * SIDE * 3, HIDDEN, scale=0.1),
        constant("b1", HIDDEN),
        constant("gamma", HIDDEN),
        constant("beta", HIDDEN),
        constant("w2", HIDDEN, CLASSES, scale=0.2),
        constant("b2", CLASSES),
    ]
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["faces", SIDE, SIDE, 3])
    output = helper.make_tensor_value_info("ethnicity", TensorProto.FLOAT, ["faces", CLASSES])
    graph = helper.make_graph(nodes, "small", [image], [output], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
    onnx.save(model, tmp_path / "small.onnx")
    return tmp_path / "small.onnx"


def faces(count: int) -> np.ndarray:
    return RNG.integers(0, 256, (count, SIDE, SIDE, 3), dtype=np.uint8)


def predict(path: Path, crops: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    assert [(value.name, value.type, value.shape) for value in session.get_inputs()] == [
        ("image", "tensor(uint8)", ["faces", SIDE, SIDE, 3])
    ]
    assert session.get_outputs()[0].type == "tensor(float)"
    return session.run(["ethnicity"], {"image": crops})[0]


def test_a_float16_variant_predicts_alike_and_norms_stay_in_float32(model: Path, tmp_path: Path) -> None:
    variant, crops = tmp_path / "small.fp16.onnx", faces(50)
    write_fp16(model, variant)
    np.testing.assert_allclose(predict(variant, crops), predict(model, crops), atol=3e-3)
    written = onnx.load(variant)
    types = {tensor.name: tensor.data_type for tensor in written.graph.initializer}
    assert types["w1"] == types["w2"] == TensorProto.FLOAT16
    assert types["gamma"] == TensorProto.FLOAT
    assert variant.stat().st_size < 0.7 * model.stat().st_size


def test_an_int8_variant_predicts_alike_with_dense_layers_quantised_but_for_the_heads(
    model: Path, tmp_path: Path
) -> None:
    variant, crops = tmp_path / "small.int8.onnx", faces(50)
    write_int8(model, faces(40), variant)
    np.testing.assert_allclose(predict(variant, crops), predict(model, crops), atol=0.03)
    written = onnx.load(variant)
    kinds = Counter(node.op_type for node in written.graph.node)
    assert kinds["QuantizeLinear"] == 1, "what goes into the dense layer, and nothing else"
    weights = [
        tensor for tensor in written.graph.initializer if tensor.data_type == TensorProto.INT8 and len(tensor.dims) == 2
    ]
    assert sorted(tuple(tensor.dims) for tensor in weights) == [(SIDE * SIDE * 3, HIDDEN)]


def test_the_prediction_for_a_face_does_not_depend_on_the_others_in_its_batch(model: Path, tmp_path: Path) -> None:
    variant, crops = tmp_path / "small.int8.onnx", faces(8)
    write_int8(model, faces(40), variant)
    alone = np.concatenate([predict(variant, crops[i : i + 1]) for i in range(len(crops))])
    np.testing.assert_allclose(predict(variant, crops), alone, atol=1e-6)


MODEL = {"age_mae": 4.50, "gender_accuracy": 0.940, "ethnicity_accuracy": 0.850}


@pytest.mark.parametrize(
    ("change", "faster", "worth_it"),
    [
        ({}, 1.4, True),
        ({"age_mae": 4.549, "gender_accuracy": 0.9381, "ethnicity_accuracy": 0.8451}, 1.4, True),
        ({"age_mae": 4.30, "ethnicity_accuracy": 0.90}, 1.01, True),
        ({}, 0.99, False),
        ({"age_mae": 4.56}, 1.4, False),
        ({"gender_accuracy": 0.937}, 1.4, False),
        ({"ethnicity_accuracy": 0.844}, 1.4, False),
    ],
)
def test_what_int8_may_lose(change: dict[str, float], faster: float, worth_it: bool) -> None:
    assert is_worth_it(MODEL, MODEL | change, faster) is worth_it


def test_what_no_label_tells_decides_nothing() -> None:
    unlabelled = MODEL | {"ethnicity_accuracy": None}
    assert is_worth_it(unlabelled, unlabelled, 1.4)
    assert not is_worth_it(unlabelled, unlabelled | {"age_mae": 4.56}, 1.4)


def test_a_convolutional_model_runs_in_int8_but_for_its_last_dozen_operators_and_heads(tmp_path: Path) -> None:
    rng = np.random.default_rng(4)

    def constant(name: str, *shape: int) -> onnx.TensorProto:
        array = rng.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))
        return numpy_helper.from_array(array.astype(np.float32), name)

    nodes = [
        helper.make_node("Cast", ["image"], ["pixels"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["pixels", "unit"], ["scaled"]),
        helper.make_node("Transpose", ["scaled"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["planes", "w3"], ["c3"], name="wide", pads=[1] * 4),
        helper.make_node("Relu", ["c3"], ["r3"], name="wide-relu"),
        helper.make_node("Conv", ["r3", "dw"], ["cdw"], name="depthwise", group=16),
        helper.make_node("Conv", ["cdw", "w1"], ["c1"], name="pointwise"),
        helper.make_node("Relu", ["c1"], ["l0"], name="early"),
    ]
    for i in range(6):
        nodes.append(helper.make_node("Conv", [f"l{i}", f"wl{i}"], [f"cl{i}"], name=f"late{i}"))
        nodes.append(helper.make_node("Relu", [f"cl{i}"], [f"l{i + 1}"], name=f"late{i}-relu"))
    nodes += [
        helper.make_node("GlobalAveragePool", ["l6"], ["mean"]),
        helper.make_node("Flatten", ["mean"], ["features"]),
        helper.make_node("Gemm", ["features", "w2", "b2"], ["logits"], name="head"),
        helper.make_node("Softmax", ["logits"], ["ethnicity"], axis=-1),
    ]
    initializers = [
        numpy_helper.from_array(np.float32(1 / 255), "unit"),
        constant("w3", 16, 3, 3, 3),
        constant("dw", 16, 1, 1, 1),
        constant("w1", 24, 16, 1, 1),
        *(constant(f"wl{i}", 24, 24, 1, 1) for i in range(6)),
        constant("w2", 24, CLASSES),
        constant("b2", CLASSES),
    ]
    image = helper.make_tensor_value_info("image", TensorProto.UINT8, ["faces", SIDE, SIDE, 3])
    output = helper.make_tensor_value_info("ethnicity", TensorProto.FLOAT, ["faces", CLASSES])
    graph = helper.make_graph(nodes, "small", [image], [output], initializers)
    model, variant, crops = tmp_path / "network.onnx", tmp_path / "network.int8.onnx", faces(40)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9), model)
    write_int8(model, crops, variant)
    makers = {out: node.op_type for node in onnx.load(variant).graph.node for out in node.output}
    weights = {node.name: node.input[1] for node in onnx.load(variant).graph.node if node.op_type in ("Conv", "Gemm")}
    assert {name: makers.get(weight) for name, weight in weights.items()} == {
        "wide": "DequantizeLinear",
        "depthwise": "DequantizeLinear",
        "pointwise": "DequantizeLinear",
        **{f"late{i}": None for i in range(6)},
        "head": None,
    }
    np.testing.assert_allclose(predict(variant, crops), predict(model, crops), atol=0.01)


def test_the_heads_of_a_calibrated_model_and_their_temperatures_stay_in_float(tmp_path: Path) -> None:
    model = build_model("softmax_regression", 16)
    for layer in model.layers:
        if layer.name.endswith("_logits"):
            layer.bias.assign(np.linspace(-1, 1, layer.bias.shape[0]))
    curves = {head: np.linspace(-0.3, 0.1 * i, 101) for i, head in enumerate(NUM_CLASSES)}
    write_onnx(calibrated_model(model, Temperatures(curves)), tmp_path / "m.onnx")
    write_int8(tmp_path / "m.onnx", RNG.integers(0, 256, (16, 16, 16, 3), dtype=np.uint8), tmp_path / "m8.onnx")
    graph = onnx.load(tmp_path / "m8.onnx").graph
    dequantised = {node.output[0] for node in graph.node if node.op_type == "DequantizeLinear"}
    dense = [node for node in graph.node if node.op_type in ("Gemm", "MatMul")]
    assert len(dense) >= 4
    assert not [node.name for node in dense if dequantised & set(node.input)]
