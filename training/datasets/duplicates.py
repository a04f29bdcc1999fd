"""Near duplicates among aligned faces, and conflicts between their labels.

Candidates are pairs whose perceptual hashes (DCT; Zauner 2010) differ in few bits; they are confirmed where the
details of the two faces correlate. Mirrored copies count. Of the pairs among 18,756 UTKFace crops whose details
correlate, the hash proposes 99 %.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from inference.types import ImageArray

from .class_names import UNKNOWN
from .face_label import FaceLabel
from .label_table import LABEL_COLUMNS, label_words, write_csv
from .splits import group_labels
from .views import middle_of, relative_zoom

# of 64; the hash has 32 ones, so that two hashes differ in an even number of bits
MAX_HASH_DISTANCE = 12
# of UTKFace pairs that were looked at, nearly all above are one photograph, nearly all below 0.82 are two people
MIN_CORRELATION = 0.86
# pairs above this may be one photograph with slightly different landmarks: they are registered first
_WORTH_REGISTERING = 0.65
MAX_AGE_GAP = 5
# side of the small images that are compared
_SMALL = 32
# pixels of the small image; what is wider than this is light and background
_DETAIL_SIGMA = 3.0
_BLOCK = 512


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """Fingerprints of N faces, by which near duplicates are recognised.

    Attributes:
        hashes: (N,) uint64 perceptual hashes.
        mirrored: (N,) uint64, of the mirrored faces.
        details: (N, 32, 32) float32 grey images without their slow changes, of norm 1 (0 for flat ones).
    """

    hashes: NDArray[np.uint64]
    mirrored: NDArray[np.uint64]
    details: NDArray[np.float32]


def fingerprints(crops: Iterable[ImageArray], count: int, zoom: float = 1.0) -> Fingerprints:
    """Compute the fingerprints of `count` aligned faces.

    Args:
        crops: (S, S, 3) uint8 RGB each, taken one by one.
        count: their number.
        zoom: at which they are stored; the face itself is what is compared, at a zoom of 1 or that of the crops.
    """
    nearer = relative_zoom(zoom, max(zoom, 1.0))
    found = Fingerprints(
        np.empty(count, np.uint64),
        np.empty(count, np.uint64),
        np.empty((count, _SMALL, _SMALL), np.float32),
    )
    for i, crop in enumerate(crops):
        grey = cv2.cvtColor(middle_of(crop, nearer), cv2.COLOR_RGB2GRAY)
        small = np.asarray(cv2.resize(grey, (_SMALL, _SMALL), interpolation=cv2.INTER_AREA), dtype=np.uint8)
        found.hashes[i] = _hash(small)
        found.mirrored[i] = _hash(small[:, ::-1])
        found.details[i] = _details(small)
    return found


def similar_pairs(faces: Fingerprints) -> NDArray[np.intp]:
    """Find near duplicates: (P, 2) rows, the smaller row first."""
    pairs = []
    for start in range(0, len(faces.hashes), _BLOCK):
        rows = slice(start, start + _BLOCK)
        for hashes, flip in ((faces.hashes, 1), (faces.mirrored, -1)):
            distance = np.bitwise_count(faces.hashes[rows, None] ^ hashes[None, start:])
            first, second = np.nonzero(distance <= MAX_HASH_DISTANCE)
            first, second = first[second > first] + start, second[second > first] + start
            pairs.append(_confirmed(faces.details, first, second, flip))
    return np.unique(np.concatenate(pairs), axis=0) if pairs else np.empty((0, 2), np.intp)


def groups_of(pairs: NDArray[np.intp], count: int, known: Sequence[int | None] = ()) -> NDArray[np.int32]:
    """Number the groups of faces that pairs join, directly or through others.

    Args:
        pairs: (P, 2) rows.
        count: number of faces.
        known: groups given beforehand, per face; they are joined with what was found.

    Returns:
        (N,) int32 group numbers from 0, in the order of the faces; most groups have one member.
    """
    first_of: dict[int, int] = {}
    given = [(first_of.setdefault(group, row), row) for row, group in enumerate(known) if group is not None]
    edges = np.concatenate([pairs, np.array(given, dtype=np.intp).reshape(-1, 2)])
    graph = coo_array((np.ones(len(edges), np.int8), (edges[:, 0], edges[:, 1])), shape=(count, count))
    component = connected_components(graph, directed=False)[1]
    _, first_rows, inverse = np.unique(component, return_index=True, return_inverse=True)
    return first_rows.argsort().argsort()[inverse].astype(np.int32)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Group of near duplicates whose labels can't all be right.

    Attributes:
        group: its number.
        reasons: those of `age`, `gender` and `ethnicity` that disagree.
        members: the labels.
    """

    group: int
    reasons: tuple[str, ...]
    members: tuple[FaceLabel, ...]


