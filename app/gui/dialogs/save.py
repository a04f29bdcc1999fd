"""Snapshots, recordings, tables and charts: where to, and the writing."""

from __future__ import annotations

import itertools
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QObject, QStandardPaths, QUrl, pyqtSignal
from PyQt6.QtGui import QDesktopServices
from PyQt6.QtWidgets import QFileDialog, QWidget

from inference.errors import FaceLensError, UsageError
from inference.files import OutputFile, is_same_file
from inference.film import Film
from inference.output_names import target_name
from inference.outputs import Outputs
from inference.settings import DisplaySettings, Selection
from inference.sinks import close_sinks, open_sinks
from inference.types import FrameResult, SourceKind

from ..background import Background
from ..labels import message_of, sentence
from ..playback.controller import Controller
from ..playback.people_file import write_people
from ..playback.rendering import RenderedFrame, RenderOptions, safe_frame
from ..widgets.banner import Banner, Level
from .confirm import confirmed


class Saver(QObject):
    """Asks for a file, writes it in the background, shows the result in the banner.

    Args:
        window: the dialogs' owner.
        controller: records, and holds the session.
        banner: says what came of it.

    Attributes:
        last_folder: where something was saved last; empty for nowhere yet.

    Signals:
        folder_chosen(str): something is saved there.
    """

    folder_chosen = pyqtSignal(str)

    def __init__(self, window: QWidget, controller: Controller, banner: Banner) -> None:
        super().__init__(window)
        self._window, self._controller, self._banner = window, controller, banner
        self._background = Background(self)
        self.last_folder = ""
        self._people_ending = ".html"
        controller.recording_finished.connect(self._say_saved)
        controller.recording_failed.connect(lambda reason: banner.say(Level.ERROR, sentence(reason)))

    def join(self, deadline: float) -> None:
        """Wait until everything is written, until `time.monotonic()` reaches `deadline` at most."""
        self._background.join(deadline)

    def snapshot(self, rendered: RenderedFrame, options: RenderOptions) -> None:
        """Save the image in full size, annotated as on the screen."""
        path = self._ask(self.tr("Save snapshot"), self.suggested(".png"), self.tr("Images (*.png *.jpg)"), ".png")
        if path is not None:
            self._write(path, partial(write_snapshot, path, rendered, options, self._controller.inputs))

    def start_recording(self) -> str:
        """Record at once, so that the moment is not missed; return the file, which is a new one."""
        path = str(self.suggested(".mp4"))
        self._controller.start_recording(path)
        return path

    def export_table(self, settings: DisplaySettings) -> None:
        """Save the session's rows."""
        path = self._ask(
            self.tr("Save table"), self.suggested(".csv"), self.tr("Table (*.csv);;JSON Lines (*.jsonl)"), ".csv"
        )
        if path is not None:
            self._background.run(
                lambda: self._controller.session.export(path, settings),
                lambda _: self._say_table(path),
                self._say_failed,
            )

    def _say_table(self, path: str) -> None:
        """Tell where the table is, and what part of the file it holds where that is not all."""
        part = self._controller.session.part()
        if part is None:
            self._say_saved(path)
            return
        text = self.tr("Saved {path}. It holds {n} of {all} frames; all are in it once the whole file is analysed")
        words = text.format(path=path, n=f"{part[0]:,}", all=f"{part[1]:,}")
        self._banner.say(Level.DONE, words, self.tr("Open folder"), partial(show_in_folder, path))

    def export_people(self, film: Film, part: Selection, settings: DisplaySettings) -> None:
        """Save the people of a film, or of a part of it; the format that was used last comes first."""
        kinds = [
            self.tr("Contact sheet (*.html)"),
            self.tr("Table of people (*.csv)"),
            self.tr("JSON Lines (*.jsonl)"),
            self.tr("Subtitles (*.ass *.vtt)"),
            self.tr("Summary (*.json)"),
        ]
        kinds = kinds if film.info.has_time else [kind for kind in kinds if "*.ass" not in kind]
        kinds.sort(key=lambda kind: self._people_ending not in _endings(kind))
        ending = _endings(kinds[0])[0]
        path = self._ask(self.tr("Save people"), self.suggested(f"-people{ending}"), ";;".join(kinds), ending)
        if path is not None:
            self._people_ending = Path(path).suffix.lower()
            inputs = self._controller.inputs
            self._write(path, lambda: write_people(path, film, part, settings, inputs))

    def export_charts(self, file_of: Callable[[str], bytes]) -> None:
        """Save the charts.

        Args:
            file_of: makes a file of an ending; empty where there is no such format.
        """
        kinds = self.tr("Image (*.png);;Report (*.html);;Drawing (*.svg);;Numbers (*.csv);;JPEG (*.jpg)")
        path = self._ask(self.tr("Save charts"), self.suggested("-charts.png"), kinds, ".png")
        if path is None:
            return
        self._write(path, partial(write_charts, path, file_of(Path(path).suffix.lower()), self._controller.inputs))

    def _write(self, path: str, work: Callable[[], object]) -> None:
        self._background.run(work, lambda _: self._say_saved(path), self._say_failed)

    def _say_saved(self, path: str) -> None:
        text = self.tr("Saved {path}").format(path=path)
        self._banner.say(Level.DONE, text, self.tr("Open folder"), partial(show_in_folder, path))

    def _say_failed(self, error: FaceLensError) -> None:
        self._banner.say(Level.ERROR, sentence(message_of(error)))

    def folder(self) -> Path:
        """Return where to save: the folder used last, that of what is played, or the one for pictures."""
        target = self._controller.target
        beside = target if isinstance(target, str) else target[0] if isinstance(target, tuple) else ""
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        for folder in (
            self.last_folder,
            str(Path(beside).parent) if Path(beside).exists() and beside else "",
            pictures,
        ):
            if folder and Path(folder).is_dir() and os.access(folder, os.W_OK):
                return Path(folder)
        return Path.home()

    def suggested(self, ending: str) -> Path:
        """Return a file to save into, which is not there yet: it says what and when, in the folder that is likely."""
        target = self._controller.target
        name = "image" if target is None else target_name(target)
        stem = self.folder() / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}"
        others = (f"{stem}-{number}{ending}" for number in itertools.count(2))
        return next(path for path in map(Path, itertools.chain([f"{stem}{ending}"], others)) if not path.exists())

    def _ask(self, title: str, start: Path, kinds: str, ending: str) -> str | None:
        path, kind = QFileDialog.getSaveFileName(self._window, title, str(start), kinds)
        if not path:
            return None
        if Path(path).suffix.lower() not in _endings(kinds):
            path += (_endings(kind) or [ending])[0]
            if Path(path).exists() and not self._may_replace(path):  # the dialog has asked about the other name
                return None
        self.last_folder = str(Path(path).parent)
        self.folder_chosen.emit(self.last_folder)
        return path

    def _may_replace(self, path: str) -> bool:
        question = self.tr("{name} is there already. Replace it?").format(name=Path(path).name)
        return confirmed(self._window, question, self.tr("Replace"))


