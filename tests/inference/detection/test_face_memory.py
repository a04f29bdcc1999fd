"""What the detector remembers of faces."""

from __future__ import annotations

import numpy as np
import pytest

from inference.detection.blazeface import BlazeFace
from inference.detection.face_memory import FORGET_S, LOOK_S, FaceMemory
from inference.detection.views import View
from inference.types import Detection

SUITS = View(BlazeFace.FULL_RANGE, 0, 0, 600, 600)


def face(x: float, y: float = 200, side: float = 80, score: float = 0.8) -> Detection:
    spots = np.array([[0.3, 0.35], [0.7, 0.35], [0.5, 0.55], [0.5, 0.75], [0.1, 0.4], [0.9, 0.4]], dtype=np.float32)
    corner = np.array([x, y], dtype=np.float32)
    return Detection(np.concatenate((corner, corner + np.float32(side))), score, spots * np.float32(side) + corner)


def remember(memory: FaceMemory, *faces: Detection, now_s: float = 0.0) -> None:
    for one in faces:
        memory.add(one, one.score, one.score, now_s)


def test_faces_are_forgotten_after_a_while() -> None:
    memory = FaceMemory()
    remember(memory, face(100), face(300))
    memory.known[1].update_face(face(300), 0.3)
    assert [lost.xyxy[0] for lost in memory.prune(FORGET_S + 0.01)] == [100]
    assert [known.xyxy[0] for known in memory.known] == [300]


def test_of_two_in_one_place_the_one_seen_last_stays() -> None:
    memory = FaceMemory()
    remember(memory, face(100), face(140))
    memory.known[1].update_face(face(105), 0.04)
    memory.prune(0.04)
    assert [known.xyxy[0] for known in memory.known] == [105]


def test_in_a_crowd_faces_take_turns_and_nobody_waits_too_long() -> None:
    memory = FaceMemory()
    remember(memory, *(face(100 * n) for n in range(9)))
    for known in memory.known:
        known.observations = 10
    looked: list[list[float]] = []
    now_s, last = 0.0, dict.fromkeys(range(9), 0.0)
    for _ in range(12):
        now_s += 0.03
        chosen = memory.due(now_s, 0.03, 3)
        looked.append([float(known.xyxy[0]) for known in chosen])
        for known in chosen:
            known.looked_s = now_s
            last[int(known.xyxy[0] // 100)] = now_s
        assert all(now_s - at <= LOOK_S for at in last.values())
    assert [len(frame) for frame in looked] == [3] * 12
    assert set(looked[0]).isdisjoint(looked[1])


def test_new_faces_are_looked_at_first() -> None:
    memory = FaceMemory()
    remember(memory, face(100), face(200), face(300))
    memory.known[0].observations = memory.known[1].observations = 20
    memory.known[2].looked_s = 0.05
    assert memory.due(0.06, 0.01, 1) == [memory.known[2]]


def test_who_is_expected_at_a_place() -> None:
    memory = FaceMemory()
    assert memory.at(face(0).xyxy, 0.0) is None
    remember(memory, face(100), face(300))
    assert memory.at(face(310).xyxy, 0.0) is memory.known[1]
    assert memory.at(face(200).xyxy, 0.0) is None


def test_trust_needs_the_search_to_find_the_face_again() -> None:
    memory = FaceMemory()
    remember(memory, face(200, score=0.6))
    before = memory.known[0].trust(0.6)
    memory.score(SUITS, [face(205, score=0.7)], 0.0)
    assert memory.known[0].trust(0.6) > before
    memory.score(SUITS, [], 0.0)
    memory.score(SUITS, [], 0.0)
    assert memory.known[0].trust(0.6) < 0.375


@pytest.mark.parametrize(
    "view", [View(BlazeFace.SHORT_RANGE, 0, 0, 600, 600), View(BlazeFace.FULL_RANGE, 250, 0, 850, 600)]
)
def test_a_view_that_could_miss_the_face_says_nothing_against_it(view: View) -> None:
    memory = FaceMemory()
    remember(memory, face(200, score=0.6))
    before = memory.known[0].trust(0.6)
    memory.score(view, [], 0.0)
    assert memory.known[0].trust(0.6) == before


def test_moving_faces_are_expected_further_on() -> None:
    memory = FaceMemory()
    remember(memory, face(100))
    known = memory.known[0]
    for step in range(1, 30):
        known.update_face(face(100 + 4 * step), 0.04 * step)
    expected = known.predict(0.04 * 29 + 0.1)
    assert expected == pytest.approx(face(100 + 4 * 29 + 10).xyxy, abs=0.2)
