"""Average linkage over tracks."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from inference.identity.linking import NEVER, clusters, deviations, least_deviations, link


def scores(size: int, seed: int = 0) -> np.ndarray:
    half = np.random.default_rng(seed).normal(0, 2, (size, size)).astype(np.float32)
    return (half + half.T) / 2


@pytest.mark.parametrize("seed", range(4))
def test_clusters_are_those_of_scipy(seed):
    table = scores(30, seed)
    found = clusters(link(table, np.ones(30, np.float32), -99.0), 30, 0.6)
    distance = 50.0 - table
    np.fill_diagonal(distance, 0.0)
    expected = fcluster(linkage(squareform(distance, checks=False), "average"), 50.0 - 0.6, "distance")
    pairs = found[:, None] == found[None, :]
    assert (pairs == (expected[:, None] == expected[None, :])).all()


def test_who_is_seen_at_once_is_never_linked_not_even_by_a_third():
    table = np.full((3, 3), 9.0, np.float32)
    table[0, 1] = table[1, 0] = NEVER
    labels = clusters(link(table, np.ones(3, np.float32), 3.0), 3, 3.0)
    assert labels[0] != labels[1]


def test_a_track_counts_by_the_weight_of_its_looks():
    """The first two become one: what they score together against the third is nearer to the heavier one's score."""
    table = np.array([[0, 9, 8], [9, 0, 1], [8, 1, 0]], np.float32)
    (first, second) = link(table, np.array([3, 1, 1], np.float32), 0.0)
    assert first[:2] == (0, 1)
    assert second.height == pytest.approx((3 * 8 + 1) / 4)


def test_a_higher_cut_undoes_the_weaker_links():
    merges = link(np.array([[0, 5, 4], [5, 0, 4], [4, 4, 0]], np.float32), np.ones(3, np.float32), 3.0)
    assert clusters(merges, 3, 3.0).tolist() == [0, 0, 0]
    assert clusters(merges, 3, 4.5).tolist() == [0, 0, 1]
    assert clusters(merges, 3, 6.0).tolist() == [0, 1, 2]


def test_of_many_a_link_takes_more():
    needed = [least_deviations(tracks) for tracks in (2, 100, 1000, 100_000)]
    assert needed == sorted(needed)
    assert needed[0] < needed[2]


def test_strangers_of_alike_groups_have_to_score_more():
    face = np.array([[1.0, 0.0]], np.float32)
    other = np.array([[0.5, 0.5]], np.float32)
    usual, alike = np.array([[0.0, 0.1]], np.float32), np.array([[0.1, 0.2]], np.float32)
    assert deviations(face, usual, other, usual)[0, 0] == pytest.approx(5.0)
    assert deviations(face, usual, other, alike)[0, 0] == pytest.approx(2.0)
