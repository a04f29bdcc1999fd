"""Entry of the registry: how to build a backbone, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import keras

# side of the aligned crops that all of training works with, in pixels
DEFAULT_SIZE = 112

# from the input size, and a `drop_path` where the design has it, to a model from preprocessed pixels (B, S, S, 3) to
# features (B, C)
Builder = Callable[..., keras.Model]
# fills such a model from a file; raises ValueError and assigns nothing where the weights don't fit
Loader = Callable[[keras.Model, Path], object]


@dataclass(frozen=True, slots=True)
class Entry:
    """A backbone by name.

    Attributes:
        name: as on the command line.
        family: what it is listed under; the file that builds it.
        builder: builds the backbone, see `build`.
        source: the paper, or what the design is.
        preprocessing: a key of `preprocessing.PREPROCESSINGS`.
        min_size: smallest side of the input in pixels that leaves something to pool.
        default_size: side of the input in pixels where none is asked for.
        stochastic_depth: whether the design has it, so that `builder` takes a `drop_path`.
        imagenet: builds Keras's model whose published ImageNet weights fit; None where there are none.
        trunk: name of the last layer that published weights know of; None where they know the whole backbone.
        loaders: by file ending, for weights in a form of this family's own; others are read by `start_weights.py`.
    """

    name: str
    family: str
    builder: Builder
    source: str
    preprocessing: str = "symmetric"
    min_size: int = 32
    default_size: int = DEFAULT_SIZE
    stochastic_depth: bool = False
    imagenet: Callable[..., keras.Model] | None = None
    trunk: str | None = None
    loaders: Mapping[str, Loader] = field(default_factory=dict)

    def build(self, input_size: int, drop_path: float = 0.0) -> keras.Model:
        """Build the backbone.

        Args:
            input_size: side of the square input in pixels.
            drop_path: rate of stochastic depth in the last block; designs without it do not use it.

        Returns:
            Model from preprocessed pixels (B, S, S, 3) to features (B, C).
        """
        return self.builder(input_size, drop_path=drop_path) if self.stochastic_depth else self.builder(input_size)

    def published_part(self, body: keras.Model) -> keras.Model:
        """Return the part of a built backbone that published weights cover; shares its variables."""
        if self.trunk is None:
            return body
        return keras.Model(body.inputs, body.get_layer(self.trunk).output)
