"""Variants of an exported model in lower precision: float16 for GPUs, int8 for CPUs."""

from __future__ import annotations

import contextlib
import io
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import onnx
import onnx_ir as ir
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    CalibrationMethod,
    QuantFormat,
    QuantType,
    quantize_static,
)
from onnxruntime.transformers.float16 import convert_float_to_float16

# sums over a whole layer and exponentials: what float16 has too little range for
_FLOAT32_OPERATORS = ["LayerNormalization", "ReduceL2", "ReduceMean", "Softmax"]
_CALIBRATION_BATCH = 16
_PERCENTILE = 99.99
# what a convolutional model is a chain of; where all of it is int8 nothing is converted to and fro in between
_CHAIN = ("Conv", "Add", "Relu")
# the last operators of the chain, where the features are: an eighth of the time and most of the error
_LAST_IN_FLOAT32 = 12
# what an int8 variant may lose: years, shares
_MAX_LOSS = {"age_mae": 0.05, "gender_accuracy": 0.002, "ethnicity_accuracy": 0.005}


def write_fp16(model: Path, output: Path) -> None:
    """Write a variant that computes in float16; inputs and outputs keep their types.

    Strongly typed runtimes (TensorRT 11) take the precision from the file, so it has to be there.
    """
    converted = convert_float_to_float16(onnx.load(model), keep_io_types=True, op_block_list=_FLOAT32_OPERATORS)
    graph = ir.from_proto(converted)
    graph.graph.sort()  # the casts were put at the end
    variant = ir.to_proto(graph)
    onnx.checker.check_model(variant)
    onnx.save(variant, output)


def write_int8(model: Path, crops: NDArray[np.uint8], output: Path) -> None:
    """Write a variant that computes in int8 where that costs little.

    In convolutional models that is everything but the last dozen operators and the heads. The range of an
    activation is what it has over real faces without the outermost in ten thousand of its values, since rectified
    activations have long tails (with the whole range MobileFaceNet loses half a year of age). In models of dense
    layers and normalisations it is the dense layers but the heads, over the whole range.

    Weights are quantised per channel, activations per tensor.

    Args:
        model: float32, as `graph_rewrites.fuse` leaves it.
        crops: (N, S, S, 3) uint8 RGB faces of the training part, a few hundred.
        output: the file to write.
    """
    graph = onnx.load(model).graph
    is_convolutional = _has_pointwise_convolutions(graph)
    chain = [node.name for node in graph.node if node.op_type in _CHAIN]
    log = logging.getLogger()
    level = log.level
    log.setLevel(logging.ERROR)  # the library warns on the root logger that the model was not preprocessed
    try:
        # the library prints how far its histograms are
        with contextlib.redirect_stdout(io.StringIO()):
            quantize_static(
                str(model),
                str(output),
                _Faces(crops),
                quant_format=QuantFormat.QDQ,
                op_types_to_quantize=["Gemm", *_CHAIN] if is_convolutional else ["Gemm"],
                nodes_to_exclude=[*_heads(graph), *chain[-_LAST_IN_FLOAT32:]],
                per_channel=True,
                activation_type=QuantType.QUInt8,
                weight_type=QuantType.QInt8,
                calibrate_method=CalibrationMethod.Percentile if is_convolutional else CalibrationMethod.MinMax,
                # what follows a dense layer wants floats: quantising its output would only lose
                extra_options={"OpTypesToExcludeOutputQuantization": ["Gemm"], "CalibPercentile": _PERCENTILE},
            )
    finally:
        log.setLevel(level)
    onnx.checker.check_model(onnx.load(output))


def is_worth_it(model: Mapping[str, float | None], variant: Mapping[str, float | None], speedup: float) -> bool:
    """Return whether the CPU is to run the int8 variant: it has to be faster, and to lose little on validation.

    Args:
        model, variant: overall metrics as in the card; a metric that is None (no label known) decides nothing.
        speedup: time of the model over that of the variant.
    """

    def loss(metric: str) -> float:
        before, after = model[metric], variant[metric]
        if before is None or after is None:
            return 0.0
        return after - before if metric == "age_mae" else before - after

    return speedup > 1.0 and all(loss(metric) <= most for metric, most in _MAX_LOSS.items())


def _has_pointwise_convolutions(graph: onnx.GraphProto) -> bool:
    """Return whether convolutions do what dense layers do elsewhere: mix the channels of single pixels."""
    shapes = {tensor.name: tuple(tensor.dims) for tensor in graph.initializer}
    kernels = (shapes.get(node.input[1], ()) for node in graph.node if node.op_type == "Conv")
    return any(len(shape) == 4 and shape[1] > 1 and shape[2:] == (1, 1) for shape in kernels)


def _heads(graph: onnx.GraphProto) -> list[str]:
    """Return the names of the dense layers that give the outputs, and of those that give their temperatures.

    That is every dense layer on the way back from the outputs, up to the first whose input is no softmax.
    """
    makers = {node.output[0]: node for node in graph.node}
    found: dict[str, None] = {}
    wanted = [value.name for value in graph.output]
    while wanted:
        node = makers.get(wanted.pop())
        if node is None or node.name in found:
            continue
        if node.op_type in ("Gemm", "MatMul"):
            found[node.name] = None
            before = makers.get(node.input[0])
            if before is None or before.op_type != "Softmax":
                continue
        wanted.extend(node.input)
    return list(found)


class _Faces(CalibrationDataReader):
    """Batches of one size, since the library's histograms take no other: faces over a whole number are left out."""

    def __init__(self, crops: NDArray[np.uint8]) -> None:
        batch = min(_CALIBRATION_BATCH, len(crops))
        starts = range(0, len(crops) - len(crops) % batch, batch)
        self._batches: Iterator[NDArray[np.uint8]] = iter([crops[start : start + batch] for start in starts])

    def get_next(self) -> dict[str, NDArray[np.uint8]] | None:
        batch = next(self._batches, None)
        return None if batch is None else {"image": batch}
