"""Names of the networks and how to build them: a backbone and the three heads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import keras
from keras import layers

from inference.types import AGES, ETHNICITIES, GENDERS

from .edgenext import VARIANTS, edgenext
from .mobilefacenet import load_recognition_weights, mobilefacenet
from .weights import load_timm_weights

HEADS = {"age": len(AGES), "gender": len(GENDERS), "ethnicity": len(ETHNICITIES)}

# name -> function of (input size, drop path rate) that gives a model from pixels in -1..1 to a feature vector
BACKBONES: dict[str, Callable[[int, float], keras.Model]] = {
    name: (lambda size, drop_path, name=name: edgenext(name, size, drop_path)) for name in VARIANTS
}
BACKBONES["mobilefacenet"] = mobilefacenet
BACKBONES["mobilefacenet_folded"] = lambda size, drop_path: mobilefacenet(size, drop_path, folded=True)


def build_network(
    backbone: str,
    input_size: int = 112,
    start_weights: Path | None = None,
    drop_path: float = 0.1,
    dropout: float = 0.2,
) -> keras.Model:
    """The network of the contract: pixels in, three distributions out.

    Args:
        backbone: a key of `BACKBONES`.
        input_size: side of the crops in pixels.
        start_weights: `.npz` of a pretrained backbone, or None for a random start.
        drop_path: rate of stochastic depth in the last block.
        dropout: rate before the heads.

    Returns:
        Model from `image` (B, S, S, 3) uint8 RGB to a dict of float32 probabilities `age` (B, 101),
        `gender` (B, 2), `ethnicity` (B, 5). Rescaling to -1..1 is inside.

    Raises:
        ValueError: the backbone is unknown, or the start weights don't fit it.
    """
    if backbone not in BACKBONES:
        raise ValueError(f"no backbone {backbone!r}; there are {', '.join(sorted(BACKBONES))}")
    body = BACKBONES[backbone](input_size, drop_path)
    if start_weights is not None:
        if backbone == "mobilefacenet_folded":
            load_recognition_weights(body, start_weights)
        else:
            load_timm_weights(body, start_weights)
            _reset_last_norm(body)
    image = keras.Input((input_size, input_size, 3), dtype="uint8", name="image")
    features = body(layers.Rescaling(1 / 127.5, offset=-1.0, name="rescale")(image))
    features = layers.Dropout(dropout, name="head_dropout")(features)
    outputs = {}
    for name, classes in HEADS.items():
        logits = layers.Dense(classes, name=f"{name}_logits")(features)
        outputs[name] = layers.Softmax(name=name, dtype="float32")(logits)
    return keras.Model(image, outputs, name=f"facelens-{backbone}")


def _reset_last_norm(body: keras.Model) -> None:
    """Give fresh heads features of unit variance: the last norm was scaled for a classifier that is gone."""
    norm = body.get_layer("head-norm")
    norm.gamma.assign(keras.ops.ones_like(norm.gamma))
    norm.beta.assign(keras.ops.zeros_like(norm.beta))
