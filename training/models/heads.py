"""The heads, one per attribute, on top of a backbone's features."""

from __future__ import annotations

import keras
from keras import layers

from inference.attributes import NUM_CLASSES

from ..objectives.age_schemes import age_scheme


def attach_heads(features: keras.KerasTensor, dropout: float, age: str) -> dict[str, keras.KerasTensor]:
    """Attach one dense layer per attribute.

    Args:
        features: (B, C).
        dropout: rate before the heads.
        age: name of an age scheme, see `objectives.age_schemes`.

    Returns:
        `age` (B, units of the scheme), `gender` (B, 2), `ethnicity` (B, 5), float32: probabilities, or numbers
        where the scheme is linear.
    """
    scheme = age_scheme(age)
    features = layers.Dropout(dropout, name="head_dropout")(features)
    widths = {**NUM_CLASSES, "age": scheme.units}
    outputs = {}
    for name, units in widths.items():
        logits = layers.Dense(units, name=f"{name}_logits")(features)
        if name == "age" and scheme.activation == "linear":
            outputs[name] = layers.Activation("linear", name=name, dtype="float32")(logits)
        else:
            outputs[name] = layers.Softmax(name=name, dtype="float32")(logits)
    return outputs
