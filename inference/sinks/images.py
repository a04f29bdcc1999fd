"""Writes annotated still images: one file, or one per image in a folder."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import cv2

from ..errors import SinkError
from ..files import OUTPUT_IMAGE_EXTENSIONS, OutputFile, WrittenFile, is_same_file, lock_path, output_error
from ..locks import FileLock
from ..overlay import Overlay
from ..types import Frame, FrameResult, RunFacts, SourceInfo
from .base import Sink

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
        _save(self._output, frame, result, self._overlay)
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

    Subfolders of a folder of images are kept. JPEG and PNG stay what they are, everything else becomes JPEG.
    Where two images would have the same name, the later one gets a number: `a-2.jpg`.

    Args:
        path: the folder; made where it is absent.
        overlay: what draws.
        info: the images.

    Raises:
        SinkError: the folder can't be made or written into; from `write`: an image would replace its original.
    """

    def __init__(self, path: str, overlay: Overlay, info: SourceInfo) -> None:
        self._name = path
        self._folder = Path(path)
        self._has_written = False
        self._overlay = overlay
        self._root = info.path if info.path is not None and os.path.isdir(info.path) else None
        # in small letters, since some file systems take A.jpg for a.jpg
        self._taken: set[str] = set()
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
        target = self._target(frame.source)
        _refuse_original(target, frame.source)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(target, error) from error
        output = OutputFile(target)
        _save(output, frame, result, self._overlay)
        output.finish(waits_for_disk=False)  # thousands of images would
        self._has_written = True

    @property
    def written(self) -> WrittenFile | None:
        return WrittenFile(self._name, self._name) if self._has_written else None

    def _target(self, source: str) -> Path:
        relative = Path(source).name if self._root is None else os.path.relpath(source, self._root)
        name = Path(Path(source).name if relative.startswith(os.pardir) else relative)
        if name.suffix.lower() not in OUTPUT_IMAGE_EXTENSIONS:
            name = name.with_suffix(".jpg")
        choice, number = name, 1
        while str(choice).casefold() in self._taken:
            number += 1
            choice = name.with_stem(f"{name.stem}-{number}")
        self._taken.add(str(choice).casefold())
        return self._folder / choice

    def close(self, facts: RunFacts) -> None:
        """Let others write into the folder; every image is complete already."""
        self._lock.release()

    def discard(self) -> None:
        self._lock.release()
        if self._made:
            with contextlib.suppress(OSError):  # somebody has put something into it
                self._folder.rmdir()


def _refuse_original(target: str | os.PathLike[str], source: str) -> None:
    if is_same_file(target, source):
        raise SinkError(f"{source} would be replaced by its annotated copy; choose another name as output")


def _save(output: OutputFile, frame: Frame, result: FrameResult, overlay: Overlay) -> None:
    image = overlay.draw(frame, result)
    suffix = output.part.suffix.lower()
    done, data = cv2.imencode(suffix, image, () if suffix == ".png" else _JPEG_OPTIONS)
    if not done:
        output.discard()
        height, width = image.shape[:2]
        raise SinkError(f"can't write {output.name}: an image of {width}x{height} is too large for {suffix}")
    output.fill(data.tobytes())
