"""The registry as a whole: every name is built, learns, and keeps the contract."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import keras
import numpy as np
import pytest
from numpy.typing import NDArray

from training.__main__ import main
from training.models.listing import table
from training.models.preprocessing import PREPROCESSINGS
from training.models.registry import REGISTRY, build_model
from training.objectives.age_schemes import age_scheme

# fmt: off
WANTED = [
    "vgg16", "vgg19", "mobilenet", "mobilenet_folded", "mobilenet_v2", "mobilenet_v3_small", "mobilenet_v3_large",
    "nasnet_mobile", "nasnet_large", "resnet50", "resnet101", "resnet152", "resnet50_v2", "resnet101_v2",
    "resnet152_v2", "densenet121", "densenet169", "densenet201", "inception_v3", "efficientnet_v2_b0", "vgg16_dense",
    "vgg16_deep_dense", "vgg16_conv", "vgg16_conv_bn", "softmax_regression", "dense_baseline", "small_cnn",
    "small_cnn_dropout", "small_cnn_bn_l2", "lenet", "alexnet", "four_conv_two_fc", "cnn_rnn", "al_resnet50_v2",
    "ssrnet", "mobilefacenet", "mobilefacenet_folded", "edgenext_xs", "edgenext_xxs",
]
# fmt: on
# each takes 3 to 15 seconds for its step, and shares its blocks with a smaller one or with `resnet50`
SLOW = {
    "nasnet_mobile",
    "nasnet_large",
    "resnet101",
    "resnet152",
    "resnet50_v2",
    "resnet101_v2",
    "resnet152_v2",
    "densenet169",
    "densenet201",
    "inception_v3",
}


@pytest.fixture
def free_memory() -> Iterator[None]:
    yield
    keras.backend.clear_session()
    gc.collect()


def faces(size: int) -> NDArray[np.uint8]:
    return np.random.default_rng(0).integers(0, 256, (2, size, size, 3), dtype=np.uint8)


def test_every_promised_model_is_there_under_its_name() -> None:
    assert set(REGISTRY) == set(WANTED)
    assert all(name == entry.name and entry.source for name, entry in REGISTRY.items())


@pytest.mark.usefixtures("free_memory")
@pytest.mark.timeout(600)  # the deepest take 20 seconds on two idle cores, minutes on busy ones
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in WANTED]
)
def test_one_step_moves_all_weights(name: str) -> None:
    """Lion steps along the sign of the gradient: a weight stays only where its gradient is zero."""
    size = REGISTRY[name].min_size
    keras.utils.set_random_seed(0)
    model = build_model(name, size, drop_path=0.0)
    before = [np.copy(keras.ops.convert_to_numpy(variable)) for variable in model.trainable_variables]
    model.compile(
        # eagerly: tracing a deep model takes longer than one step of it
        optimizer=keras.optimizers.Lion(1e-3),
        loss=dict.fromkeys(("age", "gender", "ethnicity"), "sparse_categorical_crossentropy"),
        run_eagerly=True,
    )
    truth = {"age": np.array([20, 70]), "gender": np.array([0, 1]), "ethnicity": np.array([1, 3])}
    loss = model.train_on_batch(faces(size), truth)
    assert np.isfinite(loss).all()
    shifts = []
    for variable, old in zip(model.trainable_variables, before, strict=True):
        new = keras.ops.convert_to_numpy(variable)
        assert np.isfinite(new).all(), variable.path
        moved = not np.array_equal(new, old)
        if variable.name in ("beta", "bias"):  # a batch normalisation further on may undo a shift
            shifts.append(moved)
        else:
            assert moved, variable.path
    assert np.mean(shifts) > 0.9


@pytest.mark.parametrize("name", ["mobilenet_v2", "cnn_rnn", "ssrnet", "vgg16_conv", "four_conv_two_fc"])
def test_other_sizes_than_the_smallest_are_taken(name: str) -> None:
    outputs = build_model(name, 80)(faces(80))
    assert {name: tuple(probs.shape) for name, probs in outputs.items()} == {
        "age": (2, 101),
        "gender": (2, 2),
        "ethnicity": (2, 5),
    }


def test_a_model_knows_its_own_size_and_its_smallest() -> None:
    assert build_model("lenet").inputs[0].shape == (None, 112, 112, 3)
    with pytest.raises(ValueError, match=r"inception_v3 takes images of 75 px or more, not 64"):
        build_model("inception_v3", 64)


@pytest.mark.parametrize(
    "name", [pytest.param("inception_v3", marks=pytest.mark.slow), "cnn_rnn", "ssrnet", "mobilenet_v3_small"]
)
def test_a_model_built_again_has_the_same_paths(name: str) -> None:
    """An export builds the model anew and fills it by path."""
    size = REGISTRY[name].min_size
    first, second = (
        [variable.path for variable in build_model(name, size).variables if "seed_generator" not in variable.path]
        for _ in range(2)
    )
    assert first == second
    assert len(set(first)) == len(first)


@pytest.mark.parametrize(
    ("name", "pixel", "expected"),
    [
        ("symmetric", (0, 255, 51), (-1.0, 1.0, -0.6)),
        ("unit", (0, 255, 51), (0.0, 1.0, 0.2)),
        ("none", (0, 255, 51), (0.0, 255.0, 51.0)),
        # the published means of the Caffe models, blue first
        ("caffe", (123, 117, 104), (104 - 103.939, 117 - 116.779, 123 - 123.68)),
        ("torch", (255, 0, 0), ((1 - 0.485) / 0.229, -0.456 / 0.224, -0.406 / 0.225)),
    ],
)
def test_preprocessing_by_hand(name: str, pixel: tuple[int, ...], expected: tuple[float, ...]) -> None:
    image = np.full((1, 1, 1, 3), pixel, dtype=np.uint8)
    np.testing.assert_allclose(np.asarray(PREPROCESSINGS[name]()(image))[0, 0, 0], expected, rtol=1e-5, atol=1e-4)


@pytest.mark.parametrize(
    ("model", "mode"),
    [
        ("resnet50", keras.applications.resnet.preprocess_input),
        ("resnet50_v2", keras.applications.resnet_v2.preprocess_input),
        ("densenet121", keras.applications.densenet.preprocess_input),
        ("vgg16", keras.applications.vgg16.preprocess_input),
        ("mobilenet_v2", keras.applications.mobilenet_v2.preprocess_input),
        ("nasnet_mobile", keras.applications.nasnet.preprocess_input),
        ("inception_v3", keras.applications.inception_v3.preprocess_input),
    ],
)
def test_preprocessing_is_that_of_the_published_weights(model: str, mode: object) -> None:
    image = faces(8)
    ours = PREPROCESSINGS[REGISTRY[model].preprocessing]()(image)
    np.testing.assert_allclose(np.asarray(ours), mode(image.astype(np.float32)), atol=1e-4)  # type: ignore[operator]


@pytest.mark.parametrize("age", ["distribution", "regression", "bins5", "eight"])
def test_the_age_head_is_as_the_scheme_says(age: str) -> None:
    model = build_model("lenet", 32, age=age)
    answer = np.asarray(model(faces(32))["age"])
    scheme = age_scheme(age)
    assert answer.shape == (2, scheme.units)
    assert (model.get_layer("age_logits").units, model.get_layer("age").name) == (scheme.units, "age")
    if scheme.activation == "softmax":
        np.testing.assert_allclose(answer.sum(axis=1), 1.0, atol=1e-5)


def test_a_linear_age_is_not_squashed() -> None:
    model = build_model("lenet", 32, age="regression")
    model.get_layer("age_logits").bias.assign([45.0])
    model.get_layer("age_logits").kernel.assign(np.zeros((84, 1)))
    np.testing.assert_allclose(np.asarray(model(faces(32))["age"]), [[45.0], [45.0]])


def test_l2_penalises_kernels_and_nothing_else() -> None:
    model = build_model("small_cnn", 32, l2=0.01)
    kernels = [
        keras.ops.convert_to_numpy(variable) for variable in model.trainable_variables if variable.name == "kernel"
    ]
    model.get_layer("age_logits").bias.assign(np.full(101, 9.0))
    assert len(kernels) == 7
    expected = 0.01 * sum(float(np.square(kernel).sum()) for kernel in kernels)
    assert float(sum(model.losses)) == pytest.approx(expected, rel=1e-4)


def test_saved_and_loaded_it_says_the_same(tmp_path: object) -> None:
    for name in ("cnn_rnn", "vgg16_conv"):
        model = build_model(name, 32)
        model.save(tmp_path / "network.keras")  # type: ignore[operator]
        loaded = keras.models.load_model(tmp_path / "network.keras")  # type: ignore[operator]
        np.testing.assert_allclose(loaded(faces(32))["age"], model(faces(32))["age"], atol=1e-6)


def test_the_table_has_a_line_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:]] == list(REGISTRY)
    assert main(["models", "--family", "none"]) == 1
    assert "no family 'none'" in capsys.readouterr().err


def test_parameters_are_counted_where_asked() -> None:
    counted = 112 * 112 * 3 * 108 + 108  # one weight a pixel and answer, one bias an answer
    assert f"{counted:,}" in table("baselines", count=True)
