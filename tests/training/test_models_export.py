"""A network of each odd kind through the converter: ONNX Runtime says what Keras says."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import onnxruntime
import pytest

from training.export import PARITY_TOLERANCE, run_onnx, write_onnx
from training.models.registry import REGISTRY, build_network

# Keras, TensorFlow and tf2onnx warn of what is their own to mend
pytestmark = pytest.mark.filterwarnings("default")


@pytest.mark.parametrize(
    "name",
    [
        "softmax_regression",  # no backbone
        "small_cnn_bn_l2",
        "mobilenet_v3_small",  # hard swish, squeeze and excitation
        "vgg16_conv",  # blue first
        "cnn_rnn",  # steps in both directions
        "al_resnet50_v2",  # attention and LSTM
        "ssrnet",  # a product of two streams
        "mobilefacenet",
    ],
)
def test_onnx_says_what_keras_says(name: str, tmp_path: Path) -> None:
    size = REGISTRY[name].min_size
    keras.utils.set_random_seed(0)
    network = build_network(name, size, drop_path=0.0, dropout=0.0)
    faces = np.random.default_rng(1).integers(0, 256, (3, size, size, 3), dtype=np.uint8) // np.array(
        [[[[1]]], [[[3]]], [[[9]]]], dtype=np.uint8
    )  # bright, dim and dark
    write_onnx(network, tmp_path / "network.onnx")
    (image,) = onnxruntime.InferenceSession(tmp_path / "network.onnx", providers=["CPUExecutionProvider"]).get_inputs()
    assert (image.name, image.type, image.shape[1:]) == ("image", "tensor(uint8)", [size, size, 3])
    expected = network(faces, training=False)
    predicted = run_onnx(tmp_path / "network.onnx", faces)
    spread = 0.0
    for head in ("age", "gender", "ethnicity"):
        probabilities = np.asarray(expected[head])
        np.testing.assert_allclose(getattr(predicted, head), probabilities, atol=PARITY_TOLERANCE)
        spread = max(spread, float(np.ptp(probabilities, axis=0).max()))
    assert spread > 10 * PARITY_TOLERANCE  # the faces are told apart: equal answers are no accident
