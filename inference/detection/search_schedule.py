"""When to look where for faces that nobody knows of yet: search spread over time instead of paid on every frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..settings import DetectorRange
from ..types import FloatArray
from .blazeface import BlazeFace
from .views import View, tiles, whole

# The full-range network finds faces from about a twentieth of a tile's side on, so tiles need not be finer than this
# many of the smallest faces wanted. Measured on a street scene at 1080p, tiles of 640 px find 93 % of its faces, tiles
# of 720 px 88 %, tiles of 1080 px 73 %.
TILE_SIDES_PER_MIN_FACE = 16
SMALLEST_TILE_PX = 256
# such sides can be halved, which is the cheapest way to shrink a picture
_TILE_STEP_PX = 32
# tiles paid for over the frames of a video, and where every one is searched thoroughly
TILES_SPREAD = 8
TILES_THOROUGH = 16
# the short-range network's proposals are heeded for faces of this part of the frame or more; smaller ones are left to
# the full-range network, whose say is independent of the close look that follows
NEAR_FACE = 0.3
# a view that holds a known face is searched after this many seconds at most
_WATCH_S = 0.48
# a face is small below this part of the finest view, and then pauses shrink to this part
_SMALL = 0.25
_BUSY = 0.4


@dataclass(slots=True)
class Paced:
    """A view and how often it is searched.

    Attributes:
        view: what is looked at.
        shortest_s: seconds between two searches while new faces turn up in it.
        longest_s: seconds between two searches after a while without.
        interval_s: seconds at present.
        due_s: when it is to be searched next.
    """

    view: View
    shortest_s: float
    longest_s: float
    interval_s: float = 0.0
    due_s: float = float("-inf")

    def __post_init__(self) -> None:
        self.interval_s = self.shortest_s


class SearchPlan:
    """Says which views of a video's next frame are to be searched, at a pace that follows what they yield."""

    def __init__(self, paced: Sequence[Paced], views_a_frame: int) -> None:
        self._paced = list(paced)
        self._views_a_frame = views_a_frame
        self._small_px = _SMALL * min(paced.view.side for paced in self._paced)
        self._is_fresh = True

    def due(self, now_s: float) -> list[Paced]:
        """The views to search now; all of them in the first frame after a start."""
        due = sorted((paced for paced in self._paced if paced.due_s <= now_s), key=lambda paced: paced.due_s)
        if not self._is_fresh:
            return due[: self._views_a_frame]
        self._is_fresh = False
        return due

    def searched(self, paced: Paced, now_s: float, fresh: Sequence[FloatArray], known: Sequence[FloatArray]) -> None:
        """Note a search and choose the time of the next: soon where somebody is, else later and later.

        Args:
            paced: what was searched.
            now_s: when.
            fresh: (4,) boxes of the faces that were found for the first time in this frame.
            known: (4,) boxes of all faces known. The coarsest view that suits a face is searched more often, to
                hear soon when it is no face any more. Where some are small everything is, since more may come.
        """
        if any(paced.view.holds(xyxy) for xyxy in fresh):
            longest_s = paced.shortest_s
        else:
            longest_s = _WATCH_S if any(self._watches(paced, xyxy) for xyxy in known) else paced.longest_s
            if any(xyxy[2] - xyxy[0] < self._small_px for xyxy in known):
                longest_s *= _BUSY
        paced.interval_s = max(paced.shortest_s, min(2 * paced.interval_s, longest_s))
        paced.due_s = now_s + paced.interval_s

    def _watches(self, paced: Paced, xyxy: FloatArray) -> bool:
        return next((other for other in self._paced if other.view.suits(xyxy)), None) is paced

    def hurry(self, xyxy: FloatArray, now_s: float) -> None:
        """Somebody was lost at this place: search the views that hold it at their shortest pace."""
        for paced in self._paced:
            if paced.view.holds(xyxy):
                paced.interval_s = paced.shortest_s
                paced.due_s = min(paced.due_s, now_s + paced.shortest_s)


def tile_side(width: int, height: int, min_face_px: float, most: int) -> int:
    """Side of the tiles in pixels: small enough for the smallest faces wanted, and not more than `most` tiles."""
    side = max(SMALLEST_TILE_PX, round(TILE_SIDES_PER_MIN_FACE * min_face_px / _TILE_STEP_PX) * _TILE_STEP_PX)
    while len(tiles(width, height, side)) > most:
        side += _TILE_STEP_PX
    return side


def fine_views(width: int, height: int, min_face_px: float, most: int) -> list[View]:
    """The tiles in which small faces are found; none where the whole frame is no larger than one."""
    views = tiles(width, height, tile_side(width, height, min_face_px, most))
    return views if len(views) > 1 else []


def video_plan(reach: DetectorRange, width: int, height: int, min_face_px: float) -> SearchPlan:
    """How the frames of a video are searched."""
    near = whole(width, height, BlazeFace.SHORT_RANGE)
    far = whole(width, height, BlazeFace.FULL_RANGE)
    if reach is DetectorRange.NEAR:
        return SearchPlan([Paced(near, 0.08, 0.08)], 1)
    if reach is DetectorRange.FAR:
        return SearchPlan([Paced(far, 0.08, 0.08)], 1)
    close = whole(width, height, BlazeFace.SHORT_RANGE, least=NEAR_FACE)
    if reach is DetectorRange.WIDE:
        fine = fine_views(width, height, min_face_px, TILES_THOROUGH)
        return SearchPlan([Paced(view, 0.08, 0.08) for view in (close, far, *fine)], 2 + len(fine))
    fine = fine_views(width, height, min_face_px, TILES_SPREAD)
    paced = [Paced(close, 0.2, 0.4), Paced(far, 0.24, 0.96), *(Paced(view, 0.24, 1.6) for view in fine)]
    return SearchPlan(paced, 2)


def still_views(width: int, height: int, min_face_px: float) -> list[View]:
    """Where a single picture is searched: everywhere, at every scale."""
    close = whole(width, height, BlazeFace.SHORT_RANGE, border=0.3, least=NEAR_FACE)
    views = [close, whole(width, height, BlazeFace.FULL_RANGE)]
    side = tile_side(width, height, min_face_px, TILES_THOROUGH)
    while max(width, height) > side:
        views += tiles(width, height, side)
        side *= 2
    return views


def crop_view(width: int, height: int) -> View:
    """For a picture cropped so tightly that a face is cut: with so wide a border the network knows it again."""
    return whole(width, height, BlazeFace.SHORT_RANGE, border=0.6)
