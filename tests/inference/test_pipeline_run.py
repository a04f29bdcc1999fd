"""The threads of a run: order, back-pressure, errors of every stage, interruption. Stages are stand-ins here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from inference import pipeline as pipeline_module
from inference.errors import ReaderGoneError, SinkError, SourceBrokenError, SourceError
from inference.pipeline import QUEUE_LENGTH, Pipeline
from inference.settings import AnalysisSettings
from inference.sinks import RunFacts, Sink
from inference.sources import Source
from inference.stages import DetectedFrame
from inference.types import Frame, FrameResult, SourceInfo, SourceKind

IMAGE = np.zeros((4, 4, 3), dtype=np.uint8)
FACTS = RunFacts(engine="stand-in", detector="stand-in")


class StandIns:
    """Stands in for the loaded models; `find` and `estimate` may be given a disturbance."""

    def __init__(self) -> None:
        self.on_find: Callable[[Frame], None] = lambda frame: None
        self.on_estimate: Callable[[Frame], None] = lambda frame: None

    def find(self, frame: Frame):
        self.on_find(frame)
        return frame_on_its_way(frame)

    def estimate(self, found) -> FrameResult:
        self.on_estimate(found.frame)
        return FrameResult(found.frame.index, found.frame.timestamp_s, found.frame.source)

    notes = ()

    def begin_run(self) -> None:
        pass

    def people(self) -> None:
        pass

    def facts(self) -> RunFacts:
        return FACTS

    def close(self) -> None:
        pass


def frame_on_its_way(frame: Frame):
    return DetectedFrame(frame, None, [], None, {})


class Numbers(Source):
    """A source of frames that counts how many were asked for."""

    def __init__(self, count: int, *, kind: SourceKind = SourceKind.VIDEO, failure: Exception | None = None) -> None:
        self._info = SourceInfo("numbers", kind)
        self.count = count
        self.failure = failure
        self.asked = 0
        self.before: Callable[[int], None] = lambda index: None
        self.damaged = 0
        self.closed = threading.Event()

    @property
    def decode_errors(self) -> int:
        return self.damaged

    @property
    def info(self) -> SourceInfo:
        return self._info

    def __iter__(self) -> Iterator[Frame]:
        for index in range(self.count):
            self.asked += 1
            self.before(index)
            if self.closed.is_set():
                return
            yield Frame(IMAGE, index, index / 25, "numbers")
        if self.failure is not None:
            raise self.failure

    def close(self) -> None:
        self.closed.set()


class Notebook(Sink):
    """A sink that remembers the frames it was given."""

    def __init__(self, failure: tuple[int, Exception] | None = None, close_failure: Exception | None = None) -> None:
        self.indices: list[int] = []
        self.closed = 0
        self._failure = failure
        self._close_failure = close_failure
        self.before: Callable[[int], None] = lambda index: None

    def write(self, frame: Frame, result: FrameResult) -> None:
        assert not self.closed
        assert frame.index == result.frame_index
        self.before(frame.index)
        if self._failure is not None and frame.index == self._failure[0]:
            raise self._failure[1]
        self.indices.append(frame.index)

    def close(self, facts: RunFacts) -> None:
        self.closed += 1
        self.facts = facts
        if self._close_failure is not None:
            raise self._close_failure


@pytest.fixture
def stages(monkeypatch) -> StandIns:
    stages = StandIns()
    monkeypatch.setattr(pipeline_module, "Stages", lambda settings, model_path: stages)
    return stages


@pytest.fixture
def pipeline(stages) -> Iterator[Pipeline]:
    with Pipeline(AnalysisSettings()) as pipeline:
        yield pipeline


def test_every_frame_reaches_every_sink_in_order(pipeline):
    sinks = [Notebook(), Notebook()]
    seen: list[int] = []
    report = pipeline.run(Numbers(100), sinks, on_result=lambda result: seen.append(result.frame_index))
    assert sinks[0].indices == sinks[1].indices == seen == list(range(100))
    assert [sink.closed for sink in sinks] == [1, 1]
    assert (report.frames, report.dropped, report.interrupted) == (100, 0, False)


def test_a_slow_sink_holds_the_source_back(pipeline):
    source, sink = Numbers(200), Notebook()
    furthest_ahead = 0

    def measure(index: int) -> None:
        nonlocal furthest_ahead
        furthest_ahead = max(furthest_ahead, source.asked - index)
        threading.Event().wait(0.001)

    sink.before = measure
    pipeline.run(source, [sink])
    # three queues, and one frame in the hands of each of four threads
    assert furthest_ahead <= 3 * QUEUE_LENGTH + 4
    assert len(sink.indices) == 200


def test_stages_work_at_the_same_time(pipeline, stages):
    """Each stage waits, at frame 1, until all four are at work on a frame: only overlapping stages get past."""
    together = threading.Barrier(4, timeout=20)
    source, sink = Numbers(10), Notebook()

    def meet_at(wanted: int) -> Callable[[int], None]:
        return lambda index: together.wait() if index == wanted else None

    source.before = meet_at(4)
    stages.on_find = lambda frame: meet_at(3)(frame.index)
    stages.on_estimate = lambda frame: meet_at(2)(frame.index)
    sink.before = meet_at(1)
    pipeline.run(source, [sink])
    assert sink.indices == list(range(10))


def test_a_source_that_breaks_off_keeps_what_it_delivered(pipeline):
    failure = SourceBrokenError("the end is missing")
    sink = Notebook()
    with pytest.raises(SourceBrokenError) as raised:
        pipeline.run(Numbers(30, failure=failure), [sink])
    assert raised.value is failure
    assert sink.indices == list(range(30))
    assert sink.closed == 1
    assert pipeline.facts().error == "the end is missing"
    assert sink.facts == pipeline.facts()


@pytest.mark.parametrize("stage", ["on_find", "on_estimate"])
def test_a_stage_that_fails_ends_the_run_with_its_own_error(pipeline, stages, stage):
    failure = RuntimeError("no memory")

    def fail(frame: Frame) -> None:
        if frame.index == 20:
            raise failure

    setattr(stages, stage, fail)
    source, sink = Numbers(10_000), Notebook()
    with pytest.raises(RuntimeError) as raised:
        pipeline.run(source, [sink])
    assert raised.value is failure
    assert sink.indices == list(range(20))
    assert sink.closed == 1
    assert source.asked < 10_000


def test_a_sink_that_fails_leaves_the_others_to_go_on_to_the_end(pipeline):
    failure = SinkError("the disk is full")
    full, other = Notebook(failure=(10, failure)), Notebook()
    with pytest.raises(SinkError) as raised:
        pipeline.run(Numbers(300), [full, other])
    assert raised.value is failure
    assert full.indices == list(range(10))
    assert other.indices == list(range(300))
    assert (full.closed, other.closed) == (1, 1)
    assert (other.facts.error, other.facts.notes) == (None, ("the disk is full",))


def test_a_run_ends_when_the_last_sink_has_failed_and_every_failure_is_told(pipeline):
    first, second = Notebook(failure=(10, SinkError("no room"))), Notebook(failure=(30, SinkError("no permission")))
    source = Numbers(100_000)
    with pytest.raises(SinkError, match="no room") as raised:
        pipeline.run(source, [first, second])
    assert raised.value.__notes__ == ["no permission"]
    assert second.indices == list(range(30))
    assert source.asked < 1000


def test_a_reader_that_wants_no_more_ends_the_run(pipeline):
    gone, other = Notebook(failure=(10, ReaderGoneError("closed"))), Notebook()
    source = Numbers(100_000)
    with pytest.raises(ReaderGoneError):
        pipeline.run(source, [gone, other])
    assert source.asked < 1000
    assert other.indices == list(range(len(other.indices)))
    assert other.closed == 1


def test_damaged_places_of_a_source_are_noted(pipeline):
    source = Numbers(3)
    source.damaged = 12
    report = pipeline.run(source, [])
    assert report.notes == ("numbers is damaged in 12 places; images there are missing or distorted",)
    assert pipeline.run(Numbers(3), []).notes == ()


def test_a_failure_at_closing_is_told_when_nothing_else_is(pipeline):
    failing, other = Notebook(close_failure=SinkError("can't rename")), Notebook()
    with pytest.raises(SinkError, match="can't rename"):
        pipeline.run(Numbers(3), [failing, other])
    assert other.closed == 1


def test_a_failure_at_closing_does_not_hide_the_first_one(pipeline):
    source = Numbers(3, failure=SourceBrokenError("cut short"))
    with pytest.raises(SourceBrokenError, match="cut short") as raised:
        pipeline.run(source, [Notebook(close_failure=SinkError("can't rename"))])
    assert raised.value.__notes__ == ["can't rename"]


def test_stop_ends_a_run_that_is_under_way(pipeline):
    stop = threading.Event()
    sink = Notebook()
    source = Numbers(100_000)

    def stop_at(result: FrameResult) -> None:
        if result.frame_index == 50:
            stop.set()

    report = pipeline.run(source, [sink], on_result=stop_at, stop=stop)
    assert report.interrupted
    assert pipeline.facts().interrupted
    assert sink.indices == list(range(report.frames))
    assert 51 <= report.frames < 100
    assert sink.closed == 1


def test_stop_closes_a_source_that_is_waiting_for_data(pipeline):
    stop = threading.Event()
    source, sink = Numbers(10, kind=SourceKind.STREAM), Notebook()

    def stall(index: int) -> None:
        if index == 3:
            stop.set()
            assert source.closed.wait(20), "nobody closed the source"

    source.before = stall
    report = pipeline.run(source, [sink], stop=stop)
    assert report.interrupted
    assert sink.closed == 1


@pytest.mark.timeout(30)
def test_a_frame_that_comes_when_all_is_over_holds_nobody_up(pipeline, stages):
    def fail(frame: Frame) -> None:
        raise RuntimeError("no memory")

    def come_late(index: int) -> None:
        if index == 1:
            assert source.closed.wait(20), "nobody closed the source"
            source.closed.clear()

    source, stages.on_estimate = Numbers(2), fail
    source.before = come_late
    with pytest.raises(RuntimeError, match="no memory"):
        pipeline.run(source, [])


def test_an_interrupt_in_the_callers_thread_still_closes_the_sinks(pipeline):
    def interrupt(result: FrameResult) -> None:
        raise KeyboardInterrupt

    sink = Notebook()
    with pytest.raises(KeyboardInterrupt):
        pipeline.run(Numbers(10_000), [sink], on_result=interrupt)
    assert sink.closed == 1
    assert sink.indices[0] == 0


def test_live_sources_give_way_to_the_newest_frame(pipeline, stages):
    source, sink = Numbers(50, kind=SourceKind.CAMERA), Notebook()
    all_asked = threading.Event()
    source.before = lambda index: all_asked.set() if index == 49 else None
    stages.on_find = lambda frame: all_asked.wait(20) if frame.index == 0 else None
    report = pipeline.run(source, [sink])
    assert sink.indices == sorted(sink.indices)
    assert sink.indices[-1] == 49
    assert report.dropped == 50 - len(sink.indices) > 40
    assert report.dropped + report.frames == 50


def test_without_a_frame_there_is_no_result(pipeline):
    sink = Notebook()
    with pytest.raises(SourceError, match="numbers gave no frame"):
        pipeline.run(Numbers(0), [sink])
    assert sink.closed == 1
    assert not pipeline.facts().is_whole


def test_a_pipeline_runs_one_source_after_the_other(pipeline):
    first, second = Notebook(), Notebook()
    pipeline.run(Numbers(5), [first])
    pipeline.run(Numbers(7), [second])
    assert (len(first.indices), len(second.indices)) == (5, 7)


def test_a_model_that_can_not_be_loaded_is_told_on_entering(monkeypatch):
    from inference.errors import ModelError

    def fail(settings, model_path):
        raise ModelError("the file is altered")

    monkeypatch.setattr(pipeline_module, "Stages", fail)
    pipeline = Pipeline(AnalysisSettings())
    pipeline.preload()
    with pytest.raises(ModelError, match="altered"), pipeline:
        pass
    pipeline.close()
