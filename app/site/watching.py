"""Who looks on while a site works: live images and events for those who ask for them."""

from __future__ import annotations

from collections.abc import Callable

from inference.types import Frame, FrameResult, ImageArray

from .events.occurrences import Occurrence

# draws what was found in a frame, and the scene, into a copy of it; may be called from another thread
Draw = Callable[[Frame, FrameResult], ImageArray]


class Onlooker:
    """Sees what a site sees; this one takes no notice. Called from the threads of the site, which it does not keep."""

    def saw(self, source: str, frame: Frame, result: FrameResult, draw: Draw) -> None:
        """Take the next result of a source."""

    def happened(self, occurrence: Occurrence) -> None:
        """Take something that has happened."""
