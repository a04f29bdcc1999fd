"""Pictures to aligned crops, through the serving path's aligner and, unless told otherwise, its detector."""

from __future__ import annotations

import csv
import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
from tqdm import tqdm

from inference.alignment import TEMPLATE_NAME, align_faces
from inference.detection.base import Detector
from inference.types import Frame, ImageArray

from .archive import PictureArchive
from .crop_store import CropStore, State
from .detectors import DEFAULT_DETECTOR, detector_spec, open_detector
from .duplicates import Conflict, fingerprints, groups_of, label_conflicts, similar_pairs, write_conflicts
from .face_label import FaceLabel
from .imdb_wiki import DEFAULT_FACE_SCORE
from .label_table import write_label_table
from .pictures import PictureError, decode_picture
from .sources import Labelled, picture_sources, read_dataset_labels
from .splits import CONFLICT, absent_classes, split_by_group, torn_groups

log = logging.getLogger(__name__)

# side of the stored crops: the network's field of view at more than its resolution, for augmentation
STORED_CROP_SIZE = 144
# pictures between two writings: what an interruption costs
_BLOCK = 64
# odd names that are told one by one
_SHOWN = 10


@dataclass(slots=True)
class PreparationReport:
    """What became of the pictures.

    Attributes:
        stored: number of faces written.
        missing: pictures that a table tells of and that are not there.
        unreadable: pictures that are damaged.
        unlabelled: pictures whose name does not say age, gender and ethnicity, or that no table tells of.
        faceless: pictures in which no face was found.
        odd_names: pictures whose name is not as it should be, and what is wrong with it.
        duplicates: number of faces that are near duplicates of an earlier one.
        conflicts: number of faces left out because near duplicates say something else.
        folds: number of faces of each fold.
        warnings: what the split lacks, and groups that given folds tear apart.
    """

    stored: int = 0
    missing: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)
    faceless: list[str] = field(default_factory=list)
    odd_names: dict[str, str] = field(default_factory=dict)
    duplicates: int = 0
    conflicts: int = 0
    folds: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        folds = ", ".join(f"{count} {fold}" for fold, count in self.folds.items())
        return (
            f"{self.stored} faces stored ({folds}); left out: {len(self.missing)} pictures missing, "
            f"{len(self.unreadable)} unreadable, {len(self.unlabelled)} without labels, {len(self.faceless)} without "
            f"a face; {self.duplicates} near duplicates, {self.conflicts} faces with conflicting labels"
        )

    def left_out(self) -> Iterator[tuple[str, str]]:
        """Every picture that was not stored, and why."""
        for why, files in (
            ("missing", self.missing),
            ("unreadable", self.unreadable),
            ("no labels", self.unlabelled),
            ("no face", self.faceless),
        ):
            for file in files:
                yield file, self.odd_names.get(file, why) if why == "no labels" else why


def prepare(
    sources: Sequence[Path],
    output: Path,
    label_table: Path | None = None,
    val_share: float = 0.1,
    seed: int = 0,
    *,
    test_share: float = 0.0,
    dataset: str | None = None,
    detector: str = DEFAULT_DETECTOR,
    min_face_score: float = DEFAULT_FACE_SCORE,
) -> PreparationReport:
    """Detect, align, group, split and store every labelled face.

    The same call goes on where one was interrupted, from the file `OUTPUT.part`. Beside the output, under its name
    without the suffix, come `.conflicts.csv` (near duplicates whose labels differ) and `.left-out.csv`.

    Args:
        sources: folders and archives with pictures, for IMDB-WIKI also its `.mat` files.
        output: the HDF5 file to write; it appears when it is complete.
        label_table: CSV with labels, folds and groups; without it names or metadata are read.
        val_share, test_share: shares of the groups without a fold that go to validation and test.
        seed: of the split.
        dataset: `utkface`, `imdb-wiki` or `folder`; None to find out.
        detector: one of `chip_detectors`.
        min_face_score: IMDB-WIKI's pictures with a lower one are left out.

    Raises:
        FileNotFoundError, ValueError: no pictures, or bad labels.
        OSError: the output can't be written; the message says how much room is needed.
    """
    split = partial(split_by_group, val_share=val_share, seed=seed, test_share=test_share)
    split([])  # bad shares are refused before the work
    report = PreparationReport()
    with PictureArchive(picture_sources(sources)) as archive:
        known = read_dataset_labels(sources, archive, label_table, dataset, min_face_score)
        report.missing, report.unlabelled, report.odd_names = known.missing, known.unlabelled, known.odd_names
        if not known.labels:
            raise ValueError(f"no picture of {', '.join(map(str, sources))} has labels; {report}")
        _tell_of_names(archive, known)
        by_file = {label.file: label for label in known.labels}
        labels = [by_file[file] for file in archive.in_reading_order(by_file)]
        key = _key(sources, labels, detector)
        with open_detector(detector) as finder, CropStore(output, len(labels), STORED_CROP_SIZE, key) as store:
            _align(archive, labels, store, finder)
            kept = _grouped(_sorted_out(labels, store, report), store, report)
            conflicts = label_conflicts(kept)
            kept = split(_marked(kept, conflicts))
            provenance = {
                "template": TEMPLATE_NAME,
                "detector": detector_spec(detector).description,
                "dataset": known.dataset,
                "sources": ", ".join(path.name for path in sources),
                "seed": seed,
                "val_share": val_share,
                "test_share": test_share,
            }
            store.finish(_columns(kept), provenance)
    _tell_of_split(kept, report)
    write_conflicts(_beside(output, "conflicts"), conflicts)
    _write_left_out(_beside(output, "left-out"), report)
    return report


