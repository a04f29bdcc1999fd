from __future__ import annotations

import keras
import numpy as np
from keras import layers

from inference.attributes import NUM_CLASSES
from training.datasets.face_table import FaceTable
from training.fitting.linear_probe import fit_heads
from training.models.mobilefacenet import FEATURE_SCALE
from training.objectives.losses import AgeDistributionLoss, SmoothedCrossEntropy

SIZE = 32


def tinted_faces(count: int) -> FaceTable:
    """Pictures whose colour tells gender and ethnicity and whose brightness tells the age."""
    rng = np.random.default_rng(0)
    numbers = np.arange(count, dtype=np.int32)
    genders, ethnicities, ages = numbers % 2, numbers % 5, (numbers * 7) % 90
    crops = np.zeros((count, SIZE, SIZE, 3), np.float64)
    crops[..., 0] = 40 + 180 * genders[:, None, None]
    crops[..., 1] = 20 + 50 * ethnicities[:, None, None]
    crops[..., 2] = 2.5 * ages[:, None, None]
    crops += rng.normal(0, 4, crops.shape)
    return FaceTable(np.clip(crops, 0, 255).astype(np.uint8), ages, genders, ethnicities, [str(i) for i in numbers], {})


def small_model() -> keras.Model:
    """A backbone of one convolution, its features scaled as a MobileFaceNet's are, and the heads."""
    inputs = keras.Input((SIZE, SIZE, 3), name="features_in")
    x = layers.Conv2D(32, 4, strides=4, activation="relu", name="conv")(inputs)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.BatchNormalization(center=False, scale=False, trainable=False, name=FEATURE_SCALE)(x)
    body = keras.Model(inputs, x, name="body")
    image = keras.Input((SIZE, SIZE, 3), dtype="uint8", name="image")
    features = layers.Dropout(0.0, name="head_dropout")(body(layers.Rescaling(1 / 127.5, offset=-1.0)(image)))
    outputs = {
        name: layers.Softmax(name=name)(layers.Dense(classes, name=f"{name}_logits")(features))
        for name, classes in NUM_CLASSES.items()
    }
    return keras.Model(image, outputs)


def test_heads_learn_and_the_backbone_stands_still() -> None:
    keras.utils.set_random_seed(1)
    faces = tinted_faces(240)
    model = small_model()
    body = model.get_layer("body")
    kernel = body.get_layer("conv").kernel.numpy()
    losses = {"age": AgeDistributionLoss(), "gender": SmoothedCrossEntropy(), "ethnicity": SmoothedCrossEntropy()}
    fit_heads(model, faces, 100, losses)
    predictions = model.predict(faces.crops, verbose=0)
    assert (predictions["gender"].argmax(axis=1) == faces.genders).mean() > 0.95
    assert (predictions["ethnicity"].argmax(axis=1) == faces.ethnicities).mean() > 0.45  # by chance 0.2
    np.testing.assert_array_equal(body.get_layer("conv").kernel.numpy(), kernel)


def test_features_are_brought_to_one_scale_however_often() -> None:
    keras.utils.set_random_seed(1)
    faces = tinted_faces(80)
    model = small_model()
    losses = {"age": AgeDistributionLoss(), "gender": SmoothedCrossEntropy(), "ethnicity": SmoothedCrossEntropy()}
    for _ in range(2):
        fit_heads(model, faces, 1, losses)
        features = model.get_layer("body").predict(faces.crops / 127.5 - 1.0, verbose=0)
        np.testing.assert_allclose(features.mean(axis=0), 0, atol=1e-3)
        alive = features.std(axis=0) > 0.1
        np.testing.assert_allclose(features.std(axis=0)[alive], 1, atol=1e-2)
        assert alive.sum() >= 8
