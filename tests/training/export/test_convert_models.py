"""A model of each odd kind through the converter: ONNX Runtime predicts what Keras predicts."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import onnxruntime
import pytest
from keras import layers
from numpy.typing import NDArray

from inference.attributes import NUM_CLASSES
from training.export.convert import PARITY_TOLERANCE, write_onnx
from training.models.attention_lstm import AttentionLSTM
from training.models.heads import attach_heads
from training.models.preprocessing import PREPROCESSINGS
from training.models.registry import build_model
from training.predict import predict_onnx


def differing_faces(size: int) -> NDArray[np.uint8]:
    """Bright, dim and dark noise."""
    noise = np.random.default_rng(1).integers(0, 256, (3, size, size, 3), dtype=np.uint8)
    return noise // np.array([1, 3, 9], dtype=np.uint8)[:, None, None, None]


def settle(model: keras.Model, faces: NDArray[np.uint8]) -> None:
    """Batch normalisation as after training: without, an untrained deep model predicts the same for everything."""
    for part in model.layers:
        for layer in getattr(part, "layers", ()):
            if isinstance(layer, layers.BatchNormalization):
                layer.momentum = 0.0
    model(faces, training=True)


def assert_converts(model: keras.Model, size: int, path: Path) -> None:
    faces = differing_faces(size)
    settle(model, faces)
    write_onnx(model, path)
    (image,) = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"]).get_inputs()
    assert (image.name, image.type, image.shape[1:]) == ("image", "tensor(uint8)", [size, size, 3])
    expected = model(faces, training=False)
    predicted = predict_onnx(path, faces)
    spread = 0.0
    for head in NUM_CLASSES:
        probabilities = np.asarray(expected[head])
        np.testing.assert_allclose(getattr(predicted, head), probabilities, atol=PARITY_TOLERANCE)
        spread = max(spread, float(np.ptp(probabilities, axis=0).max()))
    assert spread > 10 * PARITY_TOLERANCE  # the faces are told apart: equal predictions are no accident


@pytest.mark.parametrize(
    "name",
    [
        "softmax_regression",  # no backbone
        "small_cnn_bn_l2",
        "mobilenet_v3_small",  # hard swish, squeeze and excitation
        "cnn_rnn",  # steps in both directions
        "ssrnet",  # a product of two streams
    ],
)
def test_onnx_says_what_keras_says(name: str, tmp_path: Path) -> None:
    keras.utils.set_random_seed(0)
    assert_converts(build_model(name, 64, drop_path=0.0, dropout=0.0), 64, tmp_path / "network.onnx")


@pytest.mark.parametrize("scaling", ["caffe", "torch"])
def test_what_the_large_models_are_made_of_converts(scaling: str, tmp_path: Path) -> None:
    """Their scaling, and glances at a map, without their weights: converting these takes most of the time."""
    keras.utils.set_random_seed(0)
    image = keras.Input((32, 32, 3), dtype="uint8", name="image")
    places = layers.Conv2D(8, 8, strides=8, activation="relu")(PREPROCESSINGS[scaling]()(image))
    heads = attach_heads(AttentionLSTM(8, glances=3)(places), dropout=0.0, age="distribution")
    assert_converts(keras.Model(image, heads), 32, tmp_path / "network.onnx")
