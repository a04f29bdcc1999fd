"""Metrics of every data set after every epoch, where several are learnt from."""

from __future__ import annotations

import logging

import keras

from inference.types import Predictions

from ...datasets.face_table import FaceTable, select
from ...datasets.views import relative_zoom
from ...evaluation.metrics import overall_metrics
from ...predict import predict_keras, resize_crops
from ...recipe import Recipe
from .history import validation_line

log = logging.getLogger(__name__)


class EvaluateSets(keras.callbacks.Callback):
    """Adds to an epoch's logs `val_SET_METRIC` for the metrics of a model card; stands where `SaveAveragedModel` does.

    Args:
        validation: faces of several sets.
        recipe: of the run.
    """

    def __init__(self, validation: FaceTable, recipe: Recipe) -> None:
        super().__init__()
        zoom = relative_zoom(validation.zoom, recipe.zoom)
        # once: they take a quarter of what the stored crops do
        self._crops = resize_crops(validation.crops, recipe.input_size, zoom)
        self._validation = validation
        self._age = recipe.age
        self._metrics: dict[str, float] = {}

    def on_test_end(self, logs: dict[str, float] | None = None) -> None:
        sets = self._validation.sets
        if sets is None:
            return
        predictions = predict_keras(self.model, self._crops, self._age)
        self._metrics = {}
        for name in sets.names:
            rows = sets.rows(name)
            found = overall_metrics(
                select(self._validation, rows), Predictions(*(array[rows] for array in predictions))
            )
            known = {metric: value for metric, value in found.items() if value is not None}
            self._metrics |= {f"val_{name}_{metric}": value for metric, value in known.items()}
            log.info("%s: %s", name, validation_line({f"val_{metric}": value for metric, value in known.items()}))

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        if logs is not None:
            logs.update(self._metrics)
