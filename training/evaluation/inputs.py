"""From what is named on the command line to labels and answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import h5py

from inference.model_card import DEFAULT_MODEL

from ..datasets.face_table import FaceTable, load_faces
from ..datasets.splits import VAL
from ..datasets.utkface import labels_of_names
from ..predict import Crops, predict_file
from ..run_folder import is_run
from .image_folders import CropView, FaceView, PictureView, ask_pipeline, picture_names
from .labels import Labels, labels_of_faces, labels_of_list, labels_of_table, read_groups
from .prediction_files import is_table, read_answers
from .predictions import Answers, answers_of_probs, join

DEFAULT_DATA = Path("data/utkface.h5")
_ARCHIVES = (".zip", ".tar", ".gz", ".tgz")


@dataclass(slots=True)
class Intake:
    """What there is to judge.

    Attributes:
        labels: what is known of the faces.
        origin: where the labels come from, in words.
        systems: who answered what.
        view: shows a face; None where no picture is at hand.
        notes: what a reader has to know of the labels.
    """

    labels: Labels
    origin: str
    systems: list[Answers] = field(default_factory=list)
    view: FaceView | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Sources:
    """The named sources by kind."""

    prepared: list[Path]
    pictures: list[Path]
    tables: list[Path]
    runs: list[Path]


def take_in(
    sources: Sequence[Path],
    labels: Path | None = None,
    models: Sequence[Path] = (),
    fold: str | None = None,
    pictures: Path | None = None,
) -> Intake:
    """Read labels and collect every system's answers.

    Args:
        sources: a prepared HDF5 file, a folder or zip file of pictures, tables of answers, folders of runs.
        labels: CSV or prepared file. Without it, a prepared file speaks for itself, pictures by UTKFace's names, and
            runs are judged by `data/utkface.h5`.
        models: networks to ask about the prepared file or the pictures; the shipped one where there are neither
            models nor tables nor runs.
        fold: of the prepared file (`val` if None) or of the label table (all if None).
        pictures: folder or zip file with the pictures that tables speak of, to be shown.

    Raises:
        FileNotFoundError: something named does not exist.
        ValueError: it makes no sense together; the message says what is missing.
    """
    kinds = _sorted_out(sources)
    faces: FaceTable | None = None
    prepared = kinds.prepared[0] if kinds.prepared else None
    if prepared is None and labels is not None and _is_prepared(labels):
        prepared, labels = labels, None
    if prepared is None and labels is None and kinds.runs and not kinds.pictures:
        prepared = DEFAULT_DATA
    if prepared is not None:
        faces = load_faces(prepared, fold or VAL, stream=True)
        known = labels_of_faces(faces, read_groups(labels) if labels is not None else None)
        intake = Intake(known, f"{prepared}, fold {fold or VAL}", view=CropView(faces.crops))
    elif labels is not None:
        intake = Intake(labels_of_table(labels, fold), str(labels) + (f", fold {fold}" if fold else ""))
    elif kinds.pictures:
        intake = _labels_of_pictures(kinds.pictures[0])
    else:
        raise ValueError("tables of answers need labels to be judged by: give --labels with a CSV or a prepared file")
    shown = pictures or (kinds.pictures[0] if kinds.pictures else None)
    if shown is not None and faces is None:
        intake.view = PictureView(shown, intake.labels)
    if intake.labels.groups is None:
        intake.notes.append("no duplicate groups are known: each face was resampled by itself")
    _ask(intake, kinds, models, faces)
    return intake


def _ask(intake: Intake, kinds: _Sources, models: Sequence[Path], faces: FaceTable | None) -> None:
    wanted = [*models, *kinds.runs]
    if not wanted and not kinds.tables:
        wanted = [_near(DEFAULT_MODEL)]
    places = [*wanted, *kinds.tables]
    names = dict(zip(places, _names(places), strict=True))
    for model in wanted:
        if faces is not None:
            intake.systems.append(ask_network(names[model], model, faces.crops))
        elif not kinds.pictures:
            raise ValueError(
                f"{model} needs faces to look at: name a prepared HDF5 file, or a folder or zip of pictures"
            )
        elif is_run(model):
            raise ValueError(
                f"{model} is a training run, which sees prepared crops only: export it, or name an HDF5 file"
            )
        else:
            intake.systems.append(ask_pipeline(names[model], model, kinds.pictures[0], intake.labels))
    for table in kinds.tables:
        intake.systems.append(join(names[table], str(table), read_answers(table), intake.labels))


def ask_network(name: str, model: Path, crops: Crops) -> Answers:
    """Predict the attributes of prepared crops.

    Args:
        name: of the system.
        model: an `.onnx` file under the contract, which is run as it is (no copy in its place), or a run's folder.
        crops: (N, C, C, 3) uint8 RGB, aligned; resized to the model's input.

    Raises:
        FileNotFoundError: there is neither.
        ModelError: the model is not of the contract.
        ValueError: a prediction is not a finite number.
    """
    how = f"Keras model of {model}" if is_run(model) else f"{model} in ONNX Runtime"
    return answers_of_probs(name, f"{how}, run over prepared crops", predict_file(model, crops, progress=True))


def _sorted_out(sources: Sequence[Path]) -> _Sources:
    kinds = _Sources([], [], [], [])
    for path in sources:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist")
        if is_run(path):
            kinds.runs.append(path)
        elif path.is_dir() or path.suffix.lower() in _ARCHIVES:
            kinds.pictures.append(path)
        elif _is_prepared(path):
            kinds.prepared.append(path)
        elif is_table(path):
            kinds.tables.append(path)
        else:
            raise ValueError(
                f"{path}: expected a prepared .h5 file, a folder or zip of pictures, a run's folder, or a table of "
                "answers (.csv, .jsonl, .npz, .h5)"
                + ("; a network goes after --model" if path.suffix == ".onnx" else "")
            )
    if len(kinds.prepared) + len(kinds.pictures) > 1:
        raise ValueError("name one set of faces: one prepared file, or one folder or zip file of pictures")
    return kinds


def _is_prepared(path: Path) -> bool:
    """Whether a file is made by `python -m training prepare`; a table of distributions has no crops."""
    if path.suffix.lower() not in (".h5", ".hdf5"):
        return False
    if not path.is_file():
        return True  # so that the message is that of a missing prepared file
    try:
        with h5py.File(path, "r") as file:
            return "crops" in file
    except OSError as error:
        raise ValueError(f"{path} can't be read as HDF5 ({error}); was it cut short?") from error


def _labels_of_pictures(source: Path) -> Intake:
    labels, unlabelled = labels_of_names(picture_names(source))
    if not labels:
        raise ValueError(
            f"{source}: the pictures' names don't say age, gender and ethnicity as UTKFace's do; give a CSV as --labels"
        )
    intake = Intake(labels_of_list(labels), f"file names in {source}")
    if unlabelled:
        intake.notes.append(f"{len(unlabelled)} pictures have no label in their name, such as {unlabelled[0]}")
    return intake


def _near(path: Path) -> Path:
    """A path as seen from here where it lies below; pages are passed on, and homes are nobody's business."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _names(places: Sequence[Path]) -> list[str]:
    """Short names that tell the systems apart: the file's, with as many folders as it takes."""
    resolved = [path.resolve() for path in places]
    if len(set(resolved)) < len(resolved):
        raise ValueError("a system is named twice; comparing it with itself says nothing")
    for depth in range(1, max((len(path.parts) for path in resolved), default=1) + 1):
        names = ["/".join(path.parts[-depth:]) for path in resolved]
        if len(set(names)) == len(names):
            break
    return names
