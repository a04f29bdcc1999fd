"""Pictures in a folder or in zip files, read by name."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

IMAGE_SUFFIXES = ("jpg", "jpeg", "png")


class PictureArchive:
    """Pictures of one data set by their bare file names, from any mix of folders and zip files.

    Raises:
        FileNotFoundError: a path does not exist, or holds no pictures at all.
        zipfile.BadZipFile: a file is not a zip archive.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._zips: list[zipfile.ZipFile] = []
        self._places: dict[str, Path | tuple[zipfile.ZipFile, str]] = {}
        for path in paths:
            if path.is_dir():
                self._add_folder(path)
            else:
                self._add_zip(path)
        if not self._places:
            raise FileNotFoundError(f"no pictures in {', '.join(map(str, paths))}; expected .jpg files")

    def _add_folder(self, folder: Path) -> None:
        for file in sorted(folder.rglob("*")):
            if file.is_file() and _is_picture(file.name):
                self._places.setdefault(file.name, file)

    def _add_zip(self, path: Path) -> None:
        archive = zipfile.ZipFile(path)
        self._zips.append(archive)
        for entry in archive.namelist():
            if _is_picture(entry):
                self._places.setdefault(Path(entry).name, (archive, entry))

    @property
    def names(self) -> list[str]:
        return sorted(self._places)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def read(self, name: str) -> bytes:
        """The picture's bytes.

        Raises:
            KeyError: there is no such picture.
            OSError, zipfile.BadZipFile: it can't be read.
        """
        place = self._places[name]
        if isinstance(place, Path):
            return place.read_bytes()
        archive, entry = place
        return archive.read(entry)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for archive in self._zips:
            archive.close()


def _is_picture(name: str) -> bool:
    # UTKFace has one name that lacks the dot before "jpg"
    base = Path(name).name.lower()
    return base.endswith(IMAGE_SUFFIXES) and not base.startswith(".")
