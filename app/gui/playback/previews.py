"""Small images of a file at any time, for whoever points at its seek bar; they are decoded beside everything else."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import cv2

from inference.errors import FaceLensError
from inference.film import Film
from inference.overlay.privacy import CELLS, obscure, obscure_whole
from inference.settings import AnalysisSettings, DisplaySettings, Privacy
from inference.sources import SeekableSource, Source
from inference.types import Frame, FrameResult, ImageArray, SourceInfo

from .latest import LatestSlot
from .player import Target

PREVIEW_PX = 208
# of the smallest size: 256 images of 208x117 take 19 MB
_MOST_KEPT = 256
# a file is seen at so many places; nobody can point at more of them
_PLACES = 600
_PROTECTED = DisplaySettings(privacy=Privacy.BLUR)


@dataclass(frozen=True, slots=True, eq=False)
class PreviewRequest:
    """What is wanted.

    Attributes:
        serial: tells one opened source from the next.
        target: what is open; None to let go of it.
        position: seconds; of still images a number.
        privacy: how faces are protected.
        film: what is known of the source; None where nothing is.
    """

    serial: int
    target: Target | None
    position: float = 0.0
    privacy: Privacy = Privacy.NONE
    film: Film | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """A small image.

    Attributes:
        image: (h, w, 3) uint8 BGR, `PREVIEW_PX` wide or high; protected as was asked for.
        request: that it answers.
        is_exact: it is the frame of that time; else one shortly before that was quick to decode.
    """

    image: ImageArray
    request: PreviewRequest
    is_exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """A frame in small, as it is, and the size it had."""

    frame: Frame
    scale: float
    is_exact: bool


class Previews(threading.Thread):
    """Decodes small images with a decoder of its own, opened when somebody first points at the file.

    The key frame before the time is shown at once, the frame itself as soon as nobody wants another one. Memory is
    bounded: the images that were looked at least recently are forgotten.

    Args:
        deliver: is given each `Preview`, in this thread.
        open_source: opens the file.
    """

    def __init__(self, deliver: Callable[[Preview], object], open_source: Callable[[Target], Source]) -> None:
        super().__init__(name="facelens-preview", daemon=True)
        self._deliver, self._open_source = deliver, open_source
        self._wanted: LatestSlot[PreviewRequest] = LatestSlot()
        self._must_end = False
        # from here on of the thread itself
        self._serial = 0
        self._source: Source | None = None
        self._kept: OrderedDict[int, _Kept] = OrderedDict()

    def ask(self, request: PreviewRequest) -> None:
        """Want an image in place of what was wanted before."""
        self._wanted.put(request)

    def stop(self) -> None:
        """End the thread; it may take a moment."""
        self._must_end = True
        self._wanted.wake()

    # --- the thread ---------------------------------------------------------------------------

    def run(self) -> None:
        try:
            while not self._must_end:
                request = self._wanted.wait()
                if request is None or self._must_end:
                    continue
                # a file that can't be read has no previews; why is said where it is played
                with contextlib.suppress(FaceLensError):
                    self._answer(request)
        finally:
            self._let_go()

    def _answer(self, request: PreviewRequest) -> None:
        if request.serial != self._serial or request.target is None:
            self._let_go()
            self._serial = request.serial
            self._source = None if request.target is None else self._open_source(request.target)
        source = self._source
        if not isinstance(source, SeekableSource) or source.info.is_live:
            return
        place = self._place(request.position, source.info)
        kept = self._kept.get(place)
        if kept is None:
            kept = self._keep(place, source.glance(request.position), is_exact=not source.info.has_time)
        self._show(kept, request)
        if (kept is None or not kept.is_exact) and self._wanted.is_free and not self._must_end:
            exact = next(source.frames_from(request.position), None)
            self._show(self._keep(place, exact, is_exact=True), request)

    @staticmethod
    def _place(position: float, info: SourceInfo) -> int:
        """Return which of the places of a file a position belongs to."""
        if not info.has_time:
            return round(position)
        return int(position / max(info.frame_interval_s, (info.duration_s or 0.0) / _PLACES))

    def _keep(self, place: int, frame: Frame | None, *, is_exact: bool) -> _Kept | None:
        if frame is None:
            return None
        image = frame.image_bgr
        scale = PREVIEW_PX / max(image.shape[:2])
        size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
        small = cast(ImageArray, cv2.resize(image, size, interpolation=cv2.INTER_AREA))
        kept = self._kept[place] = _Kept(replace(frame, image_bgr=small), scale, is_exact)
        self._kept.move_to_end(place)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return kept

    def _show(self, kept: _Kept | None, request: PreviewRequest) -> None:
        if kept is not None:
            self._deliver(Preview(protected(kept.frame, kept.scale, request), request, kept.is_exact))

    def _let_go(self) -> None:
        self._kept.clear()
        if self._source is not None:
            self._source.close()
            self._source = None


def protected(frame: Frame, scale: float, request: PreviewRequest) -> ImageArray:
    """Return a small frame with its faces covered as they are on the screen.

    One that was not searched as privacy wants it is covered as a whole.

    Args:
        frame: in small; left as it is.
        scale: by which it was made small.
        request: says how to cover, and what is known.
    """
    if request.privacy is Privacy.NONE:
        return frame.image_bgr
    image = frame.image_bgr.copy()
    result = _searched_result(frame, request.film)
    if result is None:
        obscure_whole(image, CELLS, request.privacy)
    else:
        for detection in result.covered:
            obscure(image, detection.xyxy * scale, request.privacy)
    return image


def _searched_result(frame: Frame, film: Film | None) -> FrameResult | None:
    """Return what a film found in a frame; None where it knows nothing of it, or did not search all of it."""
    if film is None or not _searches_everywhere(film.settings):
        return None
    return film.find(frame.index, frame.timestamp_s)


def _searches_everywhere(settings: AnalysisSettings) -> bool:
    return settings.protecting(_PROTECTED) == settings
