"""The predictions of one system for the labelled faces, whether a model or a file gives them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from inference.attributes import CLASS_NAMES, NUM_CLASSES
from inference.types import AGES, INTERVAL, Attributes, Predictions, age_percentiles

from ..datasets.class_names import UNKNOWN
from .labels import Labels, base_name

Float = NDArray[np.float64]
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, eq=False)
class FacePrediction:
    """The prediction for one face, as a row of a file or the pipeline gives it; None where there is none.

    Attributes:
        file: path or name of the image.
        place: where it was read, for messages, such as `faces.csv, line 7`.
        xyxy: the face's box in pixels of the image.
        age, age_p10, age_p90: years.
        gender, ethnicity: class indices, or `UNKNOWN`.
        gender_score, ethnicity_score: probability of that class, 0..1.
        probs: probabilities by attribute, where given: (101,), (2,), (5,).
    """

    file: str
    place: str = ""
    xyxy: tuple[float, ...] | None = None
    age: float | None = None
    age_p10: float | None = None
    age_p90: float | None = None
    gender: int = UNKNOWN
    gender_score: float | None = None
    ethnicity: int = UNKNOWN
    ethnicity_score: float | None = None
    probs: dict[str, Sequence[float] | NDArray[np.floating]] = field(default_factory=dict)

    @property
    def area_px(self) -> float:
        """Square pixels of the box, 0 where none is given."""
        if self.xyxy is None:
            return 0.0
        x1, y1, x2, y2 = self.xyxy
        return max(0.0, x2 - x1) * max(0.0, y2 - y1)

    @classmethod
    def from_attributes(
        cls, file: str, attributes: Attributes, xyxy: Iterable[float] | None = None, place: str = ""
    ) -> Self:
        """Return what the pipeline says of a face."""
        return cls(
            file,
            place,
            xyxy=None if xyxy is None else tuple(float(value) for value in xyxy),
            age=attributes.age,
            age_p10=attributes.age_p10,
            age_p90=attributes.age_p90,
            gender=int(attributes.gender_probs.argmax()),
            gender_score=attributes.gender_score,
            ethnicity=int(attributes.ethnicity_probs.argmax()),
            ethnicity_score=attributes.ethnicity_score,
            probs={name: getattr(attributes, f"{name}_probs") for name in NUM_CLASSES},
        )

    @property
    def is_finite(self) -> bool:
        """Whether every number that is given is one: a NaN that a system gives itself is a fault of that system."""
        numbers = (self.age, self.age_p10, self.age_p90, self.gender_score, self.ethnicity_score)
        given = [number for number in numbers if number is not None]
        return bool(np.isfinite([*given, *(float(np.sum(probs)) for probs in self.probs.values())]).all())


@dataclass(frozen=True, slots=True, eq=False)
class PredictionTable:
    """The predictions of a system in the order of the labels; NaN and `UNKNOWN` where there is none.

    Attributes:
        name: of the system.
        source: how it was run, or where its file comes from.
        probs: probabilities for N faces; NaN in the rows of an attribute for which only the class or the age is given.
        predicted: (N,) bool, False where no face was found or the file has no row.
        age, age_p10, age_p90: (N,) float64 years.
        classes: (N,) int32 indices of the predicted classes, by `gender` and `ethnicity`.
        scores: (N,) float64 probabilities of these classes.
        boxes: (N, 4) float64 pixels of the image, None where unknown.
        notes: what a reader has to know of how they came about.
    """

    name: str
    source: str
    probs: Predictions
    predicted: NDArray[np.bool_]
    age: Float
    age_p10: Float
    age_p90: Float
    classes: dict[str, NDArray[np.int32]]
    scores: dict[str, Float]
    boxes: Float | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.predicted)

    def probs_of(self, attribute: str) -> Float:
        """Return the probabilities of an attribute: (N, classes) float64, NaN where not given."""
        probs: NDArray[np.float32] = getattr(self.probs, attribute)
        return probs.astype(np.float64)

    def noted(self, *notes: str) -> Self:
        """Return the same with further notes."""
        return replace(self, notes=(*self.notes, *notes))


def prediction_table(name: str, source: str, predictions: Predictions) -> PredictionTable:
    """Build the table of a model that gives probabilities for every face.

    Raises:
        ValueError: a probability is not a finite number.
    """
    broken = np.flatnonzero(~np.logical_and.reduce([np.isfinite(probs).all(axis=1) for probs in predictions]))
    if len(broken):
        raise ValueError(f"{name}, face {broken[0] + 1}: a prediction is not a finite number")
    low, high = age_percentiles(predictions.age, INTERVAL).T
    named = {attribute: getattr(predictions, attribute) for attribute in CLASS_NAMES}
    return PredictionTable(
        name=name,
        source=source,
        probs=predictions,
        predicted=np.ones(predictions.num_faces, dtype=bool),
        age=(predictions.age @ AGES).astype(np.float64),
        age_p10=low,
        age_p90=high,
        classes={attribute: probs.argmax(axis=1).astype(np.int32) for attribute, probs in named.items()},
        scores={attribute: probs.max(axis=1).astype(np.float64) for attribute, probs in named.items()},
    )


def join(name: str, source: str, rows: Sequence[FacePrediction], labels: Labels) -> PredictionTable:
    """Put a file's rows beside the labels, by the base name of the image; of several faces the largest counts.

    Raises:
        ValueError: the file is empty, no row belongs to a labelled image, or an image comes twice without
            boxes to choose by.
    """
    if not rows:
        raise ValueError(f"{source} holds no row")
    known = {base_name(file) for file in labels.files}
    best: dict[str, FacePrediction] = {}
    further = 0
    unknown: dict[str, None] = {}
    for row in rows:
        file = base_name(row.file)
        if file not in known:
            unknown[file] = None
            continue
        other = best.get(file)
        if other is None:
            best[file] = row
            continue
        if row.xyxy is None or other.xyxy is None:
            raise ValueError(f"{row.place}: {file} comes a second time, and there is no box (x1,y1,x2,y2) to choose by")
        further += 1
        best[file] = max(other, row, key=lambda face: face.area_px)
    if not best:
        raise ValueError(
            f"{source} and the labels have no file in common: the one has {_some(unknown)}, "
            f"the other {_some(labels.files)}"
        )
    table = _from_faces(name, source, [best.get(base_name(file)) for file in labels.files])
    notes = []
    if further:
        notes.append(f"{further} further faces in the same images were left out; the largest face counts")
    if unknown:
        notes.append(f"{len(unknown)} files of the table have no label and were left out: {_some(unknown)}")
    return table.noted(*notes)


def _some(files: Iterable[str]) -> str:
    names = list(files)
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _from_faces(name: str, source: str, faces: Sequence[FacePrediction | None]) -> PredictionTable:
    nothing = FacePrediction("")
    rows = [face or nothing for face in faces]
    broken = next((i for i, row in enumerate(rows) if not row.is_finite), None)
    if broken is not None:
        raise ValueError(f"{rows[broken].place or f'{name}, face {broken + 1}'}: a prediction is not a finite number")
    classes = {
        attribute: np.array([getattr(row, attribute) for row in rows], dtype=np.int32) for attribute in CLASS_NAMES
    }
    scores = {attribute: _column([getattr(row, f"{attribute}_score") for row in rows]) for attribute in CLASS_NAMES}
    probs = {
        attribute: _matrix([row.probs.get(attribute) for row in rows], num_classes)
        for attribute, num_classes in NUM_CLASSES.items()
    }
    if np.isnan(probs["gender"]).all():
        probs["gender"] = _probs_of_score(classes["gender"], scores["gender"])
    return PredictionTable(
        name=name,
        source=source,
        probs=Predictions(**{attribute: values.astype(np.float32) for attribute, values in probs.items()}),
        predicted=np.array([face is not None for face in faces]),
        age=_column([row.age for row in rows]),
        age_p10=_column([row.age_p10 for row in rows]),
        age_p90=_column([row.age_p90 for row in rows]),
        classes=classes,
        scores=scores,
        boxes=_matrix([row.xyxy for row in rows], 4) if any(row.xyxy is not None for row in rows) else None,
    )


def _column(values: Sequence[float | None]) -> Float:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _matrix(values: Sequence[Sequence[float] | NDArray[np.floating] | None], width: int) -> Float:
    return np.array([np.full(width, np.nan) if value is None else value for value in values], dtype=np.float64)


def _probs_of_score(classes: NDArray[np.int32], scores: Float) -> Float:
    """Return both probabilities of two classes from the score of one: it is all there is to know."""
    probs = np.full((len(classes), 2), np.nan)
    rows = np.flatnonzero((classes != UNKNOWN) & np.isfinite(scores))
    probs[rows, classes[rows]] = scores[rows]
    probs[rows, 1 - classes[rows]] = 1 - scores[rows]
    return probs
