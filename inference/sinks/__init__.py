"""Where results go: annotated pictures, tables, a summary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..settings import Settings
from ..types import SourceInfo
from .base import RunFacts, Sink

if TYPE_CHECKING:
    from ..overlay import Overlay

__all__ = ["RunFacts", "Sink", "close_sinks", "open_sinks"]


def open_sinks(
    info: SourceInfo,
    settings: Settings,
    *,
    output: str | None = None,
    export: str | None = None,
    summary: str | None = None,
    start_s: float = 0.0,
    end_s: float | None = None,
    every: int = 1,
    overlay: Overlay | None = None,
    facts: Callable[[], RunFacts] = RunFacts,
) -> list[Sink]:
    """Open every output that was asked for, or none.

    Formats are told from the endings: `output` is `.mp4` for moving pictures, for stills `.jpg`, `.jpeg` or
    `.png` (one still) or a folder; `export` is `.csv`, `.jsonl` or `-` (CSV rows on stdout); `summary`
    is `.json`. Existing files are replaced, once the new ones are complete; a file that is being read is not.

    Args:
        info: the opened source.
        settings: what is hidden and how faces are protected.
        output, export, summary: where to write; None for not at all.
        start_s, end_s: part of the source that is read, seconds; the audio is cut to it.
        every: only every n-th frame is read.
        overlay: what draws; made from `settings` where None.
        facts: called once, when the summary is written: what only the run knows.

    Returns:
        The sinks, heaviest (the annotated copy) first; empty where nothing was asked for. Each takes every
        frame in order; different sinks may be served by different threads.

    Raises:
        UsageError: an ending that has no format, or an output that is the input or another output.
        SinkError: an output can't be written. Nothing has been left behind.
    """
    raise NotImplementedError


def close_sinks(sinks: Sequence[Sink]) -> None:
    """Close all, also where one fails.

    Raises:
        SinkError: the first failure, after all others have been closed; the rest as its notes.
    """
    raise NotImplementedError
