"""Names of the networks and how to build them: preprocessing, a backbone and the three heads."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import keras

from . import applications, attention_lstm, baselines, classic, cnn_rnn, small_cnns, ssrnet, vgg_heads
from .edgenext import VARIANTS, edgenext, load_edgeface_weights
from .entry import Entry
from .heads import attach_heads
from .mobilefacenet import load_recognition_weights, mobilefacenet
from .preprocessing import PREPROCESSINGS
from .start_weights import load_start_weights

__all__ = ["REGISTRY", "Entry", "build_network", "entry_of"]

_EDGENEXT = tuple(
    Entry(
        name=name,
        family="edgenext",
        build=partial(edgenext, name),
        source="Maaz et al., CADL at ECCV 2022",
        min_size=64,
        loaders={".npz": load_edgeface_weights},
    )
    for name in VARIANTS
)
_MOBILEFACENET = (
    Entry("mobilefacenet", "mobilefacenet", mobilefacenet, "Chen et al., CCBR 2018"),
    Entry(
        "mobilefacenet_folded",
        "mobilefacenet",
        partial(mobilefacenet, folded=True),
        "Chen et al., CCBR 2018; normalisation folded",
        loaders={".onnx": load_recognition_weights},
    ),
)

REGISTRY: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        *_EDGENEXT,
        *_MOBILEFACENET,
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
    """What is registered under a name.

    Raises:
        ValueError: nothing is.
    """
    if backbone not in REGISTRY:
        raise ValueError(f"no backbone {backbone!r}; there are {', '.join(sorted(REGISTRY))}")
    return REGISTRY[backbone]


def build_network(
    backbone: str,
    input_size: int | None = None,
    start_weights: Path | str | None = None,
    drop_path: float = 0.1,
    dropout: float = 0.2,
    age: str = "distribution",
    l2: float = 0.0,
) -> keras.Model:
    """The network of the contract: pixels in, three distributions out.

    Args:
        backbone: a name of the registry.
        input_size: side of the crops in pixels; None for the backbone's own.
        start_weights: `imagenet`, or a file with weights of the backbone (see `start_weights.py`), or None (or
            `none`) for a random start.
        drop_path: rate of stochastic depth in the last block, where the design has it.
        dropout: rate before the heads.
        age: age scheme, see `training.ages`; the contract is met by `distribution`.
        l2: penalty on the squares of all kernels, on top of what a design brings. It belongs to training: a network
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
        raise ValueError(f"{backbone} takes pictures of {entry.min_size} px or more, not {size}")
    body = entry.build(size, drop_path)
    if start_weights is not None and str(start_weights) != "none":
        load_start_weights(entry, body, start_weights)
    image = keras.Input((size, size, 3), dtype="uint8", name="image")
    features = body(PREPROCESSINGS[entry.preprocessing]()(image))
    network = keras.Model(image, attach_heads(features, dropout, age), name=f"facelens-{backbone}")
    if l2 > 0:
        _penalise_kernels(network, l2)
    return network


def _penalise_kernels(network: keras.Model, l2: float) -> None:
    for variable in network.trainable_variables:
        if variable.name.endswith("kernel") and variable.regularizer is None:
            variable.regularizer = keras.regularizers.L2(l2)
