"""Preparation of a data set: images to aligned crops, by the aligner and the detectors of `inference`."""

from __future__ import annotations

import hashlib
import json
import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path

import numpy as np
from tqdm import tqdm

from inference.alignment import align_faces, template_name, zoomed_template
from inference.detection.base import Detector
from inference.types import Frame, ImageArray

from .archive import ImageArchive
from .class_names import UNKNOWN
from .crop_store import CropStore, State
from .detectors import DEFAULT_DETECTOR, detector_spec, open_detector
from .duplicates import Conflict, fingerprints, groups_of, label_conflicts, similar_pairs, write_conflicts
from .face_label import FaceLabel
from .images import ImageError, decode_image
from .label_table import LABEL_COLUMNS, write_csv, write_label_table
from .sources import Dataset, DatasetLabels, read_dataset_labels
from .splits import (
    CONFLICT,
    SIDES,
    Split,
    absent_classes,
    group_persons,
    split_by_group,
    torn_groups,
    with_persons_in_groups,
)

log = logging.getLogger(__name__)

# side of the stored crops in pixels: the model's field of view at more than its resolution, for augmentation
STORED_CROP_SIZE = 144
# images per write: what an interruption costs
_BLOCK = 64
# odd names that are listed one by one
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class StoredView:
    """How much of a face's surroundings is stored, and at which size.

    Attributes:
        zoom: see `inference.alignment.zoomed_template`; models may look at any zoom from this one on.
        side: of the crops in pixels.

    Raises:
        ValueError: the zoom is not above 0 or over 2, or the side below 32.
    """

    zoom: float = 1.0
    side: int = STORED_CROP_SIZE

    def __post_init__(self) -> None:
        if not 0 < self.zoom <= 2 or self.side < 32:
            raise ValueError(
                f"crops of {self.side} px at a zoom of {self.zoom:g}; expected 32 px or more, a zoom over 0 up to 2"
            )


