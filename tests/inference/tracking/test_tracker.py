"""Identities on made-up boxes: crossing, hiding, uneven frame rates, jumps, bounds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from inference.tracking import FaceTracker, TrackedDetection
from inference.tracking.tracker import COAST_S, MAX_PEOPLE, REMEMBER_S
from inference.types import Detection, Frame, ImageArray

WIDTH, HEIGHT = 800, 600
RED, GREEN, BLUE = (40, 40, 200), (60, 170, 60), (190, 60, 40)


def face(x: float, y: float = 300, side: float = 80, score: float = 0.9) -> Detection:
    """A face with its middle at (x, y)."""
    box = np.array([x - side / 2, y - side / 2, x + side / 2, y + side / 2], dtype=np.float32)
    return Detection(box, score, np.full((6, 2), (x, y), dtype=np.float32))


def picture(*people: tuple[Detection, tuple[int, int, int]]) -> ImageArray:
    """People in one colour each before a grey wall."""
    image = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    for one, colour in people:
        x1, y1, x2, y2 = one.xyxy.astype(int)
        side = x2 - x1
        image[max(0, y1 - side) : y2 + side, max(0, x1 - side) : x2 + side] = colour
    return image


def frame(time_s: float, image: ImageArray | None = None, source: str = "film.mp4") -> Frame:
    return Frame(picture() if image is None else image, round(time_s * 25), time_s, source)


def ids(tracked: Sequence[TrackedDetection]) -> list[int]:
    return [one.track_id for one in tracked]


def follow(
    paths: Sequence[Callable[[float], Detection | None]], times: Sequence[float], tracker: FaceTracker | None = None
) -> list[dict[int, int]]:
    """For each frame which path has which number."""
    tracker = tracker or FaceTracker()
    result = []
    for time_s in times:
        present = {number: found for number, path in enumerate(paths) if (found := path(time_s)) is not None}
        tracked = tracker.update(frame(time_s), list(present.values()))
        result.append(dict(zip(present, ids(tracked), strict=False)))
    return result


def steady(result: Sequence[dict[int, int]]) -> bool:
    """True where every path keeps one number, and no two share one."""
    numbers: dict[int, set[int]] = {}
    for one in result:
        for path, track_id in one.items():
            numbers.setdefault(path, set()).add(track_id)
    return all(len(some) == 1 for some in numbers.values()) and len(set.union(*numbers.values())) == len(numbers)


def test_numbers_start_at_one_and_faces_keep_theirs() -> None:
    tracker = FaceTracker()
    first = tracker.update(frame(0.0), [face(100), face(400)])
    second = tracker.update(frame(0.04), [face(404), face(104), face(700)])
    assert ids(first) == [1, 2]
    assert ids(second) == [2, 1, 3]
    assert [one.observations for one in second] == [2, 2, 1]
    assert not any(one.coasted for one in second)


def test_nobody() -> None:
    tracker = FaceTracker()
    assert tracker.update(frame(0.0), []) == []
    assert tracker.update(frame(0.04), []) == []


def test_people_who_cross_keep_their_numbers() -> None:
    times = np.arange(0, 2.4, 0.04)
    assert steady(follow([lambda t: face(150 + 200 * t, 280), lambda t: face(650 - 200 * t, 330)], times))


def test_somebody_small_and_fast_whose_boxes_do_not_overlap() -> None:
    assert steady(follow([lambda t: face(100 + 300 * t, side=20), lambda t: face(100, 400)], np.arange(0, 1.5, 0.04)))


def test_uneven_frame_times() -> None:
    rng = np.random.default_rng(5)
    times = np.cumsum(rng.choice([0.01, 0.02, 0.04, 0.12, 0.2], 60))
    assert steady(follow([lambda t: face(100 + 90 * t, 200), lambda t: face(700 - 90 * t, 310, 100)], times))


def test_timestamps_that_stand_still() -> None:
    tracker = FaceTracker()
    for _ in range(5):
        assert ids(tracker.update(frame(1.0), [face(200)])) == [1]
    shown = [len(tracker.update(frame(1.0), [])) for _ in range(60)]
    assert shown[0] == 1
    assert shown[-1] == 0


def test_a_missed_face_is_coasted_for_a_moment_where_it_should_be() -> None:
    tracker = FaceTracker()
    for step in range(40):
        tracker.update(frame(0.04 * step), [face(100 + 8 * step)])
    coasted = [tracker.update(frame(0.04 * step), []) for step in range(40, 50)]
    assert [len(one) for one in coasted] == [1] * int(COAST_S / 0.04) + [0] * (10 - int(COAST_S / 0.04))
    for step, (one,) in zip(range(40, 43), coasted, strict=False):
        assert one.coasted
        assert one.track_id == 1
        assert one.observations == 40
        assert one.detection.xyxy == pytest.approx(face(100 + 8 * step).xyxy, abs=3)
        assert one.detection.landmarks_px[0] == pytest.approx((100 + 8 * step, 300), abs=3)


@pytest.mark.parametrize("fps", [8, 25, 60])
def test_carrying_is_measured_in_seconds(fps: int) -> None:
    tracker = FaceTracker()
    tracker.update(frame(0.0), [face(200)])
    shown = [bool(tracker.update(frame(step / fps), [])) for step in range(1, fps)]
    assert sum(shown) == int(COAST_S * fps)


def test_nobody_is_coasted_out_of_the_image_or_behind_another_face() -> None:
    tracker = FaceTracker()
    for step in range(10):
        tracker.update(frame(0.04 * step), [face(715 + 9 * step), face(200)])
    assert ids(tracker.update(frame(0.4), [face(200)])) == [2]
    tracker = FaceTracker()
    tracker.update(frame(0.0), [face(200), face(300)])
    assert len(tracker.update(frame(0.04), [face(300)])) == 2
    tracker.update(frame(0.08), [face(200), face(300)])
    assert ids(tracker.update(frame(0.12), [face(210, side=140)])) == [1, 2]


def test_somebody_hidden_for_a_while_comes_back_under_the_same_number() -> None:
    tracker = FaceTracker()
    for step in range(10):
        here = face(300 + step)
        tracker.update(frame(0.04 * step, picture((here, RED))), [here])
    tracker.update(frame(0.8, picture((face(310), BLUE))), [])
    back = face(325)
    (one,) = tracker.update(frame(0.36 + REMEMBER_S - 0.1, picture((back, RED))), [back])
    assert one.track_id == 1
    assert one.observations == 11


def test_somebody_else_who_steps_into_the_place_gets_another_number() -> None:
    tracker = FaceTracker()
    here = face(300)
    wall = picture()
    tracker.update(frame(0.0, picture((here, RED))), [here])
    tracker.update(frame(0.3, wall), [])
    (other,) = tracker.update(frame(0.6, picture((here, GREEN))), [here])
    assert other.track_id == 2


def test_who_is_in_sight_comes_before_who_was_not() -> None:
    tracker = FaceTracker()
    for step in range(10):
        tracker.update(frame(0.04 * step), [face(300), face(420)])
    for step in range(10, 16):  # the first is hidden while the second walks into the place
        tracker.update(frame(0.04 * step), [face(420 - 18 * (step - 9))])
    (one,) = tracker.update(frame(0.64), [face(300)])
    assert one.track_id == 2


@pytest.mark.parametrize(("frames", "number"), [(8, 1), (14, 2)])
def test_who_is_missed_in_the_frames_for_long_is_new(frames: int, number: int) -> None:
    tracker = FaceTracker()
    tracker.update(frame(0.0), [face(300)])
    for step in range(1, frames):
        tracker.update(frame(0.1 * step), [])
    assert ids(tracker.update(frame(0.1 * frames), [face(300)])) == [number]
    assert 0.8 <= REMEMBER_S < 1.4


@pytest.mark.parametrize("gap_s", [0.3, 1.5, 2.5, 600.0])
def test_time_without_frames_makes_nobody_a_stranger(gap_s: float) -> None:
    """A time-lapse: people shift a little between two frames, and one is missed in some."""
    tracker = FaceTracker()
    rng = np.random.default_rng(0)
    seen: list[set[int]] = [set(), set()]
    for index in range(20):
        here = [(face(200 + rng.normal(0, 15)), RED), (face(500 + rng.normal(0, 15), side=70), GREEN)]
        present = here[:1] if index % 5 == 3 else here
        tracked = tracker.update(frame(gap_s * index, picture(*here)), [one for one, _ in present])
        assert not any(one.coasted for one in tracked)
        for numbers, one in zip(seen, tracked, strict=False):
            numbers.add(one.track_id)
    assert seen == [{1}, {2}]


def test_pauses_of_a_recording_leave_everybody_where_they_are() -> None:
    """A screen recording that has no frames while nothing moves: whoever walked stands there, or has walked on."""
    for walked_on in (0.0, 60.0):
        tracker = FaceTracker()
        for step in range(25):
            walker = face(100 + 6 * step)
            tracker.update(frame(0.04 * step, picture((walker, RED))), [walker])
        later = face(100 + 6 * 24 + walked_on)
        assert ids(tracker.update(frame(0.96 + 1.5, picture((later, RED))), [later])) == [1]


def test_after_a_gap_somebody_who_looks_different_is_somebody_else() -> None:
    tracker = FaceTracker()
    here = face(300)
    tracker.update(frame(0.0, picture((here, RED))), [here])
    assert ids(tracker.update(frame(2.5, picture((here, GREEN))), [here])) == [2]


def test_after_a_gap_those_who_changed_places_are_known_by_their_looks() -> None:
    tracker = FaceTracker()
    left, right = face(230), face(480)
    tracker.update(frame(0.0, picture((left, RED), (right, GREEN))), [left, right])
    assert ids(tracker.update(frame(2.5, picture((left, GREEN), (right, RED))), [left, right])) == [2, 1]


@pytest.mark.parametrize("case", ["seek back", "other source", "cut", "reset"])
def test_what_does_not_follow_starts_afresh(case: str) -> None:
    tracker = FaceTracker()
    for step in range(3):
        tracker.update(frame(5 + 0.04 * step), [face(300), face(500)])
    following = {
        "seek back": frame(1.0),
        "other source": frame(5.12, source="other.mp4"),
        "cut": frame(5.12, np.full((HEIGHT, WIDTH, 3), 20, np.uint8)),
        "reset": frame(5.12),
    }[case]
    if case == "reset":
        tracker.reset()
    assert ids(tracker.update(following, [face(300)])) == [3]


def test_memory_is_bounded() -> None:
    tracker = FaceTracker()
    rng = np.random.default_rng(0)
    for step in range(60):
        crowd = [face(*rng.uniform(0, 600, 2), side=8) for _ in range(30)]
        tracker.update(frame(0.01 * step), crowd)
    assert len(tracker._people) <= MAX_PEOPLE
    for step in range(12):
        tracker.update(frame(0.7 + 0.1 * step), [])
    assert len(tracker._people) == 0
