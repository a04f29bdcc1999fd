"""Still images: files, several files, folders."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence

from ..errors import SourceError, UsageError
from ..files import IMAGE_EXTENSIONS
from ..settings import EVERYTHING, Selection
from ..types import Frame, SkippedFile, SourceInfo, SourceKind
from .base import SeekableSource
from .image_reading import read_still
from .image_search import find_images


class ImageFiles(SeekableSource):
    """Image files one after the other, one in memory at a time. A file that can't be read is noted and skipped.

    Folders are searched with their subfolders (`image_search.py:find_images`), in the order in which people count
    (`2.jpg` before `10.jpg`). Files that are named are read whatever they are called.
    `Frame.index` is the number of the file, so a skipped one leaves a gap; `Frame.source` is its path.

    Raises (from iterating): `SourceError` at the end where not one file could be read.
    """

    def __init__(
        self,
        targets: Sequence[str | os.PathLike[str]],
        *,
        selection: Selection = EVERYTHING,
        apart: str | os.PathLike[str] | None = None,
    ) -> None:
        """List the files.

        Args:
            targets: files and folders.
            selection: every how many files one is read.
            apart: a folder that is not searched although it lies within another: the one that is written into.

        Raises:
            SourceError: a target is absent, or there is no image among them.
            UsageError: times are selected.
        """
        if selection.has_times:
            raise UsageError(
                "{start_s} and {end_s} are for videos and cameras; images have no time",
                field="start_s" if selection.start_s else "end_s",
            )
        self._every = selection.every
        found = find_images([os.fspath(target) for target in targets], apart)
        self._paths, self._skipped_folders = found.paths, found.skipped_folders
        if not self._paths:
            where = ", ".join(os.fspath(target) for target in targets) or "nothing was named: it"
            skipped = "".join(f"; skipped {path}: {reason}" for path, reason in self._skipped_folders)
            raise SourceError(f"{where} holds no images; looked for {', '.join(IMAGE_EXTENSIONS)}{skipped}")
        self._notes = found.notes
        self._failures: list[SkippedFile] = []
        # numbers of the files that failures or notes are there for: a player comes by the same file again
        self._told: set[int] = set()
        self._closed = threading.Event()
        name = os.fspath(targets[0])
        self._info = SourceInfo(
            name=name if len(targets) == 1 else f"{name} and {len(targets) - 1} more",
            kind=SourceKind.STILLS,
            frame_count=-(-len(self._paths) // self._every),
            path=name if len(targets) == 1 else None,
            is_seekable=True,
        )

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def failures(self) -> Sequence[SkippedFile]:
        return self._failures

    @property
    def skipped_folders(self) -> Sequence[SkippedFile]:
        return self._skipped_folders

    @property
    def notes(self) -> Sequence[str]:
        return self._notes

    def __iter__(self) -> Iterator[Frame]:
        return self.frames_from(0)

    def frames_from(self, position: float) -> Iterator[Frame]:
        """Yield the images from a number on, without reading those before."""
        first = -(-round(position) // self._every) * self._every
        read_any = first > 0
        for index in range(first, len(self._paths), self._every):
            if self._closed.is_set():
                return
            path = self._paths[index]
            try:
                still = read_still(path, self._closed)
            except SourceError as error:
                if index not in self._told:
                    self._failures.append(SkippedFile(path, str(error)))
                    self._told.add(index)
                continue
            if still.remark is not None and index not in self._told:
                self._notes.append(f"{path}: {still.remark}")
                self._told.add(index)
            read_any = True
            yield Frame(still.image_bgr, index, 0.0, path, is_still=True)
        if not read_any:
            path, reason = self._failures[0]
            others = f"; nor any of {len(self._failures) - 1} more" if len(self._failures) > 1 else ""
            raise SourceError(f"can't read {path}: {reason}{others}")

    def before(self, position: float, count: int) -> float:
        """Return the number of the image `count` before another; those that turned out unreadable don't count."""
        number = round(position)
        unreadable = {failure.path for failure in self._failures}
        while count > 0 and number >= self._every:
            number -= self._every
            count -= self._paths[number] not in unreadable
        return number

    def close(self) -> None:
        self._closed.set()