def _endings(kinds: str) -> list[str]:
    """Return the endings of a dialog's filter, such as `.jsonl` of "JSON Lines (*.jsonl)"."""
    return re.findall(r"\*(\.\w+)", kinds)


def show_in_folder(path: str) -> None:
    """Open the folder of a file in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(path).resolve().parent)))


def write_charts(path: str, data: bytes, inputs: Sequence[str]) -> None:
    """Write charts, whole or not at all.

    Args:
        path: the file.
        data: what it holds.
        inputs: what is played; it is not replaced.

    Raises:
        UsageError: the ending has no format, or the file is the one that is played.
        SinkError: it can't be written.
    """
    if not data:
        raise UsageError(f"charts are written as .png, .jpg, .svg, .csv or .html; got {path}")
    if any(is_same_file(path, one) for one in inputs):
        raise UsageError(f"{path} is the input; an output must have another name")
    output = OutputFile(path)
    output.fill(data)
    output.finish()


def write_snapshot(path: str, rendered: RenderedFrame, options: RenderOptions, inputs: Sequence[str]) -> None:
    """Write the whole frame in its own size as PNG or JPEG, drawn by the sink of annotated images.

    Args:
        path: the file.
        rendered: what is shown.
        options: how; where faces are to be protected and were not searched for, all of the image is covered.
        inputs: what is played; it is not replaced.

    Raises:
        UsageError: the ending has no format, or the file is one of those that are played.
        SinkError: the file can't be written.
    """
    info = rendered.captured.info
    frame = safe_frame(rendered.captured.frame, options.settings.privacy, is_searched=rendered.is_searched)
    result = rendered.result or FrameResult(frame.index, frame.timestamp_s, frame.source)
    one_still = replace(info, kind=SourceKind.STILLS, frame_count=1)
    sinks = open_sinks(one_still, options.settings, Outputs(path), inputs=inputs, overlay=options.overlay())
    try:
        for sink in sinks:
            sink.write(frame, result)
    finally:
        close_sinks(sinks)
