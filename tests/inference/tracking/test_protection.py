"""What privacy covers besides the faces that are found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from inference.tracking import Protector
from inference.tracking.protection import HOLD_S
from inference.types import Detection, Frame, ImageArray, Protection
from tests.photos import eileen_collins

STEP_S = 0.04


def face(x: float, y: float = 123, side: float = 100) -> Detection:
    box = np.array([x - side / 2, y - side / 2, x + side / 2, y + side / 2], dtype=np.float32)
    return Detection(box, 0.9, np.full((6, 2), (x, y), dtype=np.float32))


def scene(x: float = 223) -> ImageArray:
    """A portrait with its face in the middle of column `x`."""
    return np.roll(eileen_collins(), round(x) - 223, axis=1)


def watch(*frames: tuple[ImageArray, Sequence[Detection]]) -> list[Protection]:
    protector = Protector()
    return [
        protector.update(Frame(image, index, index * STEP_S, "film.mp4"), faces)
        for index, (image, faces) in enumerate(frames)
    ]


def covers(place: Detection, other: Detection) -> bool:
    return bool((place.xyxy[:2] <= other.xyxy[:2]).all() and (place.xyxy[2:] >= other.xyxy[2:]).all())


def test_a_face_that_is_lost_is_held_for_half_a_second() -> None:
    shown = watch((scene(), [face(223)]), (scene(), [face(223)]), *[(scene(), [])] * 20)
    assert not any(protection.held for protection in shown[:2])
    held = [protection.held for protection in shown[2:]]
    assert [len(places) for places in held] == [1] * round(HOLD_S / STEP_S - 0.5) + [0] * 8
    assert all(covers(place, face(223)) for places in held for place in places)


def test_it_grows_while_it_is_held() -> None:
    shown = watch((scene(), [face(223)]), *[(scene(), [])] * 10)
    widths = [protection.held[0].width for protection in shown[1:]]
    assert widths == sorted(widths)
    assert 100 < widths[0] < 120 < widths[-1] < 160


def test_a_face_that_is_lost_is_followed_by_what_is_seen() -> None:
    """The portrait moves on, though no detector sees a face in it any more."""
    lost = [(scene(223 + 6 * index), []) for index in range(1, 10)]
    shown = watch((scene(), [face(223)]), *lost)
    for index, protection in enumerate(shown[1:], 1):
        assert covers(protection.held[0], face(223 + 6 * index))


def test_a_face_that_vanishes_is_moved_on_as_it_moved_before() -> None:
    wall = np.full((512, 512, 3), 128, np.uint8)
    walking = [(wall, [face(100 + 5 * index)]) for index in range(30)]
    shown = watch(*walking, *[(wall, [])] * 5)
    for index, protection in enumerate(shown[30:], 30):
        assert covers(protection.held[0], face(100 + 5 * index))


def test_nothing_is_held_over_a_cut() -> None:
    other = np.full((512, 512, 3), 20, np.uint8)
    shown = watch((scene(), [face(223)]), (other, [face(400)]))
    assert shown[0].is_fresh_start
    assert shown[1].is_fresh_start
    assert not shown[1].held


def test_who_is_new_is_told_once() -> None:
    shown = watch(
        (scene(), []),
        (scene(), [face(223)]),
        (scene(), [face(224), face(400)]),
        (scene(), []),
        (scene(), [face(223), face(400)]),
    )
    assert [len(protection.appeared) for protection in shown] == [0, 1, 1, 0, 0]
    assert shown[2].appeared[0].xyxy == pytest.approx(face(400).xyxy)


def test_a_face_of_which_more_is_seen_is_told_again() -> None:
    shown = watch(*[(scene(), [face(223, side=60 + 4 * index)]) for index in range(6)])
    assert [len(protection.appeared) for protection in shown] == [1, 0, 0, 1, 0, 0]


def test_a_face_that_is_found_smaller_stays_covered_whole() -> None:
    """Half of it has gone behind a pillar."""
    half = face(240, side=60)
    shown = watch((scene(), [face(223)]), *[(scene(), [half])] * 20)
    assert all(len(protection.held) == 1 and protection.held[0].width >= 100 for protection in shown[1:10])
    assert not shown[-1].held


def test_after_a_reset_everybody_is_new() -> None:
    protector = Protector()
    protector.update(Frame(scene(), 0, 0.0, "film.mp4"), [face(223)])
    protector.reset()
    after = protector.update(Frame(scene(), 1, 0.04, "film.mp4"), [])
    assert after.is_fresh_start
    assert not after.held
