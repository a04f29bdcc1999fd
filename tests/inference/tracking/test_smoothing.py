"""What is said about a person: golden values of the running average, and what a face is worth."""

from __future__ import annotations

import numpy as np
import pytest

from inference.tracking import AttributeSmoother, TrackedDetection, face_quality
from inference.tracking.tracker import MAX_PEOPLE
from inference.types import Attributes, Detection

FRONTAL = np.array([[30, 35], [70, 35], [50, 55], [50, 75], [10, 40], [90, 40]], dtype=np.float32)


def says(age: int, male: float = 0.5) -> Attributes:
    """A model that is sure of the age."""
    age_probs = np.zeros(101, np.float32)
    age_probs[age] = 1.0
    return Attributes(age_probs, np.array([male, 1 - male], np.float32), np.full(5, 0.2, np.float32))


def detection(width: float = 96, score: float = 1.0, nose_x: float = 50) -> Detection:
    landmarks = FRONTAL.copy()
    landmarks[2, 0] = nose_x
    return Detection(np.array([0, 0, width, width], np.float32), score, landmarks)


def tracked(track_id: int = 1, coasted: bool = False, **kind: float) -> TrackedDetection:
    return TrackedDetection(track_id, detection(**kind), coasted, 1)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ({}, 1.0),
        ({"width": 48}, 0.5),
        ({"width": 500}, 1.0),
        ({"score": 0.6}, 0.6),
        ({"nose_x": 60}, 0.5),
        ({"nose_x": 35}, 0.25),
        ({"nose_x": 70}, 0.01),
        ({"nose_x": 90}, 0.01),
        ({"width": 48, "score": 0.5, "nose_x": 40}, 0.125),
        ({"width": 0}, 0.01),
    ],
)
def test_what_a_face_is_worth(kind: dict[str, float], expected: float) -> None:
    assert face_quality(detection(**kind)) == pytest.approx(expected, abs=1e-6)


def test_tilting_the_head_changes_nothing() -> None:
    turn = np.array([[0.8, -0.6], [0.6, 0.8]], np.float32)
    straight = detection(nose_x=58)
    tilted = Detection(straight.xyxy, 1.0, straight.landmarks_px @ turn.T)
    assert face_quality(tilted) == pytest.approx(face_quality(straight), abs=1e-5)


@pytest.mark.parametrize("landmarks", [np.zeros((6, 2), np.float32), np.full((6, 2), np.nan, np.float32)])
def test_degenerate_landmarks_are_worth_little(landmarks: np.ndarray) -> None:
    assert face_quality(Detection(np.array([0, 0, 90, 90], np.float32), 0.9, landmarks)) == 0.01


def test_the_first_answer_is_shown_as_it_is() -> None:
    (shown,) = AttributeSmoother().update([tracked()], [says(30, male=0.8)])
    assert shown.attributes.age == pytest.approx(30)
    assert shown.attributes.gender_probs == pytest.approx([0.8, 0.2])
    assert shown.frame_attributes is not None
    assert shown.frame_attributes.age == pytest.approx(30)
    assert shown.track_id == 1


def test_predictions_count_by_quality_and_fade() -> None:
    smoother = AttributeSmoother()
    smoother.update([tracked()], [says(20)])
    (shown,) = smoother.update([tracked(width=48)], [says(50, male=1.0)])
    # weights 0.98 and 0.5
    assert shown.attributes.age == pytest.approx((0.98 * 20 + 0.5 * 50) / 1.48, abs=1e-4)
    assert shown.attributes.gender_probs[0] == pytest.approx((0.98 * 0.5 + 0.5 * 1.0) / 1.48, abs=1e-5)
    assert shown.attributes.age_probs.sum() == pytest.approx(1.0, abs=1e-5)
    assert shown.attributes.age_probs.dtype == np.float32
    assert shown.frame_attributes is not None
    assert shown.frame_attributes.age == pytest.approx(50)


