"""Snapshots, recordings, tables and charts: where to, and the writing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PyQt6.QtCore import QBuffer, QObject, QStandardPaths
from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import QFileDialog, QMessageBox, QWidget

from inference.errors import FaceLensError, UsageError
from inference.files import OutputFile, is_same_file
from inference.output_names import target_name
from inference.outputs import Outputs
from inference.settings import DisplaySettings
from inference.sinks import close_sinks, open_sinks
from inference.types import FrameResult, SourceKind

from ..background import Background
from ..labels import message_of, sentence
from ..playback.controller import Controller
from ..playback.rendering import RenderedFrame, RenderOptions, safe_frame
from ..widgets.banner import Banner, Level


class Saver(QObject):
    """Asks for a file, writes it in the background, shows the result in the banner.

    Args:
        window: the dialogs' owner.
        controller: records, and holds the session.
        banner: says what came of it.
    """

    def __init__(self, window: QWidget, controller: Controller, banner: Banner) -> None:
        super().__init__(window)
        self._window, self._controller, self._banner = window, controller, banner
        self._background = Background(self)
        controller.recording_finished.connect(self._say_saved)
        controller.recording_failed.connect(lambda reason: banner.say(Level.ERROR, sentence(reason)))

    def join(self, deadline: float) -> None:
        """Wait until everything is written, until `time.monotonic()` reaches `deadline` at most."""
        self._background.join(deadline)

    def snapshot(self, rendered: RenderedFrame, options: RenderOptions) -> None:
        """Save the image in full size, annotated as on the screen."""
        path = self._ask(self.tr("Save snapshot"), self._name(".png"), self.tr("Images (*.png *.jpg)"), ".png")
        if path is not None:
            self._write(path, partial(write_snapshot, path, rendered, options, self._controller.inputs))

    def start_recording(self) -> bool:
        """Ask for a file and record into it; False where the person cancelled."""
        path = self._ask(self.tr("Record into"), self._name(".mp4"), self.tr("Video (*.mp4)"), ".mp4")
        if path is None:
            return False
        self._controller.start_recording(path)
        return True

    def export_table(self, settings: DisplaySettings) -> None:
        """Save the session's rows."""
        path = self._ask(
            self.tr("Save table"), self._name(".csv"), self.tr("Table (*.csv);;JSON Lines (*.jsonl)"), ".csv"
        )
        if path is not None:
            self._write(path, lambda: self._controller.session.export(path, settings))

    def export_charts(self, image: QPixmap) -> None:
        """Save the charts."""
        path = self._ask(self.tr("Save charts"), self._name("-charts.png"), self.tr("Images (*.png)"), ".png")
        if path is None:
            return
        self._write(path, partial(write_charts, path, _encoded(image, path), self._controller.inputs))

    def _write(self, path: str, work: Callable[[], object]) -> None:
        self._background.run(work, lambda _: self._say_saved(path), self._say_failed)

    def _say_saved(self, path: str) -> None:
        self._banner.say(Level.DONE, self.tr("Saved {path}").format(path=path))

    def _say_failed(self, error: FaceLensError) -> None:
        self._banner.say(Level.ERROR, sentence(message_of(error)))

    def _ask(self, title: str, name: str, kinds: str, ending: str) -> str | None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation) or str(Path.home())
        start = Path(folder) if Path(folder).is_dir() else Path.home()
        path, kind = QFileDialog.getSaveFileName(self._window, title, str(start / name), kinds)
        if not path:
            return None
        if not Path(path).suffix:
            # a filter is written as "JSON Lines (*.jsonl)"
            path += kind.partition("(*")[2].partition(")")[0] or ending
            if Path(path).exists() and not self._may_replace(path):  # the dialog has asked about the other name
                return None
        return path

    def _may_replace(self, path: str) -> bool:
        question = self.tr("{name} is there already. Replace it?").format(name=Path(path).name)
        return QMessageBox.question(self._window, self.tr("Save"), question) == QMessageBox.StandardButton.Yes

    def _name(self, ending: str) -> str:
        """Return a name that says what and when."""
        target = self._controller.target
        name = "image" if target is None else target_name(target)
        return f"{name}-{time.strftime('%Y%m%d-%H%M%S')}{ending}"


def _encoded(image: QPixmap, path: str) -> bytes:
    """Return an image as a file of the format that a name ends in; empty where there is no such format."""
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, Path(path).suffix[1:] or "png")
    return buffer.data().data()


def write_charts(path: str, data: bytes, inputs: Sequence[str]) -> None:
    """Write an encoded image, whole or not at all.

    Args:
        path: the file.
        data: what it holds.
        inputs: what is played; it is not replaced.

    Raises:
        UsageError: the ending has no format, or the file is the one that is played.
        SinkError: it can't be written.
    """
    if not data:
        raise UsageError(f"charts are written as .png or .jpg; got {path}")
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
