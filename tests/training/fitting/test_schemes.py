"""Every way to learn the age, to balance and to be taught, from the first step to the exported model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import onnxruntime
import pytest

from inference.types import AGES
from tests.training.made_faces import QUICK_RECIPE, write_faces
from training.datasets.augmentation import AugmentationSettings
from training.datasets.face_table import FaceTable, load_faces
from training.datasets.view_workers import AugmentedViews
from training.export.convert import serving_model, write_onnx
from training.fitting.callbacks.history import read_history
from training.fitting.callbacks.training_state import RunProgress
from training.fitting.distillation import soft_targets
from training.fitting.faces import training_batches
from training.fitting.run_options import RunOptions
from training.fitting.trainer import train
from training.fitting.view_teachers import ViewTeachers
from training.models.registry import build_model
from training.objectives.age_schemes import age_scheme
from training.objectives.losses import DistilledLoss, SmoothedCrossEntropy
from training.predict import predict_onnx, resize_crops
from training.recipe import scaled_augmentation

pytestmark = pytest.mark.timeout(400)

RECIPE = replace(QUICK_RECIPE, epochs=12)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_faces(tmp_path_factory.mktemp("data") / "faces.h5", train=64)


def crops(faces: FaceTable) -> np.ndarray:
    return resize_crops(faces.crops, 16)


@pytest.mark.parametrize(
    ("age", "balance"),
    [("regression", "none"), ("bins5", "loss-weights"), ("distribution", "oversample")],
)
def test_an_age_scheme_is_learnt_and_exported_in_years(age: str, balance: str, data: Path, tmp_path: Path) -> None:
    """Brightness tells the age, so that any scheme finds it; guessing the middle is off by 25 years."""
    run = tmp_path / "run"
    recipe = replace(RECIPE, age=age, balance=balance)
    trained = train(data, run, recipe)
    mae = [row["val_age_mae"] for row in read_history(run / "history.csv")]
    assert min(mae) < 20

    network = serving_model(run / "network.keras", recipe.written())
    write_onnx(network, tmp_path / "network.onnx")
    faces = load_faces(data, "val")
    exported = predict_onnx(tmp_path / "network.onnx", crops(faces))
    predictions = {head: np.asarray(probs) for head, probs in trained(crops(faces)).items()}
    np.testing.assert_allclose(exported.age, age_scheme(age).to_years(predictions["age"]), atol=1e-4)
    np.testing.assert_allclose(exported.gender, predictions["gender"], atol=1e-4)
    assert np.abs(exported.age @ AGES - faces.ages).mean() == pytest.approx(mae[-1], abs=0.05)


def test_a_teacher_s_prediction_is_mixed_into_the_loss() -> None:
    loss = DistilledLoss(SmoothedCrossEntropy(0.0), 0.25)
    prediction = np.array([[0.6, 0.4], [0.9, 0.1]], np.float32)
    taught = np.array([[0, 0.3, 0.7], [-1, 0.5, 0.5]], np.float32)
    by_teacher = [-(0.3 * np.log(0.6) + 0.7 * np.log(0.4)), -0.5 * (np.log(0.9) + np.log(0.1))]
    expected = (0.75 * -np.log(0.6) + 0.25 * by_teacher[0] + 0.25 * by_teacher[1]) / 2
    assert float(loss(taught, prediction)) == pytest.approx(expected, rel=1e-5)
    assert float(loss(np.array([0, 1]), prediction)) == pytest.approx(-(np.log(0.6) + np.log(0.1)) / 2, rel=1e-5)
    again = keras.losses.deserialize(keras.losses.serialize(loss))
    assert float(again(taught, prediction)) == pytest.approx(expected, rel=1e-5)


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained model at another size than the pupil's."""
    keras.utils.set_random_seed(3)
    path = tmp_path_factory.mktemp("teacher") / "teacher.onnx"
    write_onnx(build_model("softmax_regression", 24), path)
    return path


