"""What every source offers."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

from ..types import Frame, SourceInfo


class Source(Protocol):
    """An opened video, stream, camera, set of stills or demo clip: a context manager that yields frames once.

    Opening happens in the constructor (or in `inference.sources.open_source`) and raises `SourceError`;
    iteration raises `SourceBrokenError` where the source breaks off before its end. `close` may be
    called from another thread and makes a blocked iteration end soon.
    """

    @property
    def info(self) -> SourceInfo: ...

    def __iter__(self) -> Iterator[Frame]: ...

    def close(self) -> None: ...

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
