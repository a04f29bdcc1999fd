"""Copies that depend on who is who, which is known in the end: the source is read twice."""

from __future__ import annotations

import pickle
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import FaceLensError, SinkError
from ..files import WrittenFile
from ..find.choice import Choice, chosen_now
from ..settings import DisplaySettings
from ..types import Frame, FrameResult, RunFacts
from .base import Sink

if TYPE_CHECKING:
    from ..identity.witness import Witness
    from ..sources.base import Source

# so much of what was found is kept in memory, the rest in a temporary file without a name
_MEMORY_BYTES = 64 << 20


class SecondPassSink(Sink):
    """Keeps what was found, and on closing reads the source again for the sink behind it.

    Args:
        sink: draws the copy; belongs to this sink from here on.
        source: the same frames once more, not read yet; belongs to this sink as well.
        display: whom it chooses.
        search: finds every face of a frame, with what else privacy covers; needed where privacy leaves somebody open.
            The first reading then searches as ever, so that people have the numbers that they have in every run.
        witness: gives, on closing, what says whether a face is the one whom it is counted to; needed as `search` is.
        stop: ends the second reading early.
        on_frame: is told the number of frames that are done, and of all.
    """

    def __init__(
        self,
        sink: Sink,
        source: Source,
        display: DisplaySettings,
        *,
        search: Callable[[Frame], FrameResult] | None = None,
        witness: Callable[[], Witness | None] | None = None,
        stop: threading.Event | None = None,
        on_frame: Callable[[int, int], None] | None = None,
    ) -> None:
        self._sink, self._source, self._display = sink, source, display
        self._search, self._open_witness = search, witness
        self._stop, self._on_frame = stop or threading.Event(), on_frame
        self._results = tempfile.SpooledTemporaryFile(max_size=_MEMORY_BYTES)  # noqa: SIM115
        self._frames = 0
        self._was_stopped = False

    def write(self, frame: Frame, result: FrameResult) -> None:
        # what no copy shows is left out: it would be the larger part
        faces = tuple(replace(face, frame_attributes=None) for face in result.faces)
        try:
            pickle.dump(replace(result, faces=faces, timings_s={}), self._results, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise SinkError(f"can't keep what was found for the copy: {error.strerror or error}") from error
        self._frames += 1

    @property
    def written(self) -> WrittenFile | None:
        return self._sink.written

    def close(self, facts: RunFacts) -> None:
        try:
            choice = Choice.of(self._display, facts.people)
            # after an interruption of the first reading the second one takes its time: nobody asked to end it
            may_stop = not self._stop.is_set()
            self._copy(choice, may_stop=may_stop)
        except BaseException:
            self.discard()
            raise
        self._release()
        self._sink.close(replace(facts, interrupted=True) if self._was_stopped else facts)

    def _copy(self, choice: Choice, *, may_stop: bool) -> None:
        kept = self._kept()
        witness = None if self._open_witness is None else self._open_witness()
        try:
            for frame in self._source:
                result = next(kept, None)
                if result is None:
                    return
                if (frame.index, frame.source) != (result.frame_index, result.source):
                    raise SinkError(f"{frame.source} was changed while it was read; no copy is written")
                searched = None if self._search is None else self._search(frame)
                unconfirmed: frozenset[int] = frozenset()
                if witness is not None and not frame.is_still:
                    unconfirmed = witness.unconfirmed(frame, choice.open_faces(result))
                self._sink.write(frame, choice.apply(result, searched, unconfirmed))
                if may_stop and self._stop.is_set():
                    self._was_stopped = True
                    return
        except FaceLensError as error:
            # where it breaks off the second time as it did the first, everything is there
            if isinstance(error, SinkError) or next(kept, None) is not None:
                raise

    def _kept(self) -> Iterator[FrameResult]:
        self._results.seek(0)
        for done in range(1, self._frames + 1):
            yield pickle.load(self._results)
            if self._on_frame is not None:
                self._on_frame(done, self._frames)

    def add_facts(self, facts: RunFacts) -> RunFacts:
        return self._sink.add_facts(replace(facts, interrupted=True) if self._was_stopped else facts)

    def discard(self) -> None:
        self._release()
        self._sink.discard()

    def _release(self) -> None:
        self._results.close()
        self._source.close()


class ChoosingSink(Sink):
    """Hands on those who are chosen as far as is known at the time: for what can be read once only.

    Args:
        sink: draws the copy; belongs to this sink from here on.
        display: whom it chooses.
    """

    def __init__(self, sink: Sink, display: DisplaySettings) -> None:
        self._sink, self._display = sink, display

    def write(self, frame: Frame, result: FrameResult) -> None:
        self._sink.write(frame, chosen_now(self._display, result))

    @property
    def written(self) -> WrittenFile | None:
        return self._sink.written

    def close(self, facts: RunFacts) -> None:
        self._sink.close(facts)

    def add_facts(self, facts: RunFacts) -> RunFacts:
        return self._sink.add_facts(facts)

    def discard(self) -> None:
        self._sink.discard()
