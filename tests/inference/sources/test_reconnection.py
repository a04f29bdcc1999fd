"""Live sources that break off, end or fall silent, and are opened again."""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections.abc import Generator

import numpy as np
import pytest

from inference.errors import SourceBrokenError, SourceError
from inference.settings import EVERYTHING, Selection
from inference.sources import reconnection
from inference.sources.background import BackgroundSource
from inference.sources.reconnection import Timeline
from inference.types import Frame, SourceInfo, SourceKind

IMAGE = np.zeros((4, 4, 3), dtype=np.uint8)
Opening = list[int | float | Exception | None]


class Line(BackgroundSource):
    """A live source with a script for each time that it is opened.

    An int is a frame of that number, 25 a second by its own clock; a float is a silence in seconds, infinity one until
    it is closed; an exception breaks off. The last script is used for all that follow.
    """

    def __init__(
        self, *openings: Opening, reconnect_s: float = 20.0, timeout_s: float = 5.0, selection: Selection = EVERYTHING
    ) -> None:
        super().__init__("line", selection, timeout_s, reconnect_s)
        self._openings = list(openings)
        self.opened = 0
        self.released: list[threading.Event] = []
        self._start()

    def _produce(self) -> Generator[Frame, None, None]:
        self.opened += 1
        released = threading.Event()
        self.released.append(released)
        try:
            for item in self._openings.pop(0) if len(self._openings) > 1 else self._openings[0]:
                if isinstance(item, Exception):
                    raise item
                if isinstance(item, float):
                    self._is_closed.wait(min(item, 20.0))
                else:
                    yield Frame(IMAGE, item, item / 25, "line")
        finally:
            released.set()

    def _described(self, first: Frame) -> SourceInfo:
        return SourceInfo("line", SourceKind.STREAM, fps=25.0)

    def _is_whole(self) -> bool:
        return False

    def _silence(self) -> str:
        return "line is silent"


class Ear:
    """Listens."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def broke_off(self, reason: Exception) -> None:
        self.heard.append(f"off: {reason}")

    def came_back(self, gap: object) -> None:
        self.heard.append("back")


@pytest.fixture(autouse=True)
def _impatient(monkeypatch) -> None:
    monkeypatch.setattr("inference.sources.background.RETRY_S", 0.05)


BROKEN = SourceBrokenError("no answer")
ABSENT = SourceError("connection refused")


def test_numbers_go_on_and_times_follow_the_clock():
    began = time.monotonic()
    with Line([0, 1, 2, BROKEN], [ABSENT], [0, 1, math.inf]) as source:
        ear = Ear()
        source.tell_gaps(ear)
        frames = iter(source)
        first = [next(frames) for _ in range(3)]
        after = [next(frames) for _ in range(2)]
        passed_s = time.monotonic() - began
        assert [frame.index for frame in (*first, *after)] == [0, 1, 2, 3, 4]
        times = [frame.timestamp_s for frame in (*first, *after)]
        assert times == sorted(set(times))
        assert times[2] == pytest.approx(0.08)
        assert times[2] < times[3] <= passed_s + 0.08
        assert times[4] - times[3] == pytest.approx(0.04)
        assert ear.heard == ["off: no answer", "back"]
        (gap,) = source.gaps
        assert gap.from_s == times[2] <= gap.to_s <= times[3]
        assert gap.reason == "no answer"


def test_times_go_on_where_the_numbers_do_by_chance():
    """A camera's first image has been dropped, and it is back with number 1 after number 0."""
    with Line([0, BROKEN], [1, 2, math.inf]) as source:
        frames = iter(source)
        first, second, third = (next(frames) for _ in range(3))
    assert [first.index, second.index, third.index] == [0, 1, 2]
    (gap,) = source.gaps
    assert gap.to_s <= second.timestamp_s < third.timestamp_s


@pytest.mark.parametrize("end", [[], [BROKEN], [math.inf]])
def test_a_source_that_ends_breaks_off_or_falls_silent_comes_back(end):
    with Line([0, *end], [0, math.inf], timeout_s=0.2) as source:
        frames = iter(source)
        assert [next(frames).index for _ in range(2)] == [0, 1]
        assert source.gap_count == 1


def test_one_that_does_not_come_back_is_given_up():
    with Line([0, 1, BROKEN], [ABSENT], reconnect_s=0.2) as source:
        frames = []
        with pytest.raises(SourceBrokenError, match=r"no answer; it has not come back for 0\.2 s"):
            frames.extend(source)
        assert len(frames) == 2
        assert source.opened > 2


def test_without_patience_it_is_an_error_at_once():
    with Line([0, BROKEN], reconnect_s=0.0) as source, pytest.raises(SourceBrokenError, match=r"^no answer$"):
        list(source)
    assert source.opened == 1


def test_the_end_that_is_asked_for_comes_in_a_gap_too():
    with Line([0, 1, BROKEN], [ABSENT], reconnect_s=math.inf, selection=Selection(end_s=0.3)) as source:
        assert [frame.index for frame in source] == [0, 1]
        (gap,) = source.gaps
        assert gap.to_s >= 0.3


def test_every_nth_frame_stays_every_nth():
    with Line([0, 1, 2, BROKEN], [0, 1, 2, 3, math.inf], selection=Selection(every=2)) as source:
        assert [frame.index for frame in itertools.islice(source, 4)] == [0, 2, 4, 6]


def test_one_that_breaks_off_again_and_again_does_not_spin():
    selection = Selection(end_s=0.5)
    with Line([0, BROKEN], reconnect_s=math.inf, selection=selection) as source:
        frames = list(source)
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert source.opened <= 12
    assert all(released.wait(5) for released in source.released)


@pytest.mark.parametrize("opening", [[ABSENT], [math.inf]])
def test_close_ends_the_waiting_for_it(opening):
    source = Line([0, BROKEN], opening, reconnect_s=math.inf)
    waits = threading.Event()

    class Told(Ear):
        def broke_off(self, reason: Exception) -> None:
            waits.set()

    source.tell_gaps(Told())
    frames: list[Frame] = []
    thread = threading.Thread(target=lambda: frames.extend(source))
    thread.start()
    assert waits.wait(5)
    source.close()
    thread.join(5)
    assert not thread.is_alive()
    assert len(frames) == 1
    assert all(released.wait(5) for released in source.released)


def test_of_very_many_gaps_the_first_are_listed_and_all_counted(monkeypatch):
    monkeypatch.setattr(reconnection, "_MAX_LISTED", 3)
    timeline = Timeline()
    for _ in range(5):
        timeline.close_gap("why")
    assert (len(timeline.gaps), timeline.gap_count) == (3, 5)
