"""What a converter spells out comes back as one operator, and the outputs stay. Graphs are made by hand here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

from training.export.graph_rewrites import CONVERTER_OPSET, OPSET, fuse

SHAPE = (3, 5, 5, 8)  # batch, height, width, channels
RNG = np.random.default_rng(0)


def weights(*shape: int) -> np.ndarray:
    return RNG.standard_normal(shape).astype(np.float32)


class Graph:
    """Nodes one after the other, each on the result of the one before unless inputs are named."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self.last = "x"

    def constant(self, value: object, dtype: type = np.float32) -> str:
        name = f"constant_{len(self.initializers)}"
        self.initializers.append(numpy_helper.from_array(np.asarray(value, dtype=dtype), name))
        return name

    def add(self, kind: str, inputs: Sequence[str], **attributes: object) -> str:
        self.last = f"value_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [self.last], **attributes))
        return self.last

    def model(self) -> onnx.ModelProto:
        self.nodes[-1].output[0] = "y"
        x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["N", *SHAPE[1:]])
        y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
        graph = helper.make_graph(self.nodes, "graph", [x], [y], self.initializers)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", CONVERTER_OPSET)], ir_version=8)


def layer_norm(graph: Graph, x: str, *, axis: int = -1, swapped: bool = False) -> str:
    """As Keras's layer comes out of tf2onnx."""
    axes = graph.constant([axis], np.int64)
    mean = graph.add("ReduceMean", [x, axes], keepdims=1, noop_with_empty_axes=1)
    centred = graph.add("Sub", [x, mean])
    square = graph.add("Mul", [centred, centred])
    variance = graph.add("ReduceMean", [square, axes], keepdims=1, noop_with_empty_axes=1)
    steady = graph.add("Add", [variance, graph.constant(1e-6)])
    inverse = graph.add("Reciprocal", [graph.add("Sqrt", [steady])])
    size = SHAPE[axis]
    scale = graph.add(
        "Mul", [inverse, graph.constant(weights(*([1] * 3), size) if axis == -1 else weights(1, size, 1, 1))]
    )
    shift = graph.add("Mul", [graph.add("Neg", [mean]), scale])
    beta = graph.constant(weights(*([1] * 3), size) if axis == -1 else weights(1, size, 1, 1))
    moved = graph.add("Add", [beta, shift] if swapped else [shift, beta])
    return graph.add("Add", [moved, graph.add("Mul", [x, scale])] if swapped else [graph.add("Mul", [x, scale]), moved])


def gelu(graph: Graph, x: str, root: float = 0.5**0.5) -> str:
    erf = graph.add("Erf", [graph.add("Mul", [x, graph.constant(root)])])
    one = graph.add("Add", [graph.constant(1.0), erf])
    return graph.add("Mul", [graph.add("Mul", [graph.constant(0.5), x]), one])


def dense(graph: Graph, x: str, inputs: int, outputs: int) -> str:
    """A dense layer over the last axis, its shape reckoned by the graph, with a bias."""
    shape = graph.add("Cast", [graph.add("Shape", [x])], to=TensorProto.INT32)
    kept = graph.add("Gather", [shape, graph.constant([0, 1, 2], np.int32)], axis=0)
    target = graph.add("Concat", [kept, graph.constant([outputs], np.int32)], axis=0)
    target = graph.add("Cast", [target], to=TensorProto.INT64)
    rows = graph.add("Reshape", [x, graph.constant([-1, inputs], np.int64)])
    product = graph.add("MatMul", [rows, graph.constant(weights(inputs, outputs))])
    return graph.add("Add", [graph.add("Reshape", [product, target]), graph.constant(weights(outputs))])


def tidied(graph: Graph) -> tuple[Counter[str], onnx.ModelProto]:
    """Operators of the fused graph, after a check that its outputs are those of the graph as it was."""
    model = graph.model()
    tidy_model = fuse(model)
    onnx.checker.check_model(tidy_model)
    assert tidy_model.opset_import[0].version == OPSET
    assert tidy_model.graph.input[0].type.tensor_type.shape.dim[0].dim_param == "N"
    x = RNG.standard_normal(SHAPE).astype(np.float32)
    before, after = (
        onnxruntime.InferenceSession(each.SerializeToString(), providers=["CPUExecutionProvider"]).run(["y"], {"x": x})[
            0
        ]
        for each in (model, tidy_model)
    )
    np.testing.assert_allclose(after, before, atol=2e-5)
    return Counter(node.op_type for node in tidy_model.graph.node), tidy_model


@pytest.mark.parametrize("swapped", [False, True])
def test_a_layer_norm_is_one_operator_however_its_sums_are_ordered(swapped: bool) -> None:
    graph = Graph()
    layer_norm(graph, "x", swapped=swapped)
    assert tidied(graph)[0] == {"LayerNormalization": 1}


def test_a_norm_over_another_axis_is_left_as_it_is() -> None:
    graph = Graph()
    layer_norm(graph, "x", axis=1)
    operators, _ = tidied(graph)
    assert operators["LayerNormalization"] == 0
    assert operators["ReduceMean"] == 2


def test_a_gelu_is_one_operator_and_what_only_looks_like_one_is_none() -> None:
    graph = Graph()
    gelu(graph, "x")
    assert tidied(graph)[0] == {"Gelu": 1}
    graph = Graph()
    gelu(graph, "x", root=0.7)
    operators, _ = tidied(graph)
    assert (operators["Gelu"], operators["Erf"]) == (0, 1)


