"""Several video files as one source, one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

from ..errors import SourceBrokenError, SourceError
from ..types import Frame, SourceInfo, SourceKind
from .base import Source


class SeveralVideos(Source):
    """Videos one after the other, one open at a time; each keeps its frames' numbers and times.

    One that breaks off does not keep the others from being read.

    Args:
        names: of the videos, two or more.
        open_one: opens one of them.

    Raises:
        SourceError: one of them can't be opened.
    """

    def __init__(self, names: Sequence[str], open_one: Callable[[str], Source]) -> None:
        self._names, self._open_one = names, open_one
        self._closed = threading.Event()
        self._current: Source | None = None
        self._decode_errors = 0
        self._notes: list[str] = []
        infos = []
        for name in names:
            with open_one(name) as source:
                infos.append(source.info)
                if source.info.is_live:
                    raise SourceError(f"{source.info.name} is live and has no end; give it alone")
        first = infos[0]
        counts = [info.frame_count for info in infos]
        lengths = [info.duration_s for info in infos]
        self._info = SourceInfo(
            f"{first.name} and {len(names) - 1} more",
            SourceKind.VIDEO,
            first.width,
            first.height,
            first.fps,
            None if None in counts else sum(count or 0 for count in counts),
            None if None in lengths else sum(length or 0.0 for length in lengths),
        )

    @property
    def info(self) -> SourceInfo:
        return self._info

    @property
    def decode_errors(self) -> int:
        current = self._current
        return self._decode_errors + (0 if current is None else current.decode_errors)

    @property
    def notes(self) -> Sequence[str]:
        current = self._current
        return [*self._notes, *(() if current is None else current.notes)]

    def __iter__(self) -> Iterator[Frame]:
        broken: SourceError | None = None
        for name in self._names:
            if self._closed.is_set():
                return
            try:
                with self._open_one(name) as source:
                    self._current = source
                    try:
                        yield from source
                    finally:
                        self._current = None
                        self._decode_errors += source.decode_errors
                        self._notes += source.notes
            except SourceError as error:
                if broken is not None:
                    self._notes.append(str(error))
                broken = broken or error
        if broken is not None:
            raise SourceBrokenError(str(broken)) from broken

    def close(self) -> None:
        self._closed.set()
        current = self._current
        if current is not None:
            current.close()
