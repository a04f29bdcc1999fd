"""What other networks say about the faces to train on, to be taught beside the labels."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.attributes import NUM_CLASSES
from inference.errors import FaceLensError
from inference.types import Predictions

from ..datasets.face_table import FaceTable
from ..objectives.age_schemes import age_scheme
from ..predict import predict_file

log = logging.getLogger(__name__)

# probabilities by attribute, for every face
SoftTargets = dict[str, NDArray[np.float32]]


def soft_targets(teachers: Sequence[Path], faces: FaceTable, age: str) -> SoftTargets:
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
    predictions = [_predict(teacher, faces) for teacher in teachers]
    columns = zip(NUM_CLASSES, zip(*predictions, strict=True), strict=True)
    mean = {name: np.mean(arrays, axis=0).astype(np.float32) for name, arrays in columns}
    scheme = age_scheme(age)
    if scheme.bounds is not None:
        mean["age"] = (
            mean["age"] @ np.eye(scheme.units, dtype=np.float32)[scheme.classes_of(np.arange(NUM_CLASSES["age"]))]
        )
    elif scheme.units == 1:
        log.info("the teachers' ages are left out: one number has no probabilities to learn from")
        del mean["age"]
    return mean


def _predict(teacher: Path, faces: FaceTable) -> Predictions:
    if not teacher.is_file():
        raise FileNotFoundError(f"the teacher {teacher} does not exist")
    try:
        return predict_file(teacher, faces.crops)
    except (OSError, ValueError, RuntimeError, FaceLensError) as error:
        raise ValueError(f"the teacher {teacher} is no model of this project: {error}") from error
