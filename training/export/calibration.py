"""An interval that holds what it promises: the age head's temperature, chosen on the validation part."""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from ..evaluation.card_metrics import interval_covers

# of the 10-90 % interval
TARGET_COVERAGE = 0.8
_BOUNDS = (0.25, 4.0)


def age_temperature(age_probs: NDArray[np.float32], ages: NDArray[np.int32]) -> float:
    """Temperature at which four in five labelled ages lie inside the 10-90 % interval.

    Temperature scaling after Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, fitted to the
    interval that the application shows instead of the likelihood.

    Args:
        age_probs: (N, 101) the network's distributions.
        ages: (N,) labels in years, -1 where nobody knows.

    Returns:
        Divisor of the age head's logits, 0.25 to 4; over 1 where the network is too sure; 1 without any label.
    """
    known = ages >= 0
    if not known.any():
        return 1.0
    logits, ages = np.log(np.maximum(age_probs[known].astype(np.float64), 1e-12)), ages[known]

    def excess(temperature: float) -> float:
        return float(interval_covers(_softmax(logits / temperature), ages).mean()) - TARGET_COVERAGE

    low, high = _BOUNDS
    if excess(low) >= 0:
        return low
    if excess(high) <= 0:
        return high
    return float(brentq(excess, low, high, xtol=1e-3))


def apply_age_temperature(model: keras.Model, temperature: float) -> None:
    """Divide the age head's logits, for good: its weights take the factor in."""
    head = model.get_layer("age_logits")
    for variable in (head.kernel, head.bias):
        variable.assign(variable / temperature)


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float32]:
    weights = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
