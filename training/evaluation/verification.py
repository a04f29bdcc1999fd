"""How well a model of identity tells people apart, and thresholds that are even between groups.

Every pair of faces is scored. A pair of one person is genuine, one of two people an impostor pair; a threshold accepts
some of both. Reported are the share of genuine pairs that are accepted (TAR, true accept rate) where a given share of
impostor pairs is (FAR, false accept rate).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.attributes import ETHNICITIES, GENDERS
from inference.identity.thresholds import Thresholds
from inference.types import Attributes, FloatArray

# rates of false matches for which the card gives limits
FARS = (1e-1, 1e-2, 1e-3, 1e-4, 1e-5)
GROUPS = tuple(f"{ethnicity} {gender}" for gender in GENDERS for ethnicity in ETHNICITIES)
# scores, and standard deviations above the strangers' mean, are counted in steps
_STEPS, _LOWEST, _STEP = 64_000, -16.0, 0.0005
# a group with fewer pairs of people says nothing of how alike its strangers look
MIN_PEOPLE_PAIRS = 10
# rows of pairs at a time
_BLOCK = 1024


@dataclass(frozen=True, slots=True, eq=False)
class KnownFaces:
    """Faces of whom it is known who they are.

    Attributes:
        embeddings: (N, D) float32 rows of length 1.
        people: (N,) int64, a number for each person.
        attributes: N predictions.
        groups: (N,) int64, index in `GROUPS`: as labelled, or predicted where there is no label.
    """

    embeddings: FloatArray
    people: NDArray[np.int64]
    attributes: Sequence[Attributes]
    groups: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.people)

    def select(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> KnownFaces:
        """Return some of the faces, by their numbers or by a mask."""
        numbers = np.flatnonzero(rows) if rows.dtype == bool else rows
        attributes = [self.attributes[number] for number in numbers]
        return KnownFaces(self.embeddings[numbers], self.people[numbers], attributes, self.groups[numbers])

    def halves(self) -> tuple[KnownFaces, KnownFaces]:
        """Return the faces of every second person, and those of the others."""
        order = np.unique(self.people, return_inverse=True)[1]
        return self.select(order % 2 == 0), self.select(order % 2 == 1)

    def group(self, number: int) -> KnownFaces:
        """Return the faces of one group of `GROUPS`."""
        return self.select(self.groups == number)


@dataclass(frozen=True, slots=True, eq=False)
class PairScores:
    """Scores of all pairs of a set of faces, counted in steps.

    Attributes:
        genuine, impostor: (`_STEPS`,) how many pairs have a score in each step; fractions where pairs are weighted.
    """

    genuine: FloatArray
    impostor: FloatArray

    def threshold(self, far: float) -> float:
        """Return the lowest score at which no more than this share of the impostor pairs is accepted."""
        above = np.cumsum(self.impostor[::-1])[::-1]
        accepted = np.flatnonzero(above <= far * above[0])
        return _LOWEST + int(accepted[0] if len(accepted) else _STEPS) * _STEP

    def tar(self, threshold: float) -> float:
        """Return the share of the genuine pairs that a threshold accepts; NaN where there are none."""
        return _share(self.genuine, threshold)

    def far(self, threshold: float) -> float:
        """Return the share of the impostor pairs that a threshold accepts; NaN where there are none."""
        return _share(self.impostor, threshold)

    def strangers(self) -> tuple[float, float]:
        """Return mean and standard deviation of the impostor pairs' scores."""
        weights, middles = self.impostor / self.impostor.sum(), _LOWEST + (np.arange(_STEPS) + 0.5) * _STEP
        mean = float(weights @ middles)
        return mean, float(np.sqrt(weights @ (middles - mean) ** 2))


def _share(counts: FloatArray, threshold: float) -> float:
    first = int(np.clip(np.ceil((threshold - _LOWEST) / _STEP - 1e-6), 0, _STEPS))
    total = counts.sum()
    return float(counts[first:].sum() / total) if total else float("nan")


