"""Calibrate the age interval: a temperature for the age head, chosen on the validation part."""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import softmax

from ..evaluation.metrics import interval_covers

# of the 10-90 % interval
TARGET_COVERAGE = 0.8
_BOUNDS = (0.25, 4.0)


def age_temperature(age_probs: NDArray[np.float32], ages: NDArray[np.int32]) -> float:
    """Find the temperature at which four in five labelled ages lie inside the 10-90 % interval.

    Temperature scaling after Guo et al., "On Calibration of Modern Neural Networks", ICML 2017, fitted to the
    interval that the application shows instead of the likelihood.

    Args:
        age_probs: (N, 101) the model's distributions.
        ages: (N,) labels in years, -1 where nobody knows.

    Returns:
        Divisor of the age head's logits, 0.25 to 4; over 1 where the model is too sure; 1 without any label.
    """
    known = ages >= 0
    if not known.any():
        return 1.0
    logits, ages = np.log(np.maximum(age_probs[known].astype(np.float64), 1e-12)), ages[known]

    def excess(temperature: float) -> float:
        probs = softmax(logits / temperature, axis=1).astype(np.float32)
        return float(interval_covers(probs, ages).mean()) - TARGET_COVERAGE

    low, high = _BOUNDS
    if excess(low) >= 0:
        return low
    if excess(high) <= 0:
        return high
    return float(brentq(excess, low, high, xtol=1e-3))


def apply_age_temperature(model: keras.Model, temperature: float) -> None:
    """Divide the age head's weights, and so its logits, by the temperature."""
    head = model.get_layer("age_logits")
    for variable in (head.kernel, head.bias):
        variable.assign(variable / temperature)
