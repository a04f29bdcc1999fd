"""Several models as one: each looks at its own part of one view, and their predictions are averaged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import keras
from keras import layers

from inference.attributes import NUM_CLASSES


@keras.saving.register_keras_serializable("facelens")
class LogMean(layers.Layer):
    """Logarithm of the mean of several distributions: a list of (B, K) -> (B, K), logits of their mean."""

    def call(self, probs: list[keras.KerasTensor]) -> keras.KerasTensor:
        mean = keras.ops.mean(keras.ops.stack(probs), axis=0)
        return keras.ops.log(keras.ops.maximum(mean, 1e-12))

    def compute_output_shape(self, input_shape: list[tuple[int | None, ...]]) -> tuple[int | None, ...]:
        return input_shape[0]


def combined_model(models: Sequence[keras.Model], zooms: Sequence[float]) -> keras.Model:
    """Build the model of the contract that gives the mean of several models' predictions.

    Args:
        models: of `build_model`, with the age as a distribution; the first one sees the most, and its input is that of
            all: the others' views are cut out of it.
        zooms: at which each looks at faces.

    Returns:
        Model from (B, S, S, 3) uint8 RGB to the three distributions; each head is a softmax of `HEAD_logits`.

    Raises:
        ValueError: another model than the first looks at more of the face's surroundings, or is not a smaller one.
    """
    size = int(models[0].input_shape[1])
    image = keras.Input((size, size, 3), dtype="uint8", name="image")
    predicted = []
    for number, (model, zoom) in enumerate(zip(models, zooms, strict=True)):
        side = int(model.input_shape[1])
        seen = _centre(image, size, zooms[0] / zoom, side, number) if number else image
        predicted.append(_of_any_numbers(model, f"part_{number}")(seen))
    outputs = {}
    for name in NUM_CLASSES:
        logits = LogMean(name=f"{name}_logits")([each[name] for each in predicted])
        outputs[name] = layers.Softmax(name=name, dtype="float32")(logits)
    return keras.Model(image, outputs, name="combined")


def load_combined(model_file: Path) -> keras.Model:
    """Load a model that `combined_model` built; it is in float32 and gives years."""
    return keras.models.load_model(model_file, compile=False)


def _centre(image: keras.KerasTensor, size: int, share: float, side: int, number: int) -> keras.KerasTensor:
    """Cut out the middle of a view, a share of its side, at the size of another model's input."""
    margin = round(size * (1 - share) / 2)
    if margin < 0 or side > size:
        raise ValueError("the first model must be the largest and see the most; name the others behind it")
    cut = layers.Cropping2D(margin, name=f"centre_{number}")(image) if margin else image
    return layers.Resizing(side, side, name=f"size_{number}")(cut)


def _of_any_numbers(model: keras.Model, name: str) -> keras.Model:
    """Return the same model with an input of floats: what lies between two pixels is no whole number."""
    side = int(model.input_shape[1])
    inputs = x = keras.Input((side, side, 3), name="view")
    names = [layer.name for layer in model.layers]
    for layer in model.layers[1 : names.index("head_dropout")]:
        x = layer(x)
    outputs = {head: model.get_layer(head)(model.get_layer(f"{head}_logits")(x)) for head in NUM_CLASSES}
    return keras.Model(inputs, outputs, name=name)
