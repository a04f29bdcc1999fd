"""Rewrite an exported graph into the operators that runtimes are fast at.

A converter from a training framework spells out what ONNX has operators for: a layer normalisation
becomes eleven nodes, a GELU five, a dense layer over an image seven that compute shapes. Here they are
put together again, constants are folded, and biases and factors per channel are folded into weights.
Each rewrite is exact but for rounding; the export checks the whole against the trained model.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import onnx
import onnx_ir as ir
from numpy.typing import NDArray
from onnxscript import optimizer, version_converter
from onnxscript.rewriter import RewriteRuleSet, pattern, rewrite

# the first version of ONNX with both LayerNormalization (17) and Gelu (20)
OPSET = 20
# tf2onnx writes up to this one
CONVERTER_OPSET = 18

# tolerance for a rounded 1 / sqrt(2)
_CONSTANT_TOLERANCE = 1e-6

_numbers = itertools.count()


def fuse(model: onnx.ModelProto) -> onnx.ModelProto:
    """Fuse what a converter spelt out into single operators; names of inputs and outputs stay.

    Args:
        model: float32 graph in which layer normalisations run over the last axis.
    """
    graph = ir.from_proto(model)
    version_converter.convert_version(graph, target_version=OPSET)
    for rules in (_DENSE, _STRUCTURE, _FOLDING):
        optimizer.fold_constants(graph)
        rewrite(graph, RewriteRuleSet(rules, commute=True))
    optimizer.optimize(graph)  # infers shapes too
    for rule in _ROWS:  # one after the other: a pair of layers has to be found before its first layer is
        rewrite(graph, RewriteRuleSet([rule], commute=True))
    optimizer.optimize(graph)
    return ir.to_proto(graph)


def _array(value: ir.Value) -> NDArray[Any] | None:
    """Return the constant that a value is, or None."""
    constant = ir.convenience.get_const_tensor(value)
    return None if constant is None else constant.numpy()


def _constant(value: ir.Value) -> NDArray[Any]:
    """Return the constant that a value is known to be."""
    array = _array(value)
    if array is None:
        raise ValueError(f"{value.name} is no constant")
    return array


def _producer(value: ir.Value) -> ir.Node:
    """Return the node that a value is known to come from."""
    node = value.producer()
    if node is None:
        raise ValueError(f"{value.name} comes from no node")
    return node


def _shape(value: ir.Value) -> ir.Shape:
    """Return the shape of a value that is known to have one."""
    if value.shape is None:
        raise ValueError(f"the shape of {value.name} is unknown")
    return value.shape


def _is(value: ir.Value, number: float) -> bool:
    array = _array(value)
    return array is not None and array.size == 1 and abs(array.item() - number) <= _CONSTANT_TOLERANCE


def _weight(op: Any, array: NDArray[Any], like: ir.Value) -> ir.Value:
    """Make an initializer named after the one it replaces, and numbered: layers with equal weights share one."""
    weight: ir.Value = op.initializer(
        ir.tensor(np.ascontiguousarray(array)), name=f"{like.name}_folded_{next(_numbers)}"
    )
    return weight


# --- a dense layer over (B, ..., K): flattened, multiplied, reshaped; MatMul does that by itself ---------


def _flattened_matmul(op: Any, x: ir.Value, rows: ir.Value, weight: ir.Value, leading: ir.Value, last: ir.Value) -> Any:
    kept = op.Gather(op.Cast(op.Shape(x)), leading)
    return op.Reshape(op.MatMul(op.Reshape(x, rows), weight), op.Cast(op.Concat(kept, last)))


def _is_over_last_axis(
    context: Any, rows: ir.Value, weight: ir.Value, leading: ir.Value, last: ir.Value, **_: Any
) -> bool:
    """Return whether the reshapes fold and unfold the leading axes of x: all but the last, or sizes would not fit."""
    kernel, folded, kept, width = _array(weight), _array(rows), _array(leading), _array(last)
    if kernel is None or kernel.ndim != 2 or folded is None or kept is None or width is None:
        return False
    return (folded.tolist(), kept.tolist(), width.tolist()) == (
        [-1, kernel.shape[0]],
        list(range(len(kept))),
        [kernel.shape[1]],
    )


def _matmul(op: Any, x: ir.Value, weight: ir.Value, **_: Any) -> Any:
    return op.MatMul(x, weight)


# --- layer normalisation (Ba et al. 2016) over the last axis, as Keras spells it ----------------------------


def _spelt_layer_norm(
    op: Any, x: ir.Value, gamma: ir.Value, beta: ir.Value, epsilon: ir.Value, axes_1: ir.Value, axes_2: ir.Value
) -> Any:
    mean = op.ReduceMean(x, axes_1, keepdims=1, _allow_other_attributes=True)
    centred = op.Sub(x, mean)
    variance = op.ReduceMean(op.Mul(centred, centred), axes_2, keepdims=1, _allow_other_attributes=True)
    scale = op.Mul(op.Reciprocal(op.Sqrt(op.Add(variance, epsilon))), gamma)
    return op.Add(op.Mul(x, scale), op.Add(op.Mul(op.Neg(mean), scale), beta))


def _is_layer_norm(
    context: Any, gamma: ir.Value, beta: ir.Value, epsilon: ir.Value, axes_1: ir.Value, axes_2: ir.Value, **_: Any
) -> bool:
    small, weights = _array(epsilon), (_array(gamma), _array(beta))
    if small is None or small.size != 1 or not (_is(axes_1, -1) and _is(axes_2, -1)):
        return False
    return all(array is not None and array.size == array.shape[-1] for array in weights)


def _layer_norm(op: Any, x: ir.Value, gamma: ir.Value, beta: ir.Value, epsilon: ir.Value, **_: Any) -> Any:
    return op.LayerNormalization(
        x,
        _weight(op, _constant(gamma).reshape(-1), gamma),
        _weight(op, _constant(beta).reshape(-1), beta),
        axis=-1,
        epsilon=float(_constant(epsilon).item()),
    )


# --- GELU (Hendrycks and Gimpel 2016), exact --------------------------------------------------------------


def _spelt_gelu(op: Any, x: ir.Value, root: ir.Value, one: ir.Value, half: ir.Value) -> Any:
    return op.Mul(op.Mul(half, x), op.Add(one, op.Erf(op.Mul(x, root))))


def _is_gelu(context: Any, root: ir.Value, one: ir.Value, half: ir.Value, **_: Any) -> bool:
    return _is(root, 0.5**0.5) and _is(one, 1.0) and _is(half, 0.5)


def _gelu(op: Any, x: ir.Value, **_: Any) -> Any:
    return op.Gelu(x, approximate="none")


# --- Euclidean length -----------------------------------------------------------------------------------------


def _spelt_length(op: Any, x: ir.Value, axes: ir.Value) -> Any:
    return op.Sqrt(op.ReduceSum(op.Mul(x, x), axes, keepdims=1, _allow_other_attributes=True))


def _length(op: Any, x: ir.Value, axes: ir.Value) -> Any:
    return op.ReduceL2(x, axes, keepdims=1)


# --- what folds into a weight -------------------------------------------------------------------------------


def _scaled_dense(op: Any, x: ir.Value, weight: ir.Value, bias: ir.Value, factor: ir.Value) -> Any:
    return op.Mul(op.Add(op.MatMul(x, weight), bias), factor)


def _is_per_channel(context: Any, weight: ir.Value, bias: ir.Value, factor: ir.Value, **_: Any) -> bool:
    """Return whether bias and factor are vectors over the last axis."""
    kernel, vectors = _array(weight), (_array(bias), _array(factor))
    return kernel is not None and all(v is not None and v.shape == kernel.shape[-1:] for v in vectors)


def _dense_with_scale(op: Any, x: ir.Value, weight: ir.Value, bias: ir.Value, factor: ir.Value, **_: Any) -> Any:
    scale = _constant(factor)
    folded = op.MatMul(x, _weight(op, _constant(weight) * scale, weight))
    return op.Add(folded, _weight(op, _constant(bias) * scale, bias))


def _convolution_then_bias(op: Any, x: ir.Value, kernel: ir.Value, bias: ir.Value) -> Any:
    convolved = op.Conv(x, kernel, _allow_other_attributes=True, _outputs=["convolved"])
    return op.Add(op.Transpose(convolved, perm=[0, 2, 3, 1]), bias)


def _is_bias_of(context: Any, kernel: ir.Value, bias: ir.Value, **_: Any) -> bool:
    weights, vector = _array(kernel), _array(bias)
    return weights is not None and vector is not None and vector.shape == weights.shape[:1]


def _convolution_with_bias(
    op: Any, x: ir.Value, kernel: ir.Value, bias: ir.Value, convolved: ir.Value, **_: Any
) -> Any:
    attributes = _producer(convolved).attributes
    return op.Transpose(op.Conv(x, kernel, bias, **attributes), perm=[0, 2, 3, 1])


# --- PReLU with slopes of at most 1 (models.mobilefacenet.ChannelPReLU) -----------------------------------------


def _spelt_prelu(op: Any, x: ir.Value, slope: ir.Value) -> Any:
    return op.Max(x, op.Mul(x, slope))


def _is_prelu(context: Any, slope: ir.Value, **_: Any) -> bool:
    array = _array(slope)
    if array is None or array.ndim != 4 or array.shape != (1, array.size, 1, 1):
        return False
    return bool((array <= 1).all())


def _prelu(op: Any, x: ir.Value, slope: ir.Value) -> Any:
    """Build slope x + relu((1 - slope) x): ONNX Runtime's fast layout for CPUs knows convolutions and rectifiers, but
    neither PRelu nor Max, and pays for every change of layout."""
    array = _constant(slope).reshape(-1, 1, 1, 1)
    channels = len(array)
    linear = op.Conv(x, _weight(op, array, slope), group=channels, kernel_shape=[1, 1])
    rest = _weight(op, 1 - array, slope)
    return op.Add(linear, op.Relu(op.Conv(x, rest, group=channels, kernel_shape=[1, 1])))


# --- mean over the image -----------------------------------------------------------------------------------------


def _spelt_image_mean(op: Any, x: ir.Value, axes: ir.Value) -> Any:
    return op.ReduceMean(op.Transpose(x, perm=[0, 2, 3, 1]), axes, keepdims=0, _allow_other_attributes=True)


def _is_over_image(context: Any, axes: ir.Value, **_: Any) -> bool:
    array = _array(axes)
    return array is not None and array.tolist() == [1, 2]


def _image_mean(op: Any, x: ir.Value, **_: Any) -> Any:
    return op.Flatten(op.GlobalAveragePool(x), axis=1)


# --- zeros around an image before max pooling (ResNet's second version) ---------------------------------------


def _framed_pool(op: Any, x: ir.Value, pads: ir.Value) -> Any:
    framed = op.Pad(x, pads, _allow_other_attributes=True, _allow_other_inputs=True, _outputs=["framed"])
    return op.MaxPool(framed, _allow_other_attributes=True, _outputs=["pooled"])


def _is_framed_by_numbers(context: Any, framed: ir.Value, **_: Any) -> bool:
    inputs = _producer(framed).inputs
    array = np.zeros(1) if len(inputs) < 3 or inputs[2] is None else _array(inputs[2])
    return array is None or bool(np.isfinite(array).all())


def _frame_kept_apart(op: Any, framed: ir.Value, pooled: ir.Value, **_: Any) -> Any:
    """Put a step between that changes nothing: ONNX Runtime (1.31) merges the zeros into the pooling, whose own padding
    never wins, and the border of a map with negative numbers comes out wrong."""
    pad, pool = _producer(framed), _producer(pooled)
    untouched = op.LeakyRelu(op.Pad(*pad.inputs, **pad.attributes), alpha=1.0)
    return op.MaxPool(untouched, **pool.attributes)


# --- dense layers as one operator with their bias, over rows ------------------------------------------------


def _spelt_dense(op: Any, x: ir.Value, weight: ir.Value, bias: ir.Value) -> Any:
    return op.Add(op.MatMul(x, weight), bias)


def _is_dense(context: Any, x: ir.Value, weight: ir.Value, bias: ir.Value, **_: Any) -> bool:
    kernel, vector = _array(weight), _array(bias)
    if kernel is None or vector is None or kernel.ndim != 2 or vector.shape != kernel.shape[1:]:
        return False
    return x.shape is not None and all(isinstance(size, int) for size in x.shape[1:])


def _dense(op: Any, x: ir.Value, weight: ir.Value, bias: ir.Value, **_: Any) -> Any:
    if len(_shape(x)) == 2:
        return op.Gemm(x, weight, bias)
    return _as_rows(op, x, lambda rows: op.Gemm(rows, weight, bias), _constant(weight).shape[1])


def _spelt_mlp(op: Any, x: ir.Value, weight: ir.Value, bias: ir.Value, weight_2: ir.Value, bias_2: ir.Value) -> Any:
    hidden = op.Gelu(op.Add(op.MatMul(x, weight), bias), approximate="none")
    return op.Add(op.MatMul(hidden, weight_2), bias_2)


def _mlp(op: Any, x: ir.Value, weight: ir.Value, bias: ir.Value, weight_2: ir.Value, bias_2: ir.Value, **_: Any) -> Any:
    def layers(rows: ir.Value) -> Any:
        return op.Gemm(op.Gelu(op.Gemm(rows, weight, bias), approximate="none"), weight_2, bias_2)

    return _as_rows(op, x, layers, _constant(weight_2).shape[1])


def _as_rows(op: Any, x: ir.Value, layers: Callable[[ir.Value], Any], width: int) -> Any:
    shape = _shape(x)
    rows = op.Reshape(x, op.Constant(value_ints=[-1, shape[-1]]))
    return op.Reshape(layers(rows), op.Constant(value_ints=[-1, *shape[1:-1], width]))


_DENSE = [pattern.RewriteRule(_flattened_matmul, _matmul, _is_over_last_axis)]
_STRUCTURE = [
    pattern.RewriteRule(_spelt_layer_norm, _layer_norm, _is_layer_norm),
    pattern.RewriteRule(_spelt_gelu, _gelu, _is_gelu),
    pattern.RewriteRule(_spelt_length, _length),
]
_FOLDING = [
    pattern.RewriteRule(_scaled_dense, _dense_with_scale, _is_per_channel),
    pattern.RewriteRule(_convolution_then_bias, _convolution_with_bias, _is_bias_of),
    pattern.RewriteRule(_spelt_prelu, _prelu, _is_prelu),
    pattern.RewriteRule(_spelt_image_mean, _image_mean, _is_over_image),
    pattern.RewriteRule(_framed_pool, _frame_kept_apart, _is_framed_by_numbers),
]
_ROWS = [
    pattern.RewriteRule(_spelt_mlp, _mlp, _is_dense),
    pattern.RewriteRule(_spelt_dense, _dense, _is_dense),
]
