"""A trained network to `attributes.onnx` under the contract, its parity checked, its card written."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from inference.alignment import TEMPLATE, TEMPLATE_NAME
from inference.types import AGES, ETHNICITIES, GENDERS

from .augmentation import shrink
from .datasets.cache import FaceTable, load_faces
from .datasets.splits import TRAIN, VAL
from .evaluate import Predicted, evaluate
from .models.registry import HEADS, build_network
from .train import NETWORK_FILE, RECIPE_FILE

log = logging.getLogger(__name__)

PARITY_TOLERANCE = 1e-4
_PARITY_FACES = 64


def export(run: Path, data: Path, output: Path) -> Path:
    """Write the network and its card.

    Args:
        run: folder of a training run.
        data: the HDF5 file it was trained on; its validation fold gives the card's figures.
        output: the `.onnx` file; the card stands beside it with the ending `.json`.

    Returns:
        The card's path.

    Raises:
        FileNotFoundError: the run holds no network.
        ValueError: the exported network differs from the trained one, or breaks the contract.
    """
    network_file = run / NETWORK_FILE
    if not network_file.exists():
        raise FileNotFoundError(f"{network_file} does not exist; train first, a network is kept after every epoch")
    recipe = json.loads((run / RECIPE_FILE).read_text(encoding="utf-8"))
    model = serving_network(network_file, recipe)
    faces = load_faces(data, VAL)
    crops = np.stack([shrink(crop, recipe["input_size"]) for crop in faces.crops])
    output.parent.mkdir(parents=True, exist_ok=True)
    part = output.with_name(output.name + ".part")
    write_onnx(model, part)
    predicted = run_onnx(part, crops)
    parity = _parity(model, crops[:_PARITY_FACES], predicted)
    log.info("largest difference to the trained network: %.1e", parity)
    os.replace(part, output)
    card = _card(output, recipe, faces, predicted, parity, len(load_faces(data, TRAIN)))
    card_file = output.with_suffix(".json")
    card_file.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return card_file


def serving_network(network_file: Path, recipe: dict[str, Any]) -> keras.Model:
    """The trained network in float32, whatever precision it was trained in, without its optimiser."""
    trained = keras.models.load_model(network_file, compile=False)
    policy = keras.mixed_precision.global_policy()
    keras.mixed_precision.set_global_policy("float32")
    try:
        model = build_network(recipe["backbone"], recipe["input_size"], drop_path=0.0, dropout=0.0)
    finally:
        keras.mixed_precision.set_global_policy(policy)
    weights = {variable.path: variable for variable in trained.variables}
    for variable in model.variables:
        if "seed_generator" not in variable.path:
            variable.assign(weights[variable.path])
    return model


def write_onnx(model: keras.Model, path: Path) -> None:
    """Keras to ONNX with the contract's names and a batch size left open.

    Raises:
        ValueError: an input or output is not as the contract has it.
    """
    size = model.inputs[0].shape[1]
    model(np.zeros((1, size, size, 3), dtype=np.uint8))
    signature = [keras.InputSpec(shape=(None, size, size, 3), dtype="uint8", name="image")]
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "network.onnx"
        model.export(str(raw), format="onnx", input_signature=signature, verbose=False)
        graph = onnx.load(raw)
    _name_as_contract(graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def _name_as_contract(graph: onnx.ModelProto) -> None:
    """Rename input and outputs; outputs are told apart by their number of classes."""
    (image,) = graph.graph.input
    names = {image.name: "image"}
    heads = {classes: name for name, classes in HEADS.items()}
    for output in graph.graph.output:
        classes = output.type.tensor_type.shape.dim[1].dim_value
        if classes not in heads:
            raise ValueError(f"output {output.name} has {classes} classes; expected one of {sorted(heads)}")
        names[output.name] = heads.pop(classes)
    if heads:
        raise ValueError(f"the exported network lacks the outputs {', '.join(heads.values())}")
    for value in (*graph.graph.input, *graph.graph.output):
        value.name = names[value.name]
        value.type.tensor_type.shape.dim[0].ClearField("dim_value")
        value.type.tensor_type.shape.dim[0].dim_param = "faces"
    for node in graph.graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
        node.output[:] = [names.get(name, name) for name in node.output]


def run_onnx(path: Path, crops: NDArray[np.uint8], batch: int = 64) -> Predicted:
    """Probabilities of all crops through ONNX Runtime on the CPU; (N, S, S, 3) uint8 RGB in."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    parts = [
        session.run(list(HEADS), {"image": crops[start : start + batch]}) for start in range(0, len(crops), batch)
    ]
    return Predicted(*(np.concatenate([part[i] for part in parts]) for i in range(len(HEADS))))


