"""Who is in the view of a source: from the faces of its frames to visits that begin and end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from inference.people import MIN_OBSERVATIONS, MIN_SPAN_S
from inference.types import Attributes, FrameResult, TrackedFace

from .events.occurrences import Happening, Occurrence, Somebody
from .people import SitePeople

# who was seen within this time is in view
_PRESENT_S = 1.0


@dataclass(slots=True, eq=False)
class Visit:
    """Somebody's time in the view of a source.

    Attributes:
        person_id: who it is, as the site numbers people; None until that is known.
        began_at_s: when, seconds since 1970 in UTC.
        first_s, last_s: the frames' own times, seconds.
        frames: number of frames that show the face.
        track_ids: the tracks that it consists of.
        attributes: what is estimated of the person, as far as it is known.
        number: which visit of the person it is; 0 until it counts.
    """

    person_id: int | None
    began_at_s: float
    first_s: float
    last_s: float
    frames: int = 0
    track_ids: set[int] = field(default_factory=set)
    attributes: Attributes | None = None
    number: int = 0

    @property
    def counts(self) -> bool:
        """True once the face was seen so often and for so long that it is nobody by mistake."""
        return self.number > 0

    @property
    def dwell_s(self) -> float:
        return self.last_s - self.first_s

    @property
    def ended_at_s(self) -> float:
        return self.began_at_s + self.dwell_s


class Visits:
    """The visits of one source. Not thread-safe.

    Args:
        source: name of the source.
        people: of the site.
        leave_after_s: seconds out of view after which somebody has left.
        tell: is given what happens.
        ended: is given every visit that has ended, also those that do not count.
    """

    def __init__(
        self,
        source: str,
        people: SitePeople,
        leave_after_s: float,
        tell: Callable[[Occurrence], None],
        ended: Callable[[Visit], None],
    ) -> None:
        self._source, self._people, self._leave_after_s = source, people, leave_after_s
        self._tell, self._ended = tell, ended
        self._open: list[Visit] = []
        self._by_track: dict[int, Visit] = {}
        self._now_s = 0.0
        self.count = 0

    def observe(self, result: FrameResult, at_s: float) -> None:
        """Take in the faces of the next frame.

        Args:
            result: of the frame.
            at_s: when it was taken, seconds since 1970 in UTC.
        """
        self._now_s = result.timestamp_s
        for face in result.faces:
            if not face.coasted and face.track_id is not None:
                self._see(face, face.track_id, at_s)

    def let_go(self, silent_s: float = 0.0) -> None:
        """End the visits of those who were not seen for long, at the frame's time or so many seconds after it."""
        for visit in [visit for visit in self._open if self._now_s + silent_s - visit.last_s > self._leave_after_s]:
            self._end(visit)

    def end(self) -> None:
        """End all visits: the source is gone."""
        for visit in list(self._open):
            self._end(visit)

    def present(self) -> list[Visit]:
        """Return the visits of those who count and are in view."""
        return [visit for visit in self._open if visit.counts and self._now_s - visit.last_s <= _PRESENT_S]

    def of_track(self, track_id: int) -> Visit | None:
        """Return the visit that a track belongs to."""
        return self._by_track.get(track_id)

    def somebody(self, visit: Visit) -> Somebody:
        """Return a visit's person as events tell of them."""
        person = None if visit.person_id is None else self._people.name(visit.person_id)
        return Somebody(person, visit.attributes, max(1, visit.number))

    def _see(self, face: TrackedFace, track_id: int, at_s: float) -> None:
        visit = self._by_track.get(track_id)
        if visit is None:
            visit = self._of_person(face.person_id) or self._begin(at_s)
            visit.track_ids.add(track_id)
            self._by_track[track_id] = visit
        if face.person_id is not None and face.person_id != visit.person_id:
            visit = self._revise(visit, face.person_id)
        visit.last_s, visit.frames = self._now_s, visit.frames + 1
        visit.attributes = face.attributes
        if visit.counts:
            self._people.see(visit.person_id or 0)
        elif visit.person_id is not None and visit.frames >= MIN_OBSERVATIONS and visit.dwell_s >= MIN_SPAN_S:
            self._count(visit)

    def _begin(self, at_s: float) -> Visit:
        visit = Visit(None, at_s, self._now_s, self._now_s)
        self._open.append(visit)
        return visit

    def _of_person(self, person_id: int | None) -> Visit | None:
        if person_id is None:
            return None
        return next((visit for visit in self._open if visit.person_id == person_id), None)

    def _revise(self, visit: Visit, person_id: int) -> Visit:
        """Note whose visit it is; return the visit that it belongs to, which may be one that went on a moment ago."""
        before = self._of_person(person_id)
        if before is not None and before.last_s < self._now_s and not visit.counts:
            self._open.remove(visit)
            before.track_ids |= visit.track_ids
            before.frames += visit.frames
            self._by_track.update(dict.fromkeys(visit.track_ids, before))
            return before
        if visit.counts and visit.person_id is not None:
            self._people.take_back(visit.person_id)
            visit.number = self._people.begin_visit(person_id)
        visit.person_id = person_id
        return visit

    def _count(self, visit: Visit) -> None:
        assert visit.person_id is not None
        visit.number = self._people.begin_visit(visit.person_id)
        self.count += 1
        who = self.somebody(visit)
        if visit.number == 1:
            self._tell(Occurrence(Happening.PERSON_SEEN, self._source, visit.began_at_s, who))
        self._tell(Occurrence(Happening.PERSON_ENTERED, self._source, visit.began_at_s, who))

    def _end(self, visit: Visit) -> None:
        self._open.remove(visit)
        for track_id in visit.track_ids:
            self._by_track.pop(track_id, None)
        if visit.counts:
            who = self.somebody(visit)
            self._tell(Occurrence(Happening.PERSON_LEFT, self._source, visit.ended_at_s, who, dwell_s=visit.dwell_s))
        self._ended(visit)