def test_what_is_said_settles_and_can_change() -> None:
    smoother = AttributeSmoother()
    rng = np.random.default_rng(1)
    ages = []
    for _ in range(200):
        (shown,) = smoother.update([tracked()], [says(round(rng.normal(40, 8)))])
        ages.append(shown.attributes.age)
    assert np.abs(np.diff(ages[100:])).mean() < 0.3
    assert np.mean(ages[100:]) == pytest.approx(40, abs=1.5)
    for _ in range(150):
        (shown,) = smoother.update([tracked()], [says(60)])
    assert shown.attributes.age > 58


def test_people_are_kept_apart_and_order_is_kept() -> None:
    smoother = AttributeSmoother()
    faces = smoother.update([tracked(7), tracked(3)], [says(20), says(60)])
    assert [(shown.track_id, round(shown.attributes.age)) for shown in faces] == [(7, 20), (3, 60)]
    faces = smoother.update([tracked(3), tracked(7)], [says(60), says(20)])
    assert [(shown.track_id, round(shown.attributes.age)) for shown in faces] == [(3, 60), (7, 20)]


def test_coasted_faces_show_what_was_known() -> None:
    smoother = AttributeSmoother()
    smoother.update([tracked(1), tracked(2)], [says(20), says(70)])
    faces = smoother.update([tracked(2), tracked(1, coasted=True)], [says(70)])
    assert [round(shown.attributes.age) for shown in faces] == [70, 20]
    assert faces[1].coasted
    assert faces[1].frame_attributes is None


def test_faces_that_were_not_estimated_show_what_was_known_and_unknown_ones_nothing() -> None:
    smoother = AttributeSmoother()
    smoother.update([tracked(1)], [says(20)])
    faces = smoother.update([tracked(1), tracked(2)], [None, None])
    assert [shown.track_id for shown in faces] == [1]
    assert faces[0].frame_attributes is None
    assert not faces[0].coasted


def test_a_prediction_that_stands_for_four_frames_counts_twice_and_the_old_ones_fade_with_every_frame() -> None:
    smoother = AttributeSmoother()
    smoother.update([tracked()], [says(20)])
    for _ in range(3):
        smoother.update([tracked()], [None])
    (shown,) = smoother.update([tracked()], [says(50)])
    assert shown.attributes.age == pytest.approx((0.98**4 * 20 + 2 * 50) / (0.98**4 + 2), abs=1e-4)
    # frames that do not show the face are none of those it stands for
    smoother = AttributeSmoother()
    smoother.update([tracked()], [says(20)])
    for _ in range(3):
        smoother.update([tracked(coasted=True)], [])
    (shown,) = smoother.update([tracked()], [says(50)])
    assert shown.attributes.age == pytest.approx((0.98 * 20 + 50) / 1.98, abs=1e-4)


def test_nobody() -> None:
    assert AttributeSmoother().update([], []) == []


@pytest.mark.parametrize("answers", [[], [says(1), says(2)]])
def test_predictions_that_do_not_belong_to_the_faces(answers: list[Attributes]) -> None:
    with pytest.raises(ValueError, match="1 faces were seen"):
        AttributeSmoother().update([tracked(1), tracked(2, coasted=True)], answers)


def test_reset_forgets() -> None:
    smoother = AttributeSmoother()
    smoother.update([tracked()], [says(20)])
    smoother.reset()
    assert smoother.update([tracked(coasted=True)], []) == []


def test_memory_is_bounded_and_keeps_who_was_seen_last() -> None:
    smoother = AttributeSmoother()
    smoother.update([tracked(1)], [says(20)])
    for track_id in range(2, 3 * MAX_PEOPLE):
        smoother.update([tracked(1), tracked(track_id)], [says(20), says(50)])
    assert len(smoother._people) == MAX_PEOPLE
    (shown,) = smoother.update([tracked(1, coasted=True)], [])
    assert shown.attributes.age == pytest.approx(20)
