"""Images in folders, zip files and tar archives, read by name."""

from __future__ import annotations

import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from inference.closeable import Closeable

from .images import ImageError, is_image_name


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one image lies.

    Attributes:
        order: number of the source and position inside it; reading in this order never seeks back.
        source: path of the folder or archive.
        read: returns the bytes.
    """

    order: tuple[int, int]
    source: Path
    read: Callable[[], bytes]


class ImageArchive(Closeable):
    """Images of one data set, from any mix of folders, zip files and tar archives; a context manager.

    An image is found by its path inside its source, by the end of that path, or by its bare name. Of several with the
    same bare name the first is taken (see `repeated`).

    Args:
        paths: folders and archives (zip; tar, plain or compressed).
        wanted: whether a file counts, by its name.

    Raises:
        FileNotFoundError: a path does not exist, or none holds a wanted file.
        ValueError: a file is no archive, or a damaged one.
    """

    def __init__(self, paths: Sequence[Path], wanted: Callable[[str], bool] = is_image_name) -> None:
        self._open = ExitStack()
        self._wanted = wanted
        self._places: dict[str, _Place] = {}
        self._by_name: dict[str, list[str]] = {}
        with ExitStack() as undo:
            undo.push(self._open)
            for number, path in enumerate(paths):
                self._add(number, path)
            if not self._places:
                raise FileNotFoundError(f"no images in {', '.join(map(str, paths))}; expected .jpg or .png files")
            undo.pop_all()

    def _add(self, number: int, path: Path) -> None:
        if not path.exists():
            raise FileNotFoundError(f"{path} does not exist; give a folder, a zip file or a tar archive")
        try:
            if path.is_dir():
                self._add_folder(number, path)
            elif zipfile.is_zipfile(path):
                self._add_zip(number, path)
            elif tarfile.is_tarfile(path):
                self._add_tar(number, path)
            else:
                raise ValueError(f"{path} is neither a folder nor a zip or tar archive, or it is damaged")
        except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error) as error:
            raise ValueError(f"{path} is damaged ({error}); download it again") from error

    def _add_folder(self, number: int, folder: Path) -> None:
        for i, file in enumerate(sorted(folder.rglob("*"))):
            if self._wanted(file.name) and file.is_file():
                inner = file.relative_to(folder).as_posix()
                self._enter(inner, _Place((number, i), folder, file.read_bytes))

    def _add_zip(self, number: int, path: Path) -> None:
        archive = self._open.enter_context(zipfile.ZipFile(path))
        for i, entry in enumerate(archive.namelist()):
            if self._wanted(entry):
                self._enter(entry, _Place((number, i), path, lambda entry=entry: archive.read(entry)))  # type: ignore[misc]

    def _add_tar(self, number: int, path: Path) -> None:
        archive = self._open.enter_context(tarfile.open(path))  # noqa: SIM115
        for i, member in enumerate(archive.getmembers()):
            if member.isfile() and self._wanted(member.name):
                self._enter(member.name, _Place((number, i), path, lambda member=member: _read(archive, member)))  # type: ignore[misc]

    def _enter(self, inner: str, place: _Place) -> None:
        key = inner.removeprefix("./")
        while key in self._places:  # another source has the same path: the first stays the first
            key += "\0"
        self._places[key] = place
        self._by_name.setdefault(PurePosixPath(inner).name, []).append(key)

    @property
    def names(self) -> list[str]:
        """Bare names, each once, sorted."""
        return sorted(self._by_name)

    @property
    def repeated(self) -> dict[str, list[str]]:
        """Bare names of more than one image, with all their places, `SOURCE:PATH`."""
        return {
            name: [f"{self._places[key].source.name}:{key.rstrip(chr(0))}" for key in keys]
            for name, keys in sorted(self._by_name.items())
            if len(keys) > 1
        }

    def _find(self, name: str) -> _Place | None:
        inner = name.replace("\\", "/").removeprefix("./")
        if inner in self._places:
            return self._places[inner]
        keys = self._by_name.get(PurePosixPath(inner).name, [])
        if "/" in inner:
            keys = [key for key in keys if key.rstrip("\0").endswith("/" + inner)]
        return self._places[keys[0]] if keys else None

    def __contains__(self, name: str) -> bool:
        return self._find(name) is not None

    def in_reading_order(self, names: Iterable[str]) -> list[str]:
        """Return the names that are there, sorted so that compressed archives are read once from front to back."""
        found = [(place.order, name) for name in names if (place := self._find(name)) is not None]
        return [name for _, name in sorted(found)]

    def read(self, name: str) -> bytes:
        """Read the bytes of an image.

        Raises:
            KeyError: there is no such image.
            ImageError: it can't be read.
        """
        place = self._find(name)
        if place is None:
            raise KeyError(name)
        try:
            return place.read()
        except (OSError, EOFError, RuntimeError, zipfile.BadZipFile, tarfile.TarError, zlib.error) as error:
            raise ImageError(f"can't be read: {error}") from error

    def close(self) -> None:
        """Close all archives."""
        self._open.close()


def _read(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = archive.extractfile(member)
    if stream is None:
        raise ImageError("not a plain file")
    with stream:
        data = stream.read()
    if len(data) < member.size:
        raise ImageError("the archive ends inside this file")
    return data
