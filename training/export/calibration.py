"""Calibrate what a model says of its own certainty: temperatures that depend on the age it sees, by held-out faces.

One temperature for all (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017) makes a model right about
its errors on average, and too sure of small children's genders and old people's ages. Here its logarithm is a curve
over the years, a few points joined by lines, of which the model takes the mean by its own distribution of the age:
three small dense layers in the exported graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray
from scipy.optimize import linprog, minimize
from scipy.sparse import csr_array, eye_array, hstack
from scipy.special import log_softmax, softmax

from inference.attributes import CLASS_NAMES, NUM_CLASSES
from inference.types import AGES, Predictions

from ..evaluation.metrics import interval_covers

Float = NDArray[np.float64]

# of the 10-90 % interval
TARGET_COVERAGE = 0.8
_BOUNDS = (0.25, 4.0)
# years at which a curve may bend: close together where faces change fast
_KNOTS = np.array([0.0, 5.0, 12.0, 20.0, 35.0, 50.0, 65.0, 80.0])
# a point of the age's curve is held to what holds for all as if so many more faces had it: few faces decide little
_PRIOR_FACES = 8
# how much a bend of the classes' curves costs: the square of the difference of two neighbours, in natural units
_STIFFNESS = 6.0
_HALVINGS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Temperatures:
    """Divisors of the logits of every head, as curves over the years.

    Attributes:
        curves: by head, (101,) logarithm of the temperature at every year.
    """

    curves: Mapping[str, Float]

    def of(self, head: str, age_probs: NDArray[np.floating]) -> Float:
        """Return the temperatures of one head for faces of these (N, 101) distributions before calibration: (N,)."""
        return np.asarray(np.exp(age_probs.astype(np.float64) @ self.curves[head]), dtype=np.float64)

    def applied(self, predictions: Predictions) -> Predictions:
        """Return predictions as the calibrated model would give them."""
        return Predictions(
            *(
                softmax(_logits(probs) / self.of(head, predictions.age)[:, None], axis=1).astype(np.float32)
                for head, probs in zip(NUM_CLASSES, predictions, strict=True)
            )
        )

    def written(self) -> dict[str, dict[str, float]]:
        """Return the temperatures by head and year of the curves' points, for the card."""
        return {
            head: {f"{year:.0f}": round(float(np.exp(curve[int(year)])), 3) for year in _KNOTS}
            for head, curve in self.curves.items()
        }


def fit_temperatures(predictions: Predictions, labels: Mapping[str, NDArray[np.int32]]) -> Temperatures:
    """Find the temperatures at which scores are worth what they say and age intervals hold what they promise.

    Args:
        predictions: for N held-out faces.
        labels: `age` in years, `gender` and `ethnicity` as indices, (N,) each; -1 where nobody knows.

    Returns:
        Temperatures from 0.25 to 4; 1 for a head of which no label is known.
    """
    basis = _hats()
    weights = predictions.age.astype(np.float64) @ basis
    curves = {"age": basis @ _fit_age(predictions.age, labels["age"], weights)}
    for head in CLASS_NAMES:
        known = labels[head] >= 0
        probs: NDArray[np.float32] = getattr(predictions, head)
        curves[head] = basis @ _fit_classes(_logits(probs[known]), labels[head][known], weights[known])
    return Temperatures(curves)


def _hats() -> Float:
    """Return (101, K): each column is 1 at its year, falls to 0 at its neighbours', and stays 1 beyond the last."""
    return np.stack([np.interp(AGES, _KNOTS, unit) for unit in np.eye(len(_KNOTS))], axis=1)


