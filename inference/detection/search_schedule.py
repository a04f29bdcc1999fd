"""When to search which part of a video's frames for new faces: spread over time instead of paid on every frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..settings import DetectorRange
from ..types import FloatArray
from .blazeface import BlazeFace
from .views import View, full_frame, slices

# The full-range model finds faces from about a twentieth of a slice's side on, so slices need not be finer than this
# many of the smallest faces wanted. Measured on a street scene at 1080p, slices of 640 px find 93 % of its faces,
# slices of 720 px 88 %, slices of 1080 px 73 %.
SLICE_SIDES_PER_MIN_FACE = 16
SMALLEST_SLICE_PX = 256
# such sides can be halved, which is the cheapest way to shrink an image
_SLICE_STEP_PX = 32
# slices paid for over the frames of a video, and where every one is searched thoroughly
MAX_SLICES_SPREAD = 8
MAX_SLICES_THOROUGH = 16
# the short-range model's proposals are heeded for faces of this part of the frame or more; smaller ones are left to
# the full-range model, whose prediction is independent of the close look that follows
NEAR_FACE = 0.3
# a view that holds a known face is searched after this many seconds at most
_WATCH_S = 0.48
# a face is small below this part of the finest view, and then pauses shrink to this part
_SMALL = 0.25
_BUSY = 0.4


@dataclass(slots=True)
class ScheduledView:
    """A view and how often it is searched.

    Attributes:
        view: what is searched.
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


class SearchSchedule:
    """Chooses the views of a video's next frame to search, at a pace that follows what they yield."""

    def __init__(self, scheduled: Sequence[ScheduledView], views_per_frame: int) -> None:
        self._scheduled = list(scheduled)
        self._views_per_frame = views_per_frame
        self._small_px = _SMALL * min(scheduled.view.side for scheduled in self._scheduled)
        self._is_fresh = True

    def due(self, now_s: float) -> list[ScheduledView]:
        """Return the views to search now; all of them in the first frame after a start."""
        due = sorted(
            (scheduled for scheduled in self._scheduled if scheduled.due_s <= now_s),
            key=lambda scheduled: scheduled.due_s,
        )
        if not self._is_fresh:
            return due[: self._views_per_frame]
        self._is_fresh = False
        return due

    def searched(
        self, scheduled: ScheduledView, now_s: float, fresh: Sequence[FloatArray], known: Sequence[FloatArray]
    ) -> None:
        """Note a search and choose the time of the next: soon where somebody is, else later and later.

        Args:
            scheduled: what was searched.
            now_s: when.
            fresh: (4,) boxes of the faces that were found for the first time in this frame.
            known: (4,) boxes of all faces known. The coarsest view that suits a face is searched more often, to
                hear soon when it is no face any more. Where some are small everything is, since more may come.
        """
        if any(scheduled.view.contains(xyxy) for xyxy in fresh):
            longest_s = scheduled.shortest_s
        else:
            longest_s = _WATCH_S if any(self._watches(scheduled, xyxy) for xyxy in known) else scheduled.longest_s
            if any(xyxy[2] - xyxy[0] < self._small_px for xyxy in known):
                longest_s *= _BUSY
        scheduled.interval_s = max(scheduled.shortest_s, min(2 * scheduled.interval_s, longest_s))
        scheduled.due_s = now_s + scheduled.interval_s

    def _watches(self, scheduled: ScheduledView, xyxy: FloatArray) -> bool:
        return next((other for other in self._scheduled if other.view.suits(xyxy)), None) is scheduled

    def reschedule(self, xyxy: FloatArray, now_s: float) -> None:
        """Search the views that hold a place at their shortest pace: a face was lost there."""
        for scheduled in self._scheduled:
            if scheduled.view.contains(xyxy):
                scheduled.interval_s = scheduled.shortest_s
                scheduled.due_s = min(scheduled.due_s, now_s + scheduled.shortest_s)


def slice_side(width: int, height: int, min_face_px: float, most: int) -> int:
    """Return the side of the slices in pixels: small enough for the smallest faces wanted, at most `most` slices."""
    side = max(SMALLEST_SLICE_PX, round(SLICE_SIDES_PER_MIN_FACE * min_face_px / _SLICE_STEP_PX) * _SLICE_STEP_PX)
    while len(slices(width, height, side)) > most:
        side += _SLICE_STEP_PX
    return side


def fine_slices(width: int, height: int, min_face_px: float, most: int) -> list[View]:
    """Return the slices in which small faces are found; none where the whole frame is no larger than one."""
    views = slices(width, height, slice_side(width, height, min_face_px, most))
    return views if len(views) > 1 else []


def video_schedule(
    reach: DetectorRange, width: int, height: int, min_face_px: float, *, everywhere: bool = False
) -> SearchSchedule:
    """Return how the frames of a video are searched; all views in every frame with `everywhere`."""
    views, views_per_frame = _views_over_time(reach, width, height, min_face_px)
    if everywhere:
        return SearchSchedule([ScheduledView(scheduled.view, 0.0, 0.0) for scheduled in views], len(views))
    return SearchSchedule(views, views_per_frame)


def _views_over_time(
    reach: DetectorRange, width: int, height: int, min_face_px: float
) -> tuple[list[ScheduledView], int]:
    """Return the views of a video's frames with their pace, and how many of them a frame has time for."""
    near = full_frame(width, height, BlazeFace.SHORT_RANGE)
    far = full_frame(width, height, BlazeFace.FULL_RANGE)
    if reach is DetectorRange.NEAR:
        return [ScheduledView(near, 0.08, 0.08)], 1
    if reach is DetectorRange.FAR:
        return [ScheduledView(far, 0.08, 0.08)], 1
    close = full_frame(width, height, BlazeFace.SHORT_RANGE, min_face=NEAR_FACE)
    if reach is DetectorRange.WIDE:
        fine = fine_slices(width, height, min_face_px, MAX_SLICES_THOROUGH)
        return [ScheduledView(view, 0.08, 0.08) for view in (close, far, *fine)], 2 + len(fine)
    fine = fine_slices(width, height, min_face_px, MAX_SLICES_SPREAD)
    scheduled = [
        ScheduledView(close, 0.2, 0.4),
        ScheduledView(far, 0.24, 0.96),
        *(ScheduledView(view, 0.24, 1.6) for view in fine),
    ]
    return scheduled, 2


def image_views(width: int, height: int, min_face_px: float) -> list[View]:
    """Return where a single image is searched: everywhere, at every scale."""
    close = full_frame(width, height, BlazeFace.SHORT_RANGE, border=0.3, min_face=NEAR_FACE)
    views = [close, full_frame(width, height, BlazeFace.FULL_RANGE)]
    side = slice_side(width, height, min_face_px, MAX_SLICES_THOROUGH)
    while max(width, height) > side:
        views += slices(width, height, side)
        side *= 2
    return views


def crop_view(width: int, height: int) -> View:
    """Return the view of an image cropped so tightly that a face is cut: so wide a border lets the model find it."""
    return full_frame(width, height, BlazeFace.SHORT_RANGE, border=0.6)
