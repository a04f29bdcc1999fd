"""Opens the outputs that are asked for, all or none."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..files import IMAGE_EXTENSIONS, OUTPUT_IMAGE_EXTENSIONS, VIDEO_EXTENSIONS, is_same_file
from ..outputs import Outputs
from ..settings import EVERYTHING, DisplaySettings, Privacy, Selection
from ..types import Frame, FrameResult, SourceInfo
from .base import Sink

if TYPE_CHECKING:
    from ..identity.witness import Witness
    from ..overlay import Overlay
    from ..sources.base import Source


@dataclass(frozen=True, slots=True)
class SecondPass:
    """How a source is read a second time.

    Attributes:
        open: opens it anew.
        search, witness: see `SecondPassSink`.
        stop: ends the reading early.
        on_frame: is told the number of frames that are done, and of all.
    """

    open: Callable[[], Source]
    search: Callable[[Frame], FrameResult] | None = None
    witness: Callable[[], Witness | None] | None = None
    stop: threading.Event | None = None
    on_frame: Callable[[int, int], None] | None = None


def open_sinks(
    info: SourceInfo,
    display: DisplaySettings,
    outputs: Outputs,
    *,
    inputs: Sequence[str] = (),
    selection: Selection = EVERYTHING,
    overlay: Overlay | None = None,
    version: str | None = None,
    is_run: bool = True,
    second_pass: SecondPass | None = None,
) -> list[Sink]:
    """Open every output that was asked for, or none.

    Formats are told from the endings, see `Outputs`. Existing files are replaced, once the new ones are complete; a
    file that is being read is not.

    Args:
        info: the opened source.
        display: what is hidden and how faces are protected.
        outputs: what to write, and where.
        inputs: files and folders that are read, besides `info.path`.
        selection: the part of the source that is read; the sound is cut to it.
        overlay: what draws; made from `display` where None.
        version: of FaceLens, for the summary.
        is_run: the sinks are closed with the facts of a run, which say who is who: tables of what is not live then get
            people's final numbers.
        second_pass: reads the source once more, for a copy that depends on who is who; without it a copy, like
            everything live, goes by what is known in each frame.

    Returns:
        The sinks, heaviest (the annotated copy) first; empty where nothing was asked for. Each takes every
        frame in order; different sinks may be served by different threads. `close_sinks` completes them.

    Raises:
        UsageError: an ending that has no format, or an output that is the input or another output.
        SinkError: an output can't be written. Nothing has been left behind.
    """
    _check_names(info, [os.fspath(path) for path in (*inputs, info.path) if path is not None], outputs)
    sinks: list[Sink] = []
    with contextlib.ExitStack() as opened:

        def keep(sink: Sink) -> None:
            opened.callback(sink.discard)
            sinks.append(sink)

        if outputs.output is not None and second_pass is None:
            keep(_open_copy(outputs.output, info, display, selection, overlay))
        if outputs.export is not None:
            keep(_open_table(outputs.export, display, is_run=is_run and not info.is_live))
        if outputs.people is not None:
            from .people import PeopleSink

            keep(PeopleSink(outputs.people, display, info, version=version))
        if outputs.subtitles is not None:
            from .subtitles import SubtitlesSink

            keep(SubtitlesSink(outputs.subtitles, display, info))
        if outputs.output is not None and second_pass is not None:
            # last of those that hold results: it takes long, and needs none of the others
            keep(_open_later_copy(outputs.output, display, selection, overlay, second_pass))
        if outputs.summary is not None:
            from .summary import SummarySink

            keep(SummarySink(outputs.summary, display, info, selection=selection, version=version))
        opened.pop_all()
    return sinks


def _open_copy(
    path: str,
    info: SourceInfo,
    display: DisplaySettings,
    selection: Selection,
    overlay: Overlay | None,
    *,
    is_later: bool = False,
) -> Sink:
    from ..overlay import Overlay

    overlay = overlay or Overlay(display)
    if info.has_time:
        from .video import VideoSink

        video = VideoSink(path, overlay, info, selection=selection)
        sink: Sink = video if display.privacy is Privacy.NONE else _look_back(video)
    else:
        from .images import ImageFolderSink, ImageSink

        sink = ImageFolderSink(path, overlay, info) if _is_folder(path) else ImageSink(path, overlay)
    return _choosing(sink, display) if display.chooses and not is_later else sink


def _open_later_copy(
    path: str, display: DisplaySettings, selection: Selection, overlay: Overlay | None, second_pass: SecondPass
) -> Sink:
    from .second_pass import SecondPassSink

    source = second_pass.open()
    try:
        copy = _open_copy(path, source.info, display, selection, overlay, is_later=True)
    except BaseException:
        source.close()
        raise
    return SecondPassSink(
        copy,
        source,
        display,
        search=second_pass.search,
        witness=second_pass.witness,
        stop=second_pass.stop,
        on_frame=second_pass.on_frame,
    )


def _choosing(sink: Sink, display: DisplaySettings) -> Sink:
    from .second_pass import ChoosingSink

    return ChoosingSink(sink, display)


def _look_back(sink: Sink) -> Sink:
    from .look_back import LookBackSink

    return LookBackSink(sink)


def _open_table(path: str, display: DisplaySettings, *, is_run: bool) -> Sink:
    from .table import TABLE_FORMATS, csv_table

    if path == "-" or not is_run:
        table = csv_table(path, display) if path == "-" else TABLE_FORMATS[_suffix(path)](path, display)
        return _choosing(table, display) if display.chooses else table
    return TABLE_FORMATS[_suffix(path)](path, display, is_run=True)


# --- names -------------------------------------------------------------------------------------


def _suffix(path: str) -> str:
    return Path(path).suffix.lower()


def _is_folder(path: str) -> bool:
    """Return whether images go into a folder of that name, which may not exist yet."""
    return os.path.isdir(path) or _suffix(path) not in OUTPUT_IMAGE_EXTENSIONS


def _check_names(info: SourceInfo, read: Sequence[str], outputs: Outputs) -> None:
    output, export, summary = outputs.output, outputs.export, outputs.summary
    if output is not None:
        _check_output(info, read, output)
    if export is not None and export != "-":
        _check_table(export)
    if summary is not None and _suffix(summary) != ".json":
        raise UsageError("{summary} writes .json; got {path}", field="summary", path=summary)
    if outputs.people is not None:
        _check_people(outputs.people)
    if outputs.subtitles is not None:
        _check_subtitles(info, outputs.subtitles)
    if len({os.path.realpath(path) for path in outputs.paths}) < len(outputs.paths):
        raise UsageError("two outputs have the same name; give each its own")
    for path in outputs.paths:
        if any(is_same_file(path, source) for source in read):
            raise UsageError(f"{path} is the input; an output must have another name")


def _check_table(export: str) -> None:
    from .table import TABLE_FORMATS

    if _suffix(export) not in TABLE_FORMATS:
        endings = ", ".join(TABLE_FORMATS)
        raise UsageError(
            "{export} writes {endings} or - (stdout); got {path}", field="export", endings=endings, path=export
        )


def _check_people(people: str) -> None:
    from .people import PEOPLE_ENDINGS

    if _suffix(people) not in PEOPLE_ENDINGS:
        endings = ", ".join(PEOPLE_ENDINGS)
        raise UsageError("{people} writes {endings}; got {path}", field="people", endings=endings, path=people)


def _check_subtitles(info: SourceInfo, subtitles: str) -> None:
    from .subtitles import SUBTITLE_ENDINGS

    if _suffix(subtitles) not in SUBTITLE_ENDINGS:
        endings = " or ".join(SUBTITLE_ENDINGS)
        raise UsageError("{subtitles} writes {endings}; got {path}", field="subtitles", endings=endings, path=subtitles)
    if not info.has_time:
        raise UsageError("{subtitles} lie over a video; images have none", field="subtitles")


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
    if any(is_same_file(output, path if os.path.isdir(path) else os.path.dirname(path) or ".") for path in read):
        raise UsageError(
            "{output} {path} is the folder of the originals; choose another one", field="output", path=output
        )
