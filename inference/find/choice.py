"""Whom a display chooses: who is labelled, and whom privacy leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..boxes import other_faces
from ..errors import SinkError
from ..identity.person import People, Person
from ..settings import DisplaySettings
from ..types import FrameResult, TrackedFace
from .query import Traits


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Who of a run is chosen, now that it is known who is who.

    Attributes:
        found: numbers of the people who fit the description; None where there is none.
        opened: numbers of the people whom privacy leaves open.
        person_of_visit: number of the person by `TrackedFace.visit_id`.
    """

    found: frozenset[int] | None
    opened: frozenset[int]
    person_of_visit: Mapping[int, int]

    @classmethod
    def of(cls, display: DisplaySettings, people: People | None) -> Choice:
        """Choose among the people of a run.

        Raises:
            SinkError: a number is nobody's.
        """
        people = people or People()
        _check_numbers(display, people)
        certain = frozenset(person.person_id for person in people.persons if person.is_certain)
        return cls(found(display, people), certain & _opened(display, certain), people.person_of_track)

    def open_faces(self, result: FrameResult) -> list[TrackedFace]:
        """Return the faces of a frame that privacy leaves open, unless something else speaks against it."""
        return [face for face in result.faces if _may_be_open(face, self._person_of(face) in self.opened)]

    def apply(
        self, result: FrameResult, searched: FrameResult | None = None, unconfirmed: frozenset[int] = frozenset()
    ) -> FrameResult:
        """Return a result with the chosen faces and people's final numbers; the others are covered, not drawn.

        Args:
            result: of a frame.
            searched: of the same frame, from a search for every face; what it found is covered as well.
            unconfirmed: visits that don't show in this frame whom they are counted to, as far as can be seen.
        """
        if searched is not None:
            known = [face.detection for face in result.faces]
            more = other_faces((*searched.ignored, *(face.detection for face in searched.faces)), known)
            result = replace(result, ignored=(*result.ignored, *more), protection=searched.protection)
        return _chosen(result, [self._look_up(face, unconfirmed) for face in result.faces])

    def _person_of(self, face: TrackedFace) -> int | None:
        return None if face.visit_id is None else self.person_of_visit.get(face.visit_id)

    def _look_up(self, face: TrackedFace, unconfirmed: frozenset[int]) -> tuple[TrackedFace, bool, bool]:
        person = self._person_of(face)
        is_found = self.found is None or person in self.found
        return replace(face, person_id=person), is_found, person in self.opened and face.visit_id not in unconfirmed


def found(display: DisplaySettings, people: People) -> frozenset[int] | None:
    """Return the numbers of those who fit the description of a display; None where there is none."""
    if display.find is None:
        return None
    return frozenset(person.person_id for person in people.persons if display.find.fits(traits_of(person)))


def persons_found(display: DisplaySettings, people: People | None) -> tuple[Person, ...]:
    """Return the people of a run, by number, that a display is about: those who fit its description if it has one."""
    if people is None:
        return ()
    wanted = found(display, people)
    return tuple(person for person in people.persons if wanted is None or person.person_id in wanted)


def traits_of(person: Person) -> Traits:
    """Return what a description can ask of a person."""
    return Traits.of_attributes(person.attributes, person.in_view_s, len(person.visits))


def fits_now(display: DisplaySettings, face: TrackedFace) -> bool:
    """Tell whether a face fits the description of a display as far as is known in its frame."""
    return display.find is None or display.find.fits(Traits.of_attributes(face.attributes))


def chosen_now(display: DisplaySettings, result: FrameResult) -> FrameResult:
    """Return a result with those who are chosen as far as is known in this very frame; see `Choice.apply`."""
    known = {face.person_id for face in result.faces if face.person_id is not None}
    opened = _opened(display, known)
    return _chosen(result, [(face, fits_now(display, face), face.person_id in opened) for face in result.faces])


def _opened(display: DisplaySettings, people: frozenset[int] | set[int]) -> frozenset[int]:
    if display.keep_persons:
        return frozenset(people & display.keep_persons)
    return frozenset(people - display.hide_persons) if display.hide_persons else frozenset()


def _chosen(result: FrameResult, faces: list[tuple[TrackedFace, bool, bool]]) -> FrameResult:
    """Return a result from its faces, each with whether it fits the description and whether its person is left open.

    Nobody is opened whose place is a guess, or of whom it is in doubt whether somebody else has taken their place. What
    is covered of others covers those who are open as well.
    """
    shown, ignored, opened = [], list(result.ignored), []
    for face, is_found, is_opened in faces:
        is_open = _may_be_open(face, is_opened)
        if is_open:
            opened.append(face.detection)
        elif not is_found:
            ignored.append(face.detection)
        if is_found:
            shown.append(replace(face, is_open=is_open))
    # a place that is held where somebody is open is their own, found smaller than a moment ago
    protection = replace(result.protection, held=tuple(other_faces(result.protection.held, opened)))
    return replace(result, faces=tuple(shown), ignored=tuple(ignored), protection=protection)


def _may_be_open(face: TrackedFace, is_opened: bool) -> bool:
    return is_opened and not face.coasted and not face.is_doubtful


def _check_numbers(display: DisplaySettings, people: People) -> None:
    """Raise where a number is nobody's: a slip of the hand must open nobody."""
    known = {person.person_id for person in people.persons}
    unknown = sorted((display.keep_persons | display.hide_persons) - known)
    if unknown:
        among = f"the people of this run are 1 to {max(known)}" if known else "this run has no people"
        raise SinkError(
            f"there is no person {', '.join(map(str, unknown))}: {among} (the people file shows them); "
            "no copy was written"
        )