def test_teachers_predictions_are_averaged_and_put_in_the_pupil_s_classes(
    teacher: Path, data: Path, tmp_path: Path
) -> None:
    faces = load_faces(data, "train")
    keras.utils.set_random_seed(4)
    second = build_model("softmax_regression", 16)
    second.save(tmp_path / "second.keras")
    both = soft_targets([teacher, tmp_path / "second.keras"], faces, "distribution")
    session = onnxruntime.InferenceSession(teacher)
    (first,) = session.run(["gender"], {"image": resize_crops(faces.crops, 24)})
    np.testing.assert_allclose(both["gender"], (first + second.predict(crops(faces))["gender"]) / 2, atol=1e-5)
    assert both["age"].shape == (64, 101)

    classes = soft_targets([teacher], faces, "bins5")["age"]
    years = soft_targets([teacher], faces, "distribution")["age"]
    np.testing.assert_allclose(classes[:, 1], years[:, 21:27].sum(axis=1), atol=1e-5)
    assert set(soft_targets([teacher], faces, "regression")) == {"gender", "ethnicity"}


def test_a_pupil_comes_nearer_to_its_teacher_and_goes_on_without_it(teacher: Path, data: Path, tmp_path: Path) -> None:
    recipe = replace(RECIPE, teachers=("teacher.onnx",), distil_weight=1.0)
    pupil = train(data, tmp_path / "run", recipe, teachers=[teacher])
    faces = load_faces(data, "train")
    told = soft_targets([teacher], faces, "distribution")["ethnicity"]
    stranger = build_model("softmax_regression", 16)

    def distance(model: keras.Model) -> float:
        return float(np.abs(model.predict(crops(faces), verbose=0)["ethnicity"] - told).mean())

    assert distance(pupil) < 0.5 * distance(stranger)
    (tmp_path / "run" / "state" / "latest.weights.h5").unlink()
    train(data, tmp_path / "run", recipe)


def test_teachers_see_the_very_views_that_the_pupil_learns_from(teacher: Path, data: Path) -> None:
    """The teacher wants 24 px, the pupil 16 of a part of them; of that view the crops hold no more than 20."""
    faces = replace(load_faces(data, "train"), provenance={"zoom": 0.5})
    changed = scaled_augmentation(AugmentationSettings(), 1.0)
    recipe = replace(RECIPE, augmentation=changed, teachers=("teacher.onnx",), distil_on="views", zoom=1.25)
    with ViewTeachers([teacher], faces, recipe) as teachers:
        assert (teachers.size, teachers.zoom) == (20, 1.0)
        batches = training_batches(faces, recipe, {}, RunProgress(), teachers=teachers)
        images, targets = batches[0][:2]
        views = AugmentedViews(faces, 20, changed, 2.0).of(batches._order[:8], (recipe.seed, 0, 0))
    session = onnxruntime.InferenceSession(teacher)
    for head in ("gender", "ethnicity"):
        (said,) = session.run([head], {"image": resize_crops(views, 24)})
        np.testing.assert_allclose(targets[head][:, 1:], said, atol=1e-5)
    np.testing.assert_array_equal(images, resize_crops(views, 16, 1.25))
    (of_the_face,) = session.run(["gender"], {"image": resize_crops(faces.crops[batches._order[:8]], 24, 2.0)})
    assert np.abs(targets["gender"][:, 1:] - of_the_face).max() > 0.01


def test_a_run_that_is_taught_on_views_is_stopped_and_goes_on(teacher: Path, data: Path, tmp_path: Path) -> None:
    recipe = replace(RECIPE, epochs=2, teachers=("teacher.onnx",), distil_on="views", distil_weight=1.0)
    train(data, tmp_path / "run", recipe, teachers=[teacher], run_options=RunOptions(minutes=1e-6))
    with pytest.raises(ValueError, match="give them with --distil"):
        train(data, tmp_path / "run", recipe)
    train(data, tmp_path / "run", recipe, teachers=[teacher])
    assert len(read_history(tmp_path / "run" / "history.csv")) == 2


def test_a_teacher_that_is_none_is_refused(data: Path, tmp_path: Path) -> None:
    faces = load_faces(data, "val")
    with pytest.raises(FileNotFoundError, match=r"the teacher .*gone\.onnx does not exist"):
        soft_targets([tmp_path / "gone.onnx"], faces, "distribution")
    for name in ("letter.onnx", "letter.keras"):
        (tmp_path / name).write_bytes(b"dear mum")
        with pytest.raises(ValueError, match=f"the teacher .*{name} is no model"):
            soft_targets([tmp_path / name], faces, "distribution")
