"""Holds back the frames of a copy for a moment, so that a face is covered before it is first found."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ..files import WrittenFile
from ..following import follow_box
from ..tracking import grown
from ..types import Detection, Frame, FrameResult, RunFacts
from .base import Sink

# how long before it is first found a face is covered, seconds, as far as the frames that may be held back reach
LOOK_BACK_S = 0.5
# 20 frames of 1080p; of larger ones fewer
MAX_HELD_BYTES = 128 << 20


@dataclass(slots=True)
class _HeldFrame:
    """A frame that waits, and the places in it that are covered because of what came later."""

    frame: Frame
    result: FrameResult
    covered: list[Detection] = field(default_factory=list)

    def complete(self) -> FrameResult:
        """Return the result with all places that privacy covers."""
        protection = self.result.protection
        return replace(self.result, protection=replace(protection, held=(*protection.held, *self.covered)))


class LookBackSink(Sink):
    """Hands every frame on to another sink, late: faces are carried back from where they are first found.

    A face that is new in a frame (`Protection.appeared`) is followed backwards over the frames that still wait, by what
    is seen in its place, or else at its mean speed; its cover grows with the distance. Nothing is carried back over a
    cut. The results are otherwise left as they are.

    Args:
        sink: what the frames are for; belongs to this sink from here on.
    """

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._waiting: deque[_HeldFrame] = deque()
        self._held_bytes = 0

    def write(self, frame: Frame, result: FrameResult) -> None:
        if result.protection.is_fresh_start:
            self._release_all()
        while self._waiting and frame.timestamp_s - self._waiting[0].frame.timestamp_s > LOOK_BACK_S:
            self._release()
        self._carry_back(frame, result.protection.appeared)
        self._waiting.append(_HeldFrame(frame, result))
        self._held_bytes += frame.image_bgr.nbytes
        while self._held_bytes > MAX_HELD_BYTES:
            self._release()

    def close(self, facts: RunFacts) -> None:
        try:
            self._release_all()
        finally:
            self._sink.close(facts)

    @property
    def written(self) -> WrittenFile | None:
        return self._sink.written

    def add_facts(self, facts: RunFacts) -> RunFacts:
        return self._sink.add_facts(facts)

    def discard(self) -> None:
        self._waiting.clear()
        self._sink.discard()

    def _carry_back(self, frame: Frame, faces: Sequence[Detection]) -> None:
        for face in faces:
            later, place, passed_s = frame, face, 0.0
            for held in reversed(self._waiting):
                before_s = frame.timestamp_s - held.frame.timestamp_s
                xyxy = follow_box(later.image_bgr, place.xyxy, held.frame.image_bgr)
                if xyxy is None:
                    shift = (place.xyxy - face.xyxy)[:2] * (before_s / passed_s if passed_s > 0 else 1.0)
                else:
                    shift = (xyxy - face.xyxy)[:2]
                later, place, passed_s = held.frame, face.mapped(1, shift), before_s
                held.covered.append(grown(place, before_s))

    def _release(self) -> None:
        held = self._waiting.popleft()
        self._held_bytes -= held.frame.image_bgr.nbytes
        try:
            self._sink.write(held.frame, held.complete())
        except BaseException:  # what failed once is not tried again on closing
            self._waiting.clear()
            raise

    def _release_all(self) -> None:
        while self._waiting:
            self._release()
