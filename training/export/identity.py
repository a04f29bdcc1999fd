"""Write `identity.onnx`: published weights of face recognition under the contract, with a card that was measured."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np

from inference.alignment import ARCFACE_TEMPLATE
from inference.engines.cpu import CpuSession
from inference.files import atomic_path, sha256_of, write_json
from inference.identity.thresholds import Thresholds
from inference.types import FloatArray, ImageArray

from ..datasets.sources import Dataset
from ..evaluation.known_faces import read_known_faces
from ..evaluation.verification import (
    FARS,
    NO_AGES,
    KnownFaces,
    fit_thresholds,
    join_alike,
    pooled_far,
    pooled_rates,
    score_pairs,
)
from ..models.identity import EMBEDDING, INPUT_SIZE, edgeface
from .convert import PARITY_TOLERANCE, write_onnx
from .cost import macs

log = logging.getLogger(__name__)

_PARITY_FACES = 16
# ages for which rates are told, years
_AGE_BANDS = (0, 3, 6, 10, 14, 20, 40, 60, 101)


def export_identity(
    weights: Path, dataset: Dataset, output: Path, strangers: Dataset | None = None, ages: Dataset | None = None
) -> Path:
    """Write the model and its card; both appear, or none.

    Args:
        weights: see `training.models.identity.edgeface`.
        dataset: faces of known people, LFW or the like, from whom the thresholds are fitted. How good these are is
            told by halves: what is fitted on every second person is measured on the others.
        output: the `.onnx` file; the card stands beside it with the ending `.json`.
        strangers: more images, each of somebody else, with gender and ethnicity; fitted and measured likewise.
        ages: likewise of people of all ages, which tell how much more alike children look.

    Returns:
        The card's path.

    Raises:
        FileNotFoundError: a file is not there.
        ValueError: these are no weights of EdgeFace, the exported model differs, or the faces don't suffice.
        OSError: something can't be written.
    """
    model = edgeface(weights)
    outputs = {EMBEDDING: int(model.output_shape[-1])}
    output.parent.mkdir(parents=True, exist_ok=True)
    card_file = output.with_suffix(".json")
    with ExitStack() as stack:
        card_part = stack.enter_context(atomic_path(card_file))
        part = stack.enter_context(atomic_path(output))
        write_onnx(model, part, zoom=None, outputs=outputs)
        session = stack.enter_context(CpuSession(part, INPUT_SIZE, outputs))

        def embed(crops_rgb: ImageArray) -> FloatArray:
            return np.concatenate([embeddings for (embeddings,) in session.run(crops_rgb)])

        parity = _check_parity(model, embed)
        faces = _Faces(
            read_known_faces(dataset, embed),
            None if strangers is None else join_alike(read_known_faces(strangers, embed, are_strangers=True)),
            None if ages is None else read_known_faces(ages, embed, are_strangers=True),
        )
        write_json(card_part, _card(part, output.name, weights, outputs, parity, dataset, faces))
    return card_file


class _Faces(NamedTuple):
    """What thresholds are fitted on; see `export_identity`."""

    known: KnownFaces
    strangers: KnownFaces | None
    ages: KnownFaces | None

    def halves(self) -> tuple[_Faces, _Faces]:
        """Return every second person of each set, and the others."""
        halves = [(None, None) if part is None else part.halves() for part in self]
        first, second = (_Faces(*parts) for parts in zip(*halves, strict=True))
        return first, second

    def fit(self) -> Thresholds:
        return fit_thresholds(*self)


def _check_parity(model: keras.Model, embed: Any) -> float:
    """Return the largest difference between the model's embeddings and those of its exported file, on noise.

    Raises:
        ValueError: it is above `PARITY_TOLERANCE`.
    """
    crops = np.random.default_rng(0).integers(0, 256, (_PARITY_FACES, INPUT_SIZE, INPUT_SIZE, 3), dtype=np.uint8)
    difference = float(np.abs(model.predict(crops, verbose=0) - embed(crops)).max())
    log.info("largest difference to the weights' own model: %.1e", difference)
    if not difference <= PARITY_TOLERANCE:
        raise ValueError(f"the exported model differs from its weights' by {difference:.1e}")
    return difference


def _card(
    model: Path,
    name: str,
    weights: Path,
    outputs: dict[str, int],
    parity: float,
    dataset: Dataset,
    faces: _Faces,
) -> dict[str, Any]:
    return {
        "name": "FaceLens identity",
        "file": name,
        "sha256": sha256_of(model),
        "created": datetime.now(UTC).strftime("%Y-%m-%d"),
        "input": {
            "name": "image",
            "dtype": "uint8",
            "layout": "NHWC",
            "colour": "RGB",
            "size": INPUT_SIZE,
            "alignment": {"template": "arcface", "points": ARCFACE_TEMPLATE.tolist()},
        },
        "outputs": {name: {"size": size, "norm": 1} for name, size in outputs.items()},
        "origin": {
            "model": "EdgeFace (George et al., IEEE T-BIOM 2024), an EdgeNeXt trained for face recognition",
            "file": weights.name,
            "sha256": sha256_of(weights),
            "parity": parity,
            "macs": macs(model),
        },
        "thresholds": faces.fit().written(),
        "metrics": {
            "data": dataset.title or "faces of known people",
            "faces": len(faces.known),
            "people": len(np.unique(faces.known.people)),
            **_rates(faces.known),
            "strangers": 0 if faces.strangers is None else len(faces.strangers),
            "held_out": _held_out(faces),
        },
        "intended_use": (
            "Telling whether two faces of one run are the same person, so that people are counted and not appearances. "
            "Not for finding out who somebody is."
        ),
        "limits": [
            "Twins and small children are taken for each other; masks and profiles are not recognised.",
            "Blurred faces and faces narrower than 40 pixels look more alike than others.",
            "Not for decisions about people: access, policing, identification.",
        ],
        "licence": {
            "network": "non-commercial research only, as its weights",
            "weights": (
                "EdgeFace: BSD 3-Clause in its code repository, CC BY-NC-SA 4.0 on a later page; treated as "
                "non-commercial"
            ),
        },
    }


def _rates(faces: KnownFaces) -> dict[str, Any]:
    """Return the model's own accuracy over all pairs: at one threshold for all."""
    scores = score_pairs(faces)
    limits = {f"{far:.0e}": scores.threshold(far) for far in FARS}
    return {
        "genuine_pairs": int(scores.genuine.sum()),
        "impostor_pairs": int(scores.impostor.sum()),
        "tar_at_far": {far: round(scores.tar(limit), 4) for far, limit in limits.items()},
        "threshold_at_far": {far: round(limit, 4) for far, limit in limits.items()},
    }


