"""Losses of the three heads; labels are class indices (years for the age), and -1 where the label is unknown.

An unknown label has no loss. The mean of a batch is over all its faces, so that a head with few labels does not
outweigh the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import keras
from keras import ops

from inference.types import AGES

_EPSILON = 1e-7


def known(labels: keras.KerasTensor, dtype: str = "float32") -> keras.KerasTensor:
    """Return (B,): 1 where a label is known, 0 where it is -1."""
    return ops.cast(labels >= 0, dtype)


def flat(labels: keras.KerasTensor) -> keras.KerasTensor:
    """Return labels of shape (B,) or (B, 1), or the first column of labels beside a teacher's predictions, as (B,)."""
    return labels if len(labels.shape) == 1 else labels[:, 0]


def class_of_year(ages: keras.KerasTensor, last_years: Sequence[int]) -> keras.KerasTensor:
    """Return the (B,) int32 class indices of (B,) years; `last_years` holds every class's last year, rising."""
    ends = ops.convert_to_tensor(list(last_years[:-1]), dtype="float32")
    return ops.sum(ops.cast(ops.cast(ages, "float32")[:, None] > ends[None], "int32"), axis=1)


def regressed_expectation(unit: keras.KerasTensor, spread: float) -> keras.KerasTensor:
    """Compute the (B,) expectations of Gaussians around (B, 1) centres, cut off at 0 and 100, in years."""
    years = ops.convert_to_tensor(AGES[None], dtype="float32")
    weights = ops.softmax(-0.5 * ops.square((years - ops.cast(unit, "float32")) / spread), axis=-1)
    return ops.sum(weights * years, axis=1)


def age_bounds(labels: keras.KerasTensor) -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """Return the first and the last year that an age may be, (B,) each.

    Args:
        labels: (B, 3) year, first and last; or years alone, (B,) or (B, 1), which are both.
    """
    if len(labels.shape) == 1 or labels.shape[1] == 1:
        return flat(labels), flat(labels)
    return labels[:, 1], labels[:, 2]


