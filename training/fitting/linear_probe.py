"""Linear probing: heads are fitted to a frozen backbone before both are trained together.

Random heads would send random gradients into pretrained layers and bend what made them worth starting from: linear
probing, then fine-tuning (Kumar et al., "Fine-Tuning can Distort Pretrained Features and Underperform
Out-of-Distribution", ICLR 2022).
"""

from __future__ import annotations

import logging
from typing import Any

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from inference.attributes import NUM_CLASSES

from ..datasets.batches import FaceBatches
from ..datasets.face_table import FaceTable
from ..models.mobilefacenet import FEATURE_SCALE
from ..models.nested_layers import nested_layers

log = logging.getLogger(__name__)

_BATCH = 64
_FEATURE_BATCH = 128
_LEARNING_RATE = 2e-3


def fit_heads(
    model: keras.Model,
    faces: FaceTable,
    epochs: int,
    losses: dict[str, keras.losses.Loss],
    seed: int = 0,
    zoom: float = 1.0,
) -> None:
    """Fit the three heads to the features of the model as it is; the backbone sees every face once, not augmented.

    Args:
        model: of `build_model`; its heads go on from where they stand, and where the backbone ends with a fixed
            scaling of its features, that is set to their mean and spread.
        faces: to learn from.
        epochs: passes of the heads over the features.
        losses: by head.
        seed: of all draws.
        zoom: how many times as large the face is in the model's view as in the crops, see `views.relative_zoom`.
    """
    source = keras.Model(model.input, model.get_layer("head_dropout").input)
    features, labels = _features(FaceBatches(faces, int(source.inputs[0].shape[1]), _FEATURE_BATCH, zoom=zoom), source)
    features = _settle_scale(model, features)
    inputs = keras.Input(features.shape[1:])
    dropped = layers.Dropout(model.get_layer("head_dropout").rate, seed=seed)(inputs)
    outputs = {}
    for name in NUM_CLASSES:
        outputs[name] = _like(model.get_layer(name))(_like(model.get_layer(f"{name}_logits"))(dropped))
    heads = keras.Model(inputs, outputs)
    for name in NUM_CLASSES:
        heads.get_layer(f"{name}_logits").set_weights(model.get_layer(f"{name}_logits").get_weights())
    steps = epochs * -(-len(features) // _BATCH)
    schedule = keras.optimizers.schedules.CosineDecay(_LEARNING_RATE, steps)
    heads.compile(keras.optimizers.AdamW(schedule, weight_decay=0.02), loss=losses, jit_compile=False)
    history = heads.fit(features, labels, batch_size=_BATCH, epochs=epochs, verbose=0)
    for name in NUM_CLASSES:
        model.get_layer(f"{name}_logits").set_weights(heads.get_layer(f"{name}_logits").get_weights())
    log.info("heads fitted to %d faces: loss %.3f", len(features), history.history["loss"][-1])


def _like(layer: layers.Layer) -> layers.Layer:
    """Make a layer of the same kind and size with weights of its own; heads differ with the age scheme."""
    return type(layer).from_config(layer.get_config())


def _features(batches: FaceBatches, source: keras.Model) -> tuple[NDArray[np.float32], dict[str, NDArray[np.generic]]]:
    """Return the features of all faces, (N, C) float32, and their targets by head, as `FaceBatches` gives them."""
    features, labels = [], []
    for index in range(len(batches)):
        images, batch_labels = batches[index][:2]
        features.append(np.asarray(source.predict_on_batch(images)))
        labels.append(batch_labels)
    return np.concatenate(features), {name: np.concatenate([each[name] for each in labels]) for name in NUM_CLASSES}


def _settle_scale(model: keras.Model, features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Set the backbone's fixed scaling, if it has one, to the features' mean and spread.

    Args:
        model: whose backbone gave the features.
        features: (N, C) under the present scaling.

    Returns:
        The features under the new scaling.
    """
    scale: Any = next((layer for layer in nested_layers(model) if layer.name == FEATURE_SCALE), None)
    if scale is None:
        return features
    old_mean, old_variance = (np.asarray(weight) for weight in (scale.moving_mean, scale.moving_variance))
    raw = features * np.sqrt(old_variance + scale.epsilon) + old_mean
    mean, variance = raw.mean(axis=0), np.maximum(raw.var(axis=0) - scale.epsilon, 0)
    scale.moving_mean.assign(mean)
    scale.moving_variance.assign(variance)
    rescaled: NDArray[np.float32] = (raw - mean) / np.sqrt(variance + scale.epsilon)
    return rescaled
