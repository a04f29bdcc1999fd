"""What the registry knows of a network."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import keras

# side of the aligned crops that all of training works with, in pixels
DEFAULT_SIZE = 112

# (input size, drop path rate) -> model from preprocessed pixels (B, S, S, 3) to features (B, C)
Builder = Callable[[int, float], keras.Model]
# puts the weights of a file into such a model; raises ValueError and assigns nothing where they don't fit
Loader = Callable[[keras.Model, Path], object]


@dataclass(frozen=True, slots=True)
class Entry:
    """A backbone by name.

    Attributes:
        name: as on the command line.
        family: what it is listed under; the file that builds it.
        build: from input size and rate of stochastic depth (ignored by designs without it) to the backbone.
        source: the paper, or what the design is.
        preprocessing: a key of `preprocessing.PREPROCESSINGS`.
        min_size: smallest side of the input in pixels that leaves something to pool.
        default_size: side of the input in pixels where none is asked for.
        imagenet: builds Keras's network whose published ImageNet weights fit; None where there are none.
        trunk: name of the last layer that published weights know of; None where they know the whole backbone.
        loaders: by file ending, for weights in a form of this family's own; others are read by `start_weights.py`.
    """

    name: str
    family: str
    build: Builder
    source: str
    preprocessing: str = "symmetric"
    min_size: int = 32
    default_size: int = DEFAULT_SIZE
    imagenet: Callable[..., keras.Model] | None = None
    trunk: str | None = None
    loaders: Mapping[str, Loader] = field(default_factory=dict)

    def published_part(self, body: keras.Model) -> keras.Model:
        """The part of a built backbone that published weights cover; shares its variables."""
        if self.trunk is None:
            return body
        return keras.Model(body.inputs, body.get_layer(self.trunk).output)
