"""The measure of who is told apart, on faces that are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from benchmarks.identity_verification import FACE_PX, blurred, compare, group_table, shrunk
from inference.identity.thresholds import Thresholds
from inference.types import FloatArray
from tests.inference.made_faces import attributes
from training.evaluation.verification import GROUPS, KnownFaces

# strangers of every group score 0 with a deviation of 0.1: a limit of 3 is a score of 0.3
EVEN = Thresholds(
    np.zeros((2, 5), np.float32),
    np.full((2, 5), 0.1, np.float32),
    np.array([0.5, 0.001], np.float32),
    np.array([0, 3], np.float32),
)
MEN, WOMEN = GROUPS.index("Asian male"), GROUPS.index("White female")


def at_angles(degrees: list[float]) -> FloatArray:
    """Return embeddings in a plane."""
    radians = np.radians(degrees)
    return np.stack([np.cos(radians), np.sin(radians)], axis=1).astype(np.float32)


def known(degrees: list[float], people: list[int], groups: list[int]) -> KnownFaces:
    said = [attributes()] * len(people)
    return KnownFaces(at_angles(degrees), np.array(people, np.int64), said, np.array(groups, np.int64))


def test_a_pair_of_people_counts_once_however_many_images_there_are() -> None:
    # two images of the first man are like the second man, the third man is like nobody; the woman is of another group
    faces = known([0, 0, 10, 90, 5], [0, 0, 1, 2, 3], [MEN, MEN, MEN, MEN, WOMEN])
    rates = compare(faces, faces.embeddings, EVEN, 3.0)
    assert rates.far == pytest.approx(1 / 3)
    assert rates.tar == 1.0


def test_a_face_is_never_compared_with_its_own_image() -> None:
    faces = known([0, 90, 0, 45], [0, 0, 1, 1], [MEN, MEN, WOMEN, WOMEN])
    assert compare(faces, faces.embeddings, EVEN, 3.0).tar == pytest.approx(0.5)
    turned = at_angles([90, 0, 90, 90])  # other images of the same: each person's first is like their other one
    assert compare(faces, turned, EVEN, 3.0).tar == pytest.approx(3 / 4)


def test_a_group_whose_strangers_are_alike_is_seen_beside_the_mean() -> None:
    faces = known([0, 10, 0, 90], [0, 1, 2, 3], [MEN, MEN, WOMEN, WOMEN])
    rows = {line.split(" | ")[0].strip("| "): line for line in group_table(faces, EVEN, 0.001)}
    assert rows["Asian male"].endswith("| 1 | 2.0 |  |")
    assert rows["White female"].endswith("| 0 | 0.0 |  |")
    assert "| 0.5 | 1 |" in rows["mean"]


def test_a_shrunk_face_keeps_its_place_and_loses_detail() -> None:
    crop = np.random.default_rng(0).integers(0, 256, (112, 112, 3), dtype=np.uint8)
    crop[:, 56:] //= 4
    detail = [float(cv2.Laplacian(damage(crop), cv2.CV_32F).std()) for damage in (shrunk(FACE_PX), shrunk(40))]
    softer = [float(cv2.Laplacian(blurred(sigma)(crop), cv2.CV_32F).std()) for sigma in (1, 3)]
    assert detail[0] > 3 * detail[1]
    assert softer[0] > 3 * softer[1]
    small = shrunk(20)(crop)
    assert small.shape == crop.shape
    assert small[:, :50].mean() > 3 * small[:, 62:].mean()
