"""One place runs models over crops, and gives what the runtimes themselves give."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray

from inference.attributes import NUM_CLASSES
from inference.errors import ModelError
from tests.training.made_faces import write_faces
from training.datasets.face_table import load_faces
from training.predict import input_size, predict_file, predict_keras, predict_onnx, resize_crops


@pytest.fixture
def crops() -> NDArray[np.uint8]:
    """More than one batch of noise of differing brightness."""
    rng = np.random.default_rng(0)
    level = rng.uniform(0.1, 1.0, (70, 1, 1, 1))
    return (level * rng.integers(0, 256, (70, 40, 40, 3))).astype(np.uint8)


def test_an_onnx_model_gives_what_onnx_runtime_gives_of_resized_crops(
    tiny_network: Path, crops: NDArray[np.uint8]
) -> None:
    resized = np.stack([cv2.resize(crop, (112, 112), interpolation=cv2.INTER_AREA) for crop in crops])
    np.testing.assert_array_equal(resize_crops(crops, 112), resized)
    assert input_size(tiny_network) == 112
    session = onnxruntime.InferenceSession(tiny_network, providers=["CPUExecutionProvider"])
    for predicted, expected in zip(
        predict_onnx(tiny_network, crops), session.run(list(NUM_CLASSES), {"image": resized}), strict=True
    ):
        np.testing.assert_allclose(predicted, expected, atol=1e-6)


def test_no_crops_give_no_predictions(tiny_network: Path, crops: NDArray[np.uint8]) -> None:
    assert predict_onnx(tiny_network, crops[:0]).num_faces == 0
    assert resize_crops(crops[:0], 112).shape == (0, 112, 112, 3)


def test_crops_of_the_right_size_are_passed_on_and_streamed_ones_read(tmp_path: Path) -> None:
    data = write_faces(tmp_path / "faces.h5", train=70)
    loaded, streamed = (load_faces(data, "train", stream=stream) for stream in (False, True))
    assert resize_crops(loaded.crops, 40) is loaded.crops
    np.testing.assert_array_equal(resize_crops(streamed.crops, 40), loaded.crops)
    np.testing.assert_array_equal(resize_crops(streamed.crops, 16), resize_crops(loaded.crops, 16))


def test_what_is_no_model_is_refused_by_name(tmp_path: Path, crops: NDArray[np.uint8]) -> None:
    (tmp_path / "letter.onnx").write_bytes(b"dear mum")
    with pytest.raises(ModelError, match=r"letter\.onnx can't be read as an ONNX model"):
        predict_file(tmp_path / "letter.onnx", crops)
    with pytest.raises(FileNotFoundError, match=r"gone\.onnx is no model"):
        predict_file(tmp_path / "gone.onnx", crops)


def test_importing_it_loads_no_training_framework() -> None:
    look = "import sys, training.predict; print([name for name in ('keras', 'tensorflow') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", look], check=True, capture_output=True, text=True).stdout == "[]\n"


# TensorFlow's own, in turning tensors to arrays
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_keras_model_gives_what_keras_gives_with_the_age_in_years(tmp_path: Path, crops: NDArray[np.uint8]) -> None:
    import keras

    from training.objectives.age_schemes import age_scheme

    keras.utils.set_random_seed(1)
    image = keras.Input((16, 16, 3), dtype="uint8", name="image")
    level = keras.layers.Flatten()(keras.layers.Rescaling(1 / 255)(image))
    heads = {
        name: keras.layers.Dense(units, activation="softmax", name=name)(level)
        for name, units in (("age", 5), ("gender", 2), ("ethnicity", 5))
    }
    model = keras.Model(image, heads)
    run = tmp_path / "run"
    run.mkdir()
    model.save(run / "network.keras")
    (run / "recipe.json").write_text(json.dumps({"age": "bins5"}), encoding="utf-8")
    expected = {name: np.asarray(value) for name, value in model(resize_crops(crops, 16), training=False).items()}
    for predicted in (predict_file(run, crops), predict_file(run / "network.keras", crops)):
        np.testing.assert_allclose(predicted.age, age_scheme("bins5").to_years(expected["age"]), atol=1e-6)
        np.testing.assert_allclose(predicted.gender, expected["gender"], atol=1e-6)
        np.testing.assert_allclose(predicted.ethnicity, expected["ethnicity"], atol=1e-6)
    with pytest.raises(ValueError, match=r"the model lacks the outputs ethnicity"):
        predict_keras(keras.Model(image, {name: heads[name] for name in ("age", "gender")}), crops, "bins5")
