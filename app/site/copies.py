"""Annotated copies of a site's recordings, with its lines and zones."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from inference.errors import FaceLensError
from inference.outputs import Outputs
from inference.overlay import Overlay
from inference.overlay.scene import draw_scene
from inference.scenes import Direction, Line, Scene, Zone
from inference.settings import DisplaySettings
from inference.sinks import RunFacts, Sink, open_sinks
from inference.types import Frame, FrameResult, ImageArray, SourceInfo

from .configuration import SourceConfiguration


class SceneOverlay(Overlay):
    """Draws the lines and zones of a scene, with what was counted there up to now, below people and their labels.

    Args:
        display: how faces are protected.
        lines, zones: of the scene.
        scene: counts.
        lock: held while counts are read, where another thread counts; None where none does.
    """

    def __init__(
        self,
        display: DisplaySettings,
        lines: tuple[Line, ...],
        zones: tuple[Zone, ...],
        scene: Scene,
        lock: AbstractContextManager[object] | None = None,
    ) -> None:
        super().__init__(display)
        self._lock = lock or nullcontext()
        self._lines, self._zones, self._scene = lines, zones, scene

    def draw(self, frame: Frame, result: FrameResult, highlight: int | None = None) -> ImageArray:
        """Annotate a copy of a frame; see `Overlay.draw`."""
        image = frame.image_bgr.copy()
        with self._lock:
            passed = {line.name: {way: self._scene.passed(line.name, way) for way in Direction} for line in self._lines}
            occupancy = self._scene.occupancy()
        draw_scene(image, self._lines, self._zones, passed, occupancy)
        return super().draw(replace(frame, image_bgr=image), result, highlight)


class SceneCopy:
    """The annotated copy of one recording; nothing of what goes wrong with it ends the site.

    Args:
        source: of the site file; it names the copy.
        info: the opened recording.
        scene: of the source.

    Raises:
        UsageError, SinkError: it can't be written.
    """

    def __init__(self, source: SourceConfiguration, info: SourceInfo, scene: Scene) -> None:
        display = DisplaySettings(privacy=source.privacy)
        overlay = SceneOverlay(display, source.lines, source.zones, scene)
        (self._sink,) = open_sinks(info, display, Outputs(output=str(source.copy)), overlay=overlay)
        self.failure: FaceLensError | None = None

    def write(self, frame: Frame, result: FrameResult) -> None:
        """Add a frame."""
        if self.failure is None:
            try:
                self._sink.write(frame, result)
            except FaceLensError as error:
                self.failure = error

    def close(self, *, is_whole: bool) -> None:
        """Complete the file.

        Raises:
            SinkError: what went wrong with it first.
        """
        sink: Sink = self._sink
        sink.close(RunFacts(interrupted=not is_whole))
        if self.failure is not None:
            raise self.failure
