"""Several prepared files as one table, with no face in training that is in the validation part of another set."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .class_names import UNKNOWN
from .duplicates import MAX_AGE_GAP, fingerprints, similar_pairs
from .face_table import EmptyFoldError, FaceSets, FaceTable, JoinedCrops, StreamedCrops, load_faces, select

log = logging.getLogger(__name__)

_SHOWN = 3
_GROUPS_PER_SET = 10_000_000


def set_names(paths: Sequence[Path]) -> tuple[str, ...]:
    """Return the names of prepared files: theirs, without folder and ending.

    Raises:
        ValueError: two are called the same.
    """
    names = tuple(path.stem for path in paths)
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise ValueError(f"two sets are called {repeated[0]}; rename a file, metrics are given by these names")
    return names


def check_sets(paths: Sequence[Path], sets: Sequence[Sequence[Any]]) -> None:
    """Check that prepared files are those of a recipe.

    Args:
        paths: of the files.
        sets: `Recipe.sets`: name and weight of each where there are several, none for one file.

    Raises:
        ValueError: they are not, or two have one name.
    """
    names = set_names(paths) if len(paths) > 1 else ()
    expected = tuple(name for name, _ in sets)
    if names != expected:
        wanted = f"the sets {', '.join(expected)}" if expected else "one prepared file"
        raise ValueError(
            f"the recipe is of {wanted}, given {'is' if len(paths) == 1 else 'are'} {', '.join(map(str, paths))}; "
            "give the recipe's prepared files, in its order"
        )


def load_sets(paths: Sequence[Path], fold: str, stream: bool = False) -> FaceTable:
    """Load the faces of one fold of one or several prepared files.

    Args:
        paths: files made by `python -m training prepare` at one zoom and size of the crops.
        fold: `train`, `val`, `test` or `conflict`; of several files some may lack it, which is warned of.
        stream: leave the crops in the files and read them on demand, where memory is short.

    Returns:
        The faces in the order of the files; `sets` tells them apart where there are several.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: a file is none of `prepare`, no face is of the fold, the crops differ in size or zoom, or two files
            have one name.
    """
    if len(paths) == 1:
        return load_faces(paths[0], fold, stream)
    names = set_names(paths)
    tables = {}
    missing = []
    for name, path in zip(names, paths, strict=True):
        try:
            tables[name] = load_faces(path, fold, stream)
        except EmptyFoldError as error:
            missing.append(str(error))
    if not tables:
        raise ValueError("; ".join(missing))
    for message in missing:
        log.warning("warning: %s", message)
    return _joined(tables)


def _joined(tables: dict[str, FaceTable]) -> FaceTable:
    """Return the faces of all tables; groups of near duplicates get numbers that no two sets share."""
    parts = list(tables.values())
    zooms = {part.zoom for part in parts}
    if len(zooms) > 1:
        found = ", ".join(f"{name} {part.zoom:g}" for name, part in tables.items())
        raise ValueError(f"the prepared files show faces at different zooms ({found}); prepare them alike")
    # the same numbers for every fold, so that groups can be followed from one to the other
    groups = [part.groups + index * _GROUPS_PER_SET for index, part in enumerate(parts) if part.groups is not None]
    crops = [part.crops for part in parts if isinstance(part.crops, np.ndarray | StreamedCrops)]
    numbers = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part) for part in parts])
    return FaceTable(
        crops=JoinedCrops(crops),
        ages=np.concatenate([part.ages for part in parts]),
        genders=np.concatenate([part.genders for part in parts]),
        ethnicities=np.concatenate([part.ethnicities for part in parts]),
        files=list(chain.from_iterable(part.files for part in parts)),
        provenance={"zoom": str(parts[0].zoom)},
        groups=np.concatenate(groups) if len(groups) == len(parts) else None,
        age_ranges=np.concatenate([part.age_bounds for part in parts]),
        sets=FaceSets(tuple(tables), numbers, tuple(part.provenance for part in parts)),
    )


@dataclass(frozen=True, slots=True)
class Overlap:
    """What several sets have in common.

    Attributes:
        in_validation: training faces left out because a validation part has near duplicates of them.
        contradicting: training faces left out because another set labels them otherwise.
    """

    in_validation: int = 0
    contradicting: int = 0


def separated(training: FaceTable, validation: FaceTable) -> tuple[FaceTable, Overlap]:
    """Leave out the training faces that near duplicates make unfit: in a validation part, or with other labels.

    The validation parts stay as they are, so that a set's metrics mean the same whichever sets it is trained with.

    Args:
        training, validation: of the same sets.

    Returns:
        The training faces that are left, and what was left out; both are logged.
    """
    if training.sets is None or validation.sets is None:
        return training, Overlap()
    pairs = _pairs_across(training, validation)
    count = len(training)
    within = pairs[pairs[:, 1] < count]
    held_out = np.unique(pairs[(pairs[:, 0] < count) & (pairs[:, 1] >= count), 0])
    if training.groups is not None and validation.groups is not None:
        shared = np.union1d(validation.groups, training.groups[held_out])
        held_out = np.flatnonzero(np.isin(training.groups, shared))
    wrong = np.setdiff1d(within[_contradict(training, within)], held_out)
    _log_overlap(training, held_out, "in a validation part too")
    _log_overlap(training, wrong, "labelled otherwise in another set")
    drop = np.union1d(held_out, wrong)
    left = select(training, np.setdiff1d(np.arange(count), drop)) if len(drop) else training
    return left, Overlap(len(held_out), len(wrong))


def _pairs_across(training: FaceTable, validation: FaceTable) -> NDArray[np.intp]:
    """Return (P, 2) rows of near duplicates from two sets; validation faces count on after the training faces."""
    count = len(training) + len(validation)
    crops = (table.crops[row] for table in (training, validation) for row in range(len(table)))
    pairs = similar_pairs(fingerprints(crops, count, training.zoom))
    names = np.array([name for table in (training, validation) for name in _names(table)])
    return np.asarray(pairs[names[pairs[:, 0]] != names[pairs[:, 1]]], dtype=np.intp)


def _names(table: FaceTable) -> list[str]:
    """Return the name of every face's set."""
    assert table.sets is not None
    return [table.sets.names[number] for number in table.sets.numbers]


