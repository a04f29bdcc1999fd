"""Start weights: where they come from, and that what doesn't fit changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from training.models.registry import REGISTRY, build_model
from training.models.start_weights import load_start_weights


def body_of(name: str, size: int, seed: int) -> keras.Model:
    keras.utils.set_random_seed(seed)
    return REGISTRY[name].build(size, 0.0)


def image_of(size: int) -> np.ndarray:
    return np.random.default_rng(3).uniform(-1, 1, (1, size, size, 3)).astype(np.float32)


@pytest.mark.parametrize(
    ("name", "function", "tail"),
    [
        pytest.param("inception_v3", "InceptionV3", "pool", marks=pytest.mark.slow),
        ("mobilenet_v3_small", "MobileNetV3Small", "pool"),
        ("vgg16_conv", "VGG16", "block5_pool"),
        ("al_resnet50_v2", "ResNet50V2", "post_relu"),
    ],
)
def test_imagenet_weights_reach_the_layers_they_belong_to(name: str, function: str, tail: str) -> None:
    """The published part of the backbone says what Keras's own model says."""
    original = getattr(keras.applications, function)
    kept = {}

    def with_made_weights(weights: str, include_top: bool, input_shape: tuple[int, int, int]) -> keras.Model:
        assert weights == "imagenet"
        keras.utils.set_random_seed(5)
        extra = {"include_preprocessing": False} if "V3Small" in function else {}
        kept["model"] = original(weights=None, include_top=include_top, input_shape=(size, size, 3), **extra)
        return kept["model"]

    size = max(REGISTRY[name].min_size, 64)
    body = body_of(name, size, seed=1)
    load_start_weights(replace(REGISTRY[name], imagenet=with_made_weights), body, "imagenet")
    part = keras.Model(body.inputs[0], body.get_layer(tail).output)
    image = image_of(size)
    expected = np.asarray(kept["model"](image, training=False))
    if tail == "pool":
        expected = expected.mean(axis=(1, 2))
    np.testing.assert_allclose(np.asarray(part(image, training=False)), expected, rtol=1e-3, atol=1e-4)


def test_without_a_connection_it_says_which_file_to_fetch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from urllib.error import URLError

    def unreachable(*_: object, **__: object) -> None:
        raise URLError("no route to host")

    monkeypatch.setattr("keras.src.utils.file_utils.urlretrieve", unreachable)
    monkeypatch.setattr("keras.src.utils.file_utils.config.keras_home", lambda: str(tmp_path))
    with pytest.raises(OSError, match=r"could not be downloaded .*no route.*https://\S+vgg16\S+_notop\.h5"):
        build_model("vgg16_dense", 32, start_weights="imagenet")


def test_models_without_published_weights_say_so() -> None:
    with pytest.raises(ValueError, match="no ImageNet weights are published for lenet"):
        build_model("lenet", 32, start_weights="imagenet")
    with pytest.raises(ValueError, match="softmax_regression has nothing to start"):
        build_model("softmax_regression", 32, start_weights="imagenet")


def test_the_file_that_keras_would_download_is_taken(tmp_path: Path) -> None:
    """Old HDF5 files as Keras publishes them, without their classifier."""
    keras.utils.set_random_seed(5)
    model = keras.applications.VGG16(weights=None, include_top=False, input_shape=(48, 48, 3))
    model.save(tmp_path / "vgg16_notop.h5")
    body = body_of("vgg16_dense", 32, seed=1)
    load_start_weights(REGISTRY["vgg16_dense"], body, tmp_path / "vgg16_notop.h5")
    for layer in ("block1_conv1", "block5_conv3"):
        np.testing.assert_array_equal(body.get_layer(layer).kernel, model.get_layer(layer).kernel)


@pytest.mark.parametrize("ending", [".npz", ".weights.h5", ".keras"])
def test_a_backbone_is_read_back_from_a_file(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"start{ending}"
    trained = body_of("small_cnn_bn_l2", 32, seed=1)
    if ending == ".npz":
        np.savez(path, **{variable.path: np.asarray(variable) for variable in trained.variables})
    elif ending == ".keras":
        trained.save(path)
    else:
        trained.save_weights(path)
    body = body_of("small_cnn_bn_l2", 32, seed=2)
    assert not np.allclose(body(image_of(32)), trained(image_of(32)))
    load_start_weights(REGISTRY["small_cnn_bn_l2"], body, path)
    np.testing.assert_array_equal(body(image_of(32)), trained(image_of(32)))


def test_of_a_whole_model_the_backbone_is_taken_whatever_its_heads(tmp_path: Path) -> None:
    trained = build_model("small_cnn", 32, age="bins5")
    trained.save(tmp_path / "network.keras")
    model = build_model("small_cnn", 32, start_weights=tmp_path / "network.keras")
    np.testing.assert_array_equal(
        model.get_layer("small_cnn").get_layer("fc").kernel, trained.get_layer("small_cnn").get_layer("fc").kernel
    )
    assert model.get_layer("age_logits").units == 101


# Keras tells of layers that the file lacks before it finds those that don't fit
@pytest.mark.filterwarnings("ignore:Skipping nested container:UserWarning")
@pytest.mark.parametrize("ending", [".npz", ".weights.h5", ".keras", ".h5"])
@pytest.mark.parametrize("kind", ["of another model", "of another size", "broken"])
def test_what_does_not_fit_is_refused_and_nothing_is_assigned(ending: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"start{ending}"
    if kind == "broken":
        path.write_bytes(b"not weights at all")
    else:
        other = body_of("lenet", 32, seed=1) if kind == "of another model" else body_of("small_cnn", 48, seed=1)
        if ending == ".npz":
            np.savez(path, **{variable.path: np.asarray(variable) for variable in other.variables})
        elif ending == ".weights.h5":
            other.save_weights(path)
        else:
            other.save(path)
    body = body_of("small_cnn", 32, seed=2)
    before = body.get_weights()
    with pytest.raises(ValueError, match=r"start weights .*start"):
        load_start_weights(REGISTRY["small_cnn"], body, path)
    for old, new in zip(before, body.get_weights(), strict=True):
        np.testing.assert_array_equal(new, old)


def test_missing_files_and_unknown_endings_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nowhere\.npz"):
        build_model("edgenext_xxs", 64, start_weights=tmp_path / "nowhere.npz")
    with pytest.raises(ValueError, match=r"ends? in '\.pth'.*\.h5, \.keras, \.npz"):
        build_model("edgenext_xxs", 64, start_weights=tmp_path / "weights.pth")


@pytest.mark.parametrize("start", [None, "none", Path("none")])
def test_none_is_a_random_start(start: Path | str | None) -> None:
    keras.utils.set_random_seed(0)
    model = build_model("lenet", 32, start_weights=start)
    assert float(np.std(model.get_layer("lenet").get_layer("fc1").kernel)) > 0
