from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.datasets.duplicates import (
    MIN_CORRELATION,
    Fingerprints,
    fingerprints,
    groups_of,
    label_conflicts,
    similar_pairs,
    write_conflicts,
)
from training.datasets.face_label import FaceLabel


def landscape(seed: int) -> NDArray[np.uint8]:
    """(144, 144, 3) RGB of many scales."""
    rng = np.random.default_rng(seed)
    layers = [
        cv2.resize(rng.normal(0, 30, (n, n, 3)), (144, 144), interpolation=cv2.INTER_CUBIC) for n in (3, 6, 12, 24)
    ]
    return np.clip(128 + sum(layers), 0, 255).astype(np.uint8)


def pairs_among(images: list[NDArray[np.uint8]]) -> set[tuple[int, int]]:
    return {(int(a), int(b)) for a, b in similar_pairs(fingerprints(images, len(images)))}


def test_copies_are_found_and_others_are_not() -> None:
    first = landscape(1)
    compressed = cv2.imdecode(cv2.imencode(".jpg", first, [cv2.IMWRITE_JPEG_QUALITY, 30])[1], cv2.IMREAD_COLOR)
    darker = (first * 0.6 + 20).astype(np.uint8)
    small = cv2.resize(cv2.resize(first, (48, 48), interpolation=cv2.INTER_AREA), (144, 144))
    mirrored = np.ascontiguousarray(first[:, ::-1])
    others = [landscape(seed) for seed in range(2, 30)]
    found = pairs_among([*others, first, compressed, darker, small, mirrored])
    copies = range(28, 33)
    assert found == {(a, b) for a in copies for b in copies if a < b}


def test_a_copy_whose_landmarks_lie_a_little_apart_is_found() -> None:
    first = landscape(1)
    turn = cv2.getRotationMatrix2D((60, 80), 1.5, 1.0)
    turn[:, 2] += (2, -2)
    moved = cv2.warpAffine(first, turn, (144, 144), borderMode=cv2.BORDER_REFLECT)
    straight = fingerprints([first, moved], 2)
    assert np.vdot(straight.details[0], straight.details[1]) < MIN_CORRELATION
    assert pairs_among([first, moved, landscape(2)]) == {(0, 1)}


def test_a_like_hash_alone_makes_no_duplicate() -> None:
    rng = np.random.default_rng(0)
    details = rng.normal(size=(3, 32, 32)).astype(np.float32)
    details[2] = details[0] + 0.1 * details[1]
    details /= np.linalg.norm(details, axis=(1, 2), keepdims=True)
    same = np.zeros(3, np.uint64)
    far = np.full(3, 2**64 - 1, np.uint64)
    assert similar_pairs(Fingerprints(same, far, details)).tolist() == [[0, 2]]
    assert similar_pairs(Fingerprints(np.array([0, 0, 2**20 - 1], np.uint64), far, details)).tolist() == []


def test_flat_images_and_none_are_no_duplicates() -> None:
    assert pairs_among([np.full((144, 144, 3), 90, np.uint8)] * 2) == set()
    assert pairs_among([]) == set()


def test_pairs_far_apart_in_the_table_are_found() -> None:
    count = 1300
    rng = np.random.default_rng(1)
    hashes = rng.integers(0, 2**64, count, dtype=np.uint64)
    details = rng.normal(size=(count, 32, 32)).astype(np.float32)
    hashes[1200], details[1200] = hashes[3], details[3]
    details /= np.linalg.norm(details, axis=(1, 2), keepdims=True)
    assert similar_pairs(Fingerprints(hashes, ~hashes, details)).tolist() == [[3, 1200]]


def test_groups_join_through_others_and_through_what_is_known() -> None:
    pairs = np.array([[1, 4], [4, 6]])
    assert groups_of(pairs, 8).tolist() == [0, 1, 2, 3, 1, 4, 1, 5]
    known = [70, None, 9, 70, None, None, 9, None]
    assert groups_of(pairs, 8, known).tolist() == [0, 1, 1, 0, 1, 2, 1, 3]
    assert groups_of(np.empty((0, 2), np.intp), 0).tolist() == []


def test_labels_conflict_by_gender_ethnicity_and_more_than_five_years(tmp_path: Path) -> None:
    labels = [
        FaceLabel("a", 20, 0, 0, group=1),
        FaceLabel("b", 25, 0, 0, group=1),
        FaceLabel("c", 20, 0, 0, group=2),
        FaceLabel("d", 26, 1, 0, group=2),
        FaceLabel("e", 20, 0, 3, group=3),
        FaceLabel("f", -1, -1, -1, group=3),
        FaceLabel("g", 20, 0, 4, group=4),
        FaceLabel("h", 20, 0, 2, group=4),
        FaceLabel("i", 60, 1, 1),
    ]
    conflicts = label_conflicts(labels)
    assert [(c.group, c.reasons) for c in conflicts] == [(2, ("age", "gender")), (4, ("ethnicity",))]
    write_conflicts(tmp_path / "conflicts.csv", conflicts)
    with (tmp_path / "conflicts.csv").open(newline="") as lines:
        rows = list(csv.reader(lines))
    assert rows[1] == ["2", "age gender", "c", "20", "male", "White"]
    assert [row[2] for row in rows[1:]] == ["c", "d", "g", "h"]
