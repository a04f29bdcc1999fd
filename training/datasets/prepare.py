"""UTKFace pictures to aligned crops, through the serving path's detector and aligner."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import h5py
import numpy as np
from tqdm import tqdm

from inference.alignment import TEMPLATE_NAME, align_faces
from inference.detection import ChipDetector
from inference.types import Detection, ImageArray

from .archive import PictureArchive
from .labels import FaceLabel, labels_of_names, read_label_table
from .splits import split_by_group

log = logging.getLogger(__name__)

# side of the stored crops: the network's field of view at more than its resolution, for augmentation
STORED_CROP_SIZE = 144


@dataclass(slots=True)
class PreparationReport:
    """What became of the pictures.

    Attributes:
        stored: number of faces written.
        unreadable: pictures that are missing or can't be decoded.
        unlabelled: pictures whose name does not say age, gender and ethnicity.
        faceless: pictures in which no face was found.
    """

    stored: int = 0
    unreadable: list[str] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)
    faceless: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.stored} faces stored; {len(self.unreadable)} pictures unreadable, "
            f"{len(self.unlabelled)} without labels, {len(self.faceless)} without a face"
        )


def prepare(
    sources: Sequence[Path],
    output: Path,
    label_table: Path | None = None,
    val_share: float = 0.1,
    seed: int = 0,
) -> PreparationReport:
    """Detect, align and store every labelled face.

    Args:
        sources: folders and zip files with UTKFace pictures.
        output: the HDF5 file to write; it appears when it is complete.
        label_table: CSV with labels, folds and duplicate groups; without it the file names are read.
        val_share: share of the groups without a fold that goes to validation.
        seed: of the split.

    Raises:
        FileNotFoundError, ValueError: no pictures, or a bad label table.
        OSError: the output can't be written.
    """
    report = PreparationReport()
    with PictureArchive(sources) as archive, ChipDetector() as detector:
        labels = _labels(archive, label_table, report)
        labels = split_by_group(labels, val_share, seed)
        output.parent.mkdir(parents=True, exist_ok=True)
        part = output.with_name(output.name + ".part")
        try:
            with h5py.File(part, "w") as file:
                _store(file, archive, detector, labels, report)
                file.attrs.update(
                    template=TEMPLATE_NAME,
                    detector="mediapipe short range on padded chips",
                    sources=", ".join(path.name for path in sources),
                    seed=seed,
                )
            os.replace(part, output)
        finally:
            part.unlink(missing_ok=True)
    return report


def _labels(archive: PictureArchive, label_table: Path | None, report: PreparationReport) -> list[FaceLabel]:
    if label_table is None:
        labels, report.unlabelled = labels_of_names(archive.names)
        return labels
    labels = []
    for label in read_label_table(label_table):
        if label.file in archive:
            labels.append(label)
        else:
            report.unreadable.append(label.file)
    return labels


def _store(
    file: h5py.File,
    archive: PictureArchive,
    detector: ChipDetector,
    labels: Sequence[FaceLabel],
    report: PreparationReport,
) -> None:
    size = STORED_CROP_SIZE
    crops = file.create_dataset(
        "crops",
        (len(labels), size, size, 3),
        dtype=np.uint8,
        maxshape=(None, size, size, 3),
        chunks=(32, size, size, 3),
    )
    kept: list[FaceLabel] = []
    for label in tqdm(labels, unit="face", desc="aligning", disable=None):
        face = _aligned_face(archive, detector, label.file, report)
        if face is not None:
            crops[len(kept)] = face
            kept.append(label)
    crops.resize(len(kept), axis=0)
    file["ages"] = np.array([label.age for label in kept], dtype=np.int32)
    file["genders"] = np.array([label.gender for label in kept], dtype=np.int32)
    file["ethnicities"] = np.array([label.ethnicity for label in kept], dtype=np.int32)
    text = h5py.string_dtype()
    file.create_dataset("files", data=[label.file for label in kept], dtype=text)
    file.create_dataset("folds", data=[label.fold for label in kept], dtype=text)
    report.stored = len(kept)


def _aligned_face(
    archive: PictureArchive, detector: ChipDetector, name: str, report: PreparationReport
) -> ImageArray | None:
    image = cv2.imdecode(np.frombuffer(archive.read(name), dtype=np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        report.unreadable.append(name)
        return None
    face: Detection | None = detector.detect_chip(image)  # type: ignore[arg-type]
    if face is None:
        report.faceless.append(name)
        return None
    return align_faces(image, [face], STORED_CROP_SIZE)[0]  # type: ignore[arg-type]
