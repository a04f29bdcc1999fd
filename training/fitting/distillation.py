"""What other networks say about the faces to train on, to be taught beside the labels."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path

import keras
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from inference.attributes import NUM_CLASSES

from ..datasets.augmentation import shrink
from ..datasets.face_table import FaceTable
from ..objectives.age_schemes import age_scheme
from ..recipe import RECIPE_FILE, read_recipe

log = logging.getLogger(__name__)

_BATCH = 64
Answers = dict[str, NDArray[np.float32]]


def soft_targets(teachers: Sequence[Path], faces: FaceTable, age: str) -> Answers:
    """Mean answer of the teachers about every face as it is, without augmentation.

    Args:
        teachers: `.onnx` files under the network's contract, or a run's `network.keras`.
        faces: to be looked at.
        age: the age scheme of the network to be taught.

    Returns:
        `age` (N, units of the scheme; absent for one number, which has no probabilities to teach), `gender` (N, 2),
        `ethnicity` (N, 5): float32 probabilities.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it is no network of this project.
    """
    answers = [_ask(path, faces) for path in teachers]
    mean = {head: np.mean([each[head] for each in answers], axis=0).astype(np.float32) for head in NUM_CLASSES}
    scheme = age_scheme(age)
    if scheme.bounds is not None:
        mean["age"] = (
            mean["age"] @ np.eye(scheme.units, dtype=np.float32)[scheme.classes_of(np.arange(NUM_CLASSES["age"]))]
        )
    elif scheme.units == 1:
        log.info("the teachers' ages are left out: one number has no probabilities to learn from")
        del mean["age"]
    return mean


def _ask(path: Path, faces: FaceTable) -> Answers:
    if not path.is_file():
        raise FileNotFoundError(f"the teacher {path} does not exist")
    try:
        answers = _ask_onnx(path, faces) if path.suffix == ".onnx" else _ask_keras(path, faces)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ValueError(f"the teacher {path} is no network of this project: {error}") from error
    for head, units in NUM_CLASSES.items():
        if answers[head].shape != (len(faces), units):
            raise ValueError(f"the teacher {path} gives {answers[head].shape} for {head}, not {(len(faces), units)}")
    return answers


def _ask_onnx(path: Path, faces: FaceTable) -> Answers:
    try:
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's own exceptions share no base of their own
        raise ValueError(str(error)) from error
    (image,) = session.get_inputs()
    parts = [session.run(list(NUM_CLASSES), {image.name: crops}) for crops in _views(faces, image.shape[1])]
    return {head: np.concatenate([part[i] for part in parts]) for i, head in enumerate(NUM_CLASSES)}


def _ask_keras(path: Path, faces: FaceTable) -> Answers:
    network = keras.models.load_model(path, compile=False)
    parts = [network.predict_on_batch(crops) for crops in _views(faces, network.inputs[0].shape[1])]
    answers = {head: np.concatenate([part[head] for part in parts]) for head in NUM_CLASSES}
    recipe = path.parent / RECIPE_FILE
    if recipe.exists():
        answers["age"] = age_scheme(read_recipe(path.parent).age).to_years(answers["age"])
    return answers


def _views(faces: FaceTable, size: int) -> Iterator[NDArray[np.uint8]]:
    for start in range(0, len(faces), _BATCH):
        yield np.stack([shrink(crop, size) for crop in faces.crops[start : start + _BATCH]])
