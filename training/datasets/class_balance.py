"""Balance of the classes: how often each face comes up in an epoch, or how much it counts in the losses."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.attributes import CLASS_NAMES, NUM_CLASSES
from inference.types import AGES

from .face_table import FaceTable

log = logging.getLogger(__name__)

# choices of `python -m training train --balance`
BALANCES = ("none", "sampling", "undersample", "oversample", "loss-weights")
# the rarest face comes up, or counts, at most this many times as much as the commonest: one face of a
# hundred-year-old is not to fill the epoch
MOST_RATIO = 10.0
_SMOOTHING_YEARS = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """Balance of N faces: how often each comes up in an epoch and how much it counts; by default once, all alike.

    Attributes:
        sampling_weights: (N,) float64; N faces are drawn with replacement, each with a chance in proportion to this.
        times: (N,) float64, how often each face comes up, in place of `sampling_weights`; see `systematic_draw`.
        loss_weights: by head, (N,) float32, how much each face counts.
    """

    sampling_weights: NDArray[np.float64] | None = None
    times: NDArray[np.float64] | None = None
    loss_weights: Mapping[str, NDArray[np.float32]] | None = None

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.intp]:
        """Draw the row numbers of one epoch out of `count` faces, in the order in which they come."""
        if self.times is not None:
            return systematic_draw(self.times, rng)
        if self.sampling_weights is None:
            return rng.permutation(count)
        return rng.choice(count, size=count, p=self.sampling_weights / self.sampling_weights.sum())


def balance_faces(
    faces: FaceTable,
    balance: str,
    age_power: float,
    ethnicity_power: float,
    gender_power: float,
    factors: NDArray[np.float64] | None = None,
) -> Balance:
    """Compute the balance of a set of faces.

    Args:
        faces: the training part.
        balance: one of `BALANCES`.
        age_power, ethnicity_power, gender_power: 0 leaves the frequencies as they are, 1 evens them out.
        factors: (N,) by which the rarity of every face is multiplied, such as the weight of its data set.
    """
    powers = (age_power, ethnicity_power, gender_power)
    if balance in ("none", "loss-weights"):
        weights = loss_weights(faces, *powers) if balance == "loss-weights" else None
        return Balance(loss_weights=weights if factors is None else _multiplied(faces, weights, factors))
    rarity = sampling_weights(faces, *powers)
    if factors is not None:
        rarity = rarity * factors
    if balance == "sampling":
        return Balance(sampling_weights=rarity)
    return Balance(times=undersampled_times(rarity) if balance == "undersample" else oversampled_times(rarity))


def _multiplied(
    faces: FaceTable, weights: Mapping[str, NDArray[np.float32]] | None, factors: NDArray[np.float64]
) -> dict[str, NDArray[np.float32]]:
    """Multiply loss weights, 1 where None, by factors of the faces; their mean over labelled faces stays 1."""
    result = {}
    for head, labels in faces.labels.items():
        product = factors if weights is None else weights[head] * factors
        known = labels >= 0
        result[head] = (product / product[known].mean() if known.any() else product).astype(np.float32)
    return result


def sampling_weights(
    faces: FaceTable, age_power: float, ethnicity_power: float, gender_power: float = 0.0
) -> NDArray[np.float64]:
    """Compute the weight of each face: inverse frequency of its age, ethnicity and gender, each raised to a power.

    Ages are counted through a Gaussian window (after label distribution smoothing, Yang et al. 2021). A label that is
    not known (-1) neither raises nor lowers a face's weight.

    Args:
        age_power, ethnicity_power, gender_power: 0 leaves the frequencies as they are, 1 evens them out.

    Returns:
        (N,) float64 with mean 1.
    """
    weights = (
        _age_rarity(faces.ages, age_power)
        * _class_rarity(faces.ethnicities, ethnicity_power)
        * _class_rarity(faces.genders, gender_power)
    )
    return weights / float(weights.mean())


def undersampled_times(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute how often each face comes up in an epoch, at most once: the rarest always, the others now and then.

    Args:
        weights: (N,) as `sampling_weights` returns them; ratios beyond `MOST_RATIO` are reduced to it.

    Returns:
        (N,) expected counts in 0..1.
    """
    times: NDArray[np.float64] = np.maximum(weights / weights.max(), 1 / MOST_RATIO)
    return times


