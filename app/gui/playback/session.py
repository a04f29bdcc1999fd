"""The results since a source was opened: statistics for the charts, and the table."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.attributes import ETHNICITIES, GENDERS, NUM_CLASSES
from inference.outputs import Outputs
from inference.people import PeopleCounter, PersonEstimate
from inference.settings import DisplaySettings
from inference.sinks import close_sinks, open_sinks
from inference.types import Attributes, Detection, FloatArray, Frame, FrameResult, SourceInfo, SourceKind, TrackedFace

AGE_BIN_YEARS = 10
AGE_BINS = 10
# a row takes half a kilobyte; this many keep an hour of one person at 25 frames a second
_MAX_ROWS = 90_000
_MAX_TIME_BINS = 600
_NO_IMAGE = np.zeros((1, 1, 3), dtype=np.uint8)
_CUTS = np.cumsum([4, 1, *NUM_CLASSES.values()])[:-1]


@dataclass(frozen=True, slots=True, eq=False)
class Statistics:
    """Totals and time series of a session.

    Attributes:
        people: number of different people; None where they can't be told apart (tracking is off).
        mean_age: over the people, years; None before the first.
        ages_by_gender: (2, AGE_BINS) people by `GENDERS` and decade; the last holds everybody from 90 on.
        ethnicities: (5,) people by `ETHNICITIES`.
        times_s: (T,) start of each interval, seconds from the start of the source; of stills their numbers.
        people_over_time: (T,) people in view, mean of each interval.
        age_over_time: (T,) mean age of those in view, years; NaN where there was nobody.
        frames: frames counted.
        rows: rows that the table holds.
        is_truncated: the table lost its beginning, to stay within its memory.
        has_time: False for stills.
    """

    people: int | None
    mean_age: float | None
    ages_by_gender: NDArray[np.int64]
    ethnicities: NDArray[np.int64]
    times_s: NDArray[np.float64]
    people_over_time: NDArray[np.float64]
    age_over_time: NDArray[np.float64]
    frames: int
    rows: int
    is_truncated: bool
    has_time: bool


@dataclass(frozen=True, slots=True, eq=False)
class _StoredFrame:
    """A result in compact form: box, score and three distributions per row, float32."""

    frame_index: int
    timestamp_s: float
    source: str
    ids: tuple[tuple[int | None, bool, int, bool, int | None], ...]
    values: FloatArray

    @classmethod
    def of(cls, result: FrameResult) -> _StoredFrame:
        rows = [
            np.concatenate(
                [
                    face.detection.xyxy,
                    [face.detection.score],
                    *face.attributes.probs,
                ],
                dtype=np.float32,
            )
            for face in result.faces
        ]
        ids = tuple(
            (face.track_id, face.coasted, face.observations, face.is_estimated, face.person_id) for face in result.faces
        )
        return cls(result.frame_index, result.timestamp_s, result.source, ids, np.array(rows))

    def result(self) -> FrameResult:
        faces = []
        for (track_id, coasted, observations, is_estimated, person), row in zip(self.ids, self.values, strict=True):
            box, score, *probs = np.split(row, _CUTS)
            detection = Detection(box, float(score[0]), np.zeros((6, 2), dtype=np.float32))
            attributes = Attributes(*probs)
            faces.append(
                TrackedFace(detection, attributes, None, track_id, coasted, observations, is_estimated, person)
            )
        return FrameResult(self.frame_index, self.timestamp_s, self.source, tuple(faces))


class Session:
    """Counts along with the analysis; one thread adds, any thread asks.

    A stretch of a file that is played again (a loop, a jump back) is not counted again. Memory is bounded:
    the table keeps its newest rows, the time series become coarser.

    Args:
        keeps_table: False where the table will not be exported.
    """

    def __init__(self, *, keeps_table: bool = True) -> None:
        self._keeps_table = keeps_table
        self._lock = threading.Lock()
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        with self._lock:
            self._begin()

    def _begin(self) -> None:
        self._info: SourceInfo | None = None
        self._counter = PeopleCounter()
        self._people_of_images: dict[int, PersonEstimate] = {}
        self._has_tracked = self._has_untracked = False
        self._frames = 0
        self._stored: deque[_StoredFrame] = deque()
        self._rows = 0
        self._is_truncated = False
        self._series = _TimeSeries()
        self._passes: dict[int, int] = {}
        self._pass = 0
        self._last_time = -1.0

    def add(self, info: SourceInfo, result: FrameResult) -> None:
        """Count the next frame; one of another source begins a new session."""
        with self._lock:
            if self._info is not None and info.name != self._info.name:
                self._begin()
            self._info = info
            time_s = result.timestamp_s if info.has_time else float(result.frame_index)
            if not info.is_live and self._is_repeated(time_s):
                return
            self._frames += 1
            self._series.add(time_s, [face.attributes.age for face in result.faces])
            self._counter.add(result)
            for face in result.faces:
                self._count(face)
            if self._keeps_table and result.faces:
                self._store(result)

    def _is_repeated(self, time_s: float) -> bool:
        """Return whether this second (of stills: this image) was counted when the source was played before."""
        if time_s <= self._last_time:
            self._pass += 1
        self._last_time = time_s
        return self._passes.setdefault(int(time_s), self._pass) != self._pass

    def _count(self, face: TrackedFace) -> None:
        if not self._has_time:
            # faces of nobody in particular each stand for themselves
            number = -len(self._people_of_images) - 1 if face.person_id is None else face.person_id
            self._people_of_images[number] = PersonEstimate.of(face.attributes)
        elif face.track_id is None:
            self._has_untracked = True
        else:
            self._has_tracked = True

    @property
    def _has_time(self) -> bool:
        return self._info is None or self._info.has_time

    def _store(self, result: FrameResult) -> None:
        self._stored.append(_StoredFrame.of(result))
        self._rows += len(result.faces)
        while self._rows > _MAX_ROWS:
            self._rows -= len(self._stored.popleft().ids)
            self._is_truncated = True

    def statistics(self) -> Statistics:
        """Return the totals and time series so far."""
        with self._lock:
            known = self._counter.estimates() if self._has_time else [*self._people_of_images.values()]
            ages = np.zeros((len(GENDERS), AGE_BINS), dtype=np.int64)
            ethnicities = np.zeros(len(ETHNICITIES), dtype=np.int64)
            for age, gender, ethnicity in known:
                ages[gender, min(AGE_BINS - 1, int(age / AGE_BIN_YEARS))] += 1
                ethnicities[ethnicity] += 1
            times_s, people, mean_ages = self._series.arrays()
            return Statistics(
                people=None if self._has_untracked and not self._has_tracked else len(known),
                mean_age=float(np.mean([age for age, _, _ in known])) if known else None,
                ages_by_gender=ages,
                ethnicities=ethnicities,
                times_s=times_s,
                people_over_time=people,
                age_over_time=mean_ages,
                frames=self._frames,
                rows=self._rows,
                is_truncated=self._is_truncated,
                has_time=self._has_time,
            )

    def export(self, path: str, settings: DisplaySettings) -> int:
        """Write the table as CSV or JSON Lines, by the ending of the path, and return the number of rows.

        Raises:
            UsageError: the ending has no format.
            SinkError: the file can't be written.
        """
        with self._lock:
            info, stored = self._info, list(self._stored)
        sinks = open_sinks(info or SourceInfo("", SourceKind.VIDEO), settings, Outputs(export=path), is_run=False)
        try:
            for frame, result in _replay(stored):
                for sink in sinks:
                    sink.write(frame, result)
        finally:
            close_sinks(sinks)
        return sum(len(frame.ids) for frame in stored)


def _replay(stored: list[_StoredFrame]) -> Iterator[tuple[Frame, FrameResult]]:
    for one in stored:
        yield Frame(_NO_IMAGE, one.frame_index, one.timestamp_s, one.source), one.result()


class _TimeSeries:
    """Means over intervals of time, which grow longer as more come in."""

    def __init__(self) -> None:
        self._width_s = 1.0
        # number of the interval: frames, people, sum of their ages
        self._bins: dict[int, tuple[int, int, float]] = {}

    def add(self, time_s: float, ages: list[float]) -> None:
        self._put(int(time_s / self._width_s), (1, len(ages), sum(ages)))
        if len(self._bins) > _MAX_TIME_BINS:
            self._width_s *= 2
            fine, self._bins = self._bins, {}
            for number, sums in fine.items():
                self._put(number // 2, sums)

    def _put(self, number: int, sums: tuple[int, int, float]) -> None:
        frames, people, age = self._bins.get(number, (0, 0, 0.0))
        self._bins[number] = frames + sums[0], people + sums[1], age + sums[2]

    def arrays(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return the starts of the intervals, the people in view and their mean age."""
        if not self._bins:
            return np.empty(0), np.empty(0), np.empty(0)
        numbers = np.array(sorted(self._bins), dtype=np.float64)
        frames, people, ages = np.array([self._bins[int(number)] for number in numbers], dtype=np.float64).T
        mean_ages = np.divide(ages, people, out=np.full_like(ages, np.nan), where=people > 0)
        return numbers * self._width_s, people / frames, mean_ages
