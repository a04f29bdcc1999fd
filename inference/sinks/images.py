"""Writes annotated still images: one file, or one per image in a folder."""

from __future__ import annotations

import contextlib
import errno
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import cv2

from ..errors import SinkError
from ..files import (
    OUTPUT_IMAGE_EXTENSIONS,
    OutputFile,
    WrittenFile,
    is_same_file,
    lock_path,
    name_limit,
    output_error,
    shortened,
)
from ..locks import FileLock
from ..overlay import Overlay
from ..process import quiet_opencv
from ..types import Frame, FrameResult, ImageArray, RunFacts, SourceInfo
from .base import Sink

_JPEG_SIDE_PX = 65_500  # libjpeg's limit; the format's own is 65,535
_LARGE_SUFFIX = ".png"
# where it is not this image alone that can't be written
_NO_MORE_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
# unwritten copies that an error names
_MOST_TOLD = 5
# without colours at half the resolution, thin coloured lines and text don't bleed
_JPEG_OPTIONS = (
    cv2.IMWRITE_JPEG_QUALITY, 92,
    cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
)  # fmt: skip


class ImageSink(Sink):
    """One annotated still image.

    Args:
        path: a `.jpg`, `.jpeg` or `.png` file.
        overlay: what draws.

    Raises:
        SinkError: the file can't be written; from `write`: there is more than one image.
    """

    def __init__(self, path: str, overlay: Overlay) -> None:
        self._output = OutputFile(path)
        self._overlay = overlay
        self._is_written = False

    def write(self, frame: Frame, result: FrameResult) -> None:
        if self._is_written:
            raise SinkError(f"{self._output.name} holds one image and there are several; give a folder as output")
        _refuse_original(self._output.name, frame.source)
        _save(self._output, self._overlay.draw(frame, result))
        self._is_written = True

    @property
    def written(self) -> WrittenFile | None:
        return self._output.written

    def close(self, facts: RunFacts) -> None:
        if self._is_written:
            self._output.finish()
        else:
            self._output.discard()

    def discard(self) -> None:
        self._output.discard()


class ImageFolderSink(Sink):
    """Annotated still images under the names of the originals.

    Subfolders of a folder of images are kept. JPEG and PNG stay what they are, everything else becomes JPEG, or PNG
    where it is too large for that. Where two images would have the same name, the later one gets a number: `a-2.jpg`.
    Names that are too long are cut. An image whose copy can't be written leaves the others alone.

    Args:
        path: the folder; made where it is absent.
        overlay: what draws.
        info: the images.

    Raises:
        SinkError: the folder can't be made or written into; from `write`: the disk takes no more; from `close`: the
            copies of some images could not be written, or would have replaced their originals.
    """

    def __init__(self, path: str, overlay: Overlay, info: SourceInfo) -> None:
        self._name = path
        self._folder = Path(path)
        self._has_written = False
        self._overlay = overlay
        self._root = info.path if info.path is not None and os.path.isdir(info.path) else None
        # in small letters, since some file systems take A.jpg for a.jpg
        self._taken: set[str] = set()
        # by name, how often it was wanted
        self._wanted: Counter[str] = Counter()
        self._unwritten: list[str] = []
        self._notes: list[str] = []
        self._made = not os.path.exists(path)
        try:
            self._folder.mkdir(exist_ok=True)
        except FileNotFoundError as error:
            raise SinkError(
                f"can't write into {path}: there is no folder {self._folder.parent}; create it first"
            ) from error
        except FileExistsError as error:
            raise SinkError(f"can't write into {path}: it is a file; several images need a folder") from error
        except OSError as error:
            raise output_error(path, error) from error
        OutputFile(self._folder / "facelens-test").discard()
        try:
            self._lock = FileLock(lock_path(self._folder / "images"))
        except BlockingIOError:
            raise SinkError(
                f"can't write into {path}: another run is writing there; wait for its end or choose another folder"
            ) from None

    def write(self, frame: Frame, result: FrameResult) -> None:
        try:
            self._write(frame, self._overlay.draw(frame, result))
        except SinkError as error:
            if getattr(error.__cause__, "errno", None) in _NO_MORE_ROOM:
                raise
            self._unwritten.append(str(error))

    def _write(self, frame: Frame, image: ImageArray) -> None:
        wanted = self._wanted_name(frame.source)
        name = wanted if _fits(image, wanted.suffix) else wanted.with_suffix(_LARGE_SUFFIX)
        target = self._folder / self._free_name(name)
        _refuse_original(target, frame.source)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(target, error) from error
        _save(OutputFile(target), image).finish(waits_for_disk=False)  # thousands of images would
        self._has_written = True
        if name != wanted:
            self._notes.append(f"{frame.source}: too large for JPEG, so its annotated copy is a PNG")

    @property
    def written(self) -> WrittenFile | None:
        return WrittenFile(self._name, self._name) if self._has_written else None

    def _wanted_name(self, source: str) -> Path:
        """Return the name of a copy within the folder, as far as it can be told from that of the original."""
        relative = Path(source).name if self._root is None else os.path.relpath(source, self._root)
        name = Path(Path(source).name if relative.startswith(os.pardir) else relative)
        return name if name.suffix.lower() in OUTPUT_IMAGE_EXTENSIONS else name.with_suffix(".jpg")

    def _free_name(self, name: Path) -> Path:
        """Return the name, or with a number the next that this run has not used yet, cut to what the disk takes."""
        limit = name_limit(self._folder)
        key = str(name).casefold()
        while True:
            self._wanted[key] += 1
            number = self._wanted[key]
            choice = name if number == 1 else name.with_name(f"{name.stem}-{number}{name.suffix}")
            choice = choice.with_name(shortened(choice.name, limit))
            if str(choice).casefold() not in self._taken:
                self._taken.add(str(choice).casefold())
                return choice

    def close(self, facts: RunFacts) -> None:
        """Let others write into the folder; every image is complete already."""
        self._lock.release()
        if self._unwritten:
            more = len(self._unwritten) - _MOST_TOLD
            told = [*self._unwritten[:_MOST_TOLD], *([f"and {more} more"] if more > 0 else [])]
            raise SinkError("; ".join(told))

    def add_facts(self, facts: RunFacts) -> RunFacts:
        return replace(facts, notes=(*facts.notes, *self._notes, *self._unwritten))

    def discard(self) -> None:
        self._lock.release()
        if self._made:
            with contextlib.suppress(OSError):  # somebody has put something into it
                self._folder.rmdir()


def _refuse_original(target: str | os.PathLike[str], source: str) -> None:
    if is_same_file(target, source):
        raise SinkError(f"{source} would be replaced by its annotated copy; choose another name as output")


def _fits(image: ImageArray, suffix: str) -> bool:
    """Return whether a format can hold an image of that size."""
    return suffix.lower() == _LARGE_SUFFIX or max(image.shape[:2]) <= _JPEG_SIDE_PX


def _save(output: OutputFile, image: ImageArray) -> OutputFile:
    """Fill an output with an encoded image and return it; discard it where that fails."""
    quiet_opencv()
    suffix = output.part.suffix.lower()
    try:
        done, data = cv2.imencode(suffix, image, () if suffix == ".png" else _JPEG_OPTIONS)
    except (cv2.error, MemoryError):
        done = False
    if not done:
        output.discard()
        height, width = image.shape[:2]
        advice = "" if _fits(image, suffix) else "; as .png it would fit"
        raise SinkError(f"can't write {output.name}: an image of {width}x{height} is too large for {suffix}{advice}")
    output.fill(data.tobytes())
    return output
