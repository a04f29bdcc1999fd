"""The results since a source was opened: statistics for the charts, and the table."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from inference.attributes import NUM_CLASSES
from inference.film import Film
from inference.outputs import Outputs
from inference.people import PeopleCounter, PersonEstimate
from inference.settings import EVERYTHING, DisplaySettings, Selection
from inference.sinks import close_sinks, open_sinks
from inference.types import Attributes, Detection, FloatArray, Frame, FrameResult, SourceInfo, SourceKind, TrackedFace

from .film_statistics import statistics_of, totals_of
from .statistics import MAX_TIME_BINS, Statistics

# a row takes half a kilobyte; this many keep an hour of one person at 25 frames a second
_MAX_ROWS = 90_000
# statistics of a long film take a moment: those of a moment ago serve until then
_FILM_EVERY_S = 1.0
_NO_IMAGE = np.zeros((1, 1, 3), dtype=np.uint8)
_CUTS = np.cumsum([4, 1, *NUM_CLASSES.values()])[:-1]


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
        self._film: Film | None = None
        self._selection = EVERYTHING
        self._film_statistics: tuple[float, tuple[int, int], Statistics] | None = None
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        with self._lock:
            self._begin()

    def set_film(self, film: Film | None) -> None:
        """Let a film tell what it knows, once it knows more than what was watched; None for no film."""
        with self._lock:
            self._film, self._film_statistics = film, None

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
        """Return the totals and time series so far: the film's, where it knows more than was watched."""
        with self._lock:
            film = self._film_that_tells()
            if film is not None:
                return self._statistics_of(film)
            known = self._counter.estimates() if self._has_time else [*self._people_of_images.values()]
            mean_age, ages, ethnicities = totals_of(known)
            times_s, people, mean_ages = self._series.arrays()
            return Statistics(
                people=None if self._has_untracked and not self._has_tracked else len(known),
                mean_age=mean_age,
                estimates=tuple(known),
                ages_by_gender=ages,
                ethnicities=ethnicities,
                times_s=times_s,
                people_over_time=people,
                age_over_time=mean_ages,
                frames=self._frames,
                rows=self._rows,
                is_truncated=self._is_truncated,
                has_time=self._has_time,
                rule=self._counter.rule if self._has_time else "",
            )

    def set_selection(self, selection: Selection) -> None:
        """Let tables hold this part of a film alone."""
        with self._lock:
            self._selection = selection

    def statistics_of_film(self) -> Statistics | None:
        """Return the totals and time series of the film; None without one."""
        with self._lock:
            return None if self._film is None else self._statistics_of(self._film)

    def statistics_of_part(self) -> Statistics:
        """Return the totals and time series of the chosen part of a film; where there is none, `statistics`."""
        with self._lock:
            film, selection = self._film_that_tells(), self._selection
        return self.statistics() if film is None or selection == EVERYTHING else statistics_of(film, selection)

    def _film_that_tells(self) -> Film | None:
        film = self._film
        return film if film is not None and (film.is_whole or len(film) > self._frames) else None

    def _statistics_of(self, film: Film) -> Statistics:
        now, state = time.monotonic(), (film.version, film.is_whole * len(film))
        kept = self._film_statistics
        if kept is None or kept[1] != state or (not film.is_whole and now - kept[0] > _FILM_EVERY_S):
            kept = self._film_statistics = now, state, statistics_of(film)
        return kept[2]

    @property
    def tells_by_film(self) -> bool:
        """True where a film knows more than what was watched."""
        with self._lock:
            return self._film_that_tells() is not None

    def part(self) -> tuple[int, int] | None:
        """Return how many frames of a file were analysed, and of how many, where that is not all; else None."""
        with self._lock:
            film, info = self._film_that_tells(), self._info
            info = film.info if film is not None else info
            expected = info.frame_count if info is not None and not info.is_live else None
            frames = len(film) if film is not None else self._frames
            if expected is None or (film is not None and film.is_whole) or frames >= expected:
                return None
            return frames, expected

    def export(self, path: str, settings: DisplaySettings) -> int:
        """Write the table as CSV or JSON Lines, by the ending of the path, and return the number of rows.

        It holds all of a film that knows more than was watched, and only the chosen part where one is chosen.

        Raises:
            UsageError: the ending has no format.
            SinkError: the file can't be written.
        """
        with self._lock:
            film, selection = self._film_that_tells(), self._selection
            info, stored = film.info if film is not None else self._info, list(self._stored)
        sinks = open_sinks(info or SourceInfo("", SourceKind.VIDEO), settings, Outputs(export=path), is_run=False)
        try:
            rows = 0
            for result in film.results() if film is not None else (one.result() for one in stored):
                if selection.is_before(result.timestamp_s) or selection.is_past(result.timestamp_s):
                    continue
                rows += len(result.faces)
                frame = Frame(_NO_IMAGE, result.frame_index, result.timestamp_s, result.source)
                for sink in sinks:
                    sink.write(frame, result)
        finally:
            close_sinks(sinks)
        return rows


class _TimeSeries:
    """Means over intervals of time, which grow longer as more come in."""

    def __init__(self) -> None:
        self._width_s = 1.0
        # number of the interval: frames, people, sum of their ages
        self._bins: dict[int, tuple[int, int, float]] = {}

    def add(self, time_s: float, ages: list[float]) -> None:
        self._put(int(time_s / self._width_s), (1, len(ages), sum(ages)))
        if len(self._bins) > MAX_TIME_BINS:
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
        known = sorted(self._bins)
        # a bin without frames after each stretch, so that nothing is drawn where nothing was analysed
        ends = [one + 1 for one, following in pairwise(known) if following > one + 1]
        numbers = np.array(sorted([*known, *ends]), dtype=np.float64)
        sums = [self._bins.get(int(number), (0, 0, 0.0)) for number in numbers]
        frames, people, ages = np.array(sums, dtype=np.float64).T
        in_view = np.divide(people, frames, out=np.full_like(ages, np.nan), where=frames > 0)
        mean_ages = np.divide(ages, people, out=np.full_like(ages, np.nan), where=people > 0)
        return numbers * self._width_s, in_view, mean_ages
