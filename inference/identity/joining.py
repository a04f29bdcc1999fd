"""The people of a run that was analysed in parts, each by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from .gallery import Gallery, Record, Strangers


class JoinedGallery(Gallery):
    """Takes in what is known of the tracks of one part after the other. Not thread-safe.

    As in one run, memory is bounded for what faces look like.

    Args:
        strangers: as for `Gallery`.
    """

    def __init__(self, strangers: Strangers | None) -> None:
        super().__init__(strangers)

    def note_frame(self, source: str, timestamp_s: float) -> None:
        """Count a frame: who counts as a person depends on how many there are."""
        self._rule.add(source, timestamp_s)
        self.has_begun = True

    def add(self, records: Iterable[Record], numbers: Mapping[int, int], begins_s: float) -> None:
        """Take in the tracks of the next part.

        Args:
            records: of the part; they are this gallery's from here on.
            numbers: in the whole, by those of the part's tracks: that of a track taken in before where one goes on
                from there. All that were counted have one.
            begins_s: what the whole's clock shows where that of the part shows 0, seconds.
        """
        for record in records:
            _move(record, numbers, begins_s)
            going_on = [span.track_id for span in record.spans if span.track_id in self._records]
            known = None
            for track_id in going_on:
                own = self._records[track_id]
                _go_on(own, record, track_id)
                if known is None:
                    known = own
                elif known is not own:  # the part knows that two tracks of those before are one person's
                    self._fold([[known, own]])
            if known is not None:
                known.absorb(record)
            record = known or record
            for track_id in record.track_ids:
                self._records[track_id] = record
            self._clock_s = max(self._clock_s, record.seen_s)
        self._forget()


def _move(record: Record, numbers: Mapping[int, int], begins_s: float) -> None:
    """Let a record speak of the whole's tracks and clock."""
    record.spans = [
        replace(span, track_id=numbers[span.track_id], first_clock_s=span.first_clock_s + begins_s)
        for span in record.spans
        if span.frames
    ]
    record.rejoined = [numbers[track_id] for track_id in record.rejoined if track_id in numbers]
    record.together = {numbers[other]: frames for other, frames in record.together.items() if other in numbers}
    record.seen_s += begins_s


def _go_on(own: Record, record: Record, track_id: int) -> None:
    """Let a visit of a record go on with that of another, from which it is taken."""
    (later,) = [span for span in record.spans if span.track_id == track_id]
    record.spans = [span for span in record.spans if span is not later]
    before = next((span for span in own.spans if span.track_id == track_id), None)
    if before is None:  # it was one of those that were thought to show another for a moment
        before = own.spans[-1]
    before.last_s, before.last_frame, before.frames = later.last_s, later.last_frame, before.frames + later.frames
