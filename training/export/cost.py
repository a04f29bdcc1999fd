"""What a model costs: multiplications and milliseconds."""

from __future__ import annotations

import math
import time
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper, shape_inference

from inference.engines.runtime import onnxruntime

# their work hides in a graph of their own, or in the number of their steps
_UNCOUNTABLE = {"Loop", "Scan", "LSTM", "GRU", "RNN", "If"}
_LATENCY_ROUNDS = 40
# after which no further round of a slow model begins
_LATENCY_SECONDS = 8.0
_SPEEDUP_ROUNDS = 15
_SPEEDUP_FACES = 4


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
            constant = helper.get_attribute_value(node.attribute[0])
            if isinstance(constant, onnx.TensorProto):
                shapes[node.output[0]] = numpy_helper.to_array(constant).shape
    try:
        return sum(_node_macs(node, shapes) for node in graph.node)
    except (KeyError, IndexError):
        return None


def _node_macs(node: onnx.NodeProto, shapes: dict[str, tuple[int, ...]]) -> int:
    """Count the multiply-accumulates of one node.

    Raises:
        KeyError, IndexError: a shape is not known.
    """
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
    return math.prod(factors)


def latency_ms(path: Path, input_size: int) -> float:
    """Measure the processor time for one face in ONNX Runtime on one thread: the best of several rounds.

    Processor time, so that what else the machine does counts little.

    Args:
        path: model under the contract.
        input_size: side of its input in pixels.
    """
    session = _one_thread(path)
    face = np.random.default_rng(0).integers(0, 256, (1, input_size, input_size, 3), dtype=np.uint8)
    session.run(None, {"image": face})
    best, ends_at = math.inf, time.monotonic() + _LATENCY_SECONDS
    for _ in range(_LATENCY_ROUNDS):
        best = min(best, _thread_seconds(session, face))
        if time.monotonic() > ends_at:
            break
    return 1000 * best


def speedup(model: Path, variant: Path, crops: NDArray[np.uint8]) -> float:
    """Measure how many times as fast a variant is: processor time on one thread, the best of rounds in turn.

    Args:
        model, variant: under the contract, of one input size.
        crops: (N, S, S, 3) uint8 RGB of that size; the first few are run.
    """
    sessions = [_one_thread(path) for path in (model, variant)]
    best = [math.inf, math.inf]
    for _ in range(_SPEEDUP_ROUNDS):
        for i, session in enumerate(sessions):
            best[i] = min(best[i], _thread_seconds(session, crops[:_SPEEDUP_FACES]))
    return round(best[0] / best[1], 2)


def _one_thread(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _thread_seconds(session: onnxruntime.InferenceSession, crops: NDArray[np.uint8]) -> float:
    started = time.thread_time()
    session.run(None, {"image": crops})
    return time.thread_time() - started
