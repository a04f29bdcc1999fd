"""The model's card: what it is, what it was trained on, how wrong it is, what it is not for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from inference.alignment import template_name, zoomed_template
from inference.attributes import ETHNICITIES, GENDERS
from inference.files import sha256_of
from inference.types import AGES

from ..datasets.face_table import FaceTable
from ..datasets.sources import IMDB_WIKI, UTKFACE

UNKNOWN = "unknown"
_RESEARCH_ONLY = "non-commercial research"


@dataclass(frozen=True, slots=True)
class _Dataset:
    """What the card says about a data set.

    Attributes:
        name: short.
        title: with its authors.
        licence: what its files may be used for.
        ages: what its age labels are.
    """

    name: str
    title: str
    licence: str
    ages: str


_DATASETS = {
    UTKFACE: _Dataset(
        name="UTKFace",
        title="UTKFace (Zhang, Song, Qi, CVPR 2017)",
        licence=_RESEARCH_ONLY,
        ages="Ages are apparent ages from web photographs",
    ),
    IMDB_WIKI: _Dataset(
        name="IMDB-WIKI",
        title="IMDB-WIKI (Rothe, Timofte, Van Gool, IJCV 2018)",
        licence=_RESEARCH_ONLY,
        ages="Ages are reckoned from dates of birth and the years of web photographs of celebrities",
    ),
}
_UNKNOWN_DATASET = _Dataset(UNKNOWN, UNKNOWN, UNKNOWN, "How the ages of the data were found is unknown")

_START_NOTES = {
    "attributes.onnx": "an earlier model of FaceLens, itself started from MobileFaceNet y1 of the InsightFace lineage",
    "hse_age_gender.onnx": "MobileNet of HSE_FaceRec_tf (Savchenko, PeerJ CS 2019), trained on VGGFace2 and IMDB-WIKI",
    "mobilefacenet_y1.onnx": "MobileFaceNet y1 of the InsightFace lineage, face recognition, research only",
    "edgeface_xs.npz": "EdgeFace-XS (George et al., IEEE T-BIOM 2024), face recognition, EdgeNeXt-X-Small",
    "edgeface_xxs.npz": "EdgeFace-XXS (George et al., IEEE T-BIOM 2024), face recognition, EdgeNeXt-XX-Small",
}
_EDGEFACE_LICENCE = (
    "EdgeFace: BSD 3-Clause in its code repository, CC BY-NC-SA 4.0 on a later page; treated as non-commercial"
)
_START_LICENCES = {
    "attributes.onnx": "an earlier model of FaceLens: non-commercial research only",
    "hse_age_gender.onnx": "HSE_FaceRec_tf: Apache-2.0",
    "mobilefacenet_y1.onnx": "MobileFaceNet y1: non-commercial research only",
    "edgeface_xs.npz": _EDGEFACE_LICENCE,
    "edgeface_xxs.npz": _EDGEFACE_LICENCE,
}


def model_card(
    model: Path,
    name: str,
    recipe: dict[str, Any],
    training: FaceTable,
    validation: FaceTable,
    metrics: dict[str, Any],
) -> dict[str, Any]:
    """Return the card of an exported model.

    Args:
        model: the `.onnx` file, where it is now.
        name: what the file will be called.
        recipe: of the run, in JSON form.
        training, validation: folds of the prepared file; its provenance says where the data came from.
        metrics: `overall` and `subgroups` over the validation fold.
    """
    provenances = (training.provenance,) if training.sets is None else training.sets.provenances
    datasets = [_dataset(provenance) for provenance in provenances]
    start, zoom = recipe["start_weights"], recipe.get("zoom", 1.0)
    return {
        "name": "FaceLens attributes",
        "file": name,
        "sha256": sha256_of(model),
        "created": datetime.now(UTC).strftime("%Y-%m-%d"),
        "input": {
            "name": "image",
            "dtype": "uint8",
            "layout": "NHWC",
            "colour": "RGB",
            "size": recipe["input_size"],
            "alignment": {"template": template_name(zoom), "points": zoomed_template(zoom).tolist()},
        },
        "outputs": {
            "age": {
                "classes": len(AGES),
                "labels": "years 0 to 100",
                "reported": "expectation, 10th and 90th percentile",
            },
            "gender": {"classes": len(GENDERS), "labels": list(GENDERS)},
            "ethnicity": {"classes": len(ETHNICITIES), "labels": list(ETHNICITIES)},
        },
        "training": {
            "data": _listed(dataset.title for dataset in datasets),
            "dataset": _listed(provenance.get("dataset", UNKNOWN) for provenance in provenances),
            "sources": _listed(provenance.get("sources", UNKNOWN) for provenance in provenances),
            "faces": len(training),
            "start_weights": _START_NOTES.get(start, start),
            "recipe": recipe,
        },
        "metrics": {
            "data": (
                f"validation part of {_listed(_named(dataset) for dataset in datasets)}, "
                f"{_shared_with_training(training, validation)}"
            ),
            **metrics,
        },
        "intended_use": (
            "Research, teaching and demonstration of face analysis on people who agreed to it. The predictions are "
            "estimates of how a face looks to annotators, not facts about the person."
        ),
        "limits": [
            *(
                f"{ages}; the interval shown is part of the prediction."
                for ages in _different(d.ages for d in datasets)
            ),
            "Gender is read as two classes and ethnicity as five because the data has no others; neither is identity.",
            "Errors differ between groups: see metrics.subgroups. Small children, the very old, blurred, turned, "
            "covered or strongly lit faces are read worse.",
            "Not for decisions about people: access, hiring, policing, insurance, age checks.",
        ],
        "licence": _licences(datasets, start),
    }


def _dataset(provenance: Mapping[str, str]) -> _Dataset:
    """Return what is known of a prepared file's data set: what it says itself, or what is known of its kind."""
    known = _DATASETS.get(provenance.get("dataset", ""), _UNKNOWN_DATASET)
    title = provenance.get("title", known.title)
    name = title.partition(" (")[0] if "title" in provenance else known.name
    return replace(known, name=name, title=title, licence=provenance.get("licence", known.licence))


def _different(texts: Iterable[str]) -> list[str]:
    """Return each text once, in the order in which they come first."""
    return list(dict.fromkeys(texts))


def _listed(texts: Iterable[str]) -> str:
    return "; ".join(_different(texts))


def _named(dataset: _Dataset) -> str:
    return "data of unknown origin" if dataset.name == UNKNOWN else dataset.name


def _shared_with_training(training: FaceTable, validation: FaceTable) -> str:
    """Say how many validation faces have near duplicates among the training faces."""
    if training.groups is None or validation.groups is None:
        return "near duplicates of training faces not looked for"
    shared = int(np.isin(validation.groups, training.groups).sum())
    return f"{shared} of them near duplicates of training faces" if shared else "no duplicates of training faces"


def _licences(datasets: Sequence[_Dataset], start: str | None) -> dict[str, str]:
    """State the licences of the model, its data and its start weights; whatever restricts one of these restricts it."""
    restricting = []
    if any(_RESEARCH_ONLY in dataset.licence for dataset in datasets):
        restricting.append("data")
    if start in _START_LICENCES:
        restricting.append("start weights")
    model = f"non-commercial research only, as its {' and '.join(restricting)}" if restricting else UNKNOWN
    return {
        "network": model,
        "data": _listed(
            UNKNOWN if dataset.name == UNKNOWN else f"{dataset.name}: {dataset.licence}" for dataset in datasets
        ),
        "start_weights": _START_LICENCES.get(start or "", "see training.start_weights"),
    }