def _fit_classes(logits: Float, labels: NDArray[np.int32], weights: Float) -> Float:
    """Return the (K,) logarithms at which the labels are most probable, each held to its neighbours."""
    if not len(labels):
        return np.zeros(len(_KNOTS))
    rows = np.arange(len(labels))

    def cost(points: Float) -> tuple[float, Float]:
        sharpness = np.exp(-weights @ points)
        scaled = logits * sharpness[:, None]
        log_probs = log_softmax(scaled, axis=1)
        slopes = scaled[rows, labels] - (np.exp(log_probs) * scaled).sum(axis=1)
        steps = np.diff(points)
        bend = -np.diff(steps, prepend=0.0, append=0.0)
        return (
            -float(log_probs[rows, labels].sum()) + _STIFFNESS * float(steps @ steps),
            slopes @ weights + 2 * _STIFFNESS * bend,
        )

    bounds = [tuple(np.log(_BOUNDS))] * len(_KNOTS)
    found = minimize(cost, np.zeros(len(_KNOTS)), jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x, dtype=np.float64)


def _fit_age(age_probs: NDArray[np.float32], ages: NDArray[np.int32], weights: Float) -> Float:
    """Return the (K,) logarithms at which four in five ages lie inside the interval, at all ages alike.

    The interval widens with the temperature: each face has one from which on it holds the label. Four in five faces of
    every kind are to lie above theirs: a regression of its quantile (Koenker and Bassett, "Regression Quantiles",
    Econometrica 1978).
    """
    known = ages >= 0
    if not known.any():
        return np.zeros(len(_KNOTS))
    least = _least_temperatures(_logits(age_probs[known]), ages[known])
    # what is known beforehand: that every year is like all
    prior = np.quantile(least, (np.arange(_PRIOR_FACES) + 0.5) / _PRIOR_FACES)
    rows = np.concatenate((weights[known], np.repeat(np.eye(len(_KNOTS)), len(prior), axis=0)))
    points = _quantile_regression(rows, np.concatenate((least, np.tile(prior, len(_KNOTS)))), TARGET_COVERAGE)
    # over all faces it is to be four in five whatever was known beforehand
    points += np.quantile(least - weights[known] @ points, TARGET_COVERAGE)
    return np.clip(points, *np.log(_BOUNDS))


def _least_temperatures(logits: Float, ages: NDArray[np.int32]) -> Float:
    """Return the logarithm of the lowest temperature at which each face's interval holds its label: (N,)."""
    low, high = (np.full(len(ages), bound) for bound in np.log(_BOUNDS))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        probs = softmax(logits / np.exp(middle)[:, None], axis=1).astype(np.float32)
        covers = interval_covers(probs, ages)
        low, high = np.where(covers, low, middle), np.where(covers, middle, high)
    return high


def _quantile_regression(rows: Float, values: Float, share: float) -> Float:
    """Return the (K,) coefficients of (N, K) rows under which a share of the (N,) values lies, for each kind of row."""
    count, unknowns = rows.shape
    slack = eye_array(count, format="csr")
    found = linprog(
        np.concatenate((np.zeros(unknowns), np.full(count, share), np.full(count, 1 - share))),
        A_eq=hstack((csr_array(rows), slack, -slack)),
        b_eq=values,
        bounds=[tuple(np.log(_BOUNDS))] * unknowns + [(0, None)] * (2 * count),
    )
    return np.asarray(found.x[:unknowns], dtype=np.float64)


def _logits(probs: NDArray[np.float32]) -> Float:
    return np.asarray(np.log(np.maximum(probs.astype(np.float64), 1e-12)), dtype=np.float64)


def calibrated_model(model: keras.Model, temperatures: Temperatures) -> keras.Model:
    """Return a model of the contract whose logits are divided by its temperatures; it shares the given one's weights.

    Args:
        model: of `build_model`, with the age as a distribution over the years.
        temperatures: of `fit_temperatures`.
    """
    logits = {head: model.get_layer(f"{head}_logits").output for head in NUM_CLASSES}
    seen = layers.Softmax(name="age_before")(logits["age"])
    outputs = {}
    for head, values in logits.items():
        factor = layers.Dense(1, "exponential", use_bias=False, name=f"{head}_sharpness")
        scaled = layers.Multiply(name=f"{head}_scaled")([values, factor(seen)])
        factor.set_weights([-temperatures.curves[head].astype(np.float32)[:, None]])
        outputs[head] = layers.Softmax(name=head, dtype="float32")(scaled)
    return keras.Model(model.input, outputs, name=model.name)
