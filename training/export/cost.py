"""What a network costs: multiplications and milliseconds."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper, shape_inference

# their work hides in a graph of their own, or in the number of their steps
_UNCOUNTABLE = {"Loop", "Scan", "LSTM", "GRU", "RNN", "If"}
# of the latency; after so long no further round begins
_MOST_ROUNDS = 40
_MOST_SECONDS = 8.0


def macs(path: Path) -> int | None:
    """Count the multiply-accumulates for one image: convolutions, matrix products; the rest is small beside them.

    Returns:
        None where the graph holds an operator, or a shape, that tells too little.
    """
    model = onnx.load(path)
    for dimension in (value.type.tensor_type.shape.dim[0] for value in model.graph.input):
        dimension.dim_value = 1
    for value in model.graph.output:
        value.type.tensor_type.shape.dim[0].dim_value = 1
    graph = shape_inference.infer_shapes(model, data_prop=True).graph
    if any(node.op_type in _UNCOUNTABLE for node in graph.node):
        return None
    shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    for value in (*graph.input, *graph.value_info, *graph.output):
        shapes[value.name] = tuple(each.dim_value for each in value.type.tensor_type.shape.dim)
    for node in graph.node:
        if node.op_type == "Constant":
            value = helper.get_attribute_value(node.attribute[0])
            if isinstance(value, onnx.TensorProto):
                shapes[node.output[0]] = numpy_helper.to_array(value).shape
    try:
        return sum(_macs_of(node, shapes) for node in graph.node)
    except (KeyError, IndexError):
        return None


def _macs_of(node: onnx.NodeProto, shapes: dict[str, tuple[int, ...]]) -> int:
    """Count the multiply-accumulates of one node; KeyError where a shape is not known."""
    if node.op_type == "Conv":
        factors = shapes[node.output[0]] + shapes[node.input[1]][1:]
    elif node.op_type in ("MatMul", "Gemm"):
        inner = shapes[node.input[0]][-1]
        if node.op_type == "Gemm" and any(each.name == "transA" and each.i for each in node.attribute):
            inner = shapes[node.input[0]][0]
        factors = (*shapes[node.output[0]], inner)
    else:
        return 0
    if 0 in factors:
        raise KeyError(node.name)
    return int(np.prod(factors, dtype=np.int64))


def latency_ms(path: Path, input_size: int) -> float:
    """Measure the processor time of one face in ONNX Runtime on one thread, in ms: the best of several rounds.

    Processor time, so that what else the machine does counts little.

    Args:
        path: model under the contract.
        input_size: side of its input in pixels.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    face = np.random.default_rng(0).integers(0, 256, (1, input_size, input_size, 3), dtype=np.uint8)
    session.run(None, {"image": face})
    best, ends_at = float("inf"), time.monotonic() + _MOST_SECONDS
    for _ in range(_MOST_ROUNDS):
        started = time.thread_time()
        session.run(None, {"image": face})
        best = min(best, time.thread_time() - started)
        if time.monotonic() > ends_at:
            break
    return 1000 * best
