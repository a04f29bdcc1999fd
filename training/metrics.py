"""Metrics followed during training."""

from __future__ import annotations

import keras
from keras import ops

from inference.types import AGES


@keras.saving.register_keras_serializable("facelens")
class AgeMAE(keras.metrics.MeanMetricWrapper):
    """Mean absolute error of the expected age, in years."""

    def __init__(self, name: str = "mae", **kwargs: object) -> None:
        super().__init__(fn=absolute_age_error, name=name, **kwargs)

    def get_config(self) -> dict[str, object]:
        return {"name": self.name, "dtype": self.dtype}


def absolute_age_error(y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
    """|expectation - age| in years; (B,) or (B, 1) years and (B, 101) probabilities -> (B,)."""
    years = ops.convert_to_tensor(AGES, dtype=y_pred.dtype)
    return ops.abs(ops.matmul(y_pred, years) - ops.reshape(ops.cast(y_true, y_pred.dtype), (-1,)))