def write_labels(
    sources: Sequence[Path],
    output: Path,
    dataset: str | None = None,
    min_face_score: float = DEFAULT_FACE_SCORE,
) -> int:
    """The labels of a data set as a CSV, without its pictures; returns their number.

    Raises:
        FileNotFoundError, ValueError: as `read_dataset_labels`.
        OSError: the file can't be written.
    """
    labels = read_dataset_labels(sources, None, None, dataset, min_face_score).labels
    output.parent.mkdir(parents=True, exist_ok=True)
    write_label_table(output, labels)
    return len(labels)


def _tell_of_names(archive: PictureArchive, known: Labelled) -> None:
    """Names that are not as they should be, and bare names that may bring a label to the wrong picture."""
    for name, defect in islice(known.odd_names.items(), _SHOWN):
        log.info("%r: %s", name, defect)
    if len(known.odd_names) > _SHOWN:
        log.info("and %d more odd names; `python -m training verify` tells all", len(known.odd_names) - _SHOWN)
    repeated = archive.repeated
    doubtful = [label.file for label in known.labels if "/" not in label.file and label.file in repeated]
    if doubtful:
        first = doubtful[0]
        places = ", ".join(repeated[first])
        log.warning("%d names stand for several pictures, the first is taken (%s: %s)", len(doubtful), first, places)


def _key(sources: Sequence[Path], labels: Sequence[FaceLabel], detector: str) -> str:
    """What decides the crops; an interrupted preparation goes on only where it is the same."""
    sizes = [(path.name, path.stat().st_size if path.is_file() else 0) for path in sources]
    facts = [
        sizes,
        [label.file for label in labels],
        detector_spec(detector).description,
        TEMPLATE_NAME,
        STORED_CROP_SIZE,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _align(archive: PictureArchive, labels: Sequence[FaceLabel], store: CropStore, detector: Detector) -> None:
    if store.done:
        log.info("going on after %d of %d pictures", store.done, len(labels))
    with tqdm(total=len(labels), initial=store.done, unit="face", desc="aligning", disable=None) as bar:
        rest = iter(labels[store.done :])
        while block := list(islice(rest, _BLOCK)):
            states, crops = [], []
            for label in block:
                state, crop = _aligned_face(archive, detector, label.file)
                states.append(state)
                if crop is not None:
                    crops.append(crop)
                bar.update()
            store.append(states, crops)


def _aligned_face(archive: PictureArchive, detector: Detector, name: str) -> tuple[State, ImageArray | None]:
    try:
        image = decode_picture(archive.read(name))
    except PictureError:
        return State.UNREADABLE, None
    faces = detector.detect(Frame(image, 0, 0.0, name, is_still=True)).faces[:1]
    if not faces:
        return State.FACELESS, None
    return State.STORED, align_faces(image, faces, STORED_CROP_SIZE)[0]


def _sorted_out(labels: Sequence[FaceLabel], store: CropStore, report: PreparationReport) -> list[FaceLabel]:
    """Labels of the stored crops, in their order; the others into the report."""
    files_of = {State.UNREADABLE: report.unreadable, State.FACELESS: report.faceless}
    kept = []
    for label, state in zip(labels, store.states, strict=True):
        if state == State.STORED:
            kept.append(label)
        else:
            files_of[State(state)].append(label.file)
    if not kept:
        raise ValueError(
            f"no face in any of {len(labels)} pictures ({len(report.unreadable)} of them can't be read); "
            "expected pictures that are cropped around one face"
        )
    report.stored = len(kept)
    return kept


def _grouped(labels: Sequence[FaceLabel], store: CropStore, report: PreparationReport) -> list[FaceLabel]:
    """The labels with the number of their group of near duplicates, given ones and found ones joined."""
    crops = tqdm(store.crops(), total=len(labels), unit="face", desc="near duplicates", disable=None)
    pairs = similar_pairs(fingerprints(crops, len(labels)))
    groups = groups_of(pairs, len(labels), [label.group for label in labels])
    report.duplicates = len(labels) - len(np.unique(groups))
    return [replace(label, group=int(group)) for label, group in zip(labels, groups, strict=True)]


def _marked(labels: Sequence[FaceLabel], conflicts: Sequence[Conflict]) -> list[FaceLabel]:
    """Groups in conflict left out, except where a fold was given."""
    groups = {conflict.group for conflict in conflicts}
    return [replace(label, fold=CONFLICT) if label.group in groups and not label.fold else label for label in labels]


def _tell_of_split(labels: Sequence[FaceLabel], report: PreparationReport) -> None:
    report.folds = dict(sorted(Counter(label.fold for label in labels).items()))
    report.conflicts = report.folds.get(CONFLICT, 0)
    report.warnings = [f"absent from {lacking}" for lacking in absent_classes(labels)]
    if torn := torn_groups(labels):
        report.warnings.append(f"the given folds tear {len(torn)} groups of near duplicates apart")
    for warning in report.warnings:
        log.warning("warning: %s", warning)


def _columns(labels: Sequence[FaceLabel]) -> dict[str, np.ndarray | list[str]]:
    return {
        "ages": np.array([label.age for label in labels], dtype=np.int32),
        "genders": np.array([label.gender for label in labels], dtype=np.int32),
        "ethnicities": np.array([label.ethnicity for label in labels], dtype=np.int32),
        "groups": np.array([label.group for label in labels], dtype=np.int32),
        "files": [label.file for label in labels],
        "folds": [label.fold for label in labels],
    }


def _beside(output: Path, what: str) -> Path:
    return output.with_name(f"{output.stem}.{what}.csv")


def _write_left_out(path: Path, report: PreparationReport) -> None:
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow(("file", "why"))
        writer.writerows(report.left_out())
