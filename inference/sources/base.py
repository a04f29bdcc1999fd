"""Protocols of sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from ..types import Frame, Gap, SkippedFile, SourceInfo
from .reconnection import GapListener


class Source(Protocol):
    """An opened video, stream, camera, set of images or demo clip: a context manager that yields frames once.

    Opening happens in the constructor (or in `inference.sources.open_source`) and raises `SourceError`;
    iteration raises `SourceBrokenError` where the source breaks off before its end. `close` may be
    called from another thread and makes a blocked iteration end soon.
    """

    @property
    def info(self) -> SourceInfo: ...

    def __iter__(self) -> Iterator[Frame]: ...

    @property
    def decode_errors(self) -> int:
        """Number of damaged places of a video so far, skipped or shown damaged."""
        return 0

    @property
    def failures(self) -> Sequence[SkippedFile]:
        """Image files that were skipped so far."""
        return ()

    @property
    def skipped_folders(self) -> Sequence[SkippedFile]:
        """Folders whose images are missing, since they could not be searched."""
        return ()

    @property
    def gaps(self) -> Sequence[Gap]:
        """When a live source gave no images and was opened again, so far; of very many the first."""
        return ()

    @property
    def gap_count(self) -> int:
        """Number of all such gaps so far."""
        return 0

    def tell_gaps(self, listener: GapListener) -> None:
        """Let somebody hear of them as they come; only live sources that are opened again have any."""
        return None  # for nobody to be told: not abstract

    @property
    def notes(self) -> Sequence[str]:
        """Sentences on what whoever uses the results should know, so far; each names what it is about."""
        return ()

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@runtime_checkable
class SeekableSource(Source, Protocol):
    """A source that can be played again from anywhere: a video file or still images.

    A position is a time in seconds where `info.has_time`, and else the number of an image.
    """

    def frames_from(self, position: float) -> Iterator[Frame]:
        """Return an iterator over the frames at and after a position; those begun before must not be continued."""
        ...

    def glance(self, position: float) -> Frame | None:
        """Return a frame at a position or shortly before, whichever is quick to have; None where there is none.

        Iterators that were begun before must not be continued.
        """
        return next(self.frames_from(position), None)

    def before(self, position: float, count: int) -> float:
        """Return the position from which the frame `count` frames before the one at `position` comes first."""
        ...
