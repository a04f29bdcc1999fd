"""Where and how often a video is searched."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from inference.detection.search_schedule import ScheduledSearch, SearchSchedule, image_views, video_schedule
from inference.detection.views import View
from inference.settings import DetectorRange

LEFT, RIGHT = View(0, 0, 400, 400), View(300, 0, 700, 400)
IN_LEFT = np.array([100, 100, 180, 180], dtype=np.float32)


def two_parts(per_frame: int = 5) -> tuple[SearchSchedule, ScheduledSearch, ScheduledSearch]:
    left, right = ScheduledSearch([LEFT], 0.25, 1.0), ScheduledSearch([RIGHT], 0.25, 1.0)
    return SearchSchedule([left, right], per_frame), left, right


def search(schedule: SearchSchedule, now_s: float, fresh: tuple[np.ndarray, ...] = ()) -> list[View]:
    due = schedule.due(now_s)
    for part in due:
        schedule.searched(part, now_s, fresh, fresh)
    return [view for part in due for view in part.views]


def test_the_first_frame_is_searched_everywhere_the_others_in_turns() -> None:
    schedule, _, _ = two_parts(per_frame=1)
    assert search(schedule, 0.0) == [LEFT, RIGHT]
    assert search(schedule, 0.1) == []
    assert search(schedule, 0.6) == [LEFT]
    assert search(schedule, 0.64) == [RIGHT]


def test_parts_without_anybody_new_are_searched_less_and_less() -> None:
    schedule, left, _ = two_parts()
    pauses = []
    for _ in range(4):
        search(schedule, left.due_s if np.isfinite(left.due_s) else 0.0)
        pauses.append(left.interval_s)
    assert pauses == [0.5, 1.0, 1.0, 1.0]


def test_a_part_where_somebody_turned_up_is_searched_at_its_fastest() -> None:
    schedule, left, right = two_parts()
    for now_s, fresh in ((0.0, ()), (0.5, ()), (1.5, (IN_LEFT,))):
        search(schedule, now_s, fresh)
    assert left.interval_s == 0.25
    assert right.interval_s > 0.25


def test_small_faces_make_the_search_busy() -> None:
    intervals = []
    for width in (150, 20):
        schedule, left, _ = two_parts()
        elsewhere = np.array([500, 100, 500 + width, 100 + width], dtype=np.float32)
        for now_s in (0.0, 1.0, 2.0):
            schedule.searched(left, now_s, [], [elsewhere])
        intervals.append(left.interval_s)
    assert intervals == [1.0, 0.5]


def test_where_somebody_was_lost_is_searched_soon() -> None:
    schedule, left, right = two_parts()
    for now_s in (0.0, 0.5, 1.5):
        search(schedule, now_s)
    assert left.due_s == 2.5
    schedule.reschedule(IN_LEFT, 1.6)
    assert left.due_s == pytest.approx(1.85)
    assert right.due_s == 2.5


@pytest.mark.parametrize("size", [(1, 1), (320, 240), (1920, 1080), (7680, 4320), (20000, 300)])
@pytest.mark.parametrize("reach", list(DetectorRange))
def test_every_place_is_searched_whatever_the_reach_and_size(reach: DetectorRange, size: tuple[int, int]) -> None:
    for views in (
        image_views(reach, *size, 20),
        [view for part in video_schedule(reach, *size, 20).due(0.0) for view in part.views],
    ):
        covered = np.zeros((size[1] // 10 + 1, size[0] // 10 + 1), dtype=bool)
        finest = min(view.shrink for view in views)
        for view in views:
            if view.shrink == finest:
                covered[view.y1 // 10 : view.y2 // 10 + 1, view.x1 // 10 : view.x2 // 10 + 1] = True
        assert covered.all()


def shown_pixels(views: list[View]) -> float:
    return sum((view.x2 - view.x1) * (view.y2 - view.y1) / view.shrink**2 for view in views)


def test_reaches_search_finer_and_finer() -> None:
    costs = [
        shown_pixels([view for part in video_schedule(reach, 1920, 1080, 20).due(0.0) for view in part.views])
        for reach in (DetectorRange.NEAR, DetectorRange.FAR, DetectorRange.AUTO, DetectorRange.WIDE)
    ]
    assert all(finer >= 2 * coarser for coarser, finer in itertools.pairwise(costs))


def test_the_cost_of_large_images_is_linear_in_their_pixels() -> None:
    once, four_times = (shown_pixels(image_views(DetectorRange.AUTO, 6000 * n, 4000 * n, 20)) for n in (1, 2))
    assert 3.6 * once <= four_times <= 4.4 * once


def test_larger_faces_are_searched_for_in_smaller_images() -> None:
    small, large = (shown_pixels(image_views(DetectorRange.WIDE, 1920, 1080, px)) for px in (20, 80))
    assert large <= small / 12


def test_images_are_searched_at_every_size() -> None:
    shrinks = sorted({view.shrink for view in image_views(DetectorRange.AUTO, 1000, 700, 10)})
    assert shrinks == [1, 2, 4, 8]


@pytest.mark.parametrize("reach", list(DetectorRange))
def test_a_search_everywhere_leaves_no_view_out_of_any_frame(reach: DetectorRange) -> None:
    everywhere = [view for part in video_schedule(reach, 1920, 1080, 20).due(0.0) for view in part.views]
    schedule = video_schedule(reach, 1920, 1080, 20, everywhere=True)
    for frame in range(4):
        assert search(schedule, frame / 60) == everywhere
