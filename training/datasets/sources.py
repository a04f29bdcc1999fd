"""The data sets that can be read: which one lies before us, and what it says of its pictures."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .archive import PictureArchive
from .face_label import FaceLabel
from .imdb_wiki import DEFAULT_FACE_SCORE, Metadata, read_metadata
from .label_table import read_label_table
from .utkface import labels_of_names, parse_utkface_name, utkface_name_defect

log = logging.getLogger(__name__)

UTKFACE = "utkface"
IMDB_WIKI = "imdb-wiki"
FOLDER = "folder"
DATASETS = (UTKFACE, IMDB_WIKI, FOLDER)
# a table of this name inside a folder tells of the folder's pictures
TABLE_NAME = "labels.csv"


@dataclass(slots=True)
class Labelled:
    """What is known of the pictures of a data set.

    Attributes:
        dataset: of `DATASETS`.
        labels: of pictures that are there, or of all where no pictures were looked for.
        missing: pictures that a table or metadata tells of and that are not there.
        unlabelled: pictures that nothing tells of.
        odd_names: pictures whose name is not as it should be, and what is wrong with it.
    """

    dataset: str
    labels: list[FaceLabel]
    missing: list[str] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)
    odd_names: dict[str, str] = field(default_factory=dict)


def read_dataset_labels(
    sources: Sequence[Path],
    archive: PictureArchive | None,
    table: Path | None = None,
    dataset: str | None = None,
    min_face_score: float = DEFAULT_FACE_SCORE,
) -> Labelled:
    """Labels of a data set.

    Args:
        sources: folders and archives; for IMDB-WIKI `imdb.mat` and `wiki.mat` as well.
        archive: the pictures of those sources; None to read labels alone.
        table: CSV with labels, see `read_label_table`.
        dataset: of `DATASETS`; None to find out.
        min_face_score: for IMDB-WIKI.

    Raises:
        FileNotFoundError: the table or the metadata is not there.
        ValueError: the kind can't be told, or a table or metadata file is bad.
    """
    table = table or _table_inside(sources)
    dataset = dataset or _kind(sources, archive, table)
    if dataset not in DATASETS:
        raise ValueError(f"unknown data set {dataset!r}; there are {', '.join(DATASETS)}")
    if table is not None:
        return _present(dataset, read_label_table(table).labels, archive, unlabelled=True)
    if dataset == FOLDER:
        raise FileNotFoundError(
            f"the data set is a folder of pictures: give its table (--labels, or {TABLE_NAME} in it)"
        )
    if dataset == IMDB_WIKI:
        # most pictures are left out by the filters, so pictures without labels are nothing to tell
        return _present(dataset, _metadata_labels(sources, min_face_score), archive, unlabelled=False)
    if archive is None:
        raise ValueError("UTKFace has its labels in the names of its pictures: there is no table to read")
    labels, unlabelled = labels_of_names(archive.names)
    odd = {name: defect for name in archive.names if (defect := utkface_name_defect(name))}
    return Labelled(UTKFACE, labels, unlabelled=unlabelled, odd_names=odd)


def picture_sources(sources: Sequence[Path]) -> list[Path]:
    """Those sources that may hold pictures."""
    return [path for path in sources if path.suffix.lower() not in (".mat", ".csv")]


def _present(dataset: str, labels: list[FaceLabel], archive: PictureArchive | None, unlabelled: bool) -> Labelled:
    if archive is None:
        return Labelled(dataset, labels)
    found = Labelled(dataset, [label for label in labels if label.file in archive])
    found.missing = [label.file for label in labels if label.file not in archive]
    if unlabelled:
        known = {Path(label.file.replace("\\", "/")).name for label in labels}
        found.unlabelled = [name for name in archive.names if name not in known]
    return found


def _table_inside(sources: Sequence[Path]) -> Path | None:
    tables = [path for path in sources if path.suffix.lower() == ".csv"]
    tables += [path / TABLE_NAME for path in sources if (path / TABLE_NAME).is_file()]
    if len(tables) > 1:
        raise ValueError(f"more than one table of labels ({', '.join(map(str, tables))}): give one with --labels")
    return tables[0] if tables else None


def _kind(sources: Sequence[Path], archive: PictureArchive | None, table: Path | None) -> str:
    names = archive.names if archive else []
    if sum(parse_utkface_name(name) is not None for name in names) > len(names) / 2:
        return UTKFACE
    if table is not None:
        return FOLDER
    if _metadata_archive(sources) is not None:
        return IMDB_WIKI
    raise ValueError(
        f"can't tell what {', '.join(map(str, sources))} is: most names are not UTKFace's, there is no imdb.mat or "
        f"wiki.mat and no {TABLE_NAME}; give a table with --labels, or say --dataset"
    )


def _is_metadata(name: str) -> bool:
    return Path(name).name.lower() in ("imdb.mat", "wiki.mat")


def _metadata_archive(sources: Sequence[Path]) -> PictureArchive | list[Path] | None:
    """The metadata files: those that were given, or an archive of those inside the sources."""
    given = [path for path in sources if path.suffix.lower() == ".mat"]
    if given:
        return given
    try:
        return PictureArchive(sources, wanted=_is_metadata)
    except FileNotFoundError:
        return None


def _metadata_labels(sources: Sequence[Path], min_face_score: float) -> list[FaceLabel]:
    place = _metadata_archive(sources)
    if place is None:
        raise FileNotFoundError(
            f"no imdb.mat or wiki.mat in {', '.join(map(str, sources))}; give the path of the file as one more source"
        )
    labels = []
    if isinstance(place, list):
        read = [(str(path), path.read_bytes()) for path in place]
    else:
        with place:
            read = [(name, place.read(name)) for name in place.names]
    for name, data in read:
        metadata: Metadata = read_metadata(data, name, min_face_score)
        log.info("%s: %s", name, metadata)
        labels += metadata.labels
    return labels
