"""Looks for the still images that files and folders hold."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..errors import SourceError
from ..files import IMAGE_EXTENSIONS, VIDEO_EXTENSIONS
from ..types import SkippedFile
from .image_formats import UNREAD_EXTENSIONS, first_bytes, is_image
from .urls import without_credentials

# they may be stills as well, and are looked at as such in folders
_MOVING_EXTENSIONS = (".gif", ".apng")
_WANTED = (*IMAGE_EXTENSIONS, *_MOVING_EXTENSIONS, *UNREAD_EXTENSIONS)
_VIDEOS = tuple(set(VIDEO_EXTENSIONS) - set(_MOVING_EXTENSIONS))


@dataclass(slots=True)
class FoundImages:
    """What a search for images came to.

    Attributes:
        paths: image files, each once, in the order in which people count; also those of kinds that are not read.
        skipped_folders: folders that could not be searched.
        notes: sentences on what else was left out.
    """

    paths: list[str] = field(default_factory=list)
    skipped_folders: list[SkippedFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def find_images(targets: Sequence[str], apart: str | os.PathLike[str] | None = None) -> FoundImages:
    """Look for images.

    Folders are searched with their subfolders for files that are called like images, or that have no ending and
    begin like one; hidden ones are left out. Links are followed, each folder is searched once, and a file that can be
    reached in several ways counts once, where it really lies.

    Args:
        targets: files, which count whatever they are called, and folders.
        apart: a folder that is not searched although it lies within another.

    Raises:
        SourceError: a target is absent.
    """
    search = _Search(apart)
    for target in targets:
        if not os.path.lexists(target):
            raise SourceError(f"{without_credentials(target)}: there is no such file or folder")
        if os.path.isdir(target):
            search.search_target(target)
        else:
            search.take([_Candidate(False, os.path.realpath(target), target)])
    return search.found()


class _Candidate(NamedTuple):
    """An image file: whether a link led to it, where it really lies, and how it was reached."""

    is_linked: bool
    real: str
    path: str


class _Search:
    def __init__(self, apart: str | os.PathLike[str] | None) -> None:
        self._apart = _identity(apart) if apart is not None and os.path.isdir(apart) else None
        # by where files really lie, in the order of the targets
        self._files: dict[str, str] = {}
        self._folders: set[tuple[int, int]] = set()
        self._skipped: list[SkippedFile] = []
        self._videos: list[str] = []
        self._repeats: list[str] = []

    def found(self) -> FoundImages:
        notes = []
        if self._repeats:
            notes.append(
                f"{self._repeats[0]}{_and_more(self._repeats)}: the same file as one that is read under another name,"
                " or named twice; read once"
            )
        if self._videos:
            notes.append(f"{self._videos[0]}{_and_more(self._videos)}: left out among images; open it as a video")
        return FoundImages(list(self._files.values()), self._skipped, notes)

    def take(self, candidates: Sequence[_Candidate]) -> None:
        """Take over each file that is not there yet, by its own name where it has one among the candidates."""
        new: dict[str, str] = {}
        for _, real, path in sorted(candidates, key=lambda candidate: candidate.is_linked):
            if real in self._files or real in new:
                self._repeats.append(path)
            else:
                new[real] = path
        self._files |= sorted(new.items(), key=lambda item: _natural_order(item[1]))

    def search_target(self, target: str) -> None:
        """Search a folder with its subfolders, then what is linked from there."""
        root = os.path.realpath(target)
        self._folders.add(_identity(target))
        found: list[_Candidate] = []
        links = self._walk(target, found, is_linked=False)
        while links:
            link = links.pop(0)
            real = os.path.realpath(link)
            if real != root and root.startswith(f"{real.rstrip(os.sep)}{os.sep}"):
                self._skipped.append(SkippedFile(link, "a link to a folder that holds this one"))
            elif self._is_new(link):
                links += self._walk(link, found, is_linked=True)
        self.take(found)

    def _walk(self, top: str, found: list[_Candidate], *, is_linked: bool) -> list[str]:
        """Add the images under a folder to those found; return the links to folders."""
        links: list[str] = []
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(folder) as entries:
                    seen = [entry for entry in entries if not entry.name.startswith(".")]
            except OSError as error:
                self._skipped.append(SkippedFile(folder, error.strerror or str(error)))
                continue
            real = os.path.realpath(folder)
            for entry in seen:
                if entry.is_dir(follow_symlinks=False):
                    waiting += [entry.path] if self._is_new(entry.path) else []
                elif not entry.is_symlink():
                    if self._is_wanted(entry):
                        found.append(_Candidate(is_linked, os.path.join(real, entry.name), entry.path))
                elif os.path.isdir(entry.path):
                    links.append(entry.path)
                elif self._is_wanted(entry):
                    found.append(_Candidate(True, os.path.realpath(entry.path), entry.path))
        return links

    def _is_new(self, folder: str) -> bool:
        """Tell whether a folder is to be searched, and note that it is."""
        try:
            identity = _identity(folder)
        except OSError as error:
            self._skipped.append(SkippedFile(folder, error.strerror or str(error)))
            return False
        if identity in self._folders or identity == self._apart:
            return False
        self._folders.add(identity)
        return True

    def _is_wanted(self, entry: os.DirEntry[str]) -> bool:
        suffix = Path(entry.name).suffix.lower()
        if suffix in _VIDEOS:
            self._videos.append(entry.path)
        return suffix in _WANTED or (not suffix and is_image(first_bytes(entry.path)))


def _identity(folder: str | os.PathLike[str]) -> tuple[int, int]:
    status = os.stat(folder)
    return status.st_dev, status.st_ino


def _and_more(names: Sequence[str]) -> str:
    return f" and {len(names) - 1} more" if len(names) > 1 else ""


def _natural_order(path: str) -> list[list[tuple[int, int, str]]]:
    """Return a sort key: folder by folder, numbers by their value, capital letters beside small ones."""
    return [
        [(0, int(run), "") if run.isdecimal() else (1, 0, run.casefold()) for run in re.split(r"(\d+)", part) if run]
        for part in Path(path).parts
    ]
