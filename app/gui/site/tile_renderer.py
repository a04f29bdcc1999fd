"""Draws the newest frame of each source in the size of its tile, in a thread of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.site.watching import Draw, Onlooker
from inference.attributes import ATTRIBUTE_NAMES
from inference.overlay import Overlay
from inference.types import Frame, FrameResult, ImageArray

from ..playback.rendering import RenderOptions, render, safe_frame
from ..playback.viewport import Region, Viewport

# in narrower images than these, pixels, labels would hide the faces: first the interval goes, then all words
_NARROW, _TINY = 520, 320


@dataclass(frozen=True, slots=True, eq=False)
class RenderedTile:
    """What a tile shows.

    Attributes:
        image: (h, w, 4) uint8, blue, green, red, 255: what Qt calls RGB32.
        region: the part of the frame that it shows.
        frame_wh: of the frame, pixels.
        result: what was found in the frame.
        is_covered: covered from rim to rim, since it was not searched for faces.
        analysed_at: when its result came, by the monotonic clock.
    """

    image: ImageArray
    region: Region
    frame_wh: tuple[int, int]
    result: FrameResult
    is_covered: bool
    analysed_at: float


@dataclass(slots=True, eq=False)
class _Shown:
    """The newest frame of a source; it is drawn again when options change."""

    frame: Frame
    result: FrameResult
    is_searched: bool
    analysed_at: float
    is_due: bool = True


class TileRenderer(Onlooker):
    """Draws what was analysed; of each source the newest frame wins, so that memory and age stay bounded.

    Args:
        has_news: called in its thread where something is ready and everything before was taken.
        options: how frames are shown; their viewport is that of no tile.
        may_miss: as in `Onlooker`.
    """

    keeps_time = True

    def __init__(self, has_news: Callable[[], None], options: RenderOptions, *, may_miss: bool) -> None:
        self._has_news, self._options, self.may_miss = has_news, options, may_miss
        self.display = options.settings
        self._changed = threading.Condition()
        self._shown: dict[str, _Shown] = {}
        self._sizes: dict[str, Viewport] = {}
        self._ready: dict[str, RenderedTile] = {}
        self._must_end = False
        # of the thread: an overlay for each source remembers where its labels stood
        self._overlays: dict[str, tuple[RenderOptions, Overlay]] = {}
        self._thread = threading.Thread(target=self._run, name="facelens-tiles", daemon=True)
        self._thread.start()

    # --- any thread ---------------------------------------------------------------------------

    def saw(self, source: str, frame: Frame, result: FrameResult, draw: Draw, *, is_searched: bool) -> None:
        with self._changed:
            self._shown[source] = _Shown(frame, result, is_searched, time.monotonic())
            self._changed.notify()

    def set_options(self, options: RenderOptions) -> None:
        """Draw everything so from now on, what is shown as well; what was drawn otherwise is not shown any more.

        Frames are searched from the next one on as it takes to protect faces so.
        """
        with self._changed:
            self._options, self.display = options, options.settings
            self._ready.clear()
            for shown in self._shown.values():
                shown.is_due = True
            self._changed.notify()

    def set_size(self, name: str, viewport: Viewport) -> None:
        """Draw a source in another size."""
        with self._changed:
            if self._sizes.get(name) != viewport:
                self._sizes[name] = viewport
                if name in self._shown:
                    self._shown[name].is_due = True
                self._changed.notify()

    def forget(self, name: str) -> None:
        """Let go of a source."""
        with self._changed:
            for one in (self._shown, self._sizes, self._ready):
                one.pop(name, None)

    def take(self) -> Mapping[str, RenderedTile]:
        """Return what was drawn since the last time."""
        with self._changed:
            ready, self._ready = self._ready, {}
            return ready

    def stop(self) -> None:
        with self._changed:
            self._must_end = True
            self._changed.notify()

    def join(self, deadline: float) -> None:
        """Wait for the thread, until `time.monotonic()` reaches `deadline` at most."""
        self._thread.join(max(0.0, deadline - time.monotonic()))

    # --- the thread ---------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._must_end or self._next() is not None)
                if self._must_end:
                    return
                name = self._next()
                assert name is not None
                shown, wanted = self._shown[name], self._options
                options = _fitting(wanted, self._sizes[name])
                shown.is_due = False
            drawn = self._draw(name, shown, options)
            with self._changed:
                is_true = self._shown.get(name) is not None and wanted.draws_like(self._options)
                was_empty = not self._ready
                if is_true:
                    self._ready[name] = drawn
            if is_true and was_empty:
                self._has_news()

    def _next(self) -> str | None:
        """Return whose frame has waited longest; the lock is held."""
        due = [(shown.analysed_at, name) for name, shown in self._shown.items() if shown.is_due and name in self._sizes]
        return min(due)[1] if due else None

    def _draw(self, name: str, shown: _Shown, options: RenderOptions) -> RenderedTile:
        drawn_with, overlay = self._overlays.get(name, (None, None))
        if drawn_with is None or overlay is None or not options.draws_like(drawn_with):
            overlay = options.overlay()
        self._overlays[name] = options, overlay
        frame = safe_frame(shown.frame, options.settings.privacy, is_searched=shown.is_searched)
        image, region = render(frame, shown.result, options, overlay)
        height, width = shown.frame.image_bgr.shape[:2]
        return RenderedTile(image, region, (width, height), shown.result, frame is not shown.frame, shown.analysed_at)


def _fitting(options: RenderOptions, viewport: Viewport) -> RenderOptions:
    """Return how a tile of this size is drawn: of small ones the boxes say enough."""
    if viewport.width < _TINY:
        settings = replace(options.settings, hide=frozenset(ATTRIBUTE_NAMES))
        return replace(options, viewport=viewport, settings=settings)
    is_interval_shown = options.is_interval_shown and viewport.width >= _NARROW
    return replace(options, viewport=viewport, is_interval_shown=is_interval_shown)
