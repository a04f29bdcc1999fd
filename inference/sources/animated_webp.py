"""Animated WebP images as videos; FFmpeg reads all other images that move, and not these."""

from __future__ import annotations

import io
import os
import struct
import threading
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ..errors import SourceBrokenError, SourceError
from ..process import leave_image_sizes_to_us
from ..settings import EVERYTHING, TIME_TOLERANCE_S, Selection
from ..types import Frame, ImageArray, SourceInfo, SourceKind
from .base import SeekableSource
from .image_reading import check_size, on_white

_TICKS_PER_S = 1000
# browsers show a frame that claims less for 100 ms
_LEAST_MS, _INSTEAD_MS = 11, 100


class AnimatedWebp(SeekableSource):
    """An animated WebP file, played once, on white where it is transparent. `close` may come from any thread.

    Raises (from iterating): `SourceBrokenError` where a frame can't be decoded.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, selection: Selection = EVERYTHING, name: str | None = None
    ) -> None:
        """Open.

        Args:
            path: the file.
            selection: the part that is wanted.
            name: what messages and the table call it, the path by default.

        Raises:
            SourceError: it can't be read, is damaged or too large.
            UsageError: it ends before the start of the selection.
        """
        self._name = os.fspath(path) if name is None else name
        leave_image_sizes_to_us()
        try:
            data = Path(path).read_bytes()
            self._image = Image.open(io.BytesIO(data), formats=["WEBP"])
            check_size(self._image.size)
            durations_ms = _durations_ms(data)
        except SourceError as error:
            raise SourceError(f"{self._name}: {error}") from error
        except OSError as error:
            raise SourceError(f"{self._name} can't be read, it may be damaged or cut short ({error})") from error
        *starts_ms, end_ms = accumulate(durations_ms, initial=0)
        self._starts_s = [start / _TICKS_PER_S for start in starts_ms]
        wanted = [
            index
            for index, time_s in enumerate(self._starts_s)
            if not selection.is_before(time_s) and not selection.is_past(time_s)
        ]
        if not wanted:
            raise selection.nothing_left(self._name, end_ms / _TICKS_PER_S)
        self._wanted = wanted[:: selection.every]
        self._closed = threading.Event()
        width, height = self._image.size
        self._info = SourceInfo(
            name=self._name,
            kind=SourceKind.VIDEO,
            width=width,
            height=height,
            fps=len(starts_ms) * _TICKS_PER_S / end_ms,
            frame_count=len(self._wanted),
            duration_s=end_ms / _TICKS_PER_S,
            path=os.fspath(path),
            is_seekable=True,
            time_base=Fraction(1, _TICKS_PER_S),
            start_s=Fraction(0),
        )

    @property
    def info(self) -> SourceInfo:
        return self._info

    def __iter__(self) -> Iterator[Frame]:
        return self.frames_from(0.0)

    def frames_from(self, position: float) -> Iterator[Frame]:
        """Yield the frames at and after a time in seconds."""
        for index in self._wanted[self._place_of(position) :]:
            if self._closed.is_set():
                return
            yield Frame(self._decode(index), index, self._starts_s[index], self._name)

    def before(self, position: float, count: int) -> float:
        return self._starts_s[self._wanted[max(0, min(self._place_of(position), len(self._wanted) - 1) - count)]]

    def _place_of(self, position: float) -> int:
        """Return the place, among the wanted frames, of the first at or after a time in seconds."""
        return bisect_left(self._wanted, position - TIME_TOLERANCE_S, key=self._starts_s.__getitem__)

    def _decode(self, index: int) -> ImageArray:
        try:
            self._image.seek(index)
            image = np.asarray(on_white(self._image))
        except Exception as error:  # its decoder raises whatever damaged bytes lead it to
            raise SourceBrokenError(f"{self._name} broke off: image {index} can't be decoded ({error})") from error
        return cv2.cvtColor(image, cv2.COLOR_RGB2BGR)  # type: ignore[return-value]

    def close(self) -> None:
        self._closed.set()


def _durations_ms(data: bytes) -> list[int]:
    """Return how long each frame is shown, from the chunks of the file.

    The layout is that of Google's "WebP Container Specification": chunks of a name, a length and an even number of
    bytes; a frame (`ANMF`) has its duration in the 24 bits after its place and size, at 12.

    Raises:
        SourceError: there is not one frame.
    """
    durations, at = [], 12
    while at + 24 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        if name == b"ANMF":
            duration = int.from_bytes(data[at + 20 : at + 23], "little")
            durations.append(duration if duration >= _LEAST_MS else _INSTEAD_MS)
        at += 8 + length + length % 2
    if not durations:
        raise SourceError("the file is damaged or cut short: it holds no frame")
    return durations
