"""Which tracks are the same person: average linkage over what was seen of each. Pure functions over arrays.

The score of two tracks is the mean score of their looks, each by its weight. Strangers' scores are close to a normal
distribution, whose mean and spread depend on the group that faces belong to; so what is compared is by how many
standard deviations a score lies above that of strangers. From which number of them on two tracks are one person
depends on how many pairs there are: of more strangers some come nearer by chance.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..types import FloatArray

# the deviations that a link takes among 120 tracks, how they grow with each tenfold number of pairs, and their limits.
# Measured on 6 to 600 people of LFW with two photographs each: counts are 3 to 5 % too high, 0 to 1 % of people are
# taken for another; by a rate of false matches alone a link would take more than is good where there are many
_OF_MANY, _PAIRS_OF_MANY, _GROWS = 3.3, 7140, 0.25
_LEAST, _MOST = 3.1, 4.2
# links are doubtful within so many deviations
DOUBT = 0.7
# two that can't be one person
NEVER = -np.inf


class Merge(NamedTuple):
    """One step of `link`: cluster `taken` becomes part of cluster `into`, at the score `height`."""

    into: int
    taken: int
    height: float


def least_deviations(tracks: int) -> float:
    """Return the deviations from strangers' scores from which on two of so many tracks are one person."""
    pairs = max(1.0, tracks * (tracks - 1) / 2)
    return float(np.clip(_OF_MANY + _GROWS * math.log10(pairs / _PAIRS_OF_MANY), _LEAST, _MOST))


def deviations(
    first: FloatArray, first_strangers: FloatArray, second: FloatArray, second_strangers: FloatArray
) -> FloatArray:
    """Compare N tracks with M others.

    Args:
        first: (N, D) float32, the weighted mean of the embeddings of each track's looks (shorter than 1).
        first_strangers: (N, 2) float32, mean and standard deviation of the scores of strangers of that track's group.
        second: (M, D), of the others.
        second_strangers: (M, 2), of the others.

    Returns:
        (N, M) float32, by how many standard deviations the score of two tracks lies above that of strangers; of two
        groups the higher mean and the larger deviation count.
    """
    means = np.maximum(first_strangers[:, None, 0], second_strangers[None, :, 0])
    spreads = np.maximum(first_strangers[:, None, 1], second_strangers[None, :, 1])
    return ((first @ second.T - means) / spreads).astype(np.float32)


def link(scores: FloatArray, weights: FloatArray, least: float) -> list[Merge]:
    """Merge the nearest two clusters again and again: average linkage (UPGMA, Sokal and Michener, 1958).

    Args:
        scores: (T, T) float32, symmetric, of each two tracks; `NEVER` where they can't be one person, which holds
            for all clusters that they become part of.
        weights: (T,) above 0, how much each track counts in an average.
        least: the score down to which clusters are merged.

    Returns:
        The steps, best first; clusters are called by their first track.
    """
    table = scores.astype(np.float32, copy=True)
    np.fill_diagonal(table, NEVER)
    weight = weights.astype(np.float64, copy=True)
    merges: list[Merge] = []
    if len(table) < 2:
        return merges
    nearest = table.argmax(axis=1)
    best = table[np.arange(len(table)), nearest]
    while True:
        row = int(best.argmax())
        height = float(best[row])
        if not height >= least:
            return merges
        into, taken = sorted((row, int(nearest[row])))
        merges.append(Merge(into, taken, height))
        total = weight[into] + weight[taken]
        joint = ((weight[into] * table[into] + weight[taken] * table[taken]) / total).astype(np.float32)
        joint[into] = NEVER
        weight[into] = total
        table[into], table[:, into] = joint, joint
        table[taken], table[:, taken] = NEVER, NEVER
        stale = np.flatnonzero((nearest == into) | (nearest == taken) | (joint > best))
        for one in {*stale.tolist(), into, taken}:
            nearest[one] = table[one].argmax()
            best[one] = table[one, nearest[one]]


def clusters(merges: list[Merge], tracks: int, least: float) -> NDArray[np.intp]:
    """Return the cluster of each of T tracks, (T,), after the merges at `least` or above; numbered by first track."""
    parent = np.arange(tracks)
    for into, taken, height in merges:
        if height >= least:
            parent[parent == taken] = into
    return np.unique(parent, return_inverse=True)[1]
