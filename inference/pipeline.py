"""From frames to results: one `Pipeline` for the window, files and live sources.

`Pipeline.process` takes one frame through detection, tracking, alignment and the model. `Pipeline.run`
does so for a whole source, with a thread each for decoding, finding faces, estimating (the caller's) and
writing. What they do is mostly native code that releases Python's interpreter lock, so the slowest of
them sets the pace; what waits between them is bounded, so memory does not grow with a source's length.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from .channel import Channel
from .errors import ReaderGoneError, SourceError
from .scheduling import FRAME_S
from .settings import AnalysisSettings
from .sinks import close_sinks
from .sinks.base import Sink
from .sources.base import Source
from .stages import DetectedFrame, Stages, timed
from .types import Frame, FrameResult, RunFacts

if TYPE_CHECKING:
    from .identity.gallery import Record, Strangers
    from .identity.person import People
    from .identity.witness import Witness

T = TypeVar("T")

# enough to even out frames that cost more than others; two times four 4K frames are 200 MB
QUEUE_LENGTH = 4
# a source that is between two frames ends by itself within this time; one that waits for data is closed
_DECODER_GRACE_S = 0.5

_Analysed = tuple[Frame, FrameResult]


@dataclass(frozen=True, slots=True)
class RunReport:
    """Outcome of a run.

    Attributes:
        frames: frames analysed and handed to every sink.
        dropped: frames of a live source that were passed over because newer ones had arrived.
        wall_s: seconds from the first frame asked for to the last result.
        interrupted: the stop event ended the run before its source did.
        busy_s: seconds that reading (`decode`) and the sinks (`write`) took; `FrameResult.timings_s` has the rest.
        notes: as in `RunFacts`.
    """

    frames: int
    dropped: int
    wall_s: float
    interrupted: bool
    busy_s: Mapping[str, float] = field(default_factory=dict)
    notes: Sequence[str] = ()


class Pipeline:
    """Analyses frames; a context manager that holds the loaded models. Used from one thread at a time.

    Args:
        settings: how frames are analysed.
        model_path: another model than the shipped one.

    Raises:
        ModelError, EngineError: on entering: a model can't be loaded.
    """

    def __init__(self, settings: AnalysisSettings, model_path: Path | None = None) -> None:
        self._settings = settings
        self._model_path = model_path
        self._loading: Future[Stages] | None = None
        self._facts = RunFacts(analysis=settings)

    def preload(self) -> None:
        """Begin to load in the background, while the caller waits for a camera or a server."""
        if self._loading is None:
            executor = ThreadPoolExecutor(1, thread_name_prefix="facelens-load")
            self._loading = executor.submit(Stages, self._settings, self._model_path)
            executor.shutdown(wait=False)

    def load(self) -> None:
        """Load the models, for a caller without a `with` statement, which calls `close` elsewhere.

        Raises:
            ModelError, EngineError: a model can't be loaded.
        """
        self._facts = self._stages().facts()

    def process(self, frame: Frame, *, live: bool = False) -> FrameResult:
        """Analyse the next frame of a video, or an image.

        Args:
            frame: in the order of the source; an image stands for itself.
            live: frames come at their own pace: where there is no time to estimate everybody in every
                frame, those who need it most are estimated (`inference/scheduling.py`).

        Returns:
            All faces, with the seconds that each stage took.
        """
        stages = self._stages()
        found = stages.find(frame)
        return stages.estimate(found, max(0.0, FRAME_S - sum(found.timings_s.values())) if live else None)

    def reset(self) -> None:
        """Forget everybody: the next frame belongs to another source."""
        self._stages().reset()

    def run(
        self,
        source: Source,
        sinks: Sequence[Sink],
        *,
        on_result: Callable[[FrameResult], None] | None = None,
        stop: threading.Event | None = None,
    ) -> RunReport:
        """Analyse a source to its end and hand every frame to every sink, in order.

        Nothing is dropped, save from live sources, where a frame that waits gives way to a newer one. The
        sinks are closed in every case, so what they hold is complete up to the last frame analysed. A sink that
        fails does not end the run while there are others.

        Args:
            source: opened; it is closed early only where the run ends before it does.
            sinks: opened, they belong to the run from here on.
            on_result: called in this thread after every frame.
            stop: once set (by a signal's handler, another thread), the run ends as if the source had.

        Raises:
            FaceLensError: whatever a stage or a sink raised first, after all threads have ended; what
                went wrong after that is in its notes. `SourceError` where there was no frame at all.
        """
        stages = self._stages()
        stages.begin_run()
        live = source.info.is_live
        decoded = Channel[Frame](1 if live else QUEUE_LENGTH, newest_wins=live, stop=stop)
        found = Channel[DetectedFrame](1 if live else QUEUE_LENGTH)
        analysed = Channel[_Analysed](QUEUE_LENGTH)
        failures: list[Exception] = []  # of sinks
        busy: dict[str, float] = {"decode": 0.0, "write": 0.0}  # each key is one thread's
        decoder = threading.Thread(target=_feed, args=(_clocked(source, busy), decoded), name="facelens-decode")
        finder = threading.Thread(target=_feed, args=(map(stages.find, decoded), found), name="facelens-find")
        writer = threading.Thread(target=_write, args=(sinks, analysed, busy, failures), name="facelens-write")

        started = time.perf_counter()
        frames, failure = 0, None
        turned: list[str] = []
        for thread in (decoder, finder, writer):
            thread.start()
        try:
            for item in found:
                result = stages.estimate(item)
                if not analysed.put((item.frame, result)):
                    break
                frames += 1
                if result.turned_deg:
                    turned.append(f"{result.source}: turned by {result.turned_deg} degrees to find its faces")
                if on_result is not None:
                    on_result(result)
        except BaseException as error:  # an interrupt too must find the sinks closed
            failure = error
        decoded.cancel()
        found.cancel()
        analysed.finish()
        decoder.join(_DECODER_GRACE_S)
        if decoder.is_alive():
            source.close()
        for thread in (decoder, finder, writer):
            thread.join()

        if failure is None and not (frames or decoded.stopped or analysed.cancellation):
            failure = _nothing_seen(source)
        ended_by = failure or analysed.cancellation
        wall_s = time.perf_counter() - started
        self._facts = replace(
            stages.facts(),
            wall_s=wall_s,
            decode_errors=source.decode_errors,
            broken_stills=len(source.failures),
            skipped=(*source.failures, *source.skipped_folders),
            gaps=tuple(source.gaps),
            gap_count=source.gap_count,
            notes=(
                *source.notes,
                *stages.notes,
                *turned,
                *_damage(source),
                *(str(error) for error in failures if error is not ended_by),
            ),
            interrupted=decoded.stopped or isinstance(failure, KeyboardInterrupt),
            error=None if ended_by is None else str(ended_by),
            people=stages.people(),
        )
        failure = _first_of([*([] if failure is None else [failure]), *failures])
        self._facts = close_sinks(sinks, self._facts, failure=failure)
        return RunReport(frames, decoded.dropped, wall_s, self._facts.interrupted, busy, self._facts.notes)

    def facts(self) -> RunFacts:
        """Return the facts of the last run, and which engine is at work now."""
        loading = self._loading
        if loading is None or not loading.done() or loading.cancelled() or loading.exception() is not None:
            return self._facts
        now = loading.result().facts()
        return replace(
            self._facts, engine=now.engine, engine_reason=now.engine_reason, model=now.model, detector=now.detector
        )

    def people(self) -> People | None:
        """Return who was seen so far, to be asked by `on_result` of a run; None where nobody is followed."""
        return self._stages().people()

    def witness(self) -> Witness | None:
        """Return what says, once a run is over, whether a face is the one whom it is counted to.

        None where people are not told apart.
        """
        return self._stages().witness()

    def strangers(self) -> tuple[Strangers | None, str]:
        """Return how alike strangers are, None where nobody is recognised, and `People.identity`."""
        return self._stages().strangers()

    def forget_counts(self) -> None:
        """Count nothing of what was seen so far, asked by `on_result` of a run: it only leads to what is wanted."""
        self._stages().forget_counts()

    def records(self) -> list[Record]:
        """Return what is known of each track once a run is over, for `inference.identity.joining`."""
        return self._stages().records()

    def close(self) -> None:
        """Release the models. May follow a failed or an unfinished `preload`."""
        loading, self._loading = self._loading, None
        if loading is not None and not loading.cancel() and loading.exception() is None:
            loading.result().close()

    def _stages(self) -> Stages:
        self.preload()
        assert self._loading is not None
        return self._loading.result()

    def __enter__(self) -> Self:
        self.load()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _nothing_seen(source: Source) -> SourceError:
    return SourceError(
        "{name} gave no frame, so nothing was analysed; check {start_s} and {end_s}, and that it plays elsewhere",
        field="start_s",
        name=source.info.name,
    )


def _feed(items: Iterable[T], target: Channel[T]) -> None:
    """Hand over all items until they end or fail, or the consumer cancels."""
    try:
        for item in items:
            if not target.put(item):
                break
    except BaseException as error:  # raised again where the items are taken
        target.finish(error)
    else:
        target.finish()


def _clocked(source: Iterable[Frame], busy: dict[str, float]) -> Iterator[Frame]:
    """Yield the frames of a source, and add the time it takes to read them to `busy`."""
    frames = iter(source)
    while True:
        with timed(busy, "decode"):
            frame = next(frames, None)
        if frame is None:
            return
        yield frame


def _write(
    sinks: Sequence[Sink], analysed: Channel[_Analysed], busy: dict[str, float], failures: list[Exception]
) -> None:
    """Give every frame to every sink, less those that fail, whose errors are appended to `failures`.

    The run ends where no sink is left to write for, or where a reader wants no more.
    """
    working = list(sinks)
    for frame, result in analysed:
        for sink in tuple(working):
            try:
                with timed(busy, "write"):
                    sink.write(frame, result)
            except Exception as error:
                working.remove(sink)
                failures.append(error)
                if not working or isinstance(error, ReaderGoneError):
                    analysed.cancel(error)


def _first_of(failures: Sequence[BaseException]) -> BaseException | None:
    """Return the failure that is raised, with the others as its notes; None where there is none."""
    # that a reader wants no more is no failure where there is a real one
    by_weight = sorted(failures, key=lambda failure: isinstance(failure, ReaderGoneError))
    for other in by_weight[1:]:
        by_weight[0].add_note(str(other))
    return by_weight[0] if by_weight else None


def _damage(source: Source) -> tuple[str, ...]:
    count = source.decode_errors
    places = "1 place" if count == 1 else f"{count:,} places"
    return (f"{source.info.name} is damaged in {places}; images there are missing or distorted",) if count else ()