def score_pairs(faces: KnownFaces, thresholds: Thresholds | None = None, *, by_person: bool = False) -> PairScores:
    """Score all pairs of faces.

    Args:
        faces: at least two.
        thresholds: None for scores; else they are made comparable, see `Thresholds.deviations_above`.
        by_person: every pair of people counts once, however many images there are of them.
    """
    counts = np.zeros((2, _STEPS))
    _, numbers, images = np.unique(faces.people, return_inverse=True, return_counts=True)
    weights = 1.0 / images[numbers]
    for start, scores in _blocks(faces, thresholds):
        rows, columns = slice(start, start + len(scores)), slice(start, None)
        steps = ((scores - _LOWEST) / _STEP).astype(np.int64).clip(0, _STEPS - 1)
        is_pair = np.arange(start, len(faces))[None] > np.arange(start, start + len(scores))[:, None]
        is_same = faces.people[rows, None] == faces.people[None, columns]
        weight = np.multiply.outer(weights[rows], weights[columns]) if by_person else np.ones(scores.shape)
        for row, chosen in enumerate((is_pair & is_same, is_pair & ~is_same)):
            counts[row] += np.bincount(steps[chosen], weight[chosen], minlength=_STEPS)
    return PairScores(*counts)


def _blocks(faces: KnownFaces, thresholds: Thresholds | None) -> Iterator[tuple[int, FloatArray]]:
    """Give the scores of some faces with themselves and all that follow, and the first one's number."""
    for start in range(0, len(faces), _BLOCK):
        end = min(start + _BLOCK, len(faces))
        scores = faces.embeddings[start:end] @ faces.embeddings[start:].T
        if thresholds is not None:
            scores = thresholds.deviations_above(scores, faces.attributes[start:end], faces.attributes[start:])
        yield start, scores


def fit_thresholds(faces: KnownFaces, fars: Sequence[float] = FARS) -> Thresholds:
    """Fit thresholds that are even between groups: every pair of people counts once.

    Args:
        faces: of every group two people or more.
        fars: rates of false matches among strangers of one group, falling.

    Raises:
        ValueError: of a group there are too few people.
    """
    shape = (len(GENDERS), len(ETHNICITIES))
    within = [score_pairs(faces.group(number), by_person=True) for number in range(len(GROUPS))]
    for name, scores in zip(GROUPS, within, strict=True):
        if scores.impostor.sum() < MIN_PEOPLE_PAIRS:
            raise ValueError(f"there are too few people of the group {name} to tell how alike strangers look")
    means, deviations = np.array([scores.strangers() for scores in within], dtype=np.float32).T
    means, deviations = means.reshape(shape), deviations.reshape(shape)
    ends = np.array([0.5, 0.1], np.float32), np.array([0.0, 1.0], np.float32)
    unlimited = Thresholds(means, deviations, *ends)
    above = score_within(faces, unlimited)
    limits = np.array([above.threshold(far) for far in fars], dtype=np.float32)
    return Thresholds(means, deviations, np.array(fars, dtype=np.float32), limits)


def score_within(faces: KnownFaces, thresholds: Thresholds | None = None) -> PairScores:
    """Score the pairs inside of every group, all together; every pair of people counts once."""
    parts = [score_pairs(faces.group(number), thresholds, by_person=True) for number in range(len(GROUPS))]
    return PairScores(sum(part.genuine for part in parts), sum(part.impostor for part in parts))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class GroupRates:
    """How often the members of a group are taken for each other, or not for themselves.

    Attributes:
        group: one of `GROUPS`.
        faces, people: how many were measured.
        far: share of its pairs of strangers that are accepted; every pair of people counts once.
        tar: share of its genuine pairs that are; NaN where there are none.
    """

    group: str
    faces: int
    people: int
    far: float
    tar: float


def group_rates(faces: KnownFaces, thresholds: Thresholds | None, threshold: float) -> list[GroupRates]:
    """Return the rates of every group that has two people or more.

    Args:
        faces: all.
        thresholds: as in `score_pairs`.
        threshold: of the scores, or of the standard deviations above where there are thresholds.
    """
    rates = []
    for number, name in enumerate(GROUPS):
        members = faces.group(number)
        people = len(np.unique(members.people))
        if people >= 2:
            far = score_pairs(members, thresholds, by_person=True).far(threshold)
            rates.append(GroupRates(name, len(members), people, far, score_pairs(members, thresholds).tar(threshold)))
    return rates