def oversampled_times(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Compute how often each face comes up in an epoch: the commonest once, the rarest up to `MOST_RATIO` times.

    Returns:
        (N,) expected counts from 1 to `MOST_RATIO`. Augmentation changes every repetition differently.
    """
    times: NDArray[np.float64] = np.minimum(weights / weights.min(), MOST_RATIO)
    return times


def loss_weights(
    faces: FaceTable, age_power: float, ethnicity_power: float, gender_power: float
) -> dict[str, NDArray[np.float32]]:
    """Compute how much each face counts in each head's loss: inverse frequency of that head's own label to a power.

    Returns:
        `age`, `gender`, `ethnicity`: (N,) float32 with mean 1 over the faces whose label is known; the ratio of
        largest to smallest is at most `MOST_RATIO`.
    """
    rarities = {
        "age": _age_rarity(faces.ages, age_power),
        "gender": _class_rarity(faces.genders, gender_power),
        "ethnicity": _class_rarity(faces.ethnicities, ethnicity_power),
    }
    weights = {}
    for head, rarity in rarities.items():
        known = faces.labels[head] >= 0
        bounded = np.minimum(rarity, MOST_RATIO * rarity[known].min()) if known.any() else rarity
        weights[head] = (bounded / bounded[known].mean() if known.any() else bounded).astype(np.float32)
    return weights


def systematic_draw(times: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.intp]:
    """Draw the row numbers of one epoch, shuffled: every face comes up `times`, rounded up or down by chance.

    Systematic sampling: one random offset, then even steps along the summed counts of the shuffled faces. The
    epoch's length is the same in every draw.
    """
    order = rng.permutation(len(times))
    total = max(1, round(float(times.sum())))
    ends = np.cumsum(times[order])
    marks = (np.arange(total) + rng.random()) * (ends[-1] / total)
    rows = order[np.minimum(np.searchsorted(ends, marks, side="right"), len(order) - 1)]
    return rng.permutation(rows)


def warn_of_gaps(faces: FaceTable, part: str) -> list[str]:
    """Log every head or class for which a part of the data holds no face.

    Args:
        part: the part's name, for the message.

    Returns:
        What was logged.
    """
    gaps = []
    if not (faces.ages >= 0).any():
        gaps.append(f"{part}: no face has a known age; the age head is neither trained nor evaluated")
    for head, names in CLASS_NAMES.items():
        labels = faces.labels[head]
        absent = [name for index, name in enumerate(names) if not (labels == index).any()]
        if len(absent) == len(names):
            gaps.append(f"{part}: no face has a known {head}; the {head} head is neither trained nor evaluated")
        elif absent:
            gaps.append(f"{part}: no face of {head} {', '.join(absent)}; metrics leave them out")
    for gap in gaps:
        log.warning("%s", gap)
    return gaps


def check_labels(faces: FaceTable, part: str) -> None:
    """Refuse labels that no head can learn.

    Raises:
        ValueError: an age is outside 0..100, a gender or ethnicity no index, and neither is -1 (unknown).
    """
    for name, labels in faces.labels.items():
        count = NUM_CLASSES[name]
        wrong = np.flatnonzero((labels < -1) | (labels >= count))
        if len(wrong):
            raise ValueError(
                f"{part}: {len(wrong)} of {len(labels)} faces have, as {name}, a number outside 0..{count - 1} "
                f"(-1 where unknown), the first is {labels[wrong[0]]}; prepare the data again"
            )


def _age_rarity(ages: NDArray[np.int32], power: float) -> NDArray[np.float64]:
    known = ages >= 0
    counts = np.bincount(ages[known], minlength=len(AGES)).astype(np.float64)
    window = np.exp(-0.5 * ((AGES[:, None] - AGES[None, :]) / _SMOOTHING_YEARS) ** 2)
    density = window @ counts / window.sum(axis=1)
    return _inverse_power(np.where(known, density[ages], np.nan), power)


def _class_rarity(labels: NDArray[np.int32], power: float) -> NDArray[np.float64]:
    known = labels >= 0
    counts = np.bincount(labels[known], minlength=1).astype(np.float64)
    return _inverse_power(np.where(known, counts[np.where(known, labels, 0)], np.nan), power)


def _inverse_power(frequencies: NDArray[np.float64], power: float) -> NDArray[np.float64]:
    """Raise frequencies to the power -`power`; an unknown one (NaN) gives the mean of the others."""
    known = ~np.isnan(frequencies)
    rarity = np.ones_like(frequencies)
    if known.any():
        rarity[known] = frequencies[known] ** -power
        rarity[~known] = rarity[known].mean()
    return rarity
