"""Writes labels as subtitles, to lie over the untouched original."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..errors import SinkError
from ..files import OutputFile, WrittenFile, output_error
from ..find.choice import persons_found
from ..overlay.stretches import STEP_S, Moment, Stretch, label_stretches
from ..settings import DisplaySettings
from ..types import FloatArray, Frame, FrameResult, RunFacts, SourceInfo
from .base import Sink
from .subtitle_formats import FORMATS

# so much is kept in memory, the rest in a temporary file without a name: ten hours of a busy street take it
_MEMORY_BYTES = 64 << 20
_ROUNDING_S = 1e-6

SUBTITLE_ENDINGS = tuple(FORMATS)


class _Seen(NamedTuple):
    """Faces of a frame: (N,) int64 numbers of their visits, (N, 4) float32 xyxy pixels of the video as it is shown."""

    time_s: float
    visits: np.ndarray
    boxes: FloatArray


class SubtitlesSink(Sink):
    """Labels with their places and times, written when the sink is closed: only then it is known who is who.

    Each person has one label, with what is known of them in the end. It moves with the face, four times a second at
    most; what is kept until then are the boxes of as many frames.

    Args:
        path: a file that ends in one of `SUBTITLE_ENDINGS`.
        settings: hidden attributes are left out, and so is whoever does not fit its description.
        info: the video.

    Raises:
        SinkError: the file can't be written.
    """

    def __init__(self, path: str, settings: DisplaySettings, info: SourceInfo) -> None:
        self._output = OutputFile(path)
        self._format = FORMATS[self._output.part.suffix.lower()]
        self._settings, self._info = settings, info
        self._size = (info.width, info.height)
        self._seen = tempfile.SpooledTemporaryFile(max_size=_MEMORY_BYTES)  # noqa: SIM115
        self._visits: tuple[int, ...] = ()
        self._kept_s = self._last_s = self._step_s = 0.0
        self._frames = 0

    def write(self, frame: Frame, result: FrameResult) -> None:
        height, width = frame.image_bgr.shape[:2]
        if not all(self._size):
            self._size = (width, height)
        now_s = frame.timestamp_s
        self._step_s = now_s - self._last_s if self._frames else self._info.frame_interval_s
        self._last_s = now_s
        self._frames += 1
        faces = [face for face in result.faces if face.visit_id is not None]
        visits = tuple(face.visit_id or 0 for face in faces)
        is_due = bool(visits) and now_s - self._kept_s >= STEP_S - _ROUNDING_S
        if not (is_due or set(visits) != set(self._visits)):
            return
        self._visits, self._kept_s = visits, now_s
        boxes = np.array([face.detection.xyxy for face in faces], dtype=np.float32).reshape(-1, 4)
        boxes *= np.tile(np.divide(self._size, (width, height)), 2).astype(np.float32)
        try:
            pickle.dump(_Seen(now_s, np.array(visits, dtype=np.int64), boxes), self._seen, pickle.HIGHEST_PROTOCOL)
        except OSError as error:
            raise SinkError(f"can't keep the places of faces for {self._output.name}: {error.strerror}") from error

    @property
    def written(self) -> WrittenFile | None:
        return self._output.written

    def close(self, facts: RunFacts) -> None:
        if not (self._frames or facts.is_whole):
            self.discard()
            return
        try:
            with open(self._output.part, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
                file.writelines(self._format(self._stretches(facts), self._size, Path(self._info.name).name))
        except OSError as error:
            self._output.discard()
            raise output_error(self._output.name, error) from error
        finally:
            self._seen.close()
        self._output.finish(is_whole=facts.is_whole)

    def _stretches(self, facts: RunFacts) -> Iterable[Stretch]:
        if facts.people is None:
            return ()
        people = {person.person_id: person.attributes for person in persons_found(self._settings, facts.people)}
        moments = self._moments(facts.people.person_of_track)
        return label_stretches(moments, self._last_s + self._step_s, people, self._size, self._settings.hide)

    def _moments(self, person_of_visit: Mapping[int, int]) -> Iterator[Moment]:
        end = self._seen.tell()
        self._seen.seek(0)
        while self._seen.tell() < end:
            seen: _Seen = pickle.load(self._seen)
            persons = (person_of_visit.get(visit) for visit in seen.visits.tolist())
            yield Moment(
                seen.time_s,
                {person: box for person, box in zip(persons, seen.boxes, strict=True) if person is not None},
            )

    def discard(self) -> None:
        self._seen.close()
        self._output.discard()
