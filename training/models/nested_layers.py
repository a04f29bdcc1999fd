"""The layers of a model and of the models inside it."""

from __future__ import annotations

from collections.abc import Iterator

import keras


def nested_layers(model: keras.Model) -> Iterator[keras.layers.Layer]:
    """Yield all layers of a model, those of models inside it included; a layer's own sublayers are left out."""
    for layer in model.layers:
        yield layer
        if isinstance(layer, keras.Model):
            yield from nested_layers(layer)