@keras.saving.register_keras_serializable("facelens")
class AgeDistributionLoss(keras.losses.Loss):
    """Cross-entropy to a Gaussian over the years plus the error of the expectation.

    Label distribution learning after Gao et al., "Age Estimation Using Expectation of Label Distribution
    Learning", IJCAI 2018. The Gaussian's width grows with the age: sigma = `sigma_base` + `sigma_slope` x age.

    Where a label is a range of years the target is the mean of the Gaussians around all of them, and the error that of
    the expectation's distance from the range: nothing inside it is held to be nearer to the truth.

    Args:
        sigma_base, sigma_slope: width of the target in years, and its growth in years per year.
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
        labels = ops.cast(y_true, y_pred.dtype)
        age = ops.reshape(flat(labels), (-1, 1))
        low, high = (ops.reshape(bound, (-1, 1)) for bound in age_bounds(labels))
        years = ops.convert_to_tensor(AGES[None], dtype=y_pred.dtype)
        sigma = self.sigma_base + self.sigma_slope * age
        target = _mean_of_gaussians(years, low, high, sigma)
        target = target / ops.sum(target, axis=1, keepdims=True)
        cross_entropy = -ops.sum(target * ops.log(ops.maximum(y_pred, _EPSILON)), axis=1)
        expectation = ops.sum(y_pred * years, axis=1, keepdims=True)
        error = ops.maximum(ops.maximum(low - expectation, expectation - high), 0.0)[:, 0]
        loss = self.distribution_weight * cross_entropy + self.expectation_weight * error
        return loss * known(age[:, 0], y_pred.dtype)

    def get_config(self) -> dict[str, object]:
        return {
            **super().get_config(),
            "sigma_base": self.sigma_base,
            "sigma_slope": self.sigma_slope,
            "distribution_weight": self.distribution_weight,
            "expectation_weight": self.expectation_weight,
        }


def _mean_of_gaussians(
    years: keras.KerasTensor, low: keras.KerasTensor, high: keras.KerasTensor, sigma: keras.KerasTensor
) -> keras.KerasTensor:
    """Return (B, 101), up to a factor: around one year a Gaussian, around a range the mean over its width.

    Args:
        years: (1, 101).
        low, high, sigma: (B, 1).
    """
    gaussian = ops.exp(-0.5 * ops.square((years - low) / sigma))
    root = sigma * 2.0**0.5
    plateau = ops.erf((high + 0.5 - years) / root) - ops.erf((low - 0.5 - years) / root)
    return ops.where(high > low, plateau, gaussian)


@keras.saving.register_keras_serializable("facelens")
class AgeRegressionLoss(keras.losses.Loss):
    """Absolute error of one linear unit, as the expectation of the Gaussian around it; 0 inside a range of years.

    Args:
        spread: the Gaussian's standard deviation in years.
        weight: factor, as `expectation_weight` of the distribution's loss, so that the heads stay balanced.
    """

    def __init__(self, spread: float, weight: float = 0.15, name: str = "age_regression", **kwargs: object) -> None:
        super().__init__(name=name, **kwargs)
        self.spread = spread
        self.weight = weight

    def call(self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        low, high = (ops.cast(bound, "float32") for bound in age_bounds(y_true))
        expectation = regressed_expectation(y_pred, self.spread)
        error = ops.maximum(ops.maximum(low - expectation, expectation - high), 0.0)
        return self.weight * error * known(flat(y_true))

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "spread": self.spread, "weight": self.weight}


@keras.saving.register_keras_serializable("facelens")
class AgeClassLoss(keras.losses.Loss):
    """Cross-entropy to the class that holds the labelled year.

    Args:
        last_years: the last year of every class, rising.
    """

    def __init__(self, last_years: Sequence[int], name: str = "age_classes", **kwargs: object) -> None:
        super().__init__(name=name, **kwargs)
        self.last_years = list(last_years)

    def call(self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        age = flat(y_true)
        target = ops.one_hot(class_of_year(age, self.last_years), len(self.last_years), dtype=y_pred.dtype)
        return -ops.sum(target * ops.log(ops.maximum(y_pred, _EPSILON)), axis=-1) * known(age, y_pred.dtype)

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "last_years": self.last_years}


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
        index = ops.cast(flat(y_true), "int32")
        target = ops.one_hot(ops.maximum(index, 0), classes, dtype=y_pred.dtype)
        target = target * (1 - self.smoothing) + self.smoothing / classes
        return -ops.sum(target * ops.log(ops.maximum(y_pred, _EPSILON)), axis=-1) * known(index, y_pred.dtype)

    def get_config(self) -> dict[str, object]:
        return {**super().get_config(), "smoothing": self.smoothing}


@keras.saving.register_keras_serializable("facelens")
class DistilledLoss(keras.losses.Loss):
    """A loss on labels mixed with the cross-entropy to a teacher's prediction (Hinton et al. 2015).

    Where the targets hold no prediction of a teacher, as in validation, it is the loss on labels alone. A face with an
    unknown label learns from the teacher.

    Args:
        on_labels: the loss on labels.
        teacher_weight: share of the teacher, 0..1.
        label_columns: columns of the targets that are the label; the teacher's prediction comes after them.
    """

    def __init__(
        self,
        on_labels: keras.losses.Loss,
        teacher_weight: float,
        label_columns: int = 1,
        name: str = "distilled",
        **kwargs: object,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.on_labels = on_labels
        self.teacher_weight = teacher_weight
        self.label_columns = label_columns

    def call(self, y_true: keras.KerasTensor, y_pred: keras.KerasTensor) -> keras.KerasTensor:
        columns = self.label_columns
        if len(y_true.shape) == 1 or y_true.shape[1] <= columns:
            return self.on_labels.call(y_true, y_pred)
        labelled = self.on_labels.call(y_true[:, :columns], y_pred)
        teacher = ops.cast(y_true[:, columns:], y_pred.dtype)
        taught = -ops.sum(teacher * ops.log(ops.maximum(y_pred, _EPSILON)), axis=-1)
        return (1 - self.teacher_weight) * labelled + self.teacher_weight * taught

    def get_config(self) -> dict[str, object]:
        on_labels = keras.saving.serialize_keras_object(self.on_labels)
        return {
            **super().get_config(),
            "on_labels": on_labels,
            "teacher_weight": self.teacher_weight,
            "label_columns": self.label_columns,
        }

    @classmethod
    def from_config(cls, config: dict[str, object]) -> DistilledLoss:
        on_labels = keras.saving.deserialize_keras_object(config["on_labels"])
        return cls(**{**config, "on_labels": on_labels})
