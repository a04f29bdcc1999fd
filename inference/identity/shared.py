"""The people of several sources at once: one model of identity, and one gallery without end that stays small."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from ..closeable import Closeable
from ..settings import AnalysisSettings
from ..types import Frame
from .gallery import Gallery, Record, Strangers
from .identity_model import IdentityEmbedder
from .recognition import open_embedder

# the last visits of a person that are remembered by their tracks' numbers: who was seen beside them is somebody else
_KEPT_VISITS = 8


class SharedGallery(Gallery):
    """A gallery into which the recognisers of several sources write, each from its own thread.

    A visit that has ended is folded into what is known of the person, or forgotten where nothing is: what is kept
    grows with the people who are remembered, not with the time.

    Args:
        strangers, forget_after_s: as for `Gallery`.
        clock: returns seconds that never go back; the time by which people are forgotten.

    Attributes:
        lock: held while records are read or written.
    """

    def __init__(
        self,
        strangers: Strangers | None,
        forget_after_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(strangers, forget_after_s)
        self.lock = threading.RLock()
        self._clock, self._started_s = clock, clock()
        self._ended: set[int] = set()

    def begin_frame(self, frame: Frame, step_s: float) -> None:
        """Note that a frame comes; the time is the clock's, whatever `step_s` says."""
        with self.lock:
            now_s = self._clock() - self._started_s
            super().begin_frame(frame, max(0.0, now_s - self._clock_s))

    def end_visits(self, track_ids: Sequence[int]) -> None:
        """Note that tracks have ended for good and are written down elsewhere."""
        with self.lock:
            self._ended.update(track_ids)

    @property
    def size(self) -> int:
        """Number of tracks of which something is known."""
        return len(self._records)

    def _forget(self) -> None:
        super()._forget()
        ended = self._ended & self._records.keys()
        by_person: dict[int | None, Record] = {}
        for track_id in sorted(ended):
            record = self._records.get(track_id)
            if record is None:  # it went with another visit of the same person
                continue
            if record.embedding is None or record.person_id is None:
                self._drop(record)
                continue
            first = by_person.setdefault(record.person_id, record)
            if first is not record:
                self._fold([[first, record]])
        for record in by_person.values():
            self._trim(record)
        # those left are the people's; they are asked again, since others may come to them
        self._ended &= self._records.keys()

    def _drop(self, record: Record) -> None:
        for track_id in record.track_ids:
            self._records.pop(track_id, None)

    def _trim(self, record: Record) -> None:
        """Forget all visits of a person but the first, by which the record goes, and the last ones."""
        for span in record.spans[1:-_KEPT_VISITS]:
            self._records.pop(span.track_id, None)
        record.spans[1:-_KEPT_VISITS] = []
        record.together = {track_id: count for track_id, count in record.together.items() if track_id in self._records}


class SharedIdentity(Closeable):
    """What the recognisers of several sources share; a context manager.

    Args:
        settings: whether people are recognised, and for how long they are remembered.

    Attributes:
        embedder: the model; None where people are not recognised. Its session takes calls from several threads.
        reason: as `People.identity`.
        gallery: of all sources.
    """

    def __init__(self, settings: AnalysisSettings) -> None:
        self.embedder: IdentityEmbedder | None
        self.embedder, self.reason = open_embedder(settings)
        self.gallery = SharedGallery(
            None if self.embedder is None else self.embedder.thresholds, settings.forget_after_s
        )

    def close(self) -> None:
        if self.embedder is not None:
            self.embedder.close()
