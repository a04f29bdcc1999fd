"""The analysis thread, with a pipeline that finds nothing."""

from __future__ import annotations

import itertools
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np

from app.gui.playback.analyser import Analyser
from app.gui.playback.player import CapturedFrame
from app.gui.playback.session import Session
from inference.types import Frame, FrameResult, SourceInfo, SourceKind

INFO = SourceInfo("film", SourceKind.VIDEO)
ANALYSED_PER_FRAME = Analyser._analyse_last.__code__


class Silence:
    """Hears everything and does nothing."""

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class Blind:
    """A pipeline that finds nobody."""

    def process(self, frame: Frame, *, live: bool = False) -> FrameResult:
        return FrameResult(frame.index, frame.timestamp_s, frame.source)

    def reset(self) -> None: ...


class Witness:
    """Remembers which frames it was given."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def offer(self, captured: CapturedFrame, result: FrameResult) -> None:
        self.seen.append(result.frame_index)


def captured(index: int) -> CapturedFrame:
    image = np.zeros((8, 8, 3), dtype=np.uint8)
    return CapturedFrame(Frame(image, index, index / 25, "film"), INFO, 1, 0.0)


def new_analyser() -> Analyser:
    """One whose thread does not run: the test takes its steps."""
    analyser = Analyser(Silence(), lambda settings: Blind(), Session())
    analyser._pipeline = Blind()
    return analyser


def analyse_interrupted(analyser: Analyser, frame: CapturedFrame, line: int, happens: Callable[[], None]) -> bool:
    """Analyse a frame and let something happen before the `line`-th line that is run; False: there are fewer."""
    before, lines = sys.gettrace(), 0

    def on_line(_frame: FrameType, event: str, _: Any) -> Any:
        nonlocal lines
        if event == "line":
            lines += 1
            if lines == line:
                happens()
        return on_line

    sys.settrace(lambda code, event, _: on_line if code.f_code is ANALYSED_PER_FRAME else None)
    try:
        analyser._take_in(frame)
    finally:
        sys.settrace(before)
    return lines >= line


def test_a_recording_may_end_between_any_two_lines_of_the_analysis():
    for line in itertools.count(1):
        analyser, witness = new_analyser(), Witness()
        analyser.set_frame_listener(witness)
        seen_at_the_end: list[int] = []

        def end(analyser=analyser, witness=witness, seen=seen_at_the_end) -> None:
            analyser.set_frame_listener(None)
            seen.extend(witness.seen)

        stop = threading.Thread(target=end)

        def start_to_stop(stop=stop) -> None:
            stop.start()
            stop.join(0.2)  # where it has to wait for the analysis it must not hold it up

        if not analyse_interrupted(analyser, captured(0), line, start_to_stop):
            break
        stop.join(20)
        analyser._take_in(captured(1))
        assert witness.seen == seen_at_the_end
        assert analyser.analysed == 2
    assert line > 5


def test_a_listener_is_given_every_analysed_frame_once():
    analyser = new_analyser()
    witness = Witness()
    analyser._take_in(captured(0))
    analyser.set_frame_listener(witness)
    for index in (1, 2):
        analyser._take_in(captured(index))
    analyser._analyse_last(captured(2))
    assert witness.seen == [1, 2]
