"""Export a trained model to `attributes.onnx` under the contract, with its variants and its card."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.attributes import UNSURE_BELOW
from inference.files import atomic_path, sha256_of, write_json

from ..datasets.face_sets import check_sets, load_sets
from ..datasets.face_table import FaceTable
from ..datasets.splits import TRAIN, VAL
from ..datasets.views import relative_zoom
from ..evaluation.metrics import card_metrics
from ..evaluation.per_set import card_sets
from ..models.combined import load_combined
from ..predict import predict_keras, predict_onnx, resize_crops
from ..run_folder import RECIPE_FILE, read_averaged, read_combined, trained_model
from .calibration import calibrated_model, fit_temperatures
from .card import model_card
from .convert import check_parity, serving_model, write_onnx
from .cost import speedup
from .precision import is_worth_it, write_fp16, write_int8

log = logging.getLogger(__name__)

_PARITY_FACES = 64
_CALIBRATION_FACES = 128


def export(run: Path, data: Path | Sequence[Path], output: Path, int8: bool = False) -> Path:
    """Write a run's model, its float16 variant and its card; all of them appear, or none.

    Args:
        run: folder of a training run.
        data: the HDF5 files it was trained on; their validation folds give the metrics in the card.
        output: the `.onnx` file; the card stands beside it with the ending `.json`.
        int8: write a variant with int8 weights too, and say in the card whether the CPU is to run it.

    Returns:
        The card's path.

    Raises:
        FileNotFoundError: the run holds no model.
        ValueError: the exported model differs from the trained one, or breaks the contract.
        OSError: something can't be written.
    """
    model_file = trained_model(run)
    # as it stands there: a later version's recipe may lack what an earlier one wrote
    recipe = json.loads((run / RECIPE_FILE).read_text(encoding="utf-8"))
    combined = read_combined(run)
    model = load_combined(model_file) if combined else serving_model(model_file, recipe)
    paths = [data] if isinstance(data, Path) else data
    check_sets(paths, recipe.get("sets", ()))
    faces, training = load_sets(paths, VAL), load_sets(paths, TRAIN, stream=True)
    zoom = recipe.get("zoom", 1.0)
    nearer = relative_zoom(faces.zoom, zoom)
    crops = resize_crops(faces.crops, recipe["input_size"], nearer)
    temperatures = fit_temperatures(predict_keras(model, crops), faces.labels)
    model = calibrated_model(model, temperatures)
    log.info("temperatures: %s", temperatures.written())
    output.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        card_file = output.with_suffix(".json")
        card_part = stack.enter_context(atomic_path(card_file))
        part = stack.enter_context(atomic_path(output))
        write_onnx(model, part, zoom)
        predicted = predict_onnx(part, crops)
        parity = check_parity(model, crops[:_PARITY_FACES], predicted)
        log.info("largest difference to the trained model: %.1e", parity)
        card = model_card(part, output.name, recipe, training, faces, card_metrics(faces, predicted))
        card["metrics"]["sets"] = card_sets(faces, predicted)
        card["training"] |= {"temperatures": temperatures.written(), "parity_to_keras": parity}
        for head, score in UNSURE_BELOW.items():
            card["outputs"][head]["unsure_below"] = score
        if combined:
            card["training"]["mean_prediction_of"] = combined
        if averaged := read_averaged(run):
            card["training"]["mean_of"] = averaged
        fp16_file = output.with_suffix(".fp16.onnx")
        fp16 = stack.enter_context(atomic_path(fp16_file))
        write_fp16(part, fp16)
        card["copies"] = {"fp16": _variant_entry(fp16_file, fp16, faces, crops)}
        if int8:
            int8_file = output.with_suffix(".int8.onnx")
            variant = stack.enter_context(atomic_path(int8_file))
            write_int8(part, _calibration_crops(training, recipe["input_size"], nearer), variant)
            entry = _variant_entry(int8_file, variant, faces, crops)
            entry["speedup"] = speedup(part, variant, crops)
            entry["default"] = is_worth_it(card["metrics"]["overall"], entry["metrics"], entry["speedup"])
            log.info("int8: %s; model: %s", entry, card["metrics"]["overall"])
            card["copies"]["int8"] = entry
        write_json(card_part, card)
    return card_file


def _calibration_crops(training: FaceTable, size: int, zoom: float) -> NDArray[np.uint8]:
    rows = np.random.default_rng(0).choice(len(training), min(_CALIBRATION_FACES, len(training)), replace=False)
    return resize_crops(training.crops[rows], size, zoom)


def _variant_entry(path: Path, written: Path, faces: FaceTable, crops: NDArray[np.uint8]) -> dict[str, Any]:
    """Return a variant's entry in the card: its file name, its hash, and its metrics over all validation faces.

    Args:
        path: what it will be called.
        written: where it is now.
    """
    overall = card_metrics(faces, predict_onnx(written, crops))["overall"]
    return {"file": path.name, "sha256": sha256_of(written), "metrics": overall}