def test_a_whole_block_ends_as_three_operators_and_two_changes_of_shape() -> None:
    graph = Graph()
    hidden = gelu(graph, dense(graph, layer_norm(graph, "x"), 8, 32))
    graph.add("Mul", [dense(graph, hidden, 32, 8), graph.constant(weights(8))])
    operators, _ = tidied(graph)
    assert operators == {"LayerNormalization": 1, "Gemm": 2, "Gelu": 1, "Reshape": 2}


def test_a_reshape_that_mixes_axes_is_no_dense_layer() -> None:
    """The same seven nodes, but the shape put back is of other axes than those taken."""
    graph = Graph()
    shape = graph.add("Cast", [graph.add("Shape", ["x"])], to=TensorProto.INT32)
    kept = graph.add("Gather", [shape, graph.constant([0, 2, 1], np.int32)], axis=0)
    target = graph.add("Concat", [kept, graph.constant([4], np.int32)], axis=0)
    rows = graph.add("Reshape", ["x", graph.constant([-1, 8], np.int64)])
    product = graph.add("MatMul", [rows, graph.constant(weights(8, 4))])
    graph.add("Reshape", [product, graph.add("Cast", [target], to=TensorProto.INT64)])
    assert tidied(graph)[0]["Gather"] >= 1


def test_a_bias_behind_a_transposition_goes_into_the_convolution() -> None:
    graph = Graph()
    image = graph.add("Transpose", ["x"], perm=[0, 3, 1, 2])
    convolved = graph.add("Conv", [image, graph.constant(weights(8, 1, 3, 3))], group=8, pads=[1, 1, 1, 1])
    graph.add("Add", [graph.add("Transpose", [convolved], perm=[0, 2, 3, 1]), graph.constant(weights(8))])
    operators, model = tidied(graph)
    assert operators == {"Transpose": 2, "Conv": 1}
    (node,) = (node for node in model.graph.node if node.op_type == "Conv")
    assert len(node.input) == 3


def test_a_length_is_one_operator() -> None:
    graph = Graph()
    square = graph.add("Mul", ["x", "x"])
    total = graph.add("ReduceSum", [square, graph.constant([-1], np.int64)], keepdims=1, noop_with_empty_axes=1)
    graph.add("Sqrt", [total])
    assert tidied(graph)[0] == {"ReduceL2": 1}


def prelu(graph: Graph, x: str, slopes: np.ndarray) -> str:
    """As `ChannelPReLU` comes out of tf2onnx, in the converter's channels-first layout."""
    return graph.add("Max", [x, graph.add("Mul", [x, graph.constant(slopes)])])


def test_a_prelu_becomes_what_processors_have_a_fast_layout_for() -> None:
    graph = Graph()
    prelu(graph, "x", np.linspace(-1.5, 1.0, SHAPE[1]).reshape(1, -1, 1, 1))
    assert tidied(graph)[0] == {"Conv": 2, "Relu": 1, "Add": 1}


def test_layers_that_share_their_slopes_are_rewritten_each() -> None:
    """A converter merges equal weights: those of a fresh model, say."""
    graph = Graph()
    slopes = graph.constant(np.full((1, SHAPE[1], 1, 1), 0.25))
    for _ in range(3):
        graph.add("Max", [graph.last, graph.add("Mul", [graph.last, slopes])])
    assert tidied(graph)[0] == {"Conv": 6, "Relu": 3, "Add": 3}


def test_a_maximum_that_is_no_prelu_stays() -> None:
    graph = Graph()
    prelu(graph, "x", np.full((1, SHAPE[1], 1, 1), 1.5))  # over 1 the maximum picks the other side
    assert tidied(graph)[0] == {"Mul": 1, "Max": 1}
    graph = Graph()
    prelu(graph, "x", np.full((1, 1, 1, SHAPE[3]), 0.5))  # over another axis than the channels
    assert tidied(graph)[0] == {"Mul": 1, "Max": 1}


def test_a_mean_over_the_image_needs_no_transposition() -> None:
    graph = Graph()
    turned = graph.add("Transpose", ["x"], perm=[0, 2, 3, 1])
    graph.add("ReduceMean", [turned, graph.constant([1, 2], np.int64)], keepdims=0)
    operators, _ = tidied(graph)
    assert operators["Transpose"] == 0
    assert operators["GlobalAveragePool"] == 1


@pytest.mark.parametrize("value", [None, 0.0])
def test_zeros_around_an_image_of_negative_numbers_win_the_pooling(value: float | None) -> None:
    """The graph as it was is no reference here: ONNX Runtime itself gets it wrong."""
    graph = Graph()
    negative = graph.add("Neg", [graph.add("Abs", ["x"])])
    frame = [negative, graph.constant([0, 0, 1, 1, 0, 0, 1, 1], np.int64)]
    if value is not None:
        frame.append(graph.constant(value))
    graph.add("MaxPool", [graph.add("Pad", frame)], kernel_shape=[3, 3], strides=[2, 2])
    session = onnxruntime.InferenceSession(fuse(graph.model()).SerializeToString(), providers=["CPUExecutionProvider"])
    (pooled,) = session.run(["y"], {"x": RNG.standard_normal(SHAPE).astype(np.float32)})
    assert (pooled[:, :, 0, :] == 0).all()
    assert pooled.min() < 0
