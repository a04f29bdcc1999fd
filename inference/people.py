"""Who counts as a person, and what was estimated of each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple, Self

from .types import Attributes, FrameResult

# somebody counts once the detector has seen them so often and for so long: what flashes up is noise. Of frames that are
# far apart those are enough that fill the time, and one alone where it shows a face that would be known again
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


class CountingRule:
    """How often and for how long somebody has to be seen in order to count; follows the frames of a run."""

    def __init__(self) -> None:
        self._frames = 0
        self._length_s = 0.0
        self._last: tuple[str, float] | None = None

    def add(self, source: str, timestamp_s: float) -> None:
        """Update with the next frame."""
        self._frames += 1
        if self._last is not None and self._last[0] == source:
            self._length_s += max(0.0, timestamp_s - self._last[1])  # a player may jump back
        self._last = source, timestamp_s

    def is_met(self, observations: int, span_s: float, *, is_known: bool) -> bool:
        """Tell whether somebody counts.

        Args:
            observations: frames in which the detector saw the face.
            span_s: seconds from the first of them to the last.
            is_known: the face was seen so well that it would be known again.
        """
        if is_known and self._step_s > MIN_SPAN_S:
            return observations > 0
        least, least_span_s = self._thresholds()
        return observations >= least and span_s >= least_span_s

    @property
    def words(self) -> str:
        """The rule, in words."""
        observations, span_s = self._thresholds()
        return f"seen in at least {observations} frames over at least {span_s:g} s"

    @property
    def _step_s(self) -> float:
        return self._length_s / max(1, self._frames - 1)

    def _thresholds(self) -> tuple[int, float]:
        # a clip that is shorter than the rule asks for still has people in it
        filling = 1 + math.ceil(MIN_SPAN_S / self._step_s) if self._step_s > 0 else MIN_OBSERVATIONS
        return min(MIN_OBSERVATIONS, filling, self._frames), min(MIN_SPAN_S, self._length_s / 2)


@dataclass(slots=True)
class _Track:
    """When the detector saw a track, and what was estimated last."""

    first_s: float
    last_s: float
    estimate: PersonEstimate
    person: int | None
    observations: int = 0
    is_known: bool = False


class PeopleCounter:
    """Counts people over the frames of a video, as far as is known by then. Memory grows with the number of tracks."""

    def __init__(self) -> None:
        self._tracks: dict[int, _Track] = {}
        self._rule = CountingRule()

    def add(self, result: FrameResult) -> None:
        """Update with the next frame."""
        now_s = result.timestamp_s
        self._rule.add(result.source, now_s)
        for face in result.faces:
            if face.track_id is None or face.coasted:
                continue
            estimate = PersonEstimate.of(face.attributes)
            track = self._tracks.get(face.track_id)
            if track is None:
                track = self._tracks[face.track_id] = _Track(now_s, now_s, estimate, face.person_id)
            track.last_s, track.estimate, track.person = now_s, estimate, face.person_id
            track.observations += 1
            track.is_known |= face.person_id is not None

    def people(self) -> list[int]:
        """Return a track of each person that counts, the last one, by first appearance of the person."""
        people: dict[int, list[int]] = {}
        for number, track in self._tracks.items():
            # a track whose person is not known stands for itself
            people.setdefault(-number if track.person is None else track.person, []).append(number)
        return [numbers[-1] for numbers in people.values() if self._counts([self._tracks[one] for one in numbers])]

    def _counts(self, tracks: list[_Track]) -> bool:
        # tracks of several sources have times of their own: what counts is the longest stretch of one
        span_s = max(max(track.last_s for track in tracks) - min(track.first_s for track in tracks), 0.0)
        return self._rule.is_met(
            sum(track.observations for track in tracks),
            span_s,
            is_known=any(track.is_known for track in tracks),
        )

    def estimates(self) -> list[PersonEstimate]:
        """Return what was estimated last of each of `people`, in their order."""
        return [self._tracks[number].estimate for number in self.people()]

    @property
    def rule(self) -> str:
        """The counting rule, in words."""
        return f"tracks {self._rule.words}"
