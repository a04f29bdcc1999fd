"""Data sets that can be read: where one lies, of which kind it is, and the labels of its images."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from .archive import ImageArchive
from .face_label import FaceLabel
from .imdb_wiki import DEFAULT_FACE_SCORE, read_metadata
from .label_table import read_label_table
from .utkface import labels_of_names, parse_utkface_name, utkface_name_defect

log = logging.getLogger(__name__)

UTKFACE = "utkface"
IMDB_WIKI = "imdb-wiki"
FOLDER = "folder"
KINDS = (UTKFACE, IMDB_WIKI, FOLDER)
# a table of this name inside a folder holds the labels of the folder's images
TABLE_NAME = "labels.csv"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A data set: where it lies and how it is read.

    Attributes:
        sources: folders and archives with images, for IMDB-WIKI also `imdb.mat` and `wiki.mat`, and at most one CSV.
        table: CSV with labels, see `read_label_table`; without it the table among the sources is read, or the names
            of the images, or metadata.
        kind: one of `KINDS`; None to find out.
        min_face_score: IMDB-WIKI's images with a lower score of its own face detector are left out.
        title: what it is called and who made it, such as `LFW (Huang et al. 2007)`; None where that is not told.
        licence: what it may be used for; None where that is not told.
        person_pattern: regular expression; its first group, found in an image's name, says who the person is.
    """

    sources: Sequence[Path]
    table: Path | None = None
    kind: str | None = None
    min_face_score: float = DEFAULT_FACE_SCORE
    title: str | None = None
    licence: str | None = None
    person_pattern: str | None = None

    def __str__(self) -> str:
        return ", ".join(map(str, self.sources))

    def open_images(self) -> ImageArchive:
        """Open the sources that may hold images.

        Raises:
            FileNotFoundError: a source does not exist, or none holds an image.
            ValueError: a source is no archive, or a damaged one.
        """
        return ImageArchive([path for path in self.sources if path.suffix.lower() not in (".mat", ".csv")])


@dataclass(slots=True)
class DatasetLabels:
    """Labels of a data set, and the images and labels that lack each other.

    Attributes:
        kind: one of `KINDS`.
        labels: of images that are there, or of all where no images were looked for.
        missing: images with labels in a table or in metadata that are not there.
        unlabelled: images without labels.
        odd_names: images whose name is not as it should be, and what is wrong with it.
    """

    kind: str
    labels: list[FaceLabel]
    missing: list[str] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)
    odd_names: dict[str, str] = field(default_factory=dict)


def read_dataset_labels(dataset: Dataset, archive: ImageArchive | None = None) -> DatasetLabels:
    """Read the labels of a data set.

    Args:
        dataset: where it lies.
        archive: its images; None to read labels alone.

    Raises:
        FileNotFoundError: the table or the metadata is not there.
        ValueError: the kind can't be told, a table or metadata file is bad, or one file has two different labels.
    """
    known = _read_labels(dataset, archive)
    known.labels = _without_repetitions(known.labels)
    if dataset.person_pattern is not None:
        known.labels = _with_persons(known.labels, dataset.person_pattern)
    return known


def _without_repetitions(labels: Sequence[FaceLabel]) -> list[FaceLabel]:
    """Return each file's label once; a file that is labelled twice in two ways is a `ValueError`."""
    first: dict[str, FaceLabel] = {}
    for label in labels:
        if first.setdefault(label.file, label) != label:
            raise ValueError(f"{label.file} is labelled twice, and not alike: {first[label.file]} and {label}")
    return list(first.values())


def _with_persons(labels: Sequence[FaceLabel], pattern: str) -> list[FaceLabel]:
    """Return the labels with the persons that a regular expression finds in their files' names."""
    try:
        expression = re.compile(pattern)
    except re.error as error:
        raise ValueError(f"the pattern of persons {pattern!r} is no regular expression: {error}") from error
    if not expression.groups:
        raise ValueError(f"the pattern of persons {pattern!r} has no group in brackets, which would be the person")
    matches = [expression.search(Path(label.file).name) for label in labels]
    if not any(matches):
        raise ValueError(f"the pattern of persons {pattern!r} fits no file, such as {labels[0].file!r}")
    return [
        label if match is None else replace(label, person=match[1] or "")
        for label, match in zip(labels, matches, strict=True)
    ]


