"""Run models over aligned crops: ONNX files, and the Keras models of training runs. The only place that does so."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from inference.attributes import NUM_CLASSES
from inference.types import Predictions

from .datasets.face_table import Crops
from .datasets.views import relative_zoom, view_of
from .run_folder import MODEL_FILE, RECIPE_FILE, is_run

if TYPE_CHECKING:
    import keras
    import onnx

_BATCH = 64
# of an exported file's metadata: the zoom at which the model looks at faces
ZOOM_KEY = "zoom"


@dataclass(frozen=True, slots=True)
class Predictor:
    """A model that has been loaded, whatever file it came from.

    Attributes:
        infer: predicts what is in (N, size, size, 3) uint8 RGB images, the age over the years 0..100.
        size: side of its input in pixels.
        zoom: at which it looks at faces, see `inference.alignment.zoomed_template`.
        close: gives back what it holds.
    """

    infer: Callable[[NDArray[np.uint8]], Predictions]
    size: int
    zoom: float
    close: Callable[[], None]


def resize_crops(crops: Crops, size: int, zoom: float = 1.0) -> NDArray[np.uint8]:
    """Resize crops, or their middle, to a model's input.

    Args:
        crops: (N, C, C, 3) uint8 RGB, in memory or read from their file on demand.
        size: side of the result in pixels.
        zoom: how many times as large the face is in the result's view, see `relative_zoom`.

    Returns:
        (N, size, size, 3) uint8 RGB; `crops` itself where it is that already.
    """
    if isinstance(crops, np.ndarray) and crops.shape[1:] == (size, size, 3) and zoom == 1:
        return crops
    resized = np.empty((len(crops), size, size, 3), dtype=np.uint8)
    for start in range(0, len(crops), _BATCH):
        for row, crop in enumerate(crops[start : start + _BATCH], start):
            resized[row] = view_of(crop, size, zoom)
    return resized


def predict_file(model: Path, crops: Crops, progress: bool = False, zoom: float = 1.0) -> Predictions:
    """Run a model that lies in a file or in the folder of a training run.

    Args:
        model: an `.onnx` file under the contract, which is run as it is (no copy in its place); a `.keras` file, whose
            age scheme is that of the recipe beside it; or a run's folder.
        crops: (N, C, C, 3) uint8 RGB, aligned; resized to the model's input.
        progress: draw a bar, where there is a terminal.
        zoom: of the crops, see `inference.alignment.zoomed_template`; the model gets the part that it was made for.

    Returns:
        Predictions for N faces, the age over the years 0..100.

    Raises:
        FileNotFoundError: there is no such file.
        ModelError: the ONNX file is not of the contract.
        OSError, ValueError: the Keras file can't be read, its outputs are not those of this project, or the crops show
            less than the model looks at.
    """
    predictor = open_predictor(model)
    try:
        nearer = relative_zoom(zoom, predictor.zoom)
        return _in_batches(predictor.infer, crops, predictor.size, model.name if progress else None, nearer)
    finally:
        predictor.close()


def open_predictor(model: Path) -> Predictor:
    """Load a model that lies in a file or in the folder of a training run.

    Args:
        model: as for `predict_file`.

    Raises:
        FileNotFoundError: there is no such file.
        ModelError: the ONNX file is not of the contract.
        OSError, ValueError: the Keras file can't be read.
    """
    if is_run(model):
        model = model / MODEL_FILE
    if not model.is_file():
        raise FileNotFoundError(f"{model} is no model: expected an .onnx file or a run's folder with {MODEL_FILE}")
    if model.suffix != ".keras":
        return _open_onnx(model)
    import keras

    from .models import combined, registry  # noqa: F401  a model's own layers are found by their registered names

    recipe_file = model.with_name(RECIPE_FILE)
    recipe = json.loads(recipe_file.read_text(encoding="utf-8")) if recipe_file.is_file() else {}
    trained = keras.models.load_model(model, compile=False)
    infer = _infer_by(trained, recipe.get("age", "distribution"))
    return Predictor(infer, int(trained.inputs[0].shape[1]), recipe.get("zoom", 1.0), lambda: None)


def _open_onnx(model: Path) -> Predictor:
    from inference.engines.cpu import CpuEngine

    engine = CpuEngine(model, input_size(model))
    return Predictor(engine.infer, engine.input_size, model_zoom(model), engine.close)


def predict_onnx(model: Path, crops: Crops, progress: bool = False, zoom: float | None = None) -> Predictions:
    """Run an ONNX file on the CPU, as the application does.

    Args:
        model: `.onnx` file under the contract; needs no card.
        crops: (N, C, C, 3) uint8 RGB, aligned; resized to the model's input.
        progress: draw a bar, where there is a terminal.
        zoom: of the crops, as for `predict_file`; None where they show what the model looks at.

    Raises:
        ModelError: the file is not of the contract.
        ValueError: the crops show less than the model looks at.
    """
    predictor = _open_onnx(model)
    nearer = 1.0 if zoom is None else relative_zoom(zoom, predictor.zoom)
    try:
        return _in_batches(predictor.infer, crops, predictor.size, model.name if progress else None, nearer)
    finally:
        predictor.close()


def predict_keras(
    model: keras.Model,
    crops: Crops,
    age_scheme: str = "distribution",
    progress: bool = False,
    zoom: float = 1.0,
) -> Predictions:
    """Run a Keras model with the outputs `age`, `gender` and `ethnicity`.

    Args:
        model: takes uint8 (N, S, S, 3) RGB.
        crops: (N, C, C, 3) uint8 RGB, aligned; resized to the model's input.
        age_scheme: what the `age` output was trained as; turned into probabilities of years.
        progress: draw a bar, where there is a terminal.
        zoom: how many times as large the face is in the model's view as in the crops, see `relative_zoom`.

    Raises:
        ValueError: an output is missing, or not as wide as it has to be.
    """
    infer = _infer_by(model, age_scheme)
    return _in_batches(infer, crops, int(model.inputs[0].shape[1]), model.name if progress else None, zoom)


def _infer_by(model: keras.Model, age_scheme: str) -> Callable[[NDArray[np.uint8]], Predictions]:
    from .objectives import age_schemes

    def infer(batch: NDArray[np.uint8]) -> Predictions:
        outputs = model.predict_on_batch(batch)
        if not isinstance(outputs, dict) or (missing := NUM_CLASSES.keys() - outputs.keys()):
            raise ValueError(f"the model lacks the outputs {', '.join(sorted(missing or NUM_CLASSES))}")
        arrays = {name: np.asarray(outputs[name], dtype=np.float32) for name in NUM_CLASSES}
        if arrays["age"].shape[1] != NUM_CLASSES["age"]:
            arrays["age"] = age_schemes.age_scheme(age_scheme).to_years(arrays["age"])
        for name, classes in NUM_CLASSES.items():
            if arrays[name].shape != (len(batch), classes):
                raise ValueError(f"the model gives {arrays[name].shape} for {name}, not {(len(batch), classes)}")
        return Predictions(**arrays)

    return infer


def input_size(model: Path) -> int:
    """Return the side in pixels of the crops that an ONNX file takes; a bare file needs no card.

    Raises:
        ModelError: it is no ONNX file, or does not take images.
    """
    from inference.errors import ModelError

    graph = _read_onnx(model).graph
    shape = list(graph.input[0].type.tensor_type.shape.dim) if graph.input else []
    if len(shape) != 4 or shape[1].dim_value <= 0:
        raise ModelError(f"{model} does not take images (N, S, S, 3): it is no model of the contract")
    return int(shape[1].dim_value)


def model_zoom(model: Path) -> float:
    """Return the zoom at which an ONNX file looks at faces, see `inference.alignment.zoomed_template`; 1 if unsaid.

    Raises:
        ModelError: it is no ONNX file, or the zoom in it is no number above 0.
    """
    from inference.errors import ModelError

    said = {entry.key: entry.value for entry in _read_onnx(model).metadata_props}.get(ZOOM_KEY, "1")
    try:
        zoom = float(said)
    except ValueError:
        zoom = 0.0
    if not 0 < zoom < math.inf:
        raise ModelError(f"{model} says that its zoom is {said!r}; expected a number above 0. Export the model again")
    return zoom


def _read_onnx(model: Path) -> onnx.ModelProto:
    import onnx

    from inference.errors import ModelError

    try:
        return onnx.load(model, load_external_data=False)
    except Exception as error:  # protobuf's own types, straight from Exception
        raise ModelError(f"{model} can't be read as an ONNX model: {error}") from error


def _in_batches(
    infer: Callable[[NDArray[np.uint8]], Predictions], crops: Crops, size: int, title: str | None, zoom: float
) -> Predictions:
    starts = tqdm(range(0, len(crops), _BATCH), desc=title, unit="batch", disable=True if title is None else None)
    return Predictions.concatenate([infer(resize_crops(crops[start : start + _BATCH], size, zoom)) for start in starts])
