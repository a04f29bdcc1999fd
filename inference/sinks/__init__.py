"""Where results go: annotated pictures, tables, a summary."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ..errors import SinkError, UsageError
from ..files import IMAGE_EXTENSIONS, VIDEO_EXTENSIONS
from ..settings import DisplaySettings
from ..sources.selection import EVERYTHING, Selection
from ..types import SourceInfo
from .base import RunFacts, Sink

if TYPE_CHECKING:
    from ..overlay import Overlay

__all__ = ["RunFacts", "Sink", "close_sinks", "open_sinks"]

_STILL_EXTENSIONS = (".jpg", ".jpeg", ".png")


class _Discardable(Sink, Protocol):
    """A sink that can vanish as if it had never been opened."""

    def discard(self) -> None: ...


def open_sinks(
    info: SourceInfo,
    settings: DisplaySettings,
    *,
    output: str | None = None,
    export: str | None = None,
    summary: str | None = None,
    inputs: Sequence[str] = (),
    selection: Selection = EVERYTHING,
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
        inputs: files and folders that are read, besides `info.path`.
        selection: the part of the source that is read; the sound is cut to it.
        overlay: what draws; made from `settings` where None.
        facts: called when sinks are closed: what only the run knows.

    Returns:
        The sinks, heaviest (the annotated copy) first; empty where nothing was asked for. Each takes every
        frame in order; different sinks may be served by different threads.

    Raises:
        UsageError: an ending that has no format, or an output that is the input or another output.
        SinkError: an output can't be written. Nothing has been left behind.
    """
    read = [os.fspath(path) for path in (*inputs, info.path) if path is not None]
    _check_names(info, read, output, export, summary)
    with contextlib.ExitStack() as opened:
        sinks: list[Sink] = []

        def keep(sink: _Discardable) -> None:
            opened.callback(sink.discard)
            sinks.append(sink)

        if output is not None:
            keep(_open_output(output, info, settings, overlay, selection, facts))
        if export is not None:
            from .table import csv_table, json_lines

            keep(json_lines(export, settings) if _suffix(export) == ".jsonl" else csv_table(export, settings))
        if summary is not None:
            from .summary import SummarySink

            keep(SummarySink(summary, settings, info, selection=selection, facts=_with_encoder(facts, sinks)))
        opened.pop_all()
    return sinks


def close_sinks(sinks: Sequence[Sink], failure: BaseException | None = None) -> None:
    """Close all, also where one fails.

    Args:
        sinks: to close.
        failure: what has gone wrong before; it is raised once all are closed.

    Raises:
        SinkError: the first failure, after all others have been closed; the rest as its notes.
    """
    for sink in sinks:
        try:
            sink.close()
        except SinkError as error:
            if failure is None:
                failure = error
            else:
                failure.add_note(str(error))
    if failure is not None:
        raise failure


def _open_output(
    path: str,
    info: SourceInfo,
    settings: DisplaySettings,
    overlay: Overlay | None,
    selection: Selection,
    facts: Callable[[], RunFacts],
) -> _Discardable:
    from ..overlay import Overlay

    overlay = overlay or Overlay(settings)
    if info.has_time:
        from .video import VideoSink

        return VideoSink(path, overlay, info, selection=selection, facts=facts)
    from .stills import StillFolderSink, StillSink

    return StillFolderSink(path, overlay, info) if _is_folder(path) else StillSink(path, overlay)


def _with_encoder(facts: Callable[[], RunFacts], sinks: Sequence[Sink]) -> Callable[[], RunFacts]:
    """The facts of a run, and what encoded its annotated copy."""

    def all_facts() -> RunFacts:
        from .video import VideoSink

        copies = [sink for sink in sinks if isinstance(sink, VideoSink)]
        if not copies:
            return facts()
        return replace(facts(), video_encoder=copies[0].encoder_name, video_encoder_reason=copies[0].encoder_reason)

    return all_facts


# --- names -------------------------------------------------------------------------------------


def _suffix(path: str) -> str:
    return Path(path).suffix.lower()


def _is_folder(path: str) -> bool:
    """Whether stills go into a folder of that name, which may not exist yet."""
    return os.path.isdir(path) or _suffix(path) not in _STILL_EXTENSIONS


def _check_names(
    info: SourceInfo, read: Sequence[str], output: str | None, export: str | None, summary: str | None
) -> None:
    if output is not None:
        _check_output(info, read, output)
    if export is not None and export != "-" and _suffix(export) not in (".csv", ".jsonl"):
        raise UsageError("{export} writes .csv, .jsonl or - (stdout); got {path}", field="export", path=export)
    if summary is not None and _suffix(summary) != ".json":
        raise UsageError("{summary} writes .json; got {path}", field="summary", path=summary)
    files = [path for path in (output, export, summary) if path is not None and path != "-"]
    if len({os.path.realpath(path) for path in files}) < len(files):
        raise UsageError("two outputs have the same name; give each its own")
    for path in files:
        if any(_same(path, source) for source in read):
            raise UsageError(f"{path} is the input; an output must have another name")


def _check_output(info: SourceInfo, read: Sequence[str], output: str) -> None:
    suffix = _suffix(output)
    if info.has_time:
        if suffix != ".mp4":
            raise UsageError(
                "{output} of a video must be a file that ends in .mp4; got {path}", field="output", path=output
            )
        return
    if not _is_folder(output):
        if info.frame_count is not None and info.frame_count > 1:
            raise UsageError(
                "{path} holds one image and there are {count}; give a folder as {output}",
                field="output",
                path=output,
                count=info.frame_count,
            )
        return
    if not os.path.isdir(output) and suffix in (*IMAGE_EXTENSIONS, *VIDEO_EXTENSIONS):
        raise UsageError("{output} of images is .jpg, .png or a folder; got {path}", field="output", path=output)
    if any(_same(output, path if os.path.isdir(path) else os.path.dirname(path) or ".") for path in read):
        raise UsageError(
            "{output} {path} is the folder of the originals; choose another one", field="output", path=output
        )


def _same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False
