"""Still images: files, several files, folders."""

from __future__ import annotations

import io
import os
import re
import threading
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ..errors import SourceError, UsageError
from ..files import IMAGE_EXTENSIONS
from ..process import quiet_opencv
from ..settings import EVERYTHING, Selection
from ..types import Frame, ImageArray, SkippedFile, SourceInfo, SourceKind
from .base import SeekableSource

_JPEG_MAGIC = b"\xff\xd8\xff"
# bare cut-outs are made for pages, and pages are white; on black, dark hair would melt into the ground
_GROUND_RGB = (255, 255, 255)
# some others that Pillow knows would start a program
_FORMATS = ("PNG", "WEBP", "AVIF", "BMP", "DIB", "TIFF", "GIF", "PPM")
_DEEP_GREY_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")


class ImageFiles(SeekableSource):
    """Image files one after the other, one in memory at a time. A file that can't be read is noted and skipped.

    Folders are searched with their subfolders for `IMAGE_EXTENSIONS`, hidden files left out, in the order in
    which people count (`2.jpg` before `10.jpg`). Files that are named are read whatever they are called.
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
        self._paths = [path for target in targets for path in _files_of(os.fspath(target), apart)]
        if not self._paths:
            where = ", ".join(os.fspath(target) for target in targets) or "nothing was named: it"
            raise SourceError(f"{where} holds no images; looked for {', '.join(IMAGE_EXTENSIONS)}")
        self._failures: list[SkippedFile] = []
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
                image = read_image(path)
            except SourceError as error:
                self._note(SkippedFile(path, str(error)))
                continue
            read_any = True
            yield Frame(image, index, 0.0, path, is_still=True)
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

    def _note(self, failure: SkippedFile) -> None:
        # a player comes by the same file again
        if failure not in self._failures:
            self._failures.append(failure)

    def close(self) -> None:
        self._closed.set()


def read_image(path: str | os.PathLike[str]) -> ImageArray:
    """Read one image, upright by its EXIF orientation.

    JPEG by OpenCV, which is twice as fast; all other formats by Pillow, which knows their transparency and
    depths. Transparent parts are put on white, 16 bits become 8, grey becomes BGR; of an animation the
    first one counts.

    Returns:
        (H, W, 3) uint8 BGR.

    Raises:
        SourceError: it can't be read, is no image, or is damaged; the message doesn't repeat the path.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise SourceError(error.strerror or str(error)) from error
    if not data:
        raise SourceError("the file is empty")
    return _decode_jpeg(data) if data.startswith(_JPEG_MAGIC) else _decode_other(data)


def _decode_jpeg(data: bytes) -> ImageArray:
    quiet_opencv()
    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        raise SourceError("the JPEG file is damaged or cut short")
    return cast(ImageArray, image)


def _decode_other(data: bytes) -> ImageArray:
    try:
        with warnings.catch_warnings():
            # what Pillow warns of is either harmless here (odd EXIF, large images) or followed by an error
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(data), formats=_FORMATS)
            image.load()
            image = ImageOps.exif_transpose(image)
            return _to_bgr(image)
    except UnidentifiedImageError as error:
        raise SourceError("not an image in a format that is read here (JPEG, PNG, WebP, AVIF, BMP, TIFF)") from error
    except Image.DecompressionBombError as error:
        raise SourceError(f"the image is too large: {error}") from error
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise SourceError(f"the file is damaged or cut short ({error})") from error


def _to_bgr(image: Image.Image) -> ImageArray:
    if image.mode in _DEEP_GREY_MODES:
        return cv2.cvtColor(_to_8_bits(np.asarray(image)), cv2.COLOR_GRAY2BGR)  # type: ignore[return-value]
    if image.has_transparency_data:
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, _GROUND_RGB)
        image = Image.alpha_composite(ground, image)
    return cv2.cvtColor(np.asarray(image.convert("RGB")), cv2.COLOR_RGB2BGR)  # type: ignore[return-value]


def _to_8_bits(grey: np.ndarray) -> ImageArray:
    """Convert 16-bit, 32-bit or float grey values to 8 bits; Pillow would cut off all above 255."""
    if np.issubdtype(grey.dtype, np.floating):
        scale = 255.0 if grey.max(initial=0.0) <= 1.0 else 1.0
    else:
        scale = 255.0 / 65535.0
    return cast(ImageArray, np.clip(grey * scale + 0.5, 0, 255).astype(np.uint8))


def _files_of(target: str, apart: str | os.PathLike[str] | None) -> list[str]:
    """Return the file itself, or the images of a folder and its subfolders, all but one, in natural order."""
    if not os.path.exists(target):
        raise SourceError(f"{target}: there is no such file or folder")
    if not os.path.isdir(target):
        return [target]
    found: list[str] = []
    for folder, subfolders, names in os.walk(target):
        subfolders[:] = [
            name for name in subfolders if not name.startswith(".") and not _is_same(os.path.join(folder, name), apart)
        ]
        found += [
            os.path.join(folder, name)
            for name in names
            if not name.startswith(".") and name.lower().endswith(IMAGE_EXTENSIONS)
        ]
    return sorted(found, key=_natural_order)


def _is_same(path: str, other: str | os.PathLike[str] | None) -> bool:
    return other is not None and os.path.exists(other) and os.path.samefile(path, other)


def _natural_order(path: str) -> list[list[tuple[int, int, str]]]:
    """Return a sort key: folder by folder, numbers by their value, capital letters beside small ones."""
    return [
        [(0, int(run), "") if run.isdecimal() else (1, 0, run.casefold()) for run in re.split(r"(\d+)", part) if run]
        for part in Path(path).parts
    ]
