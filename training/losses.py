"""Losses on the three heads; all take probabilities and class indices (years for the age)."""

from __future__ import annotations

import keras
from keras import ops

from inference.types import AGES

_EPSILON = 1e-7


@keras.saving.register_keras_serializable("facelens")
class AgeDistributionLoss(keras.losses.Loss):
    """Cross-entropy to a Gaussian over the years plus the error of the expectation.

    Label distribution learning after Gao et al., "Age Estimation Using Expectation of Label Distribution
    Learning", IJCAI 2018. The Gaussian's width grows with the age: sigma = `sigma_base` + `sigma_slope` x age.

    Args:
        sigma_base, sigma_slope: width of the target in years, and years a year.
        distribution_weight, expectation_weight: factors of the two terms.
    """

    def __init__(
        self,
        sigma_base: float = 1.0,
        sigma_slope: float = 0.02,
        distribution_weight: float = 0.5,
        expectation_weight: float = 0.15,
        name: str = "age_distribution",
        **kwargs: object,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.sigma_base = sigma_base
        self.sigma_slope = sigma_slope
        self.distribution_weight = distribution_weight
        self.expectation_weight = expectation_weight

    def call(self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        age = ops.reshape(ops.cast(y_true, y_pred.dtype), (-1, 1))
        years = ops.convert_to_tensor(AGES[None], dtype=y_pred.dtype)
        sigma = self.sigma_base + self.sigma_slope * age
        target = ops.exp(-0.5 * ops.square((years - age) / sigma))
        target = target / ops.sum(target, axis=1, keepdims=True)
        cross_entropy = -ops.sum(target * ops.log(ops.maximum(y_pred, _EPSILON)), axis=1)
        error = ops.abs(ops.sum(y_pred * years, axis=1) - age[:, 0])
        return self.distribution_weight * cross_entropy + self.expectation_weight * error

    def get_config(self) -> dict[str, object]:
        return {
            **super().get_config(),
            "sigma_base": self.sigma_base,
            "sigma_slope": self.sigma_slope,
            "distribution_weight": self.distribution_weight,
            "expectation_weight": self.expectation_weight,
        }


@keras.saving.register_keras_serializable("facelens")
class SmoothedCrossEntropy(keras.losses.Loss):
    """Cross-entropy with label smoothing (Szegedy et al. 2016) on class indices.

    Args:
        smoothing: share of the target that is spread evenly over all classes.
    """

    def __init__(self, smoothing: float = 0.05, name: str = "smoothed_cross_entropy", **kwargs: object) -> None:
        super().__init__(name=name, **kwargs)
        self.smoothing = smoothing

    def call(self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        classes = y_pred.shape[-1]
        index = ops.cast(ops.reshape(y_true, (-1,)), "int32")
        target = ops.one_hot(index, classes, dtype=y_pred.dtype) * (1 - self.smoothing) + self.smoothing / classes
        return -ops.sum(target * ops.log(ops.maximum(y_pred, _EPSILON)), axis=-1)

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "smoothing": self.smoothing}
