"""How well a model of identity tells people apart, and thresholds that are even between groups.

Every pair of faces is scored. A pair of one person is genuine, one of two people an impostor pair; a threshold accepts
some of both. Reported are the share of genuine pairs that are accepted (TAR, true accept rate) where a given share of
impostor pairs is (FAR, false accept rate).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

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
# ages are fitted in these steps, in years; adults are what they are compared with
_AGE_STEPS = (0, 2, 4, 6, 10, 14, 18)
_ADULT = (20, 60)
_LEAST_FACES = 8
NO_AGES = np.zeros(0, np.float32)
# strangers never score so high: two images of a set of strangers that do show one person
_ONE_PERSON = 0.55
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

    def between(self, low: float, high: float) -> NDArray[np.bool_]:
        """Return whose predicted age is `low` or more and below `high`, (N,)."""
        ages = np.array([face.age for face in self.attributes])
        return (ages >= low) & (ages < high)

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


def fit_thresholds(
    faces: KnownFaces, strangers: KnownFaces | None = None, ages: KnownFaces | None = None, fars: Sequence[float] = FARS
) -> Thresholds:
    """Fit thresholds that are even between groups: every pair of people counts once.

    Args:
        faces: of every group two people or more.
        strangers: more people; of two sets each counts by the number of its faces.
        ages: people of all ages, see `fit_ages`; None where ages make no difference.
        fars: rates of false matches among strangers of one group, falling. Every group counts alike.

    Raises:
        ValueError: of a group there are too few people.
    """
    sets = [faces] if strangers is None else [faces, strangers]
    shape = (len(GENDERS), len(ETHNICITIES))
    of_groups = np.array([_strangers_of(sets, number) for number in range(len(GROUPS))], dtype=np.float32)
    means, deviations = of_groups[:, 0].reshape(shape), of_groups[:, 1].reshape(shape)
    years, added = (NO_AGES, NO_AGES) if ages is None else fit_ages(ages)
    ends = np.array([0.5, 0.1], np.float32), np.array([0.0, 1.0], np.float32)
    unlimited = Thresholds(means, deviations, *ends, years, added)
    above = [_score_group(sets, number, unlimited) for number in range(len(GROUPS))]
    total = PairScores(np.zeros(_STEPS), sum(one.impostor / one.impostor.sum() for one in above))  # type: ignore[arg-type]
    limits = np.array([total.threshold(far) for far in fars], dtype=np.float32)
    return Thresholds(means, deviations, np.array(fars, dtype=np.float32), limits, years, added)


def _score_group(sets: Sequence[KnownFaces], number: int, thresholds: Thresholds | None = None) -> PairScores:
    parts = [score_pairs(one.group(number), thresholds, by_person=True) for one in sets]
    return PairScores(sum(part.genuine for part in parts), sum(part.impostor for part in parts))  # type: ignore[arg-type]


def _strangers_of(sets: Sequence[KnownFaces], number: int) -> tuple[float, float]:
    """Return mean and standard deviation of the scores of strangers of a group."""
    weights, moments = [], []
    for one in sets:
        members = one.group(number)
        scores = score_pairs(members, by_person=True)
        if scores.impostor.sum() >= MIN_PEOPLE_PAIRS:
            mean, deviation = scores.strangers()
            weights.append(len(members))
            moments.append((mean, deviation**2 + mean**2))
    if not weights:
        raise ValueError(f"there are too few people of the group {GROUPS[number]} to tell how alike strangers look")
    mean, square = np.average(moments, axis=0, weights=weights)
    return float(mean), float(np.sqrt(square - mean**2))


def join_alike(faces: KnownFaces) -> KnownFaces:
    """Return a set of strangers in which images that are too much alike are of one person."""
    near = faces.embeddings @ faces.embeddings.T >= _ONE_PERSON
    near |= faces.people[:, None] == faces.people
    return replace(faces, people=connected_components(csr_array(near))[1].astype(np.int64))


def fit_ages(faces: KnownFaces) -> tuple[FloatArray, FloatArray]:
    """Fit by how much more alike strangers of some ages are than adults of the same group.

    Args:
        faces: of people of all ages; of what age they are the predictions say, as they do later.

    Returns:
        (A,) float32 years, rising, and (A,) float32 that is added to the mean score of strangers, falling to 0.
    """
    is_adult = faces.between(*_ADULT)
    years, added = [], []
    for low, high in pairwise(_AGE_STEPS):
        is_so_old = faces.between(low, high)
        differences, weights = [], []
        for number in range(len(GROUPS)):
            young, adult = (np.flatnonzero(mask & (faces.groups == number)) for mask in (is_so_old, is_adult))
            if min(len(young), len(adult)) >= _LEAST_FACES:
                differences.append(_usual_score(faces.select(young)) - _usual_score(faces.select(adult)))
                weights.append(len(young))
        if weights:
            years.append((low + high) / 2)
            added.append(max(0.0, float(np.average(differences, weights=weights))))
    # older ones are never more alike, so that a chance few make no step
    falling = np.maximum.accumulate(np.array([*added, 0.0])[::-1])[::-1]
    return np.array([*years, _ADULT[0]], dtype=np.float32), falling.astype(np.float32)


def _usual_score(faces: KnownFaces) -> float:
    """Return the median score of strangers."""
    scores = score_pairs(faces, by_person=True).impostor
    return _LOWEST + (int(np.searchsorted(np.cumsum(scores), scores.sum() / 2)) + 0.5) * _STEP


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
    return pooled_rates([(faces, thresholds, threshold)])


def pooled_rates(parts: Sequence[tuple[KnownFaces, Thresholds | None, float]]) -> list[GroupRates]:
    """Return the rates of every group over several sets of faces, each with thresholds of its own; as `group_rates`."""
    rates = []
    for number, name in enumerate(GROUPS):
        members = [(faces.group(number), thresholds, threshold) for faces, thresholds, threshold in parts]
        members = [part for part in members if len(np.unique(part[0].people)) >= 2]
        if members:
            far = _pooled([(score_pairs(m, t, by_person=True).impostor, z) for m, t, z in members])
            tar = _pooled([(score_pairs(m, t).genuine, z) for m, t, z in members])
            faces = sum(len(m) for m, _, _ in members)
            people = sum(len(np.unique(m.people)) for m, _, _ in members)
            rates.append(GroupRates(name, faces, people, far, tar))
    return rates


def pooled_far(parts: Sequence[tuple[KnownFaces, Thresholds, float]]) -> float:
    """Return the share of all pairs of strangers of one group that are accepted; as `pooled_rates`."""
    return _pooled([(score_within(faces, thresholds).impostor, limit) for faces, thresholds, limit in parts])


def _pooled(parts: Sequence[tuple[FloatArray, float]]) -> float:
    """Return the share of all pairs that lie at their threshold or above; NaN where there are none."""
    total = sum(float(counts.sum()) for counts, _ in parts)
    accepted = sum(_share(counts, threshold) * float(counts.sum()) for counts, threshold in parts if counts.sum())
    return accepted / total if total else float("nan")
