"""Write `identity.onnx`: published weights of face recognition under the contract, with a card that was measured."""

from __future__ import annotations

import logging
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keras
import numpy as np

from inference.alignment import ARCFACE_TEMPLATE
from inference.engines.cpu import CpuSession
from inference.files import atomic_path, sha256_of, write_json
from inference.identity.thresholds import Thresholds
from inference.types import FloatArray, ImageArray

from ..datasets.sources import Dataset
from ..evaluation.known_faces import read_known_faces
from ..evaluation.verification import FARS, KnownFaces, fit_thresholds, group_rates, score_pairs
from ..models.identity import EMBEDDING, INPUT_SIZE, edgeface
from .convert import PARITY_TOLERANCE, write_onnx
from .cost import macs

log = logging.getLogger(__name__)

_PARITY_FACES = 16


def export_identity(weights: Path, dataset: Dataset, output: Path) -> Path:
    """Write the model and its card; both appear, or none.

    Args:
        weights: see `training.models.identity.edgeface`.
        dataset: faces of known people, LFW or the like: one half of the people gives the thresholds, the other half
            tells how good they are.
        output: the `.onnx` file; the card stands beside it with the ending `.json`.

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
        faces = read_known_faces(dataset, embed)
        write_json(card_part, _card(part, output.name, weights, outputs, parity, dataset, faces))
    return card_file


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
    faces: KnownFaces,
) -> dict[str, Any]:
    tuned, held_out = faces.halves()
    thresholds = fit_thresholds(tuned)
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
        "thresholds": thresholds.written(),
        "metrics": {
            "data": dataset.title or "faces of known people",
            "faces": len(faces),
            "people": len(np.unique(faces.people)),
            **_rates(faces),
            "held_out": _held_out(held_out, thresholds),
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


def _held_out(faces: KnownFaces, thresholds: Thresholds) -> dict[str, Any]:
    """Return what the thresholds do to people who had no part in them."""
    scores = score_pairs(faces, thresholds)
    return {
        f"{far:.0e}": {
            "far": float(f"{scores.far(limit):.2g}"),
            "tar": round(scores.tar(limit), 4),
            "groups": [
                {
                    "group": rates.group,
                    "faces": rates.faces,
                    "people": rates.people,
                    "far": float(f"{rates.far:.2g}"),
                    "tar": None if np.isnan(rates.tar) else round(rates.tar, 4),
                }
                for rates in group_rates(faces, thresholds, limit)
            ],
        }
        for far in FARS[1:4]
        for limit in [thresholds.limit(far)]
    }
