"""The part of a source that is asked for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..errors import UsageError
from ..types import Frame

# times are compared with this slack, so that a start at 0.48 s takes the frame at 12 x 0.04 s
TIME_TOLERANCE_S = 1e-6


@dataclass(frozen=True, slots=True)
class Selection:
    """From when to when, and how densely.

    Attributes:
        start_s: frames before this time are left out, seconds from the start of the source.
        end_s: frames at or after this time are left out; None for all.
        every: of the remaining frames the first and then every n-th.

    Raises:
        UsageError: a value is out of its range.
    """

    start_s: float = 0.0
    end_s: float | None = None
    every: int = 1

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start_s) and self.start_s >= 0):
            raise UsageError("{start_s} must be 0 or more seconds, got {value:g}", field="start_s", value=self.start_s)
        if self.end_s is not None and not self.end_s > self.start_s:
            raise UsageError(
                "{end_s} ({end:g} s) must lie after {start_s} ({start:g} s)",
                field="end_s",
                start=self.start_s,
                end=self.end_s,
            )
        if self.every < 1:
            raise UsageError("{every} must be 1 or more, got {value}", field="every", value=self.every)

    def is_before(self, timestamp_s: float) -> bool:
        return timestamp_s < self.start_s - TIME_TOLERANCE_S

    def is_past(self, timestamp_s: float) -> bool:
        return self.end_s is not None and timestamp_s >= self.end_s - TIME_TOLERANCE_S

    def of(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The selected ones of frames that can't be skipped more cheaply.

        Raises:
            UsageError: there were frames, but all before the start.
        """
        first: int | None = None
        frame: Frame | None = None
        for frame in frames:
            if self.is_past(frame.timestamp_s):
                return
            if self.is_before(frame.timestamp_s):
                continue
            first = frame.index if first is None else first
            if (frame.index - first) % self.every == 0:
                yield frame
        if first is None and frame is not None:
            raise self.nothing_left(frame.source, frame.timestamp_s)

    def nothing_left(self, name: str, end_s: float | None = None) -> UsageError:
        """The error for a source that ends before the start; `end_s` where its end is known."""
        end = "" if end_s is None else f" at {end_s:.1f} s"
        return UsageError(
            "{name} ends{end}, before {start_s} {start:g}", field="start_s", name=name, end=end, start=self.start_s
        )

    def expected_frames(self, frame_count: int | None, fps: float | None) -> int | None:
        """How many frames are left of `frame_count`; None where that can't be told."""
        if frame_count is None or (fps is None and (self.start_s or self.end_s is not None)):
            return None
        first = math.ceil(self.start_s * fps) if fps else 0
        last = frame_count if self.end_s is None or fps is None else min(frame_count, math.ceil(self.end_s * fps))
        return max(0, math.ceil((last - first) / self.every))


EVERYTHING = Selection()
