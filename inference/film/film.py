"""The results of a film, frame by frame, in memory, and the people in it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from ..attributes import NUM_CLASSES
from ..identity.person import People
from ..settings import EVERYTHING, AnalysisSettings, Selection
from ..types import (
    INTERVAL,
    Attributes,
    Detection,
    FloatArray,
    FrameResult,
    Protection,
    RunFacts,
    SourceInfo,
    TrackedFace,
    age_percentiles,
)
from .corrections import Corrected, Correction, Corrections, apply_corrections, with_distribution
from .growing_array import GrowingArray

# A frame takes 34 bytes, a face in it 41, a prediction 216, and arrays that grow are up to half empty: two hours at 25
# frames a second with five people in view take 80 to 120 MB on a CPU, which predicts each of them about four times a
# second, and 240 to 360 MB where everybody is predicted in every frame. What comes after the limit is not kept
DEFAULT_LIMIT_BYTES = 1 << 30
# a probability of 1
_ONE = 65535
_NO_LANDMARKS = np.zeros((6, 2), dtype=np.float32)
_CUTS = np.cumsum([*NUM_CLASSES.values()])[:-1]
_WIDTH = sum(NUM_CLASSES.values())

_COASTED, _ESTIMATED, _CONFIRMED = 1, 2, 4
_IGNORED, _HELD, _APPEARED = 0, 1, 2
_FACE = np.dtype(
    [
        ("xyxy", np.float32, 4), ("score", np.float32), ("prediction", np.int32), ("track", np.int32),
        ("visit", np.int32), ("person", np.int32), ("observations", np.int32), ("flags", np.uint8),
    ]
)  # fmt: skip
_PLACE = np.dtype([("xyxy", np.float32, 4), ("score", np.float32), ("kind", np.uint8)])
_FRAME = np.dtype(
    [
        ("time_s", np.float64), ("index", np.int32), ("faces", np.int64), ("places", np.int64), ("source", np.int32),
        ("turned", np.uint8), ("is_fresh_start", np.bool_),
    ]
)  # fmt: skip


class Appearances(NamedTuple):
    """When people were in view, for N faces in frames, in their order.

    Attributes:
        time_s: (N,) float64 seconds; of still images their numbers.
        visit: (N,) int32 numbers of visits; 0 for none.
        person: (N,) int32 numbers of people as they are known now; 0 for nobody.
        frame_index: (N,) int32 numbers of the frames.
        is_found: (N,) False where the detector missed the face, which was carried over.
    """

    time_s: NDArray[np.float64]
    visit: NDArray[np.int32]
    person: NDArray[np.int32]
    frame_index: NDArray[np.int32]
    is_found: NDArray[np.bool_]


class AgeCourse(NamedTuple):
    """What was said of a person's age, at N times.

    Attributes:
        time_s: (N,) float64 seconds; of still images their numbers.
        age, low, high: (N,) float32 years: the age, and the interval that holds it in four of five cases.
    """

    time_s: NDArray[np.float64]
    age: FloatArray
    low: FloatArray
    high: FloatArray

    @classmethod
    def nothing(cls) -> Self:
        nothing = np.empty(0, dtype=np.float32)
        return cls(np.empty(0), nothing, nothing, nothing)


class Film:
    """What was found in a source that can be played again. One thread adds, any thread asks.

    Boxes and scores are kept as they are, probabilities to 1/65,535, landmarks and `frame_attributes` not at all.

    Args:
        info: of the source.
        settings: how it is analysed.
        selection: the part that is analysed.
        limit_bytes: memory that the frames may take; those that come later are not kept.
    """

    def __init__(
        self,
        info: SourceInfo,
        settings: AnalysisSettings,
        selection: Selection = EVERYTHING,
        limit_bytes: int = DEFAULT_LIMIT_BYTES,
    ) -> None:
        self.info, self.settings, self.selection = info, settings, selection
        self._limit_bytes = limit_bytes
        self._lock = threading.RLock()
        self._frames, self._faces, self._places = GrowingArray(_FRAME), GrowingArray(_FACE), GrowingArray(_PLACE)
        self._predictions = GrowingArray(np.uint16, _WIDTH)
        self._sources: dict[str, int] = {}
        # by visit: the last prediction, and its row
        self._last: dict[int, tuple[Attributes, int]] = {}
        self._is_whole = self._is_full = False
        self._facts = RunFacts(analysis=settings)
        self._people: People | None = None
        self._corrections = Corrections()
        self._corrected: Corrected | None = None
        self._version = 0

    # --- filling ------------------------------------------------------------------------------

    def add(self, result: FrameResult) -> None:
        """Keep the next frame."""
        with self._lock:
            if self._is_full or self.nbytes > self._limit_bytes:
                self._is_full = True
                return
            source = self._sources.setdefault(result.source, len(self._sources))
            for face in result.faces:
                self._faces.append(self._face_row(face))
            for kind, places in (
                (_IGNORED, result.ignored),
                (_HELD, result.protection.held),
                (_APPEARED, result.protection.appeared),
            ):
                for place in places:
                    self._places.append((place.xyxy, place.score, kind))
            self._frames.append(
                (
                    self._key(result),
                    result.frame_index,
                    len(self._faces),
                    len(self._places),
                    source,
                    result.turned_deg // 90,
                    result.protection.is_fresh_start,
                )
            )

    def _key(self, result: FrameResult) -> float:
        return result.timestamp_s if self.info.has_time else float(result.frame_index)

    def _face_row(self, face: TrackedFace) -> tuple[Any, ...]:
        detection = face.detection
        flags = _COASTED * face.coasted + _ESTIMATED * face.is_estimated + _CONFIRMED * detection.is_confirmed
        return (
            detection.xyxy,
            detection.score,
            self._prediction_of(face),
            face.track_id or 0,
            face.visit_id or 0,
            face.person_id or 0,
            face.observations,
            flags,
        )

    def _prediction_of(self, face: TrackedFace) -> int:
        """Return the row of a face's prediction, which is that of the frame before where nothing new was learnt."""
        key = face.visit_id or face.track_id
        known = None if key is None else self._last.get(key)
        if known is not None and (
            known[0] is face.attributes
            or all(np.array_equal(*pair) for pair in zip(known[0].probs, face.attributes.probs, strict=True))
        ):
            return known[1]
        self._predictions.append(np.rint(np.concatenate(face.attributes.probs) * _ONE))
        row = len(self._predictions) - 1
        if key is not None:
            self._last[key] = face.attributes, row
        return row

    def set_people(self, people: People | None) -> None:
        """Say who was there, as far as is known now."""
        with self._lock:
            self._people = people
            self._corrected = None
            self._version += 1

    def finish(self, facts: RunFacts) -> None:
        """Say how the run ended; the film is whole where everything was analysed."""
        with self._lock:
            self._facts = facts
            self._is_whole = facts.is_whole and not self._is_full and self.selection == EVERYTHING
            self._last = {}
            self.set_people(facts.people)

    # --- for storage ---------------------------------------------------------------------------

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return copies of what is kept of frames, faces, places and predictions, by name."""
        with self._lock:
            return {name: array.rows.copy() for name, array in self._stored().items()}

    @property
    def sources(self) -> tuple[str, ...]:
        """What the frames' `source` says, each once."""
        return tuple(self._sources)

    def restore(
        self,
        arrays: dict[str, NDArray[Any]],
        sources: tuple[str, ...],
        facts: RunFacts,
        corrections: Corrections,
    ) -> None:
        """Take the place of a film that was stored; the arrays are those of `arrays`.

        Raises:
            ValueError: they are not what belongs together.
        """
        stored = self._stored()
        if any(arrays[name].dtype != array.rows.dtype for name, array in stored.items()):
            raise ValueError("values of another type")
        frames, faces = arrays["frames"], arrays["faces"]
        last = frames[-1] if len(frames) else np.zeros(1, _FRAME)[0]
        rows_fit = (int(last["faces"]), int(last["places"])) == (len(faces), len(arrays["places"]))
        if not rows_fit or (np.diff(frames["faces"], prepend=0) < 0).any():
            raise ValueError("frames and faces that do not belong together")
        if len(faces) and not 0 <= faces["prediction"].min() <= faces["prediction"].max() < len(arrays["predictions"]):
            raise ValueError("faces without a prediction")
        if len(frames) and not 0 <= frames["source"].min() <= frames["source"].max() < len(sources):
            raise ValueError("frames without a source")
        with self._lock:
            for name, array in stored.items():
                array.replace(arrays[name])
            self._sources = {source: number for number, source in enumerate(sources)}
            self.finish(facts)
            self._set_corrections(corrections)

    def _stored(self) -> dict[str, GrowingArray]:
        return {
            "frames": self._frames,
            "faces": self._faces,
            "places": self._places,
            "predictions": self._predictions,
        }

    # --- what there is ------------------------------------------------------------------------

    @property
    def nbytes(self) -> int:
        """Bytes of memory that the frames take."""
        return sum(one.nbytes for one in self._stored().values())

    @property
    def is_whole(self) -> bool:
        """True where every frame of the source was analysed and kept."""
        return self._is_whole

    @property
    def is_full(self) -> bool:
        """True where frames were left out: the film has reached its limit."""
        return self._is_full

    @property
    def version(self) -> int:
        """A number that grows whenever people or corrections change."""
        return self._version

    @property
    def facts(self) -> RunFacts:
        """About the run, with the people as they are corrected."""
        return replace(self._facts, people=self.people)

    @property
    def uncorrected_facts(self) -> RunFacts:
        """About the run, with the people as they were found."""
        return replace(self._facts, people=self._people)

    def __len__(self) -> int:
        """Number of frames."""
        return len(self._frames)

    @property
    def faces(self) -> int:
        """Number of faces in all frames: rows of the table."""
        return len(self._faces)

    @property
    def known(self) -> tuple[float, float] | None:
        """The times of the first and the last frame, seconds (of still images their numbers); None without any."""
        with self._lock:
            times = self._frames.rows["time_s"]
            return (float(times[0]), float(times[-1])) if len(times) else None

    def suits(self, wanted: AnalysisSettings) -> bool:
        """Tell whether the results are those that these settings would give, or search more than they ask for."""
        own = replace(self.settings, keep_best_looks=wanted.keep_best_looks)
        if own == wanted:
            return True
        searched = replace(own, search_px=wanted.search_px, search_everywhere=wanted.search_everywhere)
        return self.settings.search_everywhere and not wanted.search_everywhere and searched == wanted

    # --- looking up ---------------------------------------------------------------------------

    def find(self, frame_index: int, timestamp_s: float) -> FrameResult | None:
        """Return what was found in a frame, with people's numbers as they are known now; None where it is not known.

        Args:
            frame_index: number of the frame; counts for still images, others are found by their time.
            timestamp_s: seconds.
        """
        with self._lock:
            times = self._frames.rows["time_s"]
            if not len(times):
                return None
            key = timestamp_s if self.info.has_time else float(frame_index)
            tolerance = self.info.frame_interval_s / 4 if self.info.has_time else 0.25
            row = int(np.searchsorted(times, key - tolerance))
            if row == len(times) or abs(times[row] - key) > tolerance:
                return None
            return self._result(row)

    def results(self) -> Iterator[FrameResult]:
        """Yield what was found in all frames, in their order."""
        for row in range(len(self._frames)):
            with self._lock:
                result = self._result(row)
            yield result

    def _result(self, row: int) -> FrameResult:
        frames = self._frames.rows
        frame = frames[row]
        first_face, first_place = (int(frames[row - 1][name]) if row else 0 for name in ("faces", "places"))
        faces, removed = [], []
        for stored in self._faces.rows[first_face : frame["faces"]]:
            if int(stored["visit"]) in self._corrections_now().removed:
                removed.append(_detection(stored["xyxy"], stored["score"]))
            else:
                faces.append(self._face(stored))
        places: tuple[list[Detection], ...] = ([], [], [])
        for stored in self._places.rows[first_place : frame["places"]]:
            places[int(stored["kind"])].append(_detection(stored["xyxy"], stored["score"]))
        held, appeared = tuple(places[_HELD]), tuple(places[_APPEARED])
        index = int(frame["index"])
        return FrameResult(
            index,
            float(frame["time_s"]) if self.info.has_time else 0.0,
            list(self._sources)[int(frame["source"])],
            tuple(faces),
            ignored=(*places[_IGNORED], *removed),
            turned_deg=90 * int(frame["turned"]),
            protection=Protection(held, appeared, bool(frame["is_fresh_start"])),
        )

    def _face(self, stored: Any) -> TrackedFace:
        visit, flags = int(stored["visit"]) or None, int(stored["flags"])
        corrected = self._corrections_now()
        attributes = self._attributes(int(stored["prediction"]))
        if visit is not None and visit in corrected.given:
            attributes = with_distribution(attributes, corrected.given[visit])
        return TrackedFace(
            _detection(stored["xyxy"], stored["score"], is_confirmed=bool(flags & _CONFIRMED)),
            attributes,
            None,
            int(stored["track"]) or None,
            bool(flags & _COASTED),
            int(stored["observations"]),
            bool(flags & _ESTIMATED),
            self._person_of(visit, int(stored["person"])),
            visit,
            is_corrected=visit in corrected.touched,
        )

    def _person_of(self, visit: int | None, as_seen: int) -> int | None:
        """Return the number of a visit's person; while the film is not whole, the one that was said in the frame."""
        if visit is None:
            return as_seen or None
        number = self._corrections_now().people.person_of_track.get(visit)
        return number if number is not None or self._has_ended else as_seen or None

    @property
    def _has_ended(self) -> bool:
        return self._facts.people is not None

    def _attributes(self, row: int) -> Attributes:
        stored: FloatArray = self._predictions.rows[row].astype(np.float32)
        age, gender, ethnicity = (probs / np.float32(max(probs.sum(), 1.0)) for probs in np.split(stored, _CUTS))
        return Attributes(age, gender, ethnicity)

    # --- people -------------------------------------------------------------------------------

    @property
    def people(self) -> People | None:
        """Who was there as far as is known, as it is corrected; None where nobody is followed."""
        with self._lock:
            return None if self._people is None else self._corrections_now().people

    def appearances(self) -> Appearances:
        """Return who was seen when; what is no face is left out."""
        with self._lock:
            frames, faces = self._frames.rows, self._faces.rows
            per_frame = np.diff(frames["faces"], prepend=0)
            times = np.repeat(frames["time_s"], per_frame)
            indices = np.repeat(frames["index"], per_frame)
            is_found = (faces["flags"] & _COASTED) == 0
            visits = faces["visit"].copy()
            persons = faces["person"].copy()
            corrected = self._corrections_now()
            known = corrected.people.person_of_track
            if known or self._has_ended:
                most = int(visits.max(initial=0)) + 1
                table = np.full(most, 0 if self._has_ended else -1, dtype=np.int32)
                for visit, number in known.items():
                    if visit < most:
                        table[visit] = number
                table[0] = -1
                persons = np.where(table[visits] >= 0, table[visits], persons)
            if corrected.removed:
                stays = ~np.isin(visits, list(corrected.removed))
                times, visits, persons = times[stays], visits[stays], persons[stays]
                indices, is_found = indices[stays], is_found[stays]
            return Appearances(times, visits, persons.astype(np.int32), indices, is_found)

    def ages_of_faces(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
        """Return what the charts over time are made of, all of one moment of a film that grows.

        Returns:
            The times of all frames, (F,) seconds, of still images their numbers; the time and the predicted age in
            years of every face, (N,) each.
        """
        with self._lock:
            frames, predictions = self._frames.rows, self._predictions.rows[:, : NUM_CLASSES["age"]]
            times = np.repeat(frames["time_s"], np.diff(frames["faces"], prepend=0))
            sums = np.maximum(predictions.sum(axis=1, dtype=np.float64), 1.0)
            ages = predictions @ np.arange(NUM_CLASSES["age"], dtype=np.float64) / sums
            return frames["time_s"].copy(), times, ages[self._faces.rows["prediction"]]

    def course_of_ages(self, person_id: int, most: int = 400) -> AgeCourse:
        """Return what was said of a person's age over time.

        Args:
            person_id: number of the person.
            most: points; of more, every n-th is taken.
        """
        with self._lock:
            appearances = self.appearances()
            mine = appearances.person == person_id
            corrected = self._corrections_now()
            rows = self._faces.rows
            if corrected.removed:
                rows = rows[~np.isin(rows["visit"], list(corrected.removed))]
            times, predictions = appearances.time_s[mine], rows["prediction"][mine]
            step = max(1, -(-len(times) // most))
            times, predictions = times[::step], predictions[::step]
            probs = self._predictions.rows[predictions, : NUM_CLASSES["age"]].astype(np.float64)
        ages = probs @ np.arange(NUM_CLASSES["age"], dtype=np.float64) / np.maximum(probs.sum(axis=1), 1.0)
        low, high = age_percentiles(probs, INTERVAL).T if len(probs) else (ages, ages)
        return AgeCourse(times, *(values.astype(np.float32) for values in (ages, low, high)))

    def attributes_of_visit(self, visit: int) -> Attributes | None:
        """Return what was predicted last in a visit; None where there is no such visit."""
        with self._lock:
            rows = np.flatnonzero(self._faces.rows["visit"] == visit)
            return self._attributes(int(self._faces.rows["prediction"][rows[-1]])) if len(rows) else None

    # --- corrections --------------------------------------------------------------------------

    @property
    def corrections(self) -> Corrections:
        return self._corrections

    def correct(self, correction: Correction) -> None:
        """Correct something; what was undone before can't be redone any more."""
        self._set_corrections(self._corrections.with_one_more(correction))

    def undo(self) -> None:
        """Take back the last correction in force, if there is one."""
        self._set_corrections(self._corrections.undone())

    def redo(self) -> None:
        """Bring back the correction that was undone last, if there is one."""
        self._set_corrections(self._corrections.redone())

    def _set_corrections(self, corrections: Corrections) -> None:
        with self._lock:
            self._corrections, self._corrected = corrections, None
            self._version += 1

    def _corrections_now(self) -> Corrected:
        if self._corrected is None:
            people = self._people or People()
            self._corrected = apply_corrections(people, self._corrections.active, self.attributes_of_visit)
        return self._corrected


def _detection(xyxy: FloatArray, score: float, *, is_confirmed: bool = True) -> Detection:
    return Detection(xyxy.copy(), float(score), _NO_LANDMARKS, is_confirmed)
