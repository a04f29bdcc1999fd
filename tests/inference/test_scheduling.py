"""Whom the model looks at: in files by a pace, in live video by the time there is. Times and costs are made up here."""

from __future__ import annotations

import numpy as np
import pytest

from inference.scheduling import FRAME_S, REFRESH_S, EstimationPace, EstimationSchedule
from inference.tracking import TrackedDetection
from inference.types import AGES, Attributes, Detection, TrackedFace

FACE = Detection(np.array([0, 0, 100, 100], np.float32), 0.9, np.zeros((6, 2), np.float32))


def people(*track_ids: int, coasted: tuple[int, ...] = ()) -> list[TrackedDetection]:
    return [TrackedDetection(track_id, FACE, track_id in coasted, 1) for track_id in track_ids]


def said(score: float) -> Attributes:
    rest = (1 - score) / 4
    return Attributes(
        np.full(len(AGES), 1 / 101, np.float32),
        np.array([score, 1 - score], np.float32),
        np.array([score, rest, rest, rest, rest], np.float32),
    )


class Show:
    """Frames at an even pace, in which every face costs the model the same time."""

    def __init__(self, face_s: float, fps: float = 25.0) -> None:
        self.schedule = EstimationSchedule()
        self.face_s, self.step_s = face_s, 1 / fps
        self.now_s = 0.0
        self.scores: dict[int, float] = {}
        self.known: set[int] = set()
        self.looks: dict[int, list[float]] = {}

    def frame(self, tracked: list[TrackedDetection], budget_s: float = FRAME_S) -> list[int]:
        """The numbers of the people looked at in the next frame."""
        chosen = self.schedule.choose(tracked, self.now_s, budget_s)
        ids = [tracked[index].track_id for index in chosen]
        for track_id in ids:
            self.looks.setdefault(track_id, []).append(self.now_s)
        self.known.update(ids)
        faces = []
        for face in tracked:
            if face.track_id in self.known:
                own = said(self.scores.get(face.track_id, 0.9))
                looked = own if face.track_id in ids else None
                faces.append(TrackedFace(face.detection, own, looked, face.track_id, face.coasted))
        self.schedule.update(faces, self.now_s, self.face_s * len(ids))
        self.now_s += self.step_s
        return ids


def test_with_time_for_all_all_are_looked_at() -> None:
    show = Show(face_s=0.004)
    show.frame(people(1, 2))
    for _ in range(5):
        assert show.frame(people(1, 2, 3, 4, 5)) == [1, 2, 3, 4, 5]


def test_faces_that_are_only_coasted_are_not_estimated() -> None:
    show = Show(face_s=0.001)
    show.frame(people(1, 2))
    assert show.frame(people(1, 2, 3, coasted=(1, 3))) == [2]
    assert show.frame([]) == []


def test_the_number_of_faces_follows_the_budget_and_the_measured_cost() -> None:
    crowd = people(*range(20))
    show = Show(face_s=0.010)
    for _ in range(10):
        show.frame(crowd)
    assert len(show.frame(crowd, budget_s=0.040)) == 4
    assert len(show.frame(crowd, budget_s=0.020)) == 2
    show.face_s = 0.005
    for _ in range(30):
        show.frame(crowd)
    assert len(show.frame(crowd, budget_s=0.040)) in (7, 8)


def test_new_people_come_first() -> None:
    show = Show(face_s=0.010)
    for _ in range(20):
        show.frame(people(1, 2, 3, 4, 5, 6))
    assert {7, 8} <= set(show.frame(people(1, 2, 3, 4, 5, 6, 7, 8)))


@pytest.mark.parametrize(("count", "face_s", "fps"), [(5, 0.004, 25), (20, 0.005, 25), (50, 0.005, 25), (50, 0.050, 8)])
def test_nobody_is_left_alone_for_longer_than_the_limit(count: int, face_s: float, fps: float) -> None:
    show = Show(face_s, fps)
    for _ in range(round(4 * fps)):
        show.frame(people(*range(count)))
    assert set(show.looks) == set(range(count))
    for times in show.looks.values():
        # from the second second on: the first is for getting to know everybody
        late = [time for time in times if time >= 1.0]
        assert np.diff(late).max() <= REFRESH_S + 1e-9