def _parity(model: keras.Model, crops: NDArray[np.uint8], predicted: Predicted) -> float:
    reference = model.predict(crops, verbose=0)
    difference = max(
        float(np.abs(reference[name] - getattr(predicted, name)[: len(crops)]).max()) for name in HEADS
    )
    if not difference <= PARITY_TOLERANCE:
        raise ValueError(f"the exported network differs from the trained one by {difference:.1e}")
    return difference


def _card(
    output: Path,
    recipe: dict[str, Any],
    faces: FaceTable,
    predicted: Predicted,
    parity: float,
    train_count: int,
) -> dict[str, Any]:
    return {
        "name": "FaceLens attributes",
        "file": output.name,
        "sha256": hashlib.sha256(output.read_bytes()).hexdigest(),
        "created": datetime.now(UTC).strftime("%Y-%m-%d"),
        "input": {
            "name": "image",
            "dtype": "uint8",
            "layout": "NHWC",
            "colour": "RGB",
            "size": recipe["input_size"],
            "alignment": {"template": TEMPLATE_NAME, "points": TEMPLATE.tolist()},
        },
        "outputs": {
            "age": {"classes": len(AGES), "labels": "years 0 to 100", "reported": "expectation, 10th and 90th percentile"},
            "gender": {"classes": len(GENDERS), "labels": list(GENDERS)},
            "ethnicity": {"classes": len(ETHNICITIES), "labels": list(ETHNICITIES)},
        },
        "training": {
            "data": "UTKFace (Zhang, Song, Qi, CVPR 2017)",
            "faces": train_count,
            "start_weights": _START_NOTES.get(recipe["start_weights"], recipe["start_weights"]),
            "recipe": recipe,
            "parity_to_keras": parity,
        },
        "metrics": {"data": "validation part of UTKFace, no duplicates of training faces", **evaluate(faces, predicted)},
        "intended_use": (
            "Research, teaching and demonstration of face analysis on people who agreed to it. The answers are "
            "estimates of how a face looks to annotators, not facts about the person."
        ),
        "limits": [
            "Ages are apparent ages from web photographs; the interval shown is part of the answer.",
            "Gender is read as two classes and ethnicity as five because the data has no others; neither is identity.",
            "Errors differ between groups: see metrics.subgroups. Small children, the very old, blurred, turned, "
            "covered or strongly lit faces are read worse.",
            "Not for decisions about people: access, hiring, policing, insurance, age checks.",
        ],
        "licence": {
            "network": "non-commercial research only, as its data and start weights",
            "data": "UTKFace: non-commercial research",
            "start_weights": "EdgeFace: BSD 3-Clause in its code repository, CC BY-NC-SA 4.0 on a later page; "
            "treated as non-commercial",
        },
    }


_START_NOTES = {
    "edgeface_xs.npz": "EdgeFace-XS (George et al., IEEE T-BIOM 2024), face recognition, EdgeNeXt-X-Small",
    "edgeface_xxs.npz": "EdgeFace-XXS (George et al., IEEE T-BIOM 2024), face recognition, EdgeNeXt-XX-Small",
}