@dataclass(slots=True)
class PreparationReport:
    """Report of a preparation: what was stored, and what was left out and why.

    Attributes:
        stored: number of faces written.
        missing: images with labels that are not there.
        unreadable: images that are damaged.
        unlabelled: images without labels in their name or in the table.
        faceless: images in which no face was found.
        odd_names: images whose name is not as it should be, and what is wrong with it.
        duplicates: number of faces that are near duplicates of an earlier one.
        conflicts: number of faces left out because near duplicates have other labels.
        folds: number of faces of each fold.
        persons: number of people, where it is known who is who; 0 otherwise.
        warnings: what the split or all labels lack, groups and people that given folds tear apart, people whose
            labels contradict each other.
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
    persons: int = 0
    warnings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        folds = ", ".join(f"{count} {fold}" for fold, count in self.folds.items())
        people = f" of {self.persons} people" if self.persons else ""
        return (
            f"{self.stored} faces{people} stored ({folds}); left out: {len(self.missing)} images missing, "
            f"{len(self.unreadable)} unreadable, {len(self.unlabelled)} without labels, {len(self.faceless)} without "
            f"a face; {self.duplicates} near duplicates, {self.conflicts} faces with conflicting labels"
        )

    def left_out(self) -> Iterator[tuple[str, str]]:
        """Yield every image that was not stored, and why."""
        for why, files in (
            ("missing", self.missing),
            ("unreadable", self.unreadable),
            ("no labels", self.unlabelled),
            ("no face", self.faceless),
        ):
            for file in files:
                yield file, self.odd_names.get(file, why) if why == "no labels" else why


def prepare(
    dataset: Dataset,
    output: Path,
    split: Split | None = None,
    detector: str = DEFAULT_DETECTOR,
    view: StoredView | None = None,
) -> PreparationReport:
    """Detect, align, group, split and store every labelled face.

    The same call goes on where one was interrupted, from the file `OUTPUT.part`. Beside the output, under its name
    without the suffix, come `.conflicts.csv` (near duplicates whose labels differ) and `.left-out.csv`.

    Args:
        dataset: the images and their labels.
        output: the HDF5 file to write; it appears when it is complete.
        split: how to divide the groups without a fold; `Split()` where None.
        detector: one of `chip_detectors`.
        view: what the crops show; `StoredView()` where None.

    Raises:
        FileNotFoundError, ValueError: no images, or bad labels.
        OSError: the output can't be written; the message says how much room is needed.
    """
    split, view = split or Split(), view or StoredView()
    report = PreparationReport()
    with dataset.open_images() as archive:
        known = read_dataset_labels(dataset, archive)
        report.missing, report.unlabelled, report.odd_names = known.missing, known.unlabelled, known.odd_names
        if not known.labels:
            raise ValueError(f"no image of {dataset} has labels; {report}")
        _report_names(archive, known)
        by_file = {label.file: label for label in known.labels}
        labels = [by_file[file] for file in archive.in_reading_order(by_file)]
        key = _key(dataset.sources, labels, detector, view)
        with open_detector(detector) as finder, CropStore(output, len(labels), view.side, key) as store:
            _align(archive, labels, store, finder, view)
            kept = _with_groups(_stored_labels(labels, store, report), store, report, view)
            conflicts = label_conflicts(kept)
            kept = _mark_conflicts(kept, conflicts)
            _report_persons(kept, report)
            kept = split_by_group(with_persons_in_groups(kept), split)
            provenance = {
                "template": template_name(view.zoom),
                "zoom": view.zoom,
                "detector": detector_spec(detector).description,
                "dataset": known.kind,
                "sources": ", ".join(path.name for path in dataset.sources),
                **asdict(split),
                **_told(dataset),
            }
            store.finish(_columns(kept), provenance)
    _report_split(kept, report)
    write_conflicts(_beside(output, "conflicts"), conflicts)
    write_csv(_beside(output, "left-out"), ("file", "why"), report.left_out())
    return report


def _told(dataset: Dataset) -> dict[str, str]:
    """Return what a person said of the data set, for the cards of the models that learn from it."""
    facts = {"title": dataset.title, "licence": dataset.licence}
    return {name: fact for name, fact in facts.items() if fact is not None}


def write_labels(dataset: Dataset, output: Path) -> int:
    """Write the labels of a data set as a CSV, without its images, and return their number.

    Raises:
        FileNotFoundError, ValueError: as `read_dataset_labels`.
        OSError: the file can't be written.
    """
    labels = read_dataset_labels(dataset).labels
    output.parent.mkdir(parents=True, exist_ok=True)
    write_label_table(output, labels)
    return len(labels)


def _report_names(archive: ImageArchive, known: DatasetLabels) -> None:
    """Log odd names, and bare names that may bring a label to the wrong image."""
    for name, defect in islice(known.odd_names.items(), _SHOWN):
        log.info("%r: %s", name, defect)
    if len(known.odd_names) > _SHOWN:
        log.info("and %d more odd names; `python -m training verify` lists all", len(known.odd_names) - _SHOWN)
    repeated = archive.repeated
    doubtful = [label.file for label in known.labels if "/" not in label.file and label.file in repeated]
    if doubtful:
        first = doubtful[0]
        places = ", ".join(repeated[first])
        log.warning("%d names stand for several images, the first is taken (%s: %s)", len(doubtful), first, places)


def _key(sources: Sequence[Path], labels: Sequence[FaceLabel], detector: str, view: StoredView) -> str:
    """Hash everything that decides the crops; an interrupted preparation goes on only where it is the same."""
    sizes = [(path.name, path.stat().st_size if path.is_file() else 0) for path in sources]
    facts = [
        sizes,
        [label.file for label in labels],
        detector_spec(detector).description,
        template_name(view.zoom),
        view.side,
    ]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _align(
    archive: ImageArchive, labels: Sequence[FaceLabel], store: CropStore, detector: Detector, view: StoredView
) -> None:
    if store.done:
        log.info("going on after %d of %d images", store.done, len(labels))
    with tqdm(total=len(labels), initial=store.done, unit="face", desc="aligning", disable=None) as bar:
        rest = iter(labels[store.done :])
        while block := list(islice(rest, _BLOCK)):
            states, crops = [], []
            for label in block:
                state, crop = _aligned_face(archive, detector, label.file, view)
                states.append(state)
                if crop is not None:
                    crops.append(crop)
                bar.update()
            store.append(states, crops)


def _aligned_face(
    archive: ImageArchive, detector: Detector, name: str, view: StoredView
) -> tuple[State, ImageArray | None]:
    try:
        image = decode_image(archive.read(name))
    except ImageError:
        return State.UNREADABLE, None
    faces = detector.detect(Frame(image, 0, 0.0, name, is_still=True)).faces[:1]
    if not faces:
        return State.FACELESS, None
    return State.STORED, align_faces(image, faces, view.side, zoomed_template(view.zoom))[0]


def _stored_labels(labels: Sequence[FaceLabel], store: CropStore, report: PreparationReport) -> list[FaceLabel]:
    """Return the labels of the stored crops, in their order; the others go into the report."""
    files_of = {State.UNREADABLE: report.unreadable, State.FACELESS: report.faceless}
    kept = []
    for label, state in zip(labels, store.states, strict=True):
        if state == State.STORED:
            kept.append(label)
        else:
            files_of[State(state)].append(label.file)
    if not kept:
        raise ValueError(
            f"no face in any of {len(labels)} images ({len(report.unreadable)} of them can't be read); "
            "expected images that are cropped around one face"
        )
    report.stored = len(kept)
    return kept


def _with_groups(
    labels: Sequence[FaceLabel], store: CropStore, report: PreparationReport, view: StoredView
) -> list[FaceLabel]:
    """Return the labels with the number of their group of near duplicates, given ones and found ones joined."""
    crops = tqdm(store.crops(), total=len(labels), unit="face", desc="near duplicates", disable=None)
    pairs = similar_pairs(fingerprints(crops, len(labels), view.zoom))
    groups = groups_of(pairs, len(labels), [label.group for label in labels])
    report.duplicates = len(labels) - len(np.unique(groups))
    return [replace(label, group=int(group)) for label, group in zip(labels, groups, strict=True)]


def _mark_conflicts(labels: Sequence[FaceLabel], conflicts: Sequence[Conflict]) -> list[FaceLabel]:
    """Give groups in conflict the fold `conflict`, except where a fold was given."""
    groups = {conflict.group for conflict in conflicts}
    return [replace(label, fold=CONFLICT) if label.group in groups and not label.fold else label for label in labels]


def _report_persons(labels: Sequence[FaceLabel], report: PreparationReport) -> None:
    """Count the people, and warn of those on both sides of the folds that were given, or with two genders."""
    persons = group_persons(labels)
    report.persons = len(persons)
    torn = [name for name, members in persons.items() if len({label.fold for label in members} & set(SIDES)) > 1]
    if torn:
        report.warnings.append(f"the given folds have {len(torn)} people on more than one side, such as {torn[0]}")
    for attribute in ("gender", "ethnicity"):
        two = [
            name
            for name, members in persons.items()
            if len({getattr(label, attribute) for label in members} - {UNKNOWN}) > 1
        ]
        if two:
            report.warnings.append(f"{len(two)} people are labelled with more than one {attribute}, such as {two[0]}")


def _report_split(labels: Sequence[FaceLabel], report: PreparationReport) -> None:
    report.folds = dict(sorted(Counter(label.fold for label in labels).items()))
    report.conflicts = report.folds.get(CONFLICT, 0)
    unlabelled = [name for name in LABEL_COLUMNS if all(getattr(label, name) == UNKNOWN for label in labels)]
    if len(unlabelled) == len(LABEL_COLUMNS):
        raise ValueError(f"not one of {len(labels)} faces has a known age, gender or ethnicity: nothing can be learnt")
    report.warnings += [f"no face has a known {name}: other sets have to teach it" for name in unlabelled]
    report.warnings += [f"absent from {lacking}" for lacking in absent_classes(labels)]
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
        "age_ranges": np.array([(label.age_lo, label.age_hi) for label in labels], dtype=np.int32),
        "files": [label.file for label in labels],
        "folds": [label.fold for label in labels],
    }


def _beside(output: Path, what: str) -> Path:
    return output.with_name(f"{output.stem}.{what}.csv")