def _contradict(faces: FaceTable, pairs: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return where the labels of a pair can't both be right, (P,); unknown labels agree with all."""
    first, second = pairs[:, 0], pairs[:, 1]
    wrong = np.zeros(len(pairs), dtype=np.bool_)
    for labels in (faces.genders, faces.ethnicities):
        known = (labels[first] != UNKNOWN) & (labels[second] != UNKNOWN)
        wrong |= known & (labels[first] != labels[second])
    low, high = faces.age_bounds.T
    known = (low[first] != UNKNOWN) & (low[second] != UNKNOWN)
    gap = np.maximum(low[first] - high[second], low[second] - high[first])
    wrong |= known & (gap > MAX_AGE_GAP)
    return wrong


def _log_overlap(faces: FaceTable, rows: NDArray[np.intp], why: str) -> None:
    if len(rows):
        names = _names(faces)
        shown = ", ".join(f"{names[row]}: {faces.files[row]}" for row in rows[:_SHOWN])
        log.warning("warning: %d training faces are %s and left out, such as %s", len(rows), why, shown)


def face_factors(faces: FaceTable, weights: Mapping[str, float]) -> NDArray[np.float64] | None:
    """Return how much each face counts by the weight of its set, (N,); None where there is but one set.

    Args:
        faces: of one or several sets.
        weights: by name of the set; 1 where it is not named.
    """
    if faces.sets is None:
        return None
    return np.array([weights.get(name, 1.0) for name in faces.sets.names])[faces.sets.numbers]
