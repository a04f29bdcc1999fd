"""Which tracks count as people, and what was estimated of each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple, Self

from .types import Attributes, FrameResult

# a track counts as a person once the detector has seen it so often and for so long: what flashes up is noise. Of frames
# that are far apart those are enough that fill the time; what is seen in a single one may be noise all the same
MIN_OBSERVATIONS = 3
MIN_SPAN_S = 0.5


class PersonEstimate(NamedTuple):
    """One person in totals and charts.

    Attributes:
        age: years.
        gender, ethnicity: numbers of the most probable classes, in the order of `GENDERS` and `ETHNICITIES`.
    """

    age: float
    gender: int
    ethnicity: int

    @classmethod
    def of(cls, attributes: Attributes) -> Self:
        """Reduce a face's distributions to what totals need."""
        return cls(attributes.age, int(attributes.gender_probs.argmax()), int(attributes.ethnicity_probs.argmax()))


@dataclass(slots=True)
class _Track:
    """When the detector saw a track, and what was estimated last."""

    first_s: float
    last_s: float
    estimate: PersonEstimate
    observations: int = 0


class PeopleCounter:
    """Counts people over the frames of a video. Memory grows with the number of tracks, not of frames."""

    def __init__(self) -> None:
        self._tracks: dict[int, _Track] = {}
        self._frames = 0
        self._first_s: float | None = None
        self._last_s = 0.0

    def add(self, result: FrameResult) -> None:
        """Update with the next frame."""
        now_s = result.timestamp_s
        self._frames += 1
        self._first_s = now_s if self._first_s is None else min(self._first_s, now_s)  # a player may jump back
        self._last_s = max(self._last_s, now_s)
        for face in result.faces:
            if face.track_id is None or face.coasted:
                continue
            estimate = PersonEstimate.of(face.attributes)
            track = self._tracks.get(face.track_id)
            if track is None:
                track = self._tracks[face.track_id] = _Track(now_s, now_s, estimate)
            track.last_s, track.estimate = now_s, estimate
            track.observations += 1

    def people(self) -> list[int]:
        """Return the numbers of the tracks that count as people, by first appearance."""
        observations, span_s = self._thresholds()
        return [
            number
            for number, track in self._tracks.items()
            if track.observations >= observations and track.last_s - track.first_s >= span_s
        ]

    def estimates(self) -> list[PersonEstimate]:
        """Return what was estimated last of each of `people`, in their order."""
        return [self._tracks[number].estimate for number in self.people()]

    @property
    def rule(self) -> str:
        """The counting rule, in words."""
        observations, span_s = self._thresholds()
        return f"tracks seen in at least {observations} frames over at least {span_s:g} s"

    def _thresholds(self) -> tuple[int, float]:
        # a clip that is shorter than the rule asks for still has people in it
        length_s = self._last_s - (self._first_s or 0.0)
        step_s = length_s / max(1, self._frames - 1)
        filling = 1 + math.ceil(MIN_SPAN_S / step_s) if step_s > 0 else MIN_OBSERVATIONS
        return min(MIN_OBSERVATIONS, filling, self._frames), min(MIN_SPAN_S, length_s / 2)