def test_nobody_is_left_alone_even_where_new_people_never_cease() -> None:
    show = Show(face_s=0.020)
    for number in range(100):
        show.frame(people(1, 2, 3, *range(100 + 4 * number, 104 + 4 * number)))
    for track_id in (1, 2, 3):
        assert np.diff(show.looks[track_id]).max() <= REFRESH_S + 1e-9
    assert len(show.looks) > 100, "and the new ones got their turn"


def test_the_uncertain_are_looked_at_more_often() -> None:
    show = Show(face_s=0.020)
    show.scores = {1: 0.35}
    for _ in range(100):
        show.frame(people(*range(1, 13)))
    often = {track_id: len(times) for track_id, times in show.looks.items()}
    assert often[1] > 1.2 * max(often[track_id] for track_id in range(2, 13))


def test_people_who_are_gone_are_forgotten() -> None:
    show = Show(face_s=0.001)
    for number in range(500):
        show.frame(people(number))
    assert len(show.schedule._people) <= 2.0 * 25 + 2
    show.schedule.reset()
    assert not show.schedule._people


# --- files -------------------------------------------------------------------------------------


def frontal(width: float = 90.0) -> Detection:
    landmarks = np.array([[30, 35], [70, 35], [50, 55], [50, 75], [10, 40], [90, 40]], np.float32)
    return Detection(np.array([0, 0, width, width], np.float32), 0.9, landmarks)


def looked_at(pace: EstimationPace, face: Detection, frames: range, fps: float = 25.0, track_id: int = 1) -> list[int]:
    """The frames in which a person who is seen in all of them is estimated."""
    seen = [TrackedDetection(track_id, face, False, 1)]
    return [number for number in frames if pace.choose(seen, number / fps)]


def test_in_a_file_a_new_person_is_looked_at_at_once_and_then_a_few_times_a_second() -> None:
    looks = looked_at(EstimationPace(), frontal(), range(250))
    assert looks[:3] == [0, 1, 2]
    assert 3 <= sum(25 <= number < 50 for number in looks) <= 4
    assert np.diff(looks).max() <= 8, "never longer than a third of a second"


@pytest.mark.parametrize("fps", [1.0, 4.0])
def test_in_frames_far_apart_everybody_is_looked_at_in_each(fps: float) -> None:
    assert looked_at(EstimationPace(), frontal(), range(20), fps) == list(range(20))


def test_a_face_that_is_shown_better_is_looked_at_sooner() -> None:
    last = looked_at(EstimationPace(), frontal(40), range(50))[-1]
    pace = EstimationPace()
    looked_at(pace, frontal(40), range(last + 3))
    assert looked_at(pace, frontal(80), range(last + 3, last + 20))[0] < last + 8
    # once it has been looked at so, it is nothing new
    assert np.diff(looked_at(pace, frontal(80), range(last + 20, 120))).min() >= 8


def test_who_is_looked_at_in_a_file_does_not_depend_on_who_else_is_there() -> None:
    alone = looked_at(EstimationPace(), frontal(), range(100))
    pace = EstimationPace()
    among = []
    for number in range(100):
        crowd = [TrackedDetection(track_id, frontal(), False, 1) for track_id in range(1, 40)]
        chosen = pace.choose(crowd, number / 25)
        among += [number] if 0 in chosen else []
    assert among == alone


def test_coasted_faces_of_a_file_are_not_looked_at_and_the_gone_are_forgotten() -> None:
    pace = EstimationPace()
    assert pace.choose([TrackedDetection(1, frontal(), True, 1)], 0.0) == []
    for number in range(500):
        pace.choose([TrackedDetection(number, frontal(), False, 1)], number / 25)
    assert len(pace._people) <= 2.0 * 25 + 2
    pace.reset()
    assert not pace._people
