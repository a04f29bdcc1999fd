"""Names of the models and how to build them: preprocessing, a backbone and the three heads."""

from __future__ import annotations

from pathlib import Path

import keras

from . import (
    applications,
    attention_lstm,
    baselines,
    classic,
    cnn_rnn,
    edgenext,
    mobilefacenet,
    mobilenet_folded,
    small_cnns,
    ssrnet,
    vgg_heads,
)
from .entry import Entry
from .heads import attach_heads
from .preprocessing import PREPROCESSINGS
from .start_weights import load_start_weights

REGISTRY: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        *edgenext.ENTRIES,
        *mobilefacenet.ENTRIES,
        *mobilenet_folded.ENTRIES,
        *applications.ENTRIES,
        *vgg_heads.ENTRIES,
        *attention_lstm.ENTRIES,
        *ssrnet.ENTRIES,
        *cnn_rnn.ENTRIES,
        *classic.ENTRIES,
        *small_cnns.ENTRIES,
        *baselines.ENTRIES,
    )
}


def entry_of(backbone: str) -> Entry:
    """Return the entry of a name.

    Raises:
        ValueError: there is none.
    """
    if backbone not in REGISTRY:
        raise ValueError(f"no backbone {backbone!r}; there are {', '.join(sorted(REGISTRY))}")
    return REGISTRY[backbone]


def build_model(
    backbone: str,
    input_size: int | None = None,
    start_weights: Path | str | None = None,
    drop_path: float = 0.1,
    dropout: float = 0.2,
    age: str = "distribution",
    l2: float = 0.0,
) -> keras.Model:
    """Build the model of the contract: pixels in, three distributions out.

    Args:
        backbone: a name of the registry.
        input_size: side of the crops in pixels; None for the backbone's own.
        start_weights: `imagenet`, or a file with weights of the backbone (see `start_weights.py`), or None (or
            `none`) for a random start.
        drop_path: rate of stochastic depth in the last block, where the design has it.
        dropout: rate before the heads.
        age: age scheme, see `objectives.age_schemes`; the contract is met by `distribution`.
        l2: penalty on the squares of all kernels, on top of what a design brings. It belongs to training: a model
            loaded from a file has it no more.

    Returns:
        Model from `image` (B, S, S, 3) uint8 RGB to a dict of float32 probabilities `age` (B, 101),
        `gender` (B, 2), `ethnicity` (B, 5). The family's own scaling is inside.

    Raises:
        ValueError: the backbone is unknown, the size below its smallest, or the start weights don't fit it.
        OSError: start weights are missing, or can't be downloaded.
    """
    entry = entry_of(backbone)
    size = entry.default_size if input_size is None else input_size
    if size < entry.min_size:
        raise ValueError(f"{backbone} takes images of {entry.min_size} px or more, not {size}")
    body = entry.build(size, drop_path)
    if start_weights is not None and str(start_weights) != "none":
        load_start_weights(entry, body, start_weights)
    image = keras.Input((size, size, 3), dtype="uint8", name="image")
    features = body(PREPROCESSINGS[entry.preprocessing]()(image))
    model = keras.Model(image, attach_heads(features, dropout, age), name=f"facelens-{backbone}")
    if l2 > 0:
        _penalise_kernels(model, l2)
    return model


def _penalise_kernels(model: keras.Model, l2: float) -> None:
    for variable in model.trainable_variables:
        if variable.name.endswith("kernel") and variable.regularizer is None:
            variable.regularizer = keras.regularizers.L2(l2)
