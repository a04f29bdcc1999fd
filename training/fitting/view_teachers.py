"""Teachers that look at every view the model learns from, as changed as it is."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.closeable import Closeable
from inference.types import Predictions

from ..datasets.face_table import FaceTable
from ..datasets.views import relative_zoom
from ..predict import Predictor, resize_crops
from ..recipe import Recipe
from .distillation import SoftTargets, in_scheme, open_teacher


class ViewTeachers(Closeable):
    """Say of each view what the teachers see in that very view: "function matching".

    A teacher that saw the face as it was would tell the model to be as sure of a blurred, dark or cropped view; one
    that sees the view teaches when not to be. With it more passes over the same faces pay (Beyer et al., "Knowledge
    distillation: A good teacher is patient and consistent", CVPR 2022).

    Any number of threads may ask at once; the teachers answer one at a time.

    Args:
        teachers: `.onnx` files under the model's contract, or a run's `network.keras`.
        faces: to train on, which say how sharp and how wide their crops are.
        recipe: of the model that learns.

    Attributes:
        size: side in pixels of the views that are made: as sharp as the one who needs most wants, or as the crops are.
        zoom: of these views: that of the one who sees most.

    Raises:
        FileNotFoundError: there is no such teacher.
        ValueError: it is no model of this project, or the crops show less than it looks at.
    """

    def __init__(self, teachers: Sequence[Path], faces: FaceTable, recipe: Recipe) -> None:
        self._teachers: list[Predictor] = [open_teacher(teacher) for teacher in teachers]
        self._learner = (recipe.input_size, recipe.zoom)
        self._age = recipe.age
        self._one_at_a_time = threading.Lock()
        looks = [self._learner, *((teacher.size, teacher.zoom) for teacher in self._teachers)]
        self.zoom = min(zoom for _, zoom in looks)
        relative_zoom(faces.zoom, self.zoom)
        wanted = max(size * zoom for size, zoom in looks)
        self.size = math.ceil(min(wanted, faces.crops.shape[1] * faces.zoom) / self.zoom)

    def of(self, views: NDArray[np.uint8]) -> SoftTargets:
        """Return the teachers' mean probabilities, in the age scheme of the model that learns.

        Args:
            views: (N, size, size, 3) uint8 RGB.

        Returns:
            As `distillation.soft_targets`.
        """
        predictions = [self._predict(teacher, views) for teacher in self._teachers]
        return in_scheme(predictions, self._age)

    def for_learner(self, views: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Return (N, S, S, 3) uint8 RGB: what the model that learns sees of the views."""
        size, zoom = self._learner
        return resize_crops(views, size, relative_zoom(self.zoom, zoom))

    def close(self) -> None:
        """Give back what the teachers hold."""
        for teacher in self._teachers:
            teacher.close()

    def _predict(self, teacher: Predictor, views: NDArray[np.uint8]) -> Predictions:
        seen = resize_crops(views, teacher.size, relative_zoom(self.zoom, teacher.zoom))
        with self._one_at_a_time:
            return teacher.infer(seen)
