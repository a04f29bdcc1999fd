"""Age schemes: the age is learnt as a distribution over the years, as one number, or as classes of years.

Every scheme's prediction can be turned into a distribution over the years 0..100, so that all are evaluated by the same
metrics and exported under the same contract. The conversion is a linear map of the head's logits followed by a
softmax: it can be merged into a dense layer, so that a model of any scheme predicts a distribution over the years.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inference.types import AGES

if TYPE_CHECKING:
    import keras

YEARS = len(AGES)

# standard deviation around a single number: four in five errors of the shipped model (5.97 years as a
# Gaussian, 1,820 faces of UTKFace) lie inside its 10-90 % interval
REGRESSION_SPREAD_YEARS = 6.0
# in a class without an upper end, ages thin out with this mean excess: 13.7, 12.8 and 11.3 years over 51, 57 and 66
# in UTKFace
_TAIL_YEARS = 13.0

# both ends belong to the class; together the classes hold every year once
CLASS_BOUNDS: dict[str, tuple[tuple[int, int], ...]] = {
    "bins5": ((0, 20), (21, 26), (27, 35), (36, 50), (51, 100)),
    "five-year-14": ((0, 5), *((low, low + 4) for low in range(6, 66, 5)), (66, 100)),
    # Levi and Hassner's classes (CVPR Workshops 2015) leave years out; here each gap is halved
    "eight": ((0, 3), (4, 7), (8, 14), (15, 22), (23, 35), (36, 45), (46, 56), (57, 100)),
    "quarter-century": ((0, 24), (25, 49), (50, 74), (75, 99), (100, 100)),
}
# schemes whose last class is everybody older
_OPEN_ENDED = ("bins5", "five-year-14", "eight")


class AgeScheme(ABC):
    """Form of the age head's predictions, with the loss, metrics and conversion that belong to it.

    Labels are years 0..100, or -1 (unknown), which losses and metrics leave out.

    Attributes:
        name: as in `age_scheme(name)`.
        units: width of the head.
        activation: `softmax` or `linear`.
        bounds: first and last year of every class; None where there are no classes.
    """

    name: str
    units: int
    activation: Literal["softmax", "linear"] = "softmax"
    bounds: tuple[tuple[int, int], ...] | None = None

    @abstractmethod
    def classes_of(self, ages: ArrayLike) -> NDArray[np.int32]:
        """Return the class indices, (N,), of (N,) years (the years themselves without classes); unknown stays -1."""

    @abstractmethod
    def targets(self, ages: ArrayLike) -> NDArray[np.float32]:
        """Return what a perfect head predicts, (N, units) float32, for (N,) known years."""

    @abstractmethod
    def loss(self) -> keras.losses.Loss:
        """Create the loss of (B,) or (B, 1) years and the head's (B, units) predictions."""

    @abstractmethod
    def metrics(self) -> list[keras.metrics.Metric]:
        """Create the metrics of the same; the first is `mae`, the mean absolute error of the expectation in years."""

    @abstractmethod
    def year_logits(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the map from the head's logits to logits over the years: matrix (units, 101) and offset (101,)."""

    def to_years(self, predictions: ArrayLike) -> NDArray[np.float32]:
        """Turn the head's predictions, (N, units), into distributions over the years 0..100, (N, 101) float32.

        Raises:
            ValueError: the predictions are not of this scheme's width.
        """
        from scipy.special import softmax

        values = np.asarray(predictions, dtype=np.float64)
        if values.ndim != 2 or values.shape[1] != self.units:
            raise ValueError(f"predictions of shape {values.shape}; the age scheme {self.name!r} has (N, {self.units})")
        logits = np.log(np.maximum(values, 1e-12)) if self.activation == "softmax" else values
        matrix, offset = self.year_logits()
        years = logits @ matrix + offset
        return np.asarray(softmax(years, axis=1), dtype=np.float32)

    def fold(
        self, kernel: NDArray[np.float32], bias: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Turn the head's dense layer, (C, units) and (units,), into one of year logits: (C, 101) and (101,)."""
        matrix, offset = self.year_logits()
        return kernel @ matrix, bias @ matrix + offset

    def start_bias(self, ages: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the (units,) bias of a new head that predicts what is common in `ages`."""
        return np.zeros(self.units, dtype=np.float32)


class DistributionScheme(AgeScheme):
    """One probability per year, trained with a Gaussian around the label (see `losses.AgeDistributionLoss`)."""

    name = "distribution"
    units = YEARS

    def classes_of(self, ages: ArrayLike) -> NDArray[np.int32]:
        return np.asarray(ages, dtype=np.int32)

    def targets(self, ages: ArrayLike) -> NDArray[np.float32]:
        loss = self.loss()
        years = np.asarray(ages, dtype=np.float64)[:, None]
        sigma = loss.sigma_base + loss.sigma_slope * years
        weights = np.exp(-0.5 * ((AGES[None] - years) / sigma) ** 2)
        return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)

    def loss(self) -> keras.losses.Loss:
        from .losses import AgeDistributionLoss

        return AgeDistributionLoss()

    def metrics(self) -> list[keras.metrics.Metric]:
        from .metrics import AgeMAE

        return [AgeMAE()]

    def year_logits(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        return np.eye(YEARS, dtype=np.float32), np.zeros(YEARS, dtype=np.float32)


class RegressionScheme(AgeScheme):
    """One linear unit: the centre, in years, of a Gaussian that is cut off at 0 and 100.

    The expectation of that distribution is trained and evaluated, so the unit may leave 0..100 for the very young
    and the very old.
    """

    name = "regression"
    units = 1
    activation = "linear"

    def classes_of(self, ages: ArrayLike) -> NDArray[np.int32]:
        return np.asarray(ages, dtype=np.int32)

    def targets(self, ages: ArrayLike) -> NDArray[np.float32]:
        return np.asarray(ages, dtype=np.float32)[:, None]

    def loss(self) -> keras.losses.Loss:
        from .losses import AgeRegressionLoss

        return AgeRegressionLoss(REGRESSION_SPREAD_YEARS)

    def metrics(self) -> list[keras.metrics.Metric]:
        from .metrics import RegressedAgeMAE

        return [RegressedAgeMAE(REGRESSION_SPREAD_YEARS)]

    def year_logits(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        # -(year - unit)^2 / 2 s^2 without the term that is the same for all years; counted from the middle of the
        # range, which keeps the numbers small
        middle, variance = YEARS // 2, REGRESSION_SPREAD_YEARS**2
        years = AGES.astype(np.float64) - middle
        offset = -(years**2) / (2 * variance) - middle * years / variance
        return (years / variance).astype(np.float32)[None], offset.astype(np.float32)

    def start_bias(self, ages: NDArray[np.int32]) -> NDArray[np.float32]:
        known = ages[ages >= 0]
        return np.array([known.mean() if len(known) else YEARS / 2], dtype=np.float32)


class ClassScheme(AgeScheme):
    """Classes of years. Within a class all years are equally probable; in an open last class they thin out."""

    bounds: tuple[tuple[int, int], ...]

    def __init__(self, name: str) -> None:
        self.name = name
        self.bounds = CLASS_BOUNDS[name]
        self.units = len(self.bounds)

    def classes_of(self, ages: ArrayLike) -> NDArray[np.int32]:
        years = np.asarray(ages, dtype=np.int32)
        classes = np.searchsorted([high for _, high in self.bounds], np.minimum(years, YEARS - 1))
        return np.where(years < 0, -1, classes).astype(np.int32)

    def targets(self, ages: ArrayLike) -> NDArray[np.float32]:
        return np.eye(self.units, dtype=np.float32)[self.classes_of(ages)]

    def loss(self) -> keras.losses.Loss:
        from .losses import AgeClassLoss

        return AgeClassLoss([high for _, high in self.bounds])

    def metrics(self) -> list[keras.metrics.Metric]:
        from .metrics import AgeClassAccuracy, AgeMAE

        expectations = self.to_years(np.eye(self.units)) @ AGES
        return [AgeMAE(means=expectations.tolist()), AgeClassAccuracy([high for _, high in self.bounds])]

    def year_logits(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        matrix = np.zeros((self.units, YEARS), dtype=np.float32)
        offset = np.zeros(YEARS, dtype=np.float32)
        for index, (low, high) in enumerate(self.bounds):
            matrix[index, low : high + 1] = 1.0
            is_open = index == self.units - 1 and self.name in _OPEN_ENDED
            mass = np.exp(-np.arange(high - low + 1) / _TAIL_YEARS) if is_open else np.ones(high - low + 1)
            offset[low : high + 1] = np.log(mass / mass.sum())
        return matrix, offset


AGE_SCHEMES = ("distribution", "regression", *CLASS_BOUNDS)


def age_scheme(name: str) -> AgeScheme:
    """Create the scheme of a name of `AGE_SCHEMES`.

    Raises:
        ValueError: there is none.
    """
    if name == "distribution":
        return DistributionScheme()
    if name == "regression":
        return RegressionScheme()
    if name in CLASS_BOUNDS:
        return ClassScheme(name)
    raise ValueError(f"no age scheme {name!r}; there are {', '.join(AGE_SCHEMES)}")
