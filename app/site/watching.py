"""Who looks on while a site works: live images and events for those who ask for them."""

from __future__ import annotations

from collections.abc import Callable

from inference.settings import DisplaySettings
from inference.types import Frame, FrameResult, ImageArray

from .events.occurrences import Occurrence

# draws what was found in a frame, and the scene, into a copy of it; may be called from another thread
Draw = Callable[[Frame, FrameResult], ImageArray]


class Onlooker:
    """Sees what a site sees; this one takes no notice. Called from the threads of the site, which it does not keep.

    Attributes:
        display: how faces are protected for whoever looks on: frames are searched as that takes.
        keeps_time: recordings run no faster than the clock.
        may_miss: where there is no time for all frames of a recording, the newest is the one that counts.
    """

    display = DisplaySettings()
    keeps_time = False
    may_miss = False

    def saw(self, source: str, frame: Frame, result: FrameResult, draw: Draw, *, is_searched: bool) -> None:
        """Take the next result of a source.

        Args:
            source: its name.
            frame: that was analysed.
            result: what was found in it.
            draw: draws that.
            is_searched: all of the frame was searched for faces, as privacy wants it.
        """

    def happened(self, occurrence: Occurrence) -> None:
        """Take something that has happened."""
