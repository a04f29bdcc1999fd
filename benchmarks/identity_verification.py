"""How well the model of identity tells people apart: all pairs of known faces, by group, and of damaged faces."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import cv2
import numpy as np

from inference.identity.identity_model import IdentityEmbedder
from inference.identity.thresholds import Thresholds
from inference.types import FloatArray, ImageArray
from training.datasets.sources import Dataset
from training.evaluation.known_faces import read_known_faces
from training.evaluation.verification import (
    FARS,
    GroupRates,
    KnownFaces,
    group_rates,
    score_pairs,
    score_within,
)

# how wide a face's box is in the model's crop, pixels: the median over LFW
FACE_PX = 92
_BATCH = 64

Damage = Callable[[ImageArray], ImageArray]


def shrunk(width_px: float) -> Damage:
    """Return what makes a crop look as if its face had been so wide."""

    def shrink(crop: ImageArray) -> ImageArray:
        scale = width_px / FACE_PX
        small = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        return cv2.resize(small, crop.shape[1::-1], interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]

    return shrink


def blurred(sigma_px: float) -> Damage:
    """Return what blurs a crop, by the standard deviation of a Gaussian in pixels of a face `FACE_PX` wide."""
    return lambda crop: cv2.GaussianBlur(crop, (0, 0), sigma_px)  # type: ignore[return-value]


DAMAGES: Mapping[str, Damage] = {
    "as they are": lambda crop: crop,
    **{f"{width} px wide": shrunk(width) for width in (60, 40, 30, 20)},
    **{f"blurred by {percent} % of their width": blurred(FACE_PX * percent / 100) for percent in (1, 2, 4)},
}


class Seen(NamedTuple):
    """Known faces and what the model saw of them.

    Attributes:
        faces: N of them.
        crops_rgb: (N, S, S, 3) uint8.
        ms: processor time of one embedding, milliseconds.
    """

    faces: KnownFaces
    crops_rgb: ImageArray
    ms: float


def look_at(dataset: Dataset, embedder: IdentityEmbedder) -> Seen:
    """Find and embed the faces of a data set; see `read_known_faces` for errors."""
    crops: list[ImageArray] = []
    spent_s = 0.0

    def embed(crops_rgb: ImageArray) -> FloatArray:
        nonlocal spent_s
        crops.append(crops_rgb)
        began = time.process_time()
        embeddings = embedder.embed(crops_rgb)
        spent_s += time.process_time() - began
        return embeddings

    faces = read_known_faces(dataset, embed)
    return Seen(faces, np.concatenate(crops), 1000 * spent_s / len(faces))


class Rates(NamedTuple):
    """How two sets of images of the same people compare at a threshold.

    Attributes:
        mean: of the scores of strangers of one group.
        far: share of the pairs of strangers of one group that are accepted; every pair of people counts once.
        tar: share of the pairs of one person that are; NaN where there are none.
    """

    mean: float
    far: float
    tar: float


def compare(first: KnownFaces, embeddings: FloatArray, thresholds: Thresholds, limit: float) -> Rates:
    """Compare faces with other images of the same, a face never with its own.

    Args:
        first: N faces.
        embeddings: (N, D) float32, of the others.
        thresholds: what the scores are measured by.
        limit: from how many standard deviations above the mean of strangers on a pair is accepted.
    """
    scores = first.embeddings @ embeddings.T
    is_accepted = thresholds.deviations_above(scores, first.attributes, first.attributes) >= limit
    is_same = first.people[:, None] == first.people
    is_stranger = ~is_same & (first.groups[:, None] == first.groups)
    np.fill_diagonal(is_same, val=False)
    _, numbers, images = np.unique(first.people, return_inverse=True, return_counts=True)
    weights = np.multiply.outer(1 / images[numbers], 1 / images[numbers])[is_stranger]

    def mean(values: FloatArray) -> float:
        return float(values @ weights / weights.sum()) if len(weights) else float("nan")

    tar = float(is_accepted[is_same].mean()) if is_same.any() else float("nan")
    return Rates(mean(scores[is_stranger]), mean(is_accepted[is_stranger]), tar)


def overall_table(seen: Seen) -> Iterator[str]:
    """Write how many pairs of one person are accepted at rates of false accepts, one threshold for all."""
    scores = score_pairs(seen.faces)
    people = len(np.unique(seen.faces.people))
    yield (
        f"{len(seen.faces):,} faces of {people:,} people, {scores.genuine.sum():,.0f} pairs of one person and "
        f"{scores.impostor.sum():,.0f} of strangers, {seen.ms:.1f} ms of processor time a face:\n"
    )
    yield "| false accept rate | " + " | ".join(f"{far:g}" for far in FARS) + " |"
    yield "|---" * (len(FARS) + 1) + "|"
    yield "| true accept rate | " + " | ".join(f"{scores.tar(scores.threshold(far)):.3f}" for far in FARS) + " |"


def group_table(faces: KnownFaces, thresholds: Thresholds, far: float) -> Iterator[str]:
    """Write what a wanted rate of false accepts comes to in each group: by one threshold for all, and by the card's."""
    alike = group_rates(faces, None, score_within(faces).threshold(far))
    fitted = group_rates(faces, thresholds, thresholds.limit(far))
    yield f"| at {far:g} | faces | people | one threshold: FAR | TAR | the card's: FAR | of the mean | TAR |"
    yield "|---" * 8 + "|"
    mean = _mean_far(fitted)
    for one, other in zip(alike, fitted, strict=True):
        yield (
            f"| {one.group} | {one.faces} | {one.people} | {one.far:.2g} | {_share(one.tar)} "
            f"| {other.far:.2g} | {other.far / mean if mean else 1:.1f} | {_share(other.tar)} |"
        )
    yield f"| mean | {len(faces)} | | {_mean_far(alike):.2g} | | {mean:.2g} | 1 | |"


def _mean_far(rates: Sequence[GroupRates]) -> float:
    return float(np.mean([one.far for one in rates])) if rates else 0.0


def _share(value: float) -> str:
    return "" if np.isnan(value) else f"{value:.3f}"


def damage_table(seen: Seen, embedder: IdentityEmbedder, far: float, damages: Mapping[str, Damage]) -> Iterator[str]:
    """Write what small and blurred faces come to, with each other and with those that are neither.

    Crops are damaged after their landmarks were found: where a detector finds them less well, more is lost than this.
    """
    limit = embedder.thresholds.limit(far)
    yield f"| faces, at {far:g} | strangers' mean | FAR | TAR | beside good ones: mean | FAR | TAR |"
    yield "|---" * 7 + "|"
    for name, damage in damages.items():
        embeddings = _embed_all(embedder, np.stack([damage(crop) for crop in seen.crops_rgb]))
        damaged = KnownFaces(embeddings, seen.faces.people, seen.faces.attributes, seen.faces.groups)
        cells = [
            f"{rates.mean:.3f} | {rates.far:.2g} | {_share(rates.tar)}"
            for rates in (compare(one, embeddings, embedder.thresholds, limit) for one in (damaged, seen.faces))
        ]
        yield f"| {name} | {' | '.join(cells)} |"


def _embed_all(embedder: IdentityEmbedder, crops_rgb: ImageArray) -> FloatArray:
    return np.concatenate(
        [embedder.embed(crops_rgb[start : start + _BATCH]) for start in range(0, len(crops_rgb), _BATCH)]
    )
