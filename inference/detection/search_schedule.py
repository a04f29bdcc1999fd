"""When to search which part of a video's frames for new faces: spread over time instead of paid on every frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..settings import DetectorRange
from ..types import FloatArray
from .face_search import finest_shrink, pieces, sizes
from .views import View

# pixels that the finest search of a video's frame shows (25 ms on one core); a still image may take more time
PIXELS_OF_A_FRAME = 520_000
PIXELS_OF_AN_IMAGE = 2_000_000
# longer sides of what is shown in the two short reaches: a face of 10 px there is 2 and 5 m away
_NEAR_PX, _FAR_PX = 256, 512
# the border around an image that may be cropped to a face, in its longer side, and the size at which both are shown
_BORDER, _FRAMED_PX = 0.6, 256
# a face is small below this many pixels of the finest search, and where some are there may be more: pauses are shorter
_SMALL_PX = 32
_BUSY = 0.5


@dataclass(slots=True)
class ScheduledSearch:
    """Views that are searched together, and how often.

    Attributes:
        views: what is searched.
        shortest_s: seconds between two searches while new faces turn up in it.
        longest_s: seconds between two searches after a while without.
        interval_s: seconds at present.
        due_s: when it is to be searched next.
    """

    views: Sequence[View]
    shortest_s: float
    longest_s: float
    interval_s: float = 0.0
    due_s: float = float("-inf")

    def __post_init__(self) -> None:
        self.interval_s = self.shortest_s

    def holds(self, xyxy: FloatArray) -> bool:
        """Tell whether the middle of a box is searched by it."""
        return any(view.contains(xyxy) for view in self.views)


class SearchSchedule:
    """Chooses the parts of a video's next frame to search, at a pace that follows what they yield.

    Args:
        searches: that cover a frame.
        per_frame: how many of them a frame has time for, after the first.
    """

    def __init__(self, searches: Sequence[ScheduledSearch], per_frame: int) -> None:
        self._searches = list(searches)
        self._per_frame = per_frame
        self.shrink = min(view.shrink for search in searches for view in search.views)
        self._is_fresh = True

    def due(self, now_s: float) -> list[ScheduledSearch]:
        """Return the searches to do now; all of them in the first frame after a start."""
        due = sorted((search for search in self._searches if search.due_s <= now_s), key=lambda search: search.due_s)
        if not self._is_fresh:
            return due[: self._per_frame]
        self._is_fresh = False
        return due

    def searched(
        self, search: ScheduledSearch, now_s: float, fresh: Sequence[FloatArray], known: Sequence[FloatArray]
    ) -> None:
        """Note a search and choose the time of the next: soon where somebody turned up, else later and later.

        Args:
            search: what was done.
            now_s: when.
            fresh: (4,) boxes of the faces that were found for the first time in this frame.
            known: (4,) boxes of all faces known. Where some are small more may come.
        """
        longest_s = search.longest_s
        if any(search.holds(xyxy) for xyxy in fresh):
            longest_s = search.shortest_s
        elif any(xyxy[2] - xyxy[0] < _SMALL_PX * self.shrink for xyxy in known):
            longest_s *= _BUSY
        search.interval_s = max(search.shortest_s, min(2 * search.interval_s, longest_s))
        search.due_s = now_s + search.interval_s

    def hurry(self, now_s: float) -> None:
        """Search everything now that was not searched a moment ago: much of the frame has changed."""
        for search in self._searches:
            if now_s >= search.due_s - search.interval_s + search.shortest_s:
                search.due_s = now_s

    def reschedule(self, xyxy: FloatArray, now_s: float) -> None:
        """Search a place at the shortest pace: a face was lost there."""
        for search in self._searches:
            if search.holds(xyxy):
                search.interval_s = search.shortest_s
                search.due_s = min(search.due_s, now_s + search.shortest_s)


def video_schedule(
    reach: DetectorRange, width: int, height: int, min_face_px: float, *, everywhere: bool = False
) -> SearchSchedule:
    """Return how the frames of a video are searched; all of it in every frame with `everywhere`."""
    shrink, shortest_s, longest_s = _pace(reach, width, height, min_face_px)
    finest, *coarser = sizes(width, height, shrink)
    together = [view for size in coarser for view in pieces(width, height, size)]
    parts = [[view] for view in pieces(width, height, finest)] + ([together] if together else [])
    if everywhere:
        shortest_s = longest_s = 0.0
    searches = [ScheduledSearch(views, shortest_s, longest_s) for views in parts]
    is_spread = reach is DetectorRange.AUTO and not everywhere
    return SearchSchedule(searches, 1 if is_spread else len(searches))


def _pace(reach: DetectorRange, width: int, height: int, min_face_px: float) -> tuple[float, float, float]:
    """Return by how much a frame is shrunk for its finest search, and the shortest and longest pause, seconds."""
    if reach is DetectorRange.NEAR:
        return max(1.0, max(width, height) / _NEAR_PX), 0.08, 0.24
    if reach is DetectorRange.FAR:
        return max(1.0, max(width, height) / _FAR_PX), 0.08, 0.24
    if reach is DetectorRange.WIDE:
        return finest_shrink(width, height, min_face_px), 0.08, 0.16
    return finest_shrink(width, height, min_face_px, PIXELS_OF_A_FRAME), 0.2, 0.8


def image_views(reach: DetectorRange, width: int, height: int, min_face_px: float) -> list[View]:
    """Return where a single image is searched: everywhere, at every size."""
    if reach in (DetectorRange.NEAR, DetectorRange.FAR):
        shrink, _, _ = _pace(reach, width, height, min_face_px)
    else:
        pixels = float("inf") if reach is DetectorRange.WIDE else PIXELS_OF_AN_IMAGE
        shrink = finest_shrink(width, height, min_face_px, pixels)
    return [view for size in sizes(width, height, shrink) for view in pieces(width, height, size)]


def framed_views(width: int, height: int) -> list[View]:
    """Return the views of an image cropped so tightly that a face is cut: a wide border lets the model find it."""
    border = round(_BORDER * max(width, height))
    shrink = (max(width, height) + 2 * border) / _FRAMED_PX
    return [View(-border, -border, width + border, height + border, size) for size in (shrink, 2 * shrink)]