def label_conflicts(labels: Iterable[FaceLabel]) -> list[Conflict]:
    """Find groups whose members differ in gender, ethnicity or by over five years; unknown labels agree with all."""
    conflicts = []
    for group, members in group_labels(labels).items():
        spread = {
            name: {getattr(label, name) for label in members} - {UNKNOWN} for name in ("age", "gender", "ethnicity")
        }
        reasons = tuple(
            name
            for name, values in spread.items()
            if values and max(values) - min(values) > (MAX_AGE_GAP if name == "age" else 0)
        )
        if reasons:
            conflicts.append(Conflict(group, reasons, tuple(members)))
    return conflicts


def write_conflicts(path: Path, conflicts: Sequence[Conflict]) -> None:
    """Write a CSV with a row per member of each conflict: `group,differs,file,age,gender,ethnicity`.

    Raises:
        OSError: it can't be written.
    """
    rows = (
        (conflict.group, " ".join(conflict.reasons), label.file, *label_words(label))
        for conflict in conflicts
        for label in conflict.members
    )
    write_csv(path, ("group", "differs", "file", *LABEL_COLUMNS), rows)


def _hash(small: NDArray[np.uint8]) -> np.uint64:
    bits = imagehash.phash(Image.fromarray(np.ascontiguousarray(small)), highfreq_factor=_SMALL // 8).hash
    return np.uint64(np.packbits(bits).view(np.uint64)[0])


def _details(small: NDArray[np.uint8]) -> NDArray[np.float32]:
    details = small.astype(np.float32)
    details -= cv2.GaussianBlur(details, (0, 0), _DETAIL_SIGMA)
    return details / max(float(np.linalg.norm(details)), 1.0)


def _confirmed(
    details: NDArray[np.float32], first: NDArray[np.intp], second: NDArray[np.intp], flip: int
) -> NDArray[np.intp]:
    """Keep candidate pairs whose details correlate, (P, 2); `flip` -1 mirrors the second of each."""
    kept = []
    for start in range(0, len(first), _BLOCK):
        a, b = first[start : start + _BLOCK], second[start : start + _BLOCK]
        other = details[b][:, :, ::flip]
        correlation = np.einsum("nij,nij->n", details[a], other)
        for pair in np.flatnonzero((correlation >= _WORTH_REGISTERING) & (correlation < MIN_CORRELATION)):
            correlation[pair] = _registered_correlation(details[a[pair]], np.ascontiguousarray(other[pair]))
        alike = correlation >= MIN_CORRELATION
        kept.append(np.stack([a[alike], b[alike]], axis=1))
    return np.concatenate(kept) if kept else np.empty((0, 2), np.intp)


def _registered_correlation(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Correlate after the best rotation and shift (enhanced correlation coefficient, Evangelidis and Psarakis 2008)."""
    stop = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 15, 1e-3)
    start = np.eye(2, 3, dtype=np.float32)
    try:
        return float(cv2.findTransformECC(one, other, start, cv2.MOTION_EUCLIDEAN, stop, None, 1)[0])  # type: ignore[call-overload]
    except cv2.error:  # it did not converge
        return 0.0
