"""Networks asked about aligned crops: ONNX files and the folders of training runs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from inference.types import AGES, Predictions

from .datasets.augmentation import shrink
from .datasets.face_table import StreamedCrops
from .evaluation.predictions import Answers, answers_of_probs

# as in training.train, which would load Keras
NETWORK_FILE = "network.keras"
RECIPE_FILE = "recipe.json"
_BATCH = 64
Crops = NDArray[np.uint8] | StreamedCrops


def is_run(path: Path) -> bool:
    """Whether a path is the folder of a training run that holds a network."""
    return (path / NETWORK_FILE).is_file()


def ask_network(name: str, model: Path, crops: Crops) -> Answers:
    """A network's answers about crops.

    Args:
        name: of the system.
        model: an `.onnx` file under the contract, which is run as it is (no copy in its place), or a run's folder.
        crops: (N, C, C, 3) uint8 RGB, aligned; shrunk to the network's own size.

    Raises:
        FileNotFoundError: there is neither.
        ModelError: the network is not of the contract.
        ValueError: it answers with something that is no number.
    """
    if is_run(model):
        return answers_of_probs(name, f"Keras network of {model}, asked about prepared crops", _ask_run(model, crops))
    if not model.is_file():
        raise FileNotFoundError(f"{model} is no network: expected an .onnx file or a run's folder with {NETWORK_FILE}")
    return answers_of_probs(name, f"{model} in ONNX Runtime, asked about prepared crops", _ask_onnx(model, crops))


def _ask_onnx(model: Path, crops: Crops) -> Predictions:
    from inference.engines.cpu import CpuEngine

    engine = CpuEngine(model, input_size(model))
    try:
        starts = tqdm(range(0, len(crops), _BATCH), desc=model.name, unit="batch", disable=None)
        parts = [engine.infer(_shrunk(crops[start : start + _BATCH], engine.input_size)) for start in starts]
    finally:
        engine.close()
    return Predictions(*Predictions.concatenate(parts))


def input_size(model: Path) -> int:
    """Side of the crops that the file itself asks for; a bare file needs no card."""
    import onnx

    from inference.errors import ModelError

    try:
        graph = onnx.load(model, load_external_data=False).graph
    except Exception as error:  # protobuf's own types, straight from Exception
        raise ModelError(f"{model} can't be read as an ONNX network: {error}") from error
    shape = graph.input[0].type.tensor_type.shape.dim if graph.input else ()
    if len(shape) != 4 or shape[1].dim_value <= 0:
        raise ModelError(f"{model} does not ask for pictures (N, S, S, 3): it is no network of the contract")
    return int(shape[1].dim_value)


def _ask_run(run: Path, crops: Crops) -> Predictions:
    import keras

    from .models import registry  # noqa: F401  a network's own layers are found by their registered names
    from .objectives.age_schemes import age_scheme

    recipe = json.loads((run / RECIPE_FILE).read_text(encoding="utf-8"))
    network = keras.models.load_model(run / NETWORK_FILE, compile=False)
    size = int(network.inputs[0].shape[1])
    parts = []
    for start in tqdm(range(0, len(crops), _BATCH), desc=run.name, unit="batch", disable=None):
        said = network(_shrunk(crops[start : start + _BATCH], size), training=False)
        parts.append([keras.ops.convert_to_numpy(said[head]) for head in ("age", "gender", "ethnicity")])
    age, gender, ethnicity = (np.concatenate(column).astype(np.float32) for column in zip(*parts, strict=True))
    scheme = recipe.get("age", "distribution")
    years = age if age.shape[1] == len(AGES) else age_scheme(scheme).to_years(age)
    return Predictions(years, gender, ethnicity)


def _shrunk(crops: NDArray[np.uint8], size: int) -> NDArray[np.uint8]:
    return np.stack([shrink(crop, size) for crop in crops])
