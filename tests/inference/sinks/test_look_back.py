"""Covers that begin before a face is first found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from inference.errors import SinkError
from inference.files import WrittenFile
from inference.sinks import RunFacts, Sink, look_back
from inference.sinks.look_back import LOOK_BACK_S, LookBackSink
from inference.types import NO_PROTECTION, Detection, Frame, FrameResult, ImageArray, Protection
from tests.inference.made_faces import NO_LANDMARKS, face, frame, result
from tests.photos import eileen_collins

SOMEBODY = np.array([171, 71, 275, 175], dtype=np.float32)


class Notebook(Sink):
    """Remembers what it was given; fails at a frame, if told to."""

    def __init__(self, fails_at: int = -1) -> None:
        self.results: list[FrameResult] = []
        self.calls: list[str] = []
        self._fails_at = fails_at

    def write(self, frame: Frame, result: FrameResult) -> None:
        assert frame.index == result.frame_index
        if frame.index == self._fails_at:
            self.calls.append("failed")
            raise SinkError("the disk is full")
        self.results.append(result)

    def close(self, facts: RunFacts) -> None:
        self.calls.append("close")

    @property
    def written(self) -> WrittenFile | None:
        return WrittenFile("asked.mp4", "written.mp4")

    def add_facts(self, facts: RunFacts) -> RunFacts:
        return replace(facts, video_encoder="by hand")

    def discard(self) -> None:
        self.calls.append("discard")


def detection(xyxy: np.ndarray) -> Detection:
    return Detection(xyxy, 0.9, NO_LANDMARKS)


def portrait(x: int) -> ImageArray:
    """A portrait shifted to the right."""
    return np.roll(eileen_collins(), x, axis=1)


def write(
    sink: Sink, index: int, image: ImageArray, protection: Protection = NO_PROTECTION, time_s: float | None = None
) -> None:
    given = frame(image, index, time_s)
    sink.write(given, replace(result(given), protection=protection))


def boxes(of: FrameResult) -> list[np.ndarray]:
    return [place.xyxy for place in of.protection.held]


def holds(box: np.ndarray, other: np.ndarray) -> bool:
    return bool((box[:2] <= other[:2]).all() and (box[2:] >= other[2:]).all())


def test_frames_come_in_order_and_all_of_them_with_their_faces_as_they_were() -> None:
    notes = Notebook()
    sink = LookBackSink(notes)
    for index in range(40):
        given = frame(portrait(0), index)
        sink.write(given, result(given, face(171, 71, 275, 175)))
    assert 20 < len(notes.results) < 40
    sink.close(RunFacts())
    assert [one.frame_index for one in notes.results] == list(range(40))
    assert all(len(one.faces) == 1 and not one.protection.held for one in notes.results)
    assert notes.calls == ["close"]
    assert sink.add_facts(RunFacts()).video_encoder == "by hand"
    assert sink.written == notes.written


def test_who_appears_is_covered_half_a_second_before_and_nowhere_else() -> None:
    notes = Notebook()
    sink = LookBackSink(notes)
    for index in range(30):
        appeared = (detection(SOMEBODY),) if index == 20 else ()
        write(sink, index, portrait(0), Protection(appeared=appeared))
    sink.close(RunFacts())
    covered = [one.frame_index for one in notes.results if one.protection.held]
    assert covered == list(range(20 - int(LOOK_BACK_S * 25), 20))
    assert all(holds(box, SOMEBODY) for index in covered for box in boxes(notes.results[index]))


def test_who_comes_in_is_covered_where_they_came_from() -> None:
    """Five pixels a frame: at the beginning the face was elsewhere altogether."""
    notes = Notebook()
    sink = LookBackSink(notes)
    for index in range(12):
        shift = 5 * (index - 11)
        appeared = (detection(SOMEBODY),) if index == 11 else ()
        write(sink, index, portrait(shift), Protection(appeared=appeared))
    sink.close(RunFacts())
    for index in range(11):
        (box,) = boxes(notes.results[index])
        shift = 5 * (index - 11)
        assert holds(box, SOMEBODY + np.array([shift, 0, shift, 0]))


def test_nothing_is_carried_back_over_a_cut() -> None:
    notes = Notebook()
    sink = LookBackSink(notes)
    write(sink, 0, portrait(0), Protection(is_fresh_start=True))
    write(sink, 1, portrait(0))
    write(sink, 2, portrait(90), Protection(is_fresh_start=True, appeared=(detection(SOMEBODY),)))
    assert [one.frame_index for one in notes.results] == [0, 1]
    write(sink, 3, portrait(90), Protection(appeared=(detection(SOMEBODY),)))
    sink.close(RunFacts())
    assert [len(boxes(one)) for one in notes.results] == [0, 0, 1, 0]


def test_what_waits_is_bounded_in_bytes(monkeypatch) -> None:
    monkeypatch.setattr(look_back, "MAX_HELD_BYTES", 3 * portrait(0).nbytes)
    notes = Notebook()
    sink = LookBackSink(notes)
    for index in range(10):
        write(sink, index, portrait(0))
        assert index + 1 - len(notes.results) <= 3
    sink.close(RunFacts())
    assert len(notes.results) == 10


def test_frames_that_are_seconds_apart_do_not_wait_for_each_other() -> None:
    notes = Notebook()
    sink = LookBackSink(notes)
    for index in range(4):
        write(sink, index, portrait(0), Protection(appeared=(detection(SOMEBODY),)), time_s=2.5 * index)
        assert len(notes.results) == index
    assert not any(boxes(one) for one in notes.results)


def test_what_failed_once_is_closed_and_not_tried_again() -> None:
    notes = Notebook(fails_at=3)
    sink = LookBackSink(notes)
    for index in range(16):
        write(sink, index, portrait(0))
    with pytest.raises(SinkError):
        write(sink, 16, portrait(0))
    sink.close(RunFacts())
    assert notes.calls == ["failed", "close"]
    assert len(notes.results) == 3


def test_a_failure_at_the_end_is_told_after_closing() -> None:
    notes = Notebook(fails_at=3)
    sink = LookBackSink(notes)
    for index in range(5):
        write(sink, index, portrait(0))
    with pytest.raises(SinkError):
        sink.close(RunFacts())
    assert notes.calls == ["failed", "close"]


def test_discarding_writes_nothing() -> None:
    notes = Notebook()
    sink = LookBackSink(notes)
    write(sink, 0, portrait(0))
    sink.discard()
    assert (notes.calls, notes.results) == (["discard"], [])
