"""Jobs of a comparison: which model is trained under which budget, their state, and their results."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from inference.files import write_json, write_text

from ..recipe import Recipe, recipe_from
from ..run_folder import RECIPE_FILE, read_recipe

RUN_FOLDER = "run"
EXPORTED_FILE = "network.onnx"
LOG_FILE = "log.txt"
_JOB_FILE = "job.json"
_RESULT_FILE = "result.json"
_FAILURE_FILE = "failure.txt"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one model.

    Attributes:
        name: in the registry.
        failure: why there are no metrics; None where there are.
        input_size: side of the crops in pixels.
        start_weights: file name, `imagenet`, or None.
        parameters: of the whole model, heads and all.
        multiply_adds: for one face; None where the graph holds an operator that can't be counted.
        onnx_bytes: size of the exported model.
        milliseconds: processor time for one face in ONNX Runtime on one thread.
        train_seconds: time of all epochs, validation included.
        epochs: complete or begun.
        ended: what ended the training: `epochs`, `patience` or `time`.
        faces: validation faces; the metrics are over those whose label is known.
        age_mae: years; None where no face has a known age.
        gender_accuracy, ethnicity_accuracy: shares; None where no label is known.
        curve: a row per epoch, as in `history.csv`.
    """

    name: str
    failure: str | None = None
    input_size: int | None = None
    start_weights: str | None = None
    parameters: int | None = None
    multiply_adds: int | None = None
    onnx_bytes: int | None = None
    milliseconds: float | None = None
    train_seconds: float | None = None
    epochs: int | None = None
    ended: str | None = None
    faces: int | None = None
    age_mae: float | None = None
    gender_accuracy: float | None = None
    ethnicity_accuracy: float | None = None
    curve: tuple[dict[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """One model's part of a comparison, as the process that does it reads it from its folder.

    Attributes:
        folder: of this model.
        data: HDF5 file made by `python -m training prepare`.
        recipe: what to train.
        start: file that `recipe.start_weights` names, or `imagenet`, or None.
        minutes: of training, or None.
    """

    folder: Path
    data: Path
    recipe: Recipe
    start: str | None = None
    minutes: float | None = None

    @property
    def name(self) -> str:
        return self.recipe.backbone

    @property
    def run(self) -> Path:
        return self.folder / RUN_FOLDER

    def write(self) -> None:
        """Write the job into its folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        content = {
            "data": str(self.data.resolve()),
            "recipe": self.recipe.written(),
            "start": self.start,
            "minutes": self.minutes,
        }
        write_json(self.folder / _JOB_FILE, content)

    @classmethod
    def read(cls, folder: Path) -> Job:
        """Load the job from its folder."""
        content = json.loads((folder / _JOB_FILE).read_text(encoding="utf-8"))
        recipe = recipe_from(content["recipe"])
        return cls(folder, Path(content["data"]), recipe, content["start"], content["minutes"])

    def check_folder(self) -> None:
        """Refuse a folder in which the model was trained under another budget.

        Raises:
            ValueError: says what differs.
        """
        if not (self.run / RECIPE_FILE).exists():
            return
        there = read_recipe(self.run)
        if there != self.recipe:
            names = [name for name, value in self.recipe.written().items() if there.written()[name] != value]
            raise ValueError(
                f"{self.folder} was trained under another budget (another {', '.join(names).replace('_', ' ')}); "
                "choose another --output, or delete it"
            )

    def finish(self, result: Result) -> None:
        """Write the result; the model is not trained again."""
        write_json(self.folder / _RESULT_FILE, asdict(result))
        (self.folder / _FAILURE_FILE).unlink(missing_ok=True)

    def fail(self, reason: str) -> None:
        """Write why there are no metrics; the next comparison into this folder tries again."""
        write_text(self.folder / _FAILURE_FILE, reason)

    def result(self) -> Result | None:
        """Return the result or the failure, or None where the model's turn has not come."""
        path = self.folder / _RESULT_FILE
        if path.exists():
            content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return Result(**{**content, "curve": tuple(content["curve"])})
        failure = self.folder / _FAILURE_FILE
        return Result(self.name, failure=failure.read_text(encoding="utf-8")) if failure.exists() else None

    @property
    def is_done(self) -> bool:
        return (self.folder / _RESULT_FILE).exists()


def plan(
    names: Sequence[str],
    output: Path,
    data: Path,
    recipe: Recipe,
    starts: Mapping[str, str],
    own_size: bool,
    minutes: float | None = None,
) -> list[Job]:
    """Return one job per model.

    Args:
        names: in the registry; doubles count once.
        output: folder of the comparison.
        data: HDF5 file made by `python -m training prepare`.
        recipe: what all share; backbone, start weights and, with `own_size`, the input's size are each model's own.
        starts: start weights by name: a file, or `imagenet`.
        own_size: every model takes its default size, not the recipe's.
        minutes: of training, for each.

    Raises:
        ValueError: a name is unknown, start weights are for no model of these, or a folder holds another budget.
        FileNotFoundError: a file of start weights does not exist.
    """
    from ..models.registry import entry_of  # and Keras with it, which a process that only reads results can do without

    names = list(dict.fromkeys(names))
    unknown = sorted(set(starts) - set(names))
    if unknown:
        raise ValueError(f"start weights for {', '.join(unknown)}, which take no part")
    for file in starts.values():
        if file != "imagenet" and not Path(file).is_file():
            raise FileNotFoundError(f"start weights {file} don't exist")
    jobs = []
    for name in names:
        start = starts.get(name)
        own = replace(
            recipe,
            backbone=name,
            start_weights=Path(start).name if start else None,
            input_size=entry_of(name).default_size if own_size else recipe.input_size,
        )
        if start is not None and start != "imagenet":
            start = str(Path(start).resolve())  # the process that trains it may stand elsewhere
        jobs.append(Job(output / name, data, own, start, minutes))
    for job in jobs:
        job.check_folder()
    return jobs


def all_models() -> list[str]:
    """Return every name in the registry."""
    from ..models.registry import REGISTRY

    return list(REGISTRY)
