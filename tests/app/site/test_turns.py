"""The sources of a site take turns."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from app.site.turns import Turns, Work
from inference.types import Frame
from tests.app.site.receivers import wait_for

BLACK = np.zeros((2, 2, 3), dtype=np.uint8)


def frame(number: int) -> Frame:
    return Frame(BLACK, number, number / 10, "clip")


class Noted(Work):
    """Notes the frames, and takes some time for each half."""

    def __init__(self, find_s: float = 0.0, estimate_s: float = 0.0) -> None:
        self.find_s, self.estimate_s = find_s, estimate_s
        self.frames: list[int] = []
        self.failures: list[Exception] = []
        self.at_once = [0, 0]
        self.gate: threading.Event | None = None

    def find(self, frame):
        self.at_once[0] += 1
        assert self.at_once[0] == 1, "one at a time"
        if self.gate is not None:
            assert self.gate.wait(10)
        time.sleep(self.find_s)
        if frame.index < 0:
            raise ValueError("a bad frame")
        self.at_once[0] -= 1
        return SimpleNamespace(frame=frame)

    def estimate(self, found, arrived_at):
        self.at_once[1] += 1
        assert self.at_once[1] == 1, "one at a time"
        time.sleep(self.estimate_s)
        self.frames.append(found.frame.index)
        self.at_once[1] -= 1

    def fail(self, error):
        self.failures.append(error)


@pytest.fixture
def turns():
    with Turns(2) as made:
        yield made


def feed(lane, count: int) -> threading.Thread:
    thread = threading.Thread(target=lambda: all(lane.put(frame(number)) for number in range(count)))
    thread.start()
    return thread


def test_of_files_no_frame_is_lost_and_they_keep_their_order(turns):
    works = [Noted(0.0005, 0.0005) for _ in range(4)]
    lanes = [turns.add(is_live=False, work=work) for work in works]
    for thread in [feed(lane, 100) for lane in lanes]:
        thread.join()
    for lane in lanes:
        lane.drain()
        turns.remove(lane)
    assert [work.frames for work in works] == [list(range(100))] * 4


def test_nobody_starves_beside_a_source_whose_frames_cost_much_and_one_that_floods(turns):
    """Live sources get the same number of turns, whatever their frames cost and however fast they come."""
    works = [Noted(0.008), Noted(0.002), Noted(0.002), Noted(0.002)]
    lanes = [turns.add(is_live=True, work=work) for work in works]
    stopped = threading.Event()

    def flood(lane, pause_s: float) -> None:
        number = 0
        while not stopped.wait(pause_s):
            lane.put(frame(number))
            number += 1

    pauses = (0.001, 0.001, 0.0, 0.001)
    threads = [threading.Thread(target=flood, args=pair) for pair in zip(lanes, pauses, strict=True)]
    for thread in threads:
        thread.start()
    wait_for(lambda: sum(len(work.frames) for work in works) >= 400)
    stopped.set()
    for thread in threads:
        thread.join()
    counts = [len(work.frames) for work in works]
    for lane in lanes:
        turns.remove(lane)
    assert min(counts) >= 0.8 * sum(counts) / 4
    assert lanes[2].dropped > 0


def test_of_a_live_source_the_newest_frame_wins(turns):
    work = Noted()
    work.gate = threading.Event()
    lane = turns.add(is_live=True, work=work)
    lane.put(frame(0))
    wait_for(lambda: work.at_once[0] == 1)
    for number in range(1, 6):
        lane.put(frame(number))
    work.gate.set()
    lane.drain()
    turns.remove(lane)
    assert work.frames == [0, 5]
    assert lane.dropped == 4


def test_a_source_that_hangs_in_the_middle_holds_up_nobody_else(turns):
    stuck, other = Noted(), Noted()
    stuck.gate = threading.Event()
    lanes = [turns.add(is_live=False, work=work) for work in (stuck, other)]
    lanes[0].put(frame(0))
    feed(lanes[1], 50).join()
    lanes[1].drain()
    assert len(other.frames) == 50
    stuck.gate.set()
    for lane in lanes:
        turns.remove(lane)


def test_what_fails_ends_its_own_lane_alone(turns):
    bad, good = Noted(), Noted()
    lanes = [turns.add(is_live=False, work=work) for work in (bad, good)]
    lanes[0].put(frame(-1))
    wait_for(lambda: bad.failures)
    assert not lanes[0].put(frame(1))
    feed(lanes[1], 20).join()
    lanes[1].drain()
    assert len(good.frames) == 20
    for lane in lanes:
        turns.remove(lane)


def test_one_file_alone_has_both_halves_at_work_at_once(turns):
    work, second = Noted(), threading.Event()
    find, estimate = work.find, work.estimate

    def find_and_tell(frame):
        if frame.index == 1:
            second.set()
        return find(frame)

    def estimate_with_company(found, arrived_at):
        assert second.wait(10), "the next frame is searched while this one is estimated"
        estimate(found, arrived_at)

    work.find, work.estimate = find_and_tell, estimate_with_company
    lane = turns.add(is_live=False, work=work)
    feed(lane, 2).join()
    lane.drain()
    turns.remove(lane)
    assert work.frames == [0, 1]
    assert not work.failures