def _held_out(faces: _Faces) -> dict[str, Any]:
    """Return what thresholds do to people who had no part in them: each half's to the other half."""
    first, second = faces.halves()
    fitted = [(first.fit(), second), (second.fit(), first)]
    return {
        f"{far:.0e}": {
            "groups": _by_group(fitted, far),
            "ages": [] if faces.ages is None else _by_age(fitted, far),
        }
        for far in FARS[1:4]
    }


def _by_group(fitted: list[tuple[Thresholds, _Faces]], far: float) -> list[dict[str, Any]]:
    parts = [
        (people, thresholds, thresholds.limit(far))
        for thresholds, others in fitted
        for people in (others.known, others.strangers)
        if people is not None
    ]
    return [
        {
            "group": rates.group,
            "faces": rates.faces,
            "people": rates.people,
            "far": float(f"{rates.far:.2g}"),
            "tar": None if np.isnan(rates.tar) else round(rates.tar, 4),
        }
        for rates in pooled_rates(parts)
    ]


def _by_age(fitted: list[tuple[Thresholds, _Faces]], far: float) -> list[dict[str, Any]]:
    """Return the rates of false accepts by predicted age, and what they are where ages make no difference."""
    bands = []
    for low, high in pairwise(_AGE_BANDS):
        so_old = [
            (others.ages.select(others.ages.between(low, high)), thresholds, thresholds.limit(far))
            for thresholds, others in fitted
            if others.ages is not None
        ]
        ageless = [
            (people, replace(thresholds, ages=NO_AGES, added=NO_AGES), limit) for people, thresholds, limit in so_old
        ]
        bands.append(
            {
                "from": low,
                "below": high,
                "faces": sum(len(people) for people, _, _ in so_old),
                "far": float(f"{pooled_far(so_old):.2g}"),
                "far_without_ages": float(f"{pooled_far(ageless):.2g}"),
            }
        )
    return bands
