"""A trained network to `attributes.onnx` under the contract, its parity checked, its card written."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import keras
import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray

from inference.alignment import TEMPLATE, TEMPLATE_NAME
from inference.attributes import ETHNICITIES, GENDERS, NUM_CLASSES
from inference.types import AGES, Predictions

from ..datasets.face_table import FaceTable, load_faces
from ..datasets.splits import TRAIN, VAL
from ..evaluation.card_metrics import evaluate
from ..models.registry import build_network
from ..objectives.age_schemes import age_scheme
from ..predict import predict_keras, predict_onnx, resize_crops
from ..run_folder import RECIPE_FILE, read_averaged, trained_model
from .calibration import age_temperature, apply_age_temperature
from .graph_rewrites import CONVERTER_OPSET, tidy
from .precision import write_fp16, write_int8

log = logging.getLogger(__name__)

PARITY_TOLERANCE = 1e-4
_PARITY_FACES = 64
_CALIBRATION_FACES = 128
# what an int8 copy may lose: years, shares, shares
# what an int8 copy may lose: years, shares
_MOST_LOST = {"age_mae": 0.05, "gender_accuracy": 0.002, "ethnicity_accuracy": 0.005}


def export(run: Path, data: Path, output: Path, int8: bool = False) -> Path:
    """Write the network, its float16 copy and its card.

    Args:
        run: folder of a training run.
        data: the HDF5 file it was trained on; its validation fold gives the card's figures.
        output: the `.onnx` file; the card stands beside it with the ending `.json`.
        int8: write a copy with int8 weights too, and say in the card whether the CPU is to run it.

    Returns:
        The card's path.

    Raises:
        FileNotFoundError: the run holds no network.
        ValueError: the exported network differs from the trained one, or breaks the contract.
    """
    network_file = trained_model(run)
    recipe = json.loads((run / RECIPE_FILE).read_text(encoding="utf-8"))
    model = serving_network(network_file, recipe)
    faces = load_faces(data, VAL)
    crops = resize_crops(faces.crops, recipe["input_size"])
    training = load_faces(data, TRAIN)
    temperature = age_temperature(predict_keras(model, crops).age, faces.ages)
    apply_age_temperature(model, temperature)
    log.info("temperature of the age head: %.3f", temperature)
    output.parent.mkdir(parents=True, exist_ok=True)
    with _Parts() as parts:
        part = parts.of(output)
        write_onnx(model, part)
        predicted = predict_onnx(part, crops)
        parity = _parity(model, crops[:_PARITY_FACES], predicted)
        log.info("largest difference to the trained network: %.1e", parity)
        card = _card(part, output.name, recipe, faces, predicted, parity, len(training), temperature)
        if averaged := read_averaged(run):
            card["training"]["mean_of"] = averaged
        fp16 = parts.of(output.with_suffix(".fp16.onnx"))
        write_fp16(part, fp16)
        card["copies"] = {
            "fp16": _copy(output.with_suffix(".fp16.onnx"), fp16, evaluate(faces, predict_onnx(fp16, crops)))
        }
        if int8:
            small = parts.of(output.with_suffix(".int8.onnx"))
            rows = np.random.default_rng(0).choice(len(training), min(_CALIBRATION_FACES, len(training)), replace=False)
            write_int8(part, resize_crops(training.crops[rows], recipe["input_size"]), small)
            copy = _copy(output.with_suffix(".int8.onnx"), small, evaluate(faces, predict_onnx(small, crops)))
            copy["speedup"] = speedup(part, small, crops)
            copy["default"] = is_worth_it(card["metrics"]["overall"], copy["metrics"], copy["speedup"])
            log.info("int8: %s; network: %s", copy, card["metrics"]["overall"])
            card["copies"]["int8"] = copy
        card_part = parts.of(output.with_suffix(".json"))
        card_part.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        parts.put_in_place()
    return output.with_suffix(".json")


class _Parts:
    """Files written under temporary names beside their own; in place all together, or none."""

    def __init__(self) -> None:
        self._parts: dict[Path, Path] = {}

    def of(self, path: Path) -> Path:
        return self._parts.setdefault(path, path.with_name(path.name + ".part"))

    def put_in_place(self) -> None:
        for path, part in self._parts.items():
            part.replace(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for part in self._parts.values():
            part.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _copy(path: Path, part: Path, figures: dict[str, Any]) -> dict[str, Any]:
    return {"file": path.name, "sha256": _sha256(part), "metrics": figures["overall"]}


def is_worth_it(network: dict[str, float | None], copy: dict[str, float | None], faster: float) -> bool:
    """Whether the CPU is to run the int8 copy: what it may lose on the validation part, and that it gains time.

    Args:
        network, copy: overall figures as `evaluate` gives them; what no label tells of counts for nothing.
        faster: time of the network over that of the copy.
    """

    def lost(figure: str) -> float:
        before, after = network[figure], copy[figure]
        if before is None or after is None:
            return 0.0
        return after - before if figure == "age_mae" else before - after

    return faster > 1.0 and all(lost(figure) <= most for figure, most in _MOST_LOST.items())


def speedup(network: Path, copy: Path, crops: NDArray[np.uint8], rounds: int = 15, batch: int = 4) -> float:
    """Processor time of a network over that of its copy, on one thread, the best of several rounds in turn."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    sessions = [
        onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]) for path in (network, copy)
    ]
    best = [float("inf")] * 2
    for _ in range(rounds):
        for i, session in enumerate(sessions):
            started = time.thread_time()
            session.run(None, {"image": crops[:batch]})
            best[i] = min(best[i], time.thread_time() - started)
    return round(best[0] / best[1], 2)