def _read_labels(dataset: Dataset, archive: ImageArchive | None) -> DatasetLabels:
    table = dataset.table or _table_inside(dataset.sources)
    kind = dataset.kind or _find_kind(dataset, archive, table)
    if kind not in KINDS:
        raise ValueError(f"unknown data set {kind!r}; there are {', '.join(KINDS)}")
    if table is not None:
        return _present(kind, read_label_table(table).labels, archive, list_unlabelled=True)
    if kind == FOLDER:
        raise FileNotFoundError(f"the data set is a folder of images: give its table (--labels, or {TABLE_NAME} in it)")
    if kind == IMDB_WIKI:
        # the filters leave most images out, so that images without labels are nothing to report
        return _present(kind, _metadata_labels(dataset), archive, list_unlabelled=False)
    if archive is None:
        raise ValueError("UTKFace has its labels in the names of its images: there is no table to read")
    labels, unlabelled = labels_of_names(archive.names)
    odd = {name: defect for name in archive.names if (defect := utkface_name_defect(name))}
    return DatasetLabels(UTKFACE, labels, unlabelled=unlabelled, odd_names=odd)


def _present(kind: str, labels: list[FaceLabel], archive: ImageArchive | None, list_unlabelled: bool) -> DatasetLabels:
    """Part the labels of images that are there from those of missing ones; list images without labels if asked to."""
    if archive is None:
        return DatasetLabels(kind, labels)
    found = DatasetLabels(kind, [label for label in labels if label.file in archive])
    found.missing = [label.file for label in labels if label.file not in archive]
    if list_unlabelled:
        known = {Path(label.file.replace("\\", "/")).name for label in labels}
        found.unlabelled = [name for name in archive.names if name not in known]
    return found


def _table_inside(sources: Sequence[Path]) -> Path | None:
    tables = [path for path in sources if path.suffix.lower() == ".csv"]
    tables += [path / TABLE_NAME for path in sources if (path / TABLE_NAME).is_file()]
    if len(tables) > 1:
        raise ValueError(f"more than one table of labels ({', '.join(map(str, tables))}): give one with --labels")
    return tables[0] if tables else None


def _find_kind(dataset: Dataset, archive: ImageArchive | None, table: Path | None) -> str:
    names = archive.names if archive else []
    if sum(parse_utkface_name(name) is not None for name in names) > len(names) / 2:
        return UTKFACE
    if table is not None:
        return FOLDER
    if _metadata_archive(dataset.sources) is not None:
        return IMDB_WIKI
    raise ValueError(
        f"can't tell what {dataset} is: most names are not UTKFace's, there is no imdb.mat or "
        f"wiki.mat and no {TABLE_NAME}; give a table with --labels, or say --dataset"
    )


def _is_metadata(name: str) -> bool:
    return Path(name).name.lower() in ("imdb.mat", "wiki.mat")


def _metadata_archive(sources: Sequence[Path]) -> ImageArchive | list[Path] | None:
    """Return the metadata files that were given, or an archive of those inside the sources, or None."""
    given = [path for path in sources if path.suffix.lower() == ".mat"]
    if given:
        return given
    try:
        return ImageArchive(sources, wanted=_is_metadata)
    except FileNotFoundError:
        return None


def _metadata_labels(dataset: Dataset) -> list[FaceLabel]:
    found = _metadata_archive(dataset.sources)
    if found is None:
        raise FileNotFoundError(f"no imdb.mat or wiki.mat in {dataset}; give the path of the file as one more source")
    labels = []
    if isinstance(found, list):
        files = [(str(path), path.read_bytes()) for path in found]
    else:
        with found:
            files = [(name, found.read(name)) for name in found.names]
    for name, data in files:
        metadata = read_metadata(data, name, dataset.min_face_score)
        log.info("%s: %s", name, metadata)
        labels += metadata.labels
    return labels
