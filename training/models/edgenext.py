"""EdgeNeXt backbones (Maaz et al., "EdgeNeXt: Efficiently Amalgamated CNN-Transformer", 2022), XX-Small and X-Small.

The layers carry timm's names with a dash for the dot (PyTorch allows no dot), so that the face-recognition weights of
EdgeFace (George et al., 2024), an EdgeNeXt trained with an angular-margin loss, load by name: see `weights.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers, ops

from .entry import Entry
from .residual import add_branch
from .weights import load_timm_weights

_LAYER_NORM_EPSILON = 1e-6
_LAYER_SCALE_START = 1e-6
_XCA_HEADS = 4
_POSITION_DIM = 32
_POSITION_TEMPERATURE = 10_000.0


@dataclass(frozen=True, slots=True)
class EdgeNeXtVariant:
    """Widths and depths of the four stages; every stage but the first ends with one transposed-attention block."""

    widths: tuple[int, int, int, int]
    depths: tuple[int, int, int, int]
    kernels: tuple[int, int, int, int] = (3, 5, 7, 9)
    scales: tuple[int, int, int, int] = (2, 2, 3, 4)


VARIANTS = {
    "edgenext_xxs": EdgeNeXtVariant((24, 48, 88, 168), (2, 2, 6, 2)),
    "edgenext_xs": EdgeNeXtVariant((32, 64, 100, 192), (3, 3, 9, 3)),
}


@keras.saving.register_keras_serializable("facelens")
class LayerScale(layers.Layer):
    """Learnt factor per channel (Touvron et al., CaiT, 2021)."""

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.gamma = self.add_weight(
            name="gamma", shape=(input_shape[-1],), initializer=keras.initializers.Constant(_LAYER_SCALE_START)
        )

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        return x * ops.cast(self.gamma, x.dtype)


@keras.saving.register_keras_serializable("facelens")
class CrossCovarianceAttention(layers.Layer):
    """Attention between channels instead of positions (El-Nouby et al., XCiT, 2021); (B, N, C) -> (B, N, C)."""

    def __init__(self, heads: int = _XCA_HEADS, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.heads = heads

    def build(self, input_shape: tuple[Any, ...]) -> None:
        channels = input_shape[-1]
        self.temperature = self.add_weight(name="temperature", shape=(self.heads, 1, 1), initializer="ones")
        self.qkv = layers.Dense(3 * channels, name="qkv", dtype=self.dtype_policy)
        self.proj = layers.Dense(channels, name="proj", dtype=self.dtype_policy)
        self.qkv.build(input_shape)
        self.proj.build(input_shape)

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        positions, channels = x.shape[1], x.shape[2]
        qkv = ops.transpose(self.qkv(x), (0, 2, 1))
        qkv = ops.reshape(qkv, (-1, 3 * self.heads, channels // self.heads, positions))
        q, k, v = ops.split(qkv, 3, axis=1)
        attention = ops.matmul(_unit(q), ops.transpose(_unit(k), (0, 1, 3, 2)))
        attention = ops.softmax(attention * ops.cast(self.temperature, x.dtype), axis=-1)
        mixed = ops.transpose(ops.matmul(attention, v), (0, 3, 1, 2))
        return self.proj(ops.reshape(mixed, (-1, positions, channels)))

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "heads": self.heads}


def _unit(x: keras.KerasTensor) -> keras.KerasTensor:
    """Scale x to length 1 along the last axis, as torch.nn.functional.normalize does it."""
    norm = ops.sqrt(ops.sum(ops.square(x), axis=-1, keepdims=True))
    return x / ops.maximum(
        norm, ops.cast(1e-12 if keras.backend.standardize_dtype(x.dtype) == "float32" else 1e-4, x.dtype)
    )


@keras.saving.register_keras_serializable("facelens")
class FourierPosition(layers.Layer):
    """Adds a learnt projection of sines and cosines of the position; (B, H, W, C) -> (B, H, W, C)."""

    def build(self, input_shape: tuple[Any, ...]) -> None:
        _, height, width, channels = input_shape
        self.encoding = fourier_encoding(height, width, _POSITION_DIM)
        self.token_projection = layers.Dense(channels, name="token_projection", dtype=self.dtype_policy)
        self.token_projection.build((None, height, width, 2 * _POSITION_DIM))

    def call(self, x: keras.KerasTensor) -> keras.KerasTensor:
        return x + self.token_projection(ops.cast(ops.convert_to_tensor(self.encoding), x.dtype))


def fourier_encoding(height: int, width: int, dim: int) -> np.ndarray:
    """Return (1, height, width, 2 dim) float32: sines and cosines of y, then of x, positions scaled to 0..2 pi."""
    y = np.arange(1, height + 1, dtype=np.float64)[:, None] / (height + 1e-6) * 2 * np.pi
    x = np.arange(1, width + 1, dtype=np.float64)[:, None] / (width + 1e-6) * 2 * np.pi
    frequency = _POSITION_TEMPERATURE ** (2 * (np.arange(dim) // 2) / dim)

    def waves(position: np.ndarray) -> np.ndarray:
        phase = position / frequency
        return np.stack((np.sin(phase[:, 0::2]), np.cos(phase[:, 1::2])), axis=2).reshape(len(position), dim)

    encoding = np.concatenate(
        (
            np.broadcast_to(waves(y)[:, None, :], (height, width, dim)),
            np.broadcast_to(waves(x)[None, :, :], (height, width, dim)),
        ),
        axis=-1,
    )
    return encoding[None].astype(np.float32)


@keras.saving.register_keras_serializable("facelens")  # type: ignore[untyped-decorator]
def gelu(x: keras.KerasTensor) -> keras.KerasTensor:
    """Compute the exact GELU (Hendrycks and Gimpel 2016) through erf; Keras's own uses erfc, which ONNX lacks."""
    return 0.5 * x * (1.0 + ops.erf(x * 0.7071067811865476))


