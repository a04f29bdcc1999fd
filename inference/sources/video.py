"""Video files."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence

from ..errors import SourceError
from ..settings import EVERYTHING, Selection
from ..types import Frame, SourceInfo, SourceKind
from .acceleration import software_notes
from .base import SeekableSource
from .decoding import VideoDecoder


class VideoFile(SeekableSource):
    """A video file; true presentation times, upright images.

    An iteration goes on where the last one stopped. `frames_from` and `seek` are for the iterating thread,
    between two frames; `close` for any.

    Raises (from iterating): `SourceBrokenError` where the file holds less than it promises, after everything
    that can be decoded has been delivered.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        selection: Selection = EVERYTHING,
        kind: SourceKind = SourceKind.VIDEO,
        name: str | None = None,
        on_gpu: bool = False,
    ) -> None:
        """Open.

        Args:
            path: the file.
            selection: the part that is wanted.
            kind: VIDEO, or DEMO for the built-in clip.
            name: what messages and the table call it, the path by default.
            on_gpu: the GPU is to decode, where it can; `notes` say where it can't.

        Raises:
            SourceError: the file is absent, empty, no video, or damaged from the first image on.
        """
        path = os.fspath(path)
        name = path if name is None else name
        _check_readable(path, name)
        # one thread at a time inside FFmpeg: `close` waits for the image that is being decoded
        self._lock = threading.Lock()
        # with the prefix, colons in a file name don't make it a URL
        self._decoder = VideoDecoder(
            f"file:{path}", name=name, kind=kind, path=path, selection=selection, on_gpu=on_gpu
        )

    @property
    def info(self) -> SourceInfo:
        return self._decoder.info

    @property
    def notes(self) -> Sequence[str]:
        return software_notes(self.info.name, self._decoder.software_reason)

    @property
    def decode_errors(self) -> int:
        """Number of damaged places so far, skipped or shown damaged."""
        return self._decoder.decode_errors

    def __iter__(self) -> Iterator[Frame]:
        while (frame := self._read()) is not None:
            yield frame

    def _read(self) -> Frame | None:
        with self._lock:
            return self._decoder.read()

    def seek(self, time_s: float) -> None:
        """Go on with the first frame at or after a time in seconds; frame numbers as in `VideoDecoder.seek`."""
        with self._lock:
            self._decoder.seek(time_s)

    def frames_from(self, position: float) -> Iterator[Frame]:
        """Return an iterator over the frames at and after a time in seconds."""
        self.seek(position)
        return iter(self)

    def glance(self, position: float) -> Frame | None:
        """Return the key frame at or before a time in seconds."""
        with self._lock:
            return self._decoder.glance(position)

    def before(self, position: float, count: int) -> float:
        # a quarter of a frame earlier, so that rounded times don't pass over the frame
        return max(0.0, position - (count + 0.25) * self.info.frame_interval_s)

    def close(self) -> None:
        with self._lock:
            self._decoder.close()


def _check_readable(path: str, name: str) -> None:
    if not os.path.exists(path):
        raise SourceError(f"{name or 'the empty name'}: there is no such file")
    if os.path.isdir(path):
        raise SourceError(
            "{name} is a folder; expected a video file (a folder of images goes with {images})",
            field="images",
            name=name,
        )
    if os.path.isfile(path) and os.path.getsize(path) == 0:
        raise SourceError(f"{name} is empty; expected a video file")
