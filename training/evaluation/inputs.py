"""Load what an evaluation needs: labels, and the predictions of every system that is named on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import h5py

from inference.model_card import DEFAULT_MODEL

from ..datasets.face_sets import load_sets
from ..datasets.face_table import Crops, FaceTable
from ..datasets.splits import VAL
from ..datasets.utkface import labels_of_names
from ..predict import predict_file
from ..run_folder import is_run
from .image_folders import CropView, FaceView, ImageView, image_names, predict_images
from .labels import Labels, labels_of_faces, labels_of_list, labels_of_table, read_groups
from .prediction_files import is_table, read_predictions
from .predictions import PredictionTable, join, prediction_table

DEFAULT_DATA = Path("data/utkface.h5")
_ARCHIVES = (".zip", ".tar", ".gz", ".tgz")


@dataclass(frozen=True, slots=True)
class EvaluationInputs:
    """Labels and predictions.

    Attributes:
        labels: what is known of the faces.
        origin: where the labels come from, in words.
        systems: predictions of each system.
        view: shows a face; None where no image is at hand.
        notes: what a reader has to know of the labels.
    """

    labels: Labels
    origin: str
    systems: Sequence[PredictionTable] = ()
    view: FaceView | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sources:
    """The named sources by kind; there are prepared files, or images in one place, or neither."""

    prepared: Sequence[Path]
    images: Path | None
    tables: Sequence[Path]
    runs: Sequence[Path]


def load_inputs(
    sources: Sequence[Path],
    labels: Path | None = None,
    models: Sequence[Path] = (),
    fold: str | None = None,
    images: Path | None = None,
) -> EvaluationInputs:
    """Load labels and the predictions of every system.

    Args:
        sources: prepared HDF5 files, a folder or archive of images, files of predictions, folders of runs.
        labels: CSV or prepared file. Without it, a prepared file has its own, images are labelled by UTKFace's file
            names, and runs are evaluated on `data/utkface.h5`.
        models: models to run over the prepared file or the images; the shipped one where there are neither models nor
            files of predictions nor runs.
        fold: of the prepared file (`val` if None) or of the label table (all if None).
        images: folder or archive with the images that files of predictions are about, to be shown.

    Raises:
        FileNotFoundError: something named does not exist.
        ValueError: it makes no sense together; the message says what is missing.
    """
    kinds = _sort_sources(sources)
    prepared = kinds.prepared
    if not prepared and labels is not None and _is_prepared(labels):
        prepared, labels = [labels], None
    if not prepared and labels is None and kinds.runs and kinds.images is None:
        prepared = [DEFAULT_DATA]
    notes: tuple[str, ...] = ()
    faces: FaceTable | None = None
    if prepared:
        faces = load_sets(prepared, fold or VAL, stream=True)
        known = labels_of_faces(faces, read_groups(labels) if labels is not None else None)
        origin = f"{', '.join(map(str, prepared))}, fold {fold or VAL}"
    elif labels is not None:
        known = labels_of_table(labels, fold)
        origin = str(labels) + (f", fold {fold}" if fold else "")
    elif kinds.images is not None:
        known, notes = _labels_of_images(kinds.images)
        origin = f"file names in {kinds.images}"
    else:
        raise ValueError(
            "tables of predictions need labels to be judged by: give --labels with a CSV or a prepared file"
        )
    if known.groups is None:
        notes = (*notes, "no duplicate groups are known: each face was resampled by itself")
    return EvaluationInputs(
        labels=known,
        origin=origin,
        systems=_load_systems(known, kinds, models, faces),
        view=_view(known, faces, images or kinds.images),
        notes=notes,
    )


def _view(labels: Labels, faces: FaceTable | None, images: Path | None) -> FaceView | None:
    if faces is not None:
        return CropView(faces.crops)
    return ImageView(images, labels) if images is not None else None


def _load_systems(
    labels: Labels, kinds: _Sources, models: Sequence[Path], faces: FaceTable | None
) -> list[PredictionTable]:
    wanted = [*models, *kinds.runs]
    if not wanted and not kinds.tables:
        wanted = [_relative(DEFAULT_MODEL)]
    paths = [*wanted, *kinds.tables]
    names = dict(zip(paths, _short_names(paths), strict=True))
    systems = []
    for model in wanted:
        if faces is not None:
            systems.append(predict_crops(names[model], model, faces.crops, faces.zoom))
        elif kinds.images is None:
            raise ValueError(f"{model} needs faces to look at: name a prepared HDF5 file, or a folder or zip of images")
        elif is_run(model):
            raise ValueError(
                f"{model} is a training run, which takes prepared crops only: export it, or name an HDF5 file"
            )
        else:
            systems.append(predict_images(names[model], model, kinds.images, labels))
    return [*systems, *(join(names[table], str(table), read_predictions(table), labels) for table in kinds.tables)]


def predict_crops(name: str, model: Path, crops: Crops, zoom: float = 1.0) -> PredictionTable:
    """Predict the attributes of prepared crops.

    Args:
        name: of the system.
        model: an `.onnx` file under the contract, which is run as it is (no copy in its place), or a run's folder.
        crops: (N, C, C, 3) uint8 RGB, aligned; resized to the model's input.
        zoom: of the crops, see `inference.alignment.zoomed_template`.

    Raises:
        FileNotFoundError: there is neither.
        ModelError: the model is not of the contract.
        ValueError: a prediction is not a finite number.
    """
    how = f"Keras model of {model}" if is_run(model) else f"{model} in ONNX Runtime"
    return prediction_table(name, f"{how}, run over prepared crops", predict_file(model, crops, True, zoom))


def _sort_sources(sources: Sequence[Path]) -> _Sources:
    prepared, images, tables, runs = (list[Path]() for _ in range(4))
    for path in sources:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist")
        if is_run(path):
            runs.append(path)
        elif path.is_dir() or path.suffix.lower() in _ARCHIVES:
            images.append(path)
        elif _is_prepared(path):
            prepared.append(path)
        elif is_table(path):
            tables.append(path)
        else:
            raise ValueError(
                f"{path}: expected a prepared .h5 file, a folder or zip of images, a run's folder, or a table of "
                "predictions (.csv, .jsonl, .npz, .h5)"
                + ("; a model goes after --model" if path.suffix == ".onnx" else "")
            )
    if len(images) > 1 or (images and prepared):
        raise ValueError("name one set of faces: prepared files, or one folder or zip file of images")
    if len(prepared) > 1 and tables:
        raise ValueError(
            "tables of predictions go by the names of images, which several prepared files may share: "
            "name one prepared file"
        )
    return _Sources(prepared, images[0] if images else None, tables, runs)


def _is_prepared(path: Path) -> bool:
    """Return whether a file is made by `python -m training prepare`; a file of distributions has no crops."""
    if path.suffix.lower() not in (".h5", ".hdf5"):
        return False
    if not path.is_file():
        return True  # so that the message is that of a missing prepared file
    try:
        with h5py.File(path, "r") as file:
            return "crops" in file
    except OSError as error:
        raise ValueError(f"{path} can't be read as HDF5 ({error}); was it cut short?") from error


def _labels_of_images(source: Path) -> tuple[Labels, tuple[str, ...]]:
    """Return the labels that stand in file names, and a note of those that have none."""
    labels, unlabelled = labels_of_names(image_names(source))
    if not labels:
        raise ValueError(
            f"{source}: the images' names don't say age, gender and ethnicity as UTKFace's do; give a CSV as --labels"
        )
    notes = (f"{len(unlabelled)} images have no label in their name, such as {unlabelled[0]}",) if unlabelled else ()
    return labels_of_list(labels), notes


def _relative(path: Path) -> Path:
    """Return the path relative to the current folder if inside it: reports are shared, home folders are private."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _short_names(paths: Sequence[Path]) -> list[str]:
    """Return names that tell systems apart: the file's, with as many folders as it takes."""
    resolved = [path.resolve() for path in paths]
    if len(set(resolved)) < len(resolved):
        raise ValueError("a system is named twice; comparing it with itself says nothing")
    for depth in range(1, max((len(path.parts) for path in resolved), default=1) + 1):
        names = ["/".join(path.parts[-depth:]) for path in resolved]
        if len(set(names)) == len(names):
            break
    return names
