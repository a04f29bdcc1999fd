"""Outputs keep the names of the model's heads on their way to ONNX."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import onnxruntime
import pytest
from keras import layers

from training.export import convert


def model_with_heads(widths: dict[str, int]) -> keras.Model:
    keras.utils.set_random_seed(0)
    image = keras.Input((8, 8, 3), dtype="uint8", name="image")
    features = layers.Flatten()(layers.Rescaling(1 / 255)(image))
    return keras.Model(
        image, {name: layers.Softmax(name=name)(layers.Dense(n)(features)) for name, n in widths.items()}
    )


def test_two_heads_of_equal_width_keep_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    widths = {"gender": 2, "glasses": 2, "age": 101, "beard": 2}
    monkeypatch.setattr(convert, "NUM_CLASSES", widths)
    model = model_with_heads(widths)
    convert.write_onnx(model, tmp_path / "model.onnx")
    crops = np.random.default_rng(1).integers(0, 256, (3, 8, 8, 3), dtype=np.uint8)
    session = onnxruntime.InferenceSession(tmp_path / "model.onnx", providers=["CPUExecutionProvider"])
    exported = dict(zip(widths, session.run(list(widths), {"image": crops}), strict=True))
    trained = {name: np.asarray(probs) for name, probs in model(crops).items()}
    for name in widths:
        np.testing.assert_allclose(exported[name], trained[name], atol=1e-5)
    assert np.abs(trained["gender"] - trained["glasses"]).max() > 0.01  # a wrong name would be noticed


@pytest.mark.parametrize("widths", [{"age": 101, "gender": 2}, {"age": 101, "gender": 3, "ethnicity": 5}])
def test_heads_that_are_not_those_of_the_contract_are_refused(widths: dict[str, int], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"expected age \(101\), gender \(2\), ethnicity \(5\)"):
        convert.write_onnx(model_with_heads(widths), tmp_path / "model.onnx")
    assert not list(tmp_path.iterdir())
