"""What the detector remembers of faces."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.detection.face_memory import FORGET_S, FaceMemory, nearest_to
from inference.types import Detection

from .faces import made_face


def face(x: float, score: float = 0.8) -> Detection:
    return made_face(x, 200, x + 80, 280, score=score)


def memory_of(*faces: Detection) -> FaceMemory:
    memory = FaceMemory()
    for one in faces:
        memory.add(one, 0.0)
    return memory


def test_faces_are_forgotten_after_a_while() -> None:
    memory = memory_of(face(100), face(300))
    memory.known[1].update_seen(face(300), 0.3)
    assert [lost.xyxy[0] for lost in memory.prune(FORGET_S + 0.01, 0.5)] == [100]
    assert [known.xyxy[0] for known in memory.known] == [300]


def test_what_is_less_and_less_like_a_face_is_dropped_and_not_lost() -> None:
    memory = memory_of(face(100))
    for frame in range(1, 4):
        memory.known[0].update_seen(face(100, score=0.1), 0.04 * frame)
    assert memory.prune(0.12, 0.5) == []
    assert memory.known == []


def test_doubts_end_a_large_face_that_no_close_look_has_shown_sooner() -> None:
    confirmed, hair, small = memory_of(face(100), face(300), made_face(500, 200, 540, 240, score=0.8)).known
    confirmed.update_look(confirmed.seen, 0.0)
    for known in (confirmed, hair, small):
        known.update_seen(replace(known.seen, score=0.4), 0.04)
        known.update_look(None, 0.04)
    memory = FaceMemory()
    memory.known = [confirmed, hair, small]
    memory.prune(0.04, 0.7)
    assert memory.known == [confirmed, small]


def test_of_two_in_one_place_the_one_seen_last_stays() -> None:
    memory = memory_of(face(100), face(140))
    memory.known[1].update_seen(face(105), 0.04)
    memory.prune(0.04, 0.5)
    assert [known.xyxy[0] for known in memory.known] == [105]


def test_who_is_expected_at_a_place() -> None:
    assert FaceMemory().at(face(0).xyxy, 0.0) is None
    memory = memory_of(face(100), face(300))
    assert memory.at(face(310).xyxy, 0.0) is memory.known[1]
    assert memory.at(face(200).xyxy, 0.0) is None


def test_moving_faces_are_expected_further_on() -> None:
    memory = memory_of(face(100))
    known = memory.known[0]
    for step in range(1, 30):
        known.update_seen(face(100 + 4 * step), 0.04 * step)
    assert known.predict(0.04 * 29 + 0.1) == pytest.approx(face(100 + 4 * 29 + 10).xyxy, abs=0.2)


def test_landmarks_of_a_close_look_hold_until_the_next_and_move_with_the_face() -> None:
    (known,) = memory_of(face(100)).known
    assert known.face.landmarks_px == pytest.approx(face(100).landmarks_px)
    look = Detection(face(100).xyxy, 0.7, face(100).landmarks_px + np.float32(4))
    known.update_look(look, 0.0)
    assert known.face.is_confirmed
    known.update_seen(face(150), 0.04)
    assert known.face.is_confirmed
    assert known.face.landmarks_px == pytest.approx(face(150).landmarks_px + 4, abs=0.01)


@pytest.mark.parametrize("look", [None, Detection(face(100).xyxy, 0.7, face(100).landmarks_px + np.float32(30))])
def test_a_look_that_shows_something_else_confirms_nothing(look: Detection | None) -> None:
    seen = Detection(face(100).xyxy, 0.8, face(100).landmarks_px, is_confirmed=False)
    (known,) = memory_of(seen).known
    known.update_look(seen, 0.0)
    assert known.face.is_confirmed
    known.update_look(look, 0.1)
    assert not known.face.is_confirmed
    assert known.face.landmarks_px == pytest.approx(seen.landmarks_px)


def test_of_several_faces_the_one_at_the_place_counts() -> None:
    here, there = face(100, score=0.3), face(170, score=0.9)
    assert nearest_to([there, here], face(105).xyxy) is here
    assert nearest_to([there], face(20).xyxy) is None
    assert nearest_to([], face(20).xyxy) is None