def serving_network(network_file: Path, recipe: dict[str, Any]) -> keras.Model:
    """The trained network in float32, whatever precision it was trained in, without its optimiser; the age in years."""
    trained = keras.models.load_model(network_file, compile=False)
    policy = keras.mixed_precision.global_policy()
    keras.mixed_precision.set_global_policy("float32")
    try:
        model = build_network(recipe["backbone"], recipe["input_size"], drop_path=0.0, dropout=0.0)
    finally:
        keras.mixed_precision.set_global_policy(policy)
    weights = {variable.path: variable for variable in trained.variables}
    head = ("age_logits/kernel", "age_logits/bias")
    scheme = age_scheme(recipe.get("age", "distribution"))
    # whatever the age was learnt as, it is answered in years
    weights.update(zip(head, scheme.fold(*(np.asarray(weights[path]) for path in head)), strict=True))
    for variable in model.variables:
        if "seed_generator" not in variable.path:
            variable.assign(weights[variable.path])
    return model


def write_onnx(model: keras.Model, path: Path) -> None:
    """Keras to ONNX with the contract's names and a batch size left open.

    Raises:
        ValueError: an input or output is not as the contract has it.
    """
    # tf2onnx knows TensorFlow only: networks trained on another backend of Keras are loaded on this one for export
    import tensorflow
    import tf2onnx.convert
    from tf2onnx import optimizer

    size = model.inputs[0].shape[1]
    passes = dict(optimizer._get_optimizers())
    if any(isinstance(layer, keras.layers.LayerNormalization) for layer in model._flatten_layers()):
        # it would push transpositions into the middle of normalisations, where nobody could put these together again
        del passes["optimize_transpose"]
    signature = [tensorflow.TensorSpec([None, size, size, 3], tensorflow.uint8, name="image")]
    graph, _ = tf2onnx.convert.from_keras(model, signature, opset=CONVERTER_OPSET, optimizers=passes)
    graph = tidy(graph)
    _name_as_contract(graph)
    onnx.checker.check_model(graph)
    onnx.save(graph, path)


def _name_as_contract(graph: onnx.ModelProto) -> None:
    """Rename input and outputs; outputs are told apart by their number of classes."""
    (image,) = graph.graph.input
    names = {image.name: "image"}
    heads = {classes: name for name, classes in NUM_CLASSES.items()}
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


def _parity(model: keras.Model, crops: NDArray[np.uint8], predicted: Predictions) -> float:
    reference = predict_keras(model, crops)
    difference = max(
        float(np.abs(trained - exported[: len(crops)]).max())
        for trained, exported in zip(reference, predicted, strict=True)
    )
    if not difference <= PARITY_TOLERANCE:
        raise ValueError(f"the exported network differs from the trained one by {difference:.1e}")
    return difference


def _card(
    network: Path,
    name: str,
    recipe: dict[str, Any],
    faces: FaceTable,
    predicted: Predictions,
    parity: float,
    train_count: int,
    temperature: float,
) -> dict[str, Any]:
    return {
        "name": "FaceLens attributes",
        "file": name,
        "sha256": _sha256(network),
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
            "age": {
                "classes": len(AGES),
                "labels": "years 0 to 100",
                "reported": "expectation, 10th and 90th percentile",
            },
            "gender": {"classes": len(GENDERS), "labels": list(GENDERS)},
            "ethnicity": {"classes": len(ETHNICITIES), "labels": list(ETHNICITIES)},
        },
        "training": {
            "data": "UTKFace (Zhang, Song, Qi, CVPR 2017)",
            "faces": train_count,
            "start_weights": _START_NOTES.get(recipe["start_weights"], recipe["start_weights"]),
            "recipe": recipe,
            "age_temperature": temperature,
            "parity_to_keras": parity,
        },
        "metrics": {
            "data": "validation part of UTKFace, no duplicates of training faces",
            **evaluate(faces, predicted),
        },
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
            "start_weights": _START_LICENCES.get(recipe["start_weights"], "see training.start_weights"),
        },
    }


_START_NOTES = {
    "mobilefacenet_y1.onnx": "MobileFaceNet y1 of the InsightFace lineage, face recognition, research only",
    "edgeface_xs.npz": "EdgeFace-XS (George et al., IEEE T-BIOM 2024), face recognition, EdgeNeXt-X-Small",
    "edgeface_xxs.npz": "EdgeFace-XXS (George et al., IEEE T-BIOM 2024), face recognition, EdgeNeXt-XX-Small",
}

_EDGEFACE_LICENCE = (
    "EdgeFace: BSD 3-Clause in its code repository, CC BY-NC-SA 4.0 on a later page; treated as non-commercial"
)
_START_LICENCES = {
    "mobilefacenet_y1.onnx": "MobileFaceNet y1: non-commercial research only",
    "edgeface_xs.npz": _EDGEFACE_LICENCE,
    "edgeface_xxs.npz": _EDGEFACE_LICENCE,
}