def _norm(name: str) -> layers.LayerNormalization:
    return layers.LayerNormalization(epsilon=_LAYER_NORM_EPSILON, name=name)


def _mlp(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
    width = x.shape[-1]
    x = layers.Dense(4 * width, name=f"{name}-mlp-fc1")(x)
    x = layers.Activation(gelu, name=f"{name}-mlp-act")(x)
    return layers.Dense(width, name=f"{name}-mlp-fc2")(x)


def _conv_block(x: keras.KerasTensor, kernel: int, drop_path: float, name: str) -> keras.KerasTensor:
    branch = layers.DepthwiseConv2D(kernel, padding="same", name=f"{name}-conv_dw")(x)
    branch = _mlp(_norm(f"{name}-norm")(branch), name)
    return add_branch(x, LayerScale(name=f"{name}-gamma")(branch), drop_path, name)


def _split_depthwise(x: keras.KerasTensor, scales: int, name: str) -> keras.KerasTensor:
    """Chain depthwise convolutions over channel groups: group i sees the output of group i - 1."""
    width = -(-x.shape[-1] // scales)
    cuts = [min(width * i, x.shape[-1]) for i in range(1, scales)]
    groups = ops.split(x, cuts, axis=-1)
    outputs = []
    current = groups[0]
    for i in range(scales - 1):
        if i > 0:
            current = layers.Add(name=f"{name}-convs-{i}-sum")([current, groups[i]])
        current = layers.DepthwiseConv2D(3, padding="same", name=f"{name}-convs-{i}")(current)
        outputs.append(current)
    return layers.Concatenate(name=f"{name}-concat")([*outputs, groups[-1]])


def _attention_block(
    x: keras.KerasTensor, scales: int, use_position: bool, drop_path: float, name: str
) -> keras.KerasTensor:
    _, height, width, channels = x.shape
    branch = _split_depthwise(x, scales, name)
    if use_position:
        branch = FourierPosition(name=f"{name}-pos_embd")(branch)
    branch = layers.Reshape((height * width, channels), name=f"{name}-flatten")(branch)
    attended = CrossCovarianceAttention(name=f"{name}-xca")(_norm(f"{name}-norm_xca")(branch))
    branch = add_branch(branch, LayerScale(name=f"{name}-gamma_xca")(attended), drop_path, f"{name}-xca_branch")
    branch = layers.Reshape((height, width, channels), name=f"{name}-unflatten")(branch)
    branch = _mlp(_norm(f"{name}-norm")(branch), name)
    return add_branch(x, LayerScale(name=f"{name}-gamma")(branch), drop_path, name)


def edgenext(variant: str, input_size: int = 112, drop_path: float = 0.0) -> keras.Model:
    """Build the backbone, without classifier.

    Args:
        variant: a key of `VARIANTS`.
        input_size: side of the square input in pixels, at least 64.
        drop_path: rate of stochastic depth in the last block, growing linearly from 0 in the first.

    Returns:
        Model from (B, input_size, input_size, 3) float RGB in -1..1 to (B, C) pooled, normalised features,
        C = 168 (XX-Small) or 192 (X-Small).
    """
    spec = VARIANTS[variant]
    inputs = keras.Input((input_size, input_size, 3), name="features_in")
    x = layers.Conv2D(spec.widths[0], 4, strides=4, name="stem-0")(inputs)
    x = _norm("stem-1")(x)
    rates = iter(np.linspace(0.0, drop_path, sum(spec.depths)).tolist())
    for stage, (width, depth) in enumerate(zip(spec.widths, spec.depths, strict=True)):
        if stage > 0:
            x = _norm(f"stages-{stage}-downsample-0")(x)
            x = layers.Conv2D(width, 2, strides=2, name=f"stages-{stage}-downsample-1")(x)
        for block in range(depth):
            name = f"stages-{stage}-blocks-{block}"
            if stage > 0 and block == depth - 1:
                x = _attention_block(x, spec.scales[stage], stage == 1, next(rates), name)
            else:
                x = _conv_block(x, spec.kernels[stage], next(rates), name)
    x = layers.GlobalAveragePooling2D(name="pool")(x)
    return keras.Model(inputs, _norm("head-norm")(x), name=variant)


def load_edgeface_weights(body: keras.Model, path: Path) -> None:
    """Fill the backbone from face-recognition weights under timm's names (`.npz`).

    Fresh heads get features of unit variance: the last norm was scaled for a classifier that is gone.

    Raises:
        ValueError: a weight is missing or of another shape; nothing is assigned then.
    """
    load_timm_weights(body, path)
    norm = body.get_layer("head-norm")
    norm.gamma.assign(ops.ones_like(norm.gamma))
    norm.beta.assign(ops.zeros_like(norm.beta))


ENTRIES = tuple(
    Entry(
        name=name,
        family="edgenext",
        builder=partial(edgenext, name),
        source="Maaz et al., CADL at ECCV 2022",
        min_size=64,
        stochastic_depth=True,
        loaders={".npz": load_edgeface_weights},
    )
    for name in VARIANTS
)
