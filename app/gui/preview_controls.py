"""Shows what is at the time that somebody points at, on the seek bar or the timeline."""

from __future__ import annotations

import itertools
import time

from PyQt6.QtCore import QObject, QPoint, pyqtSignal
from PyQt6.QtWidgets import QWidget

from inference.types import SourceInfo

from .playback.controller import Controller
from .playback.previews import Preview, PreviewRequest, Previews
from .preferences import Preferences
from .source_controls import SourceControls
from .widgets.preview_popup import PreviewPopup
from .widgets.timeline import Timeline
from .widgets.transport_bar import TransportBar

_serials = itertools.count(1)


class PreviewControls(QObject):
    """Asks for previews, and shows the newest one over the place that is pointed at.

    Args:
        window: over which they are shown.
        controller: has the film, and opens files.
        sources: tells what is open.
        transport, timeline: are pointed at.

    Attributes:
        popup: what is seen.
    """

    _arrived = pyqtSignal(object)

    def __init__(
        self,
        window: QWidget,
        controller: Controller,
        sources: SourceControls,
        *,
        transport: TransportBar,
        timeline: Timeline,
    ) -> None:
        super().__init__(window)
        self._controller = controller
        self.popup = PreviewPopup(window)
        self._preferences = Preferences()
        self._previews: Previews | None = None
        self._info: SourceInfo | None = None
        self._serial = 0
        self._asked: PreviewRequest | None = None
        self._arrived.connect(self._show)
        sources.changed.connect(self._begin)
        sources.closed.connect(lambda: self._begin(None))
        transport.pointed.connect(self._point)
        transport.left.connect(self._leave)
        timeline.pointed.connect(self._point)
        timeline.left.connect(self._leave)

    def set_preferences(self, preferences: Preferences) -> None:
        """Protect faces as these say; what is shown is forgotten where it was protected otherwise."""
        is_other = preferences.display.privacy is not self._preferences.display.privacy
        self._preferences = preferences
        if is_other:
            self._leave()

    def stop(self) -> None:
        """End the thread; see `join`."""
        if self._previews is not None:
            self._previews.stop()

    def join(self, deadline: float) -> None:
        """Wait for the thread, until `time.monotonic()` reaches `deadline` at most."""
        if self._previews is not None:
            self._previews.join(max(0.0, deadline - time.monotonic()))

    def _begin(self, info: SourceInfo | None) -> None:
        self._leave()
        self._info, self._serial = info, next(_serials)
        if self._previews is not None:
            self._previews.ask(PreviewRequest(self._serial, None))

    def _leave(self) -> None:
        self._asked = None
        self.popup.clear()

    def _point(self, position: float, place: QPoint, words: str) -> None:
        """Show words at once, and the image of a position as soon as it is there."""
        info, target = self._info, self._controller.target
        if info is None or target is None or info.is_live or not info.is_seekable:
            return
        self.popup.show_above(place, words)
        if self._previews is None:
            self._previews = Previews(self._arrived.emit, self._controller.open_target)
            self._previews.start()
        privacy, film = self._preferences.display.privacy, self._controller.films.film
        self._asked = PreviewRequest(self._serial, target, position, privacy, film)
        self._previews.ask(self._asked)

    def _show(self, preview: Preview) -> None:
        """Show an image that has arrived, unless it is of another file, or protected as is wanted no longer."""
        asked, answered = self._asked, preview.request
        if asked is not None and (asked.serial, asked.privacy) == (answered.serial, answered.privacy):
            self.popup.show_image(preview.image)
