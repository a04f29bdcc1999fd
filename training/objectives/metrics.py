"""Metrics during training; faces with an unknown label (-1) are left out."""

from __future__ import annotations

from collections.abc import Sequence

import keras
from keras import ops

from inference.types import AGES

from .losses import class_of_year, flat, known, regressed_expectation


class _KnownMean(keras.metrics.Mean):
    """Mean of one value per face over the faces with a known label."""

    def update_state(
        self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor, sample_weight: keras.KerasTensor | None = None
    ) -> None:
        labels = flat(y_true)
        weights = known(labels)
        if sample_weight is not None:
            weights = weights * ops.cast(flat(sample_weight), "float32")
        super().update_state(self.value(labels, y_pred), weights)

    def value(self, labels: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        """Compute (B,) values from (B,) labels and (B, units) predictions."""
        raise NotImplementedError


@keras.saving.register_keras_serializable("facelens")
class AgeMAE(_KnownMean):
    """Mean absolute error of the expected age, in years.

    Args:
        means: expected age of every class; the years themselves where None.
    """

    def __init__(self, name: str = "mae", means: Sequence[float] | None = None, **kwargs: object) -> None:
        super().__init__(name=name, **kwargs)
        self.means = None if means is None else list(means)

    def value(self, labels: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        means = ops.convert_to_tensor(AGES if self.means is None else self.means, dtype="float32")
        return ops.abs(ops.matmul(ops.cast(y_pred, "float32"), means) - ops.cast(labels, "float32"))

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "means": self.means}


@keras.saving.register_keras_serializable("facelens")
class RegressedAgeMAE(_KnownMean):
    """Mean absolute error in years of one linear unit, the centre of a Gaussian of the given spread."""

    def __init__(self, spread: float, name: str = "mae", **kwargs: object) -> None:
        super().__init__(name=name, **kwargs)
        self.spread = spread

    def value(self, labels: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        return ops.abs(regressed_expectation(y_pred, self.spread) - ops.cast(labels, "float32"))

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "spread": self.spread}


@keras.saving.register_keras_serializable("facelens")
class AgeClassAccuracy(_KnownMean):
    """Share of the faces whose most probable class holds their year.

    Args:
        last_years: the last year of every class, rising.
    """

    def __init__(self, last_years: Sequence[int], name: str = "accuracy", **kwargs: object) -> None:
        super().__init__(name=name, **kwargs)
        self.last_years = list(last_years)

    def value(self, labels: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        return _hits(class_of_year(labels, self.last_years), y_pred)

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "last_years": self.last_years}


@keras.saving.register_keras_serializable("facelens")
class KnownAccuracy(_KnownMean):
    """Share of the faces whose most probable class is the labelled one."""

    def __init__(self, name: str = "accuracy", **kwargs: object) -> None:
        super().__init__(name=name, **kwargs)

    def value(self, labels: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        return _hits(labels, y_pred)


def _hits(classes: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
    return ops.cast(ops.equal(ops.argmax(y_pred, axis=-1), ops.cast(classes, "int32")), "float32")
