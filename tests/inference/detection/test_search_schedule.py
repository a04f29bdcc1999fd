"""Where and how often a video is searched."""

from __future__ import annotations

import numpy as np
import pytest

from inference.detection.blazeface import BlazeFace
from inference.detection.search_schedule import (
    MAX_SLICES_SPREAD,
    MAX_SLICES_THOROUGH,
    ScheduledView,
    SearchSchedule,
    image_views,
    slice_side,
    video_schedule,
)
from inference.detection.views import View, slices
from inference.settings import DetectorRange

LEFT, RIGHT = View(BlazeFace.FULL_RANGE, 0, 0, 400, 400), View(BlazeFace.FULL_RANGE, 300, 0, 700, 400)
IN_LEFT = np.array([100, 100, 180, 180], dtype=np.float32)


def two_views(per_frame: int = 5) -> tuple[SearchSchedule, ScheduledView, ScheduledView]:
    left, right = ScheduledView(LEFT, 0.25, 1.0), ScheduledView(RIGHT, 0.25, 1.0)
    return SearchSchedule([left, right], per_frame), left, right


def search(plan: SearchSchedule, now_s: float, fresh: tuple[np.ndarray, ...] = ()) -> list[View]:
    due = plan.due(now_s)
    for scheduled in due:
        plan.searched(scheduled, now_s, fresh, fresh)
    return [scheduled.view for scheduled in due]


def test_the_first_frame_is_searched_everywhere_the_others_in_turns() -> None:
    plan, _, _ = two_views(per_frame=1)
    assert search(plan, 0.0) == [LEFT, RIGHT]
    assert search(plan, 0.1) == []
    assert search(plan, 0.6) == [LEFT]
    assert search(plan, 0.64) == [RIGHT]


def test_views_without_anybody_are_searched_less_and_less() -> None:
    plan, left, _ = two_views()
    pauses = []
    for _ in range(4):
        search(plan, left.due_s if np.isfinite(left.due_s) else 0.0)
        pauses.append(left.interval_s)
    assert pauses == [0.5, 1.0, 1.0, 1.0]


def test_a_view_where_somebody_turned_up_is_searched_at_its_fastest() -> None:
    plan, left, right = two_views()
    search(plan, 0.0)
    search(plan, 0.5)
    search(plan, 1.5, fresh=(IN_LEFT,))
    assert left.interval_s == 0.25
    assert right.interval_s > 0.25


def test_known_faces_are_watched_by_the_coarsest_view_that_suits_them() -> None:
    wide = ScheduledView(View(BlazeFace.FULL_RANGE, 0, 0, 800, 800), 0.25, 4.0)
    fine = ScheduledView(LEFT, 0.25, 4.0)
    plan = SearchSchedule([wide, fine], 2)
    large_enough = np.array([150, 150, 270, 270], dtype=np.float32)
    for now_s in (0.0, 2.0, 8.0):
        for scheduled in (wide, fine):
            plan.searched(scheduled, now_s, [], [large_enough])
    assert wide.interval_s < 0.5
    assert fine.interval_s == 2.0


def test_small_faces_make_the_search_busy() -> None:
    quiet, busy = two_views(), two_views()
    for (plan, left, _), width in ((quiet, 150), (busy, 40)):
        elsewhere = np.array([500, 100, 500 + width, 100 + width], dtype=np.float32)
        for now_s in (0.0, 1.0, 2.0):
            plan.searched(left, now_s, [], [elsewhere])
    assert quiet[1].interval_s == 1.0
    assert busy[1].interval_s == pytest.approx(0.4)


def test_where_somebody_was_lost_is_searched_soon() -> None:
    plan, left, right = two_views()
    for now_s in (0.0, 0.5, 1.5):
        search(plan, now_s)
    assert left.due_s == 2.5
    plan.reschedule(IN_LEFT, 1.6)
    assert left.due_s == pytest.approx(1.85)
    assert right.due_s == 2.5


@pytest.mark.parametrize("size", [(320, 240), (1280, 720), (1920, 1080), (7680, 4320), (20000, 300)])
@pytest.mark.parametrize("most", [MAX_SLICES_SPREAD, MAX_SLICES_THOROUGH])
def test_tiles_are_never_too_many(size: tuple[int, int], most: int) -> None:
    assert len(slices(*size, slice_side(*size, 20, most))) <= most


def test_tiles_follow_the_smallest_face_wanted() -> None:
    assert slice_side(1280, 720, 20, 100) == 320
    assert slice_side(1280, 720, 40, 100) == 640
    assert slice_side(1280, 720, 0, 100) == 256


def test_reach() -> None:
    def models(reach: DetectorRange) -> list[BlazeFace]:
        return [scheduled.view.variant for scheduled in video_schedule(reach, 1920, 1080, 20).due(0.0)]

    near, far = BlazeFace.SHORT_RANGE, BlazeFace.FULL_RANGE
    assert models(DetectorRange.NEAR) == [near]
    assert models(DetectorRange.FAR) == [far]
    assert models(DetectorRange.AUTO).count(far) == 1 + 8
    assert models(DetectorRange.WIDE).count(far) > models(DetectorRange.AUTO).count(far)


def test_stills_are_searched_at_every_scale() -> None:
    sides = {view.side for view in image_views(1920, 1080, 20) if view.variant is BlazeFace.FULL_RANGE}
    assert max(sides) == 1920
    assert len(sides) >= 3
    assert len(image_views(200, 200, 20)) == 2


@pytest.mark.parametrize("reach", list(DetectorRange))
def test_a_search_everywhere_leaves_no_view_out_of_any_frame(reach: DetectorRange) -> None:
    in_turns = video_schedule(reach, 1920, 1080, 20).due(0.0)
    plan = video_schedule(reach, 1920, 1080, 20, everywhere=True)
    for frame in range(4):
        assert search(plan, frame / 60) == [scheduled.view for scheduled in in_turns]
