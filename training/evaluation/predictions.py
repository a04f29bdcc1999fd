"""What a system says about the faces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from inference.attributes import ETHNICITIES, GENDERS
from inference.types import AGES, Attributes, Predictions

from ..datasets.class_names import UNKNOWN
from .labels import Labels, base_name

Float = NDArray[np.float64]
NAMED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """One face as it stands in a table or comes from the pipeline; None where nothing is said.

    Attributes:
        file: path or name of the picture.
        place: where it was read, for messages, such as `faces.csv, line 7`.
        xyxy: the face's box in pixels of the picture.
        age, age_p10, age_p90: years.
        gender, ethnicity: class indices, or `UNKNOWN`.
        gender_score, ethnicity_score: probability of that class, 0..1.
        age_probs, gender_probs, ethnicity_probs: (101,), (2,), (5,) probabilities.
    """

    file: str
    place: str = ""
    xyxy: tuple[float, float, float, float] | None = None
    age: float | None = None
    age_p10: float | None = None
    age_p90: float | None = None
    gender: int = UNKNOWN
    gender_score: float | None = None
    ethnicity: int = UNKNOWN
    ethnicity_score: float | None = None
    age_probs: Sequence[float] | NDArray[np.float32] | None = None
    gender_probs: Sequence[float] | NDArray[np.float32] | None = None
    ethnicity_probs: Sequence[float] | NDArray[np.float32] | None = None

    @property
    def area(self) -> float:
        """Square pixels of the box, 0 where none is given."""
        if self.xyxy is None:
            return 0.0
        x1, y1, x2, y2 = self.xyxy
        return max(0.0, x2 - x1) * max(0.0, y2 - y1)

    @classmethod
    def of_attributes(cls, file: str, xyxy: Iterable[float] | None, said: Attributes) -> Self:
        """What the pipeline says about a face."""
        return cls(
            file,
            xyxy=None if xyxy is None else tuple(float(v) for v in xyxy),  # type: ignore[arg-type]
            age=said.age,
            age_p10=said.age_p10,
            age_p90=said.age_p90,
            gender=int(said.gender_probs.argmax()),
            gender_score=said.gender_score,
            ethnicity=int(said.ethnicity_probs.argmax()),
            ethnicity_score=said.ethnicity_score,
            age_probs=said.age_probs,
            gender_probs=said.gender_probs,
            ethnicity_probs=said.ethnicity_probs,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """A system's answers in the order of the labels; NaN and `UNKNOWN` where it says nothing.

    Attributes:
        name: of the system.
        what: how it was run, or where its table comes from.
        answered: (N,) bool, False where no face was found or the table has no row.
        age, age_p10, age_p90: (N,) float64 years.
        age_probs: (N, 101) float64, None where no distribution is given.
        gender, ethnicity: (N,) int32 class indices.
        gender_score, ethnicity_score: (N,) float64, probability of the class that is named.
        gender_probs, ethnicity_probs: (N, 2) and (N, 5) float64, None where not given.
        boxes: (N, 4) float64 pixels of the picture, None where unknown.
        notes: what a reader has to know of how they came about.
    """

    name: str
    what: str
    answered: NDArray[np.bool_]
    age: Float
    age_p10: Float
    age_p90: Float
    age_probs: Float | None
    gender: NDArray[np.int32]
    gender_score: Float
    gender_probs: Float | None
    ethnicity: NDArray[np.int32]
    ethnicity_score: Float
    ethnicity_probs: Float | None
    boxes: Float | None = None
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.answered)

    def said(self, attribute: str) -> NDArray[np.int32]:
        """Class indices of `gender` or `ethnicity`."""
        return self.gender if attribute == "gender" else self.ethnicity

    def score(self, attribute: str) -> Float:
        return self.gender_score if attribute == "gender" else self.ethnicity_score

    def probs(self, attribute: str) -> Float | None:
        return self.gender_probs if attribute == "gender" else self.ethnicity_probs

    def noted(self, *notes: str) -> Self:
        """The same with further notes."""
        return replace(self, notes=(*self.notes, *notes))


def answers_of_probs(name: str, what: str, predicted: Predictions) -> Answers:
    """Answers to all faces from a network's distributions.

    Raises:
        ValueError: a probability is no number.
    """
    rows = zip(*predicted, strict=True)
    faces = [Answer.of_attributes(str(i), None, Attributes(*row)) for i, row in enumerate(rows)]
    return _arrays(name, what, faces)


def join(name: str, what: str, rows: Sequence[Answer], labels: Labels) -> Answers:
    """Put a table's rows beside the labels, by the base name of the file; of several faces the largest counts.

    Raises:
        ValueError: the table is empty, no row belongs to a labelled file, or a file comes twice without
            boxes to choose by.
    """
    if not rows:
        raise ValueError(f"{what} holds no row")
    known = {base_name(file) for file in labels.files}
    best: dict[str, Answer] = {}
    further = 0
    strangers: dict[str, None] = {}
    for row in rows:
        file = base_name(row.file)
        if file not in known:
            strangers[file] = None
            continue
        other = best.get(file)
        if other is None:
            best[file] = row
            continue
        if row.xyxy is None or other.xyxy is None:
            raise ValueError(f"{row.place}: {file} comes a second time, and there is no box (x1,y1,x2,y2) to choose by")
        further += 1
        best[file] = max(other, row, key=lambda answer: answer.area)
    if not best:
        raise ValueError(
            f"{what} and the labels have no file in common: the one has {_some(strangers)}, "
            f"the other {_some(labels.files)}"
        )
    answers = _arrays(name, what, [best.get(base_name(file)) for file in labels.files])
    notes = []
    if further:
        notes.append(f"{further} further faces in the same pictures were left out; the largest face counts")
    if strangers:
        notes.append(f"{len(strangers)} files of the table have no label and were left out: {_some(strangers)}")
    return answers.noted(*notes)


def _some(files: Iterable[str]) -> str:
    names = list(files)
    return ", ".join(names[:NAMED]) + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")


def _arrays(name: str, what: str, faces: Sequence[Answer | None]) -> Answers:
    nobody = Answer("")
    rows = [face or nobody for face in faces]
    gender_probs = _stacked([face.gender_probs for face in rows], len(GENDERS))
    answers = Answers(
        name=name,
        what=what,
        answered=np.array([face is not None for face in faces]),
        age=_column([face.age for face in rows]),
        age_p10=_column([face.age_p10 for face in rows]),
        age_p90=_column([face.age_p90 for face in rows]),
        age_probs=_stacked([face.age_probs for face in rows], len(AGES)),
        gender=np.array([face.gender for face in rows], dtype=np.int32),
        gender_score=_column([face.gender_score for face in rows]),
        gender_probs=gender_probs,
        ethnicity=np.array([face.ethnicity for face in rows], dtype=np.int32),
        ethnicity_score=_column([face.ethnicity_score for face in rows]),
        ethnicity_probs=_stacked([face.ethnicity_probs for face in rows], len(ETHNICITIES)),
        boxes=_stacked([face.xyxy for face in rows], 4),
    )
    _refuse_nan(answers, rows)
    # of two classes, the score of the one is all there is to know
    return answers if gender_probs is not None else replace(answers, gender_probs=_of_score(answers))


def _column(values: Sequence[float | None]) -> Float:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _stacked(values: Sequence[object], width: int) -> Float | None:
    if all(value is None for value in values):
        return None
    return np.array([np.full(width, np.nan) if value is None else value for value in values], dtype=np.float64)


def _refuse_nan(answers: Answers, rows: Sequence[Answer]) -> None:
    """Nothing said is None in a row; a NaN that a system says itself is a fault of that system."""
    for i, row in enumerate(rows):
        numbers = (row.age, row.age_p10, row.age_p90, row.gender_score, row.ethnicity_score)
        distributions = (row.age_probs, row.gender_probs, row.ethnicity_probs)
        said = [value for value in numbers if value is not None]
        said += [float(np.sum(probs)) for probs in distributions if probs is not None]
        if not np.isfinite(said).all():
            raise ValueError(f"{row.place or f'{answers.name}, face {i + 1}'}: an answer is not a finite number")


def _of_score(answers: Answers) -> Float | None:
    known = (answers.gender != UNKNOWN) & np.isfinite(answers.gender_score)
    if not known.any():
        return None
    probs = np.full((len(answers), len(GENDERS)), np.nan)
    rows = np.flatnonzero(known)
    probs[rows, answers.gender[rows]] = answers.gender_score[rows]
    probs[rows, 1 - answers.gender[rows]] = 1 - answers.gender_score[rows]
    return probs
