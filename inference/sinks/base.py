"""What every sink offers."""

from __future__ import annotations

from typing import Protocol

from ..types import Frame, FrameResult


class Sink(Protocol):
    """Takes every analysed frame in order; called from one thread.

    Files are written under a temporary name beside the final one; `close` finalises and renames them,
    after an interruption too: what was written until then is complete and readable.
    All methods raise `SinkError` where the output can't be written.
    """

    def write(self, frame: Frame, result: FrameResult) -> None: ...

    def close(self) -> None: ...
