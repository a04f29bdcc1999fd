"""What a person corrects in the analysis of a film: a list of edits that lies over it and can be undone.

Whom a correction is about is said by a visit (`TrackedFace.visit_id`): numbers of people may still change while a film
is analysed, those of visits don't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from ..attributes import ATTRIBUTE_NAMES, NUM_CLASSES
from ..errors import UsageError
from ..identity.person import People, Person, Visit
from ..types import Attributes, FloatArray

MERGED, SPLIT = "merged", "split"


@dataclass(frozen=True, slots=True)
class Merge:
    """Two people are one: the one of `visit` and the one of `other_visit`."""

    visit: int
    other_visit: int


@dataclass(frozen=True, slots=True)
class SplitOff:
    """A visit is that of somebody else, who was not there otherwise."""

    visit: int


@dataclass(frozen=True, slots=True)
class Relabel:
    """The person of a visit has another age, gender or ethnicity than was predicted.

    Attributes:
        visit: any visit of the person.
        attribute: one of `ATTRIBUTE_NAMES`.
        value: number of the class: years, or a place in `GENDERS` or `ETHNICITIES`.

    Raises:
        UsageError: there is no such attribute, or no such class.
    """

    visit: int
    attribute: str
    value: int

    def __post_init__(self) -> None:
        if self.attribute not in ATTRIBUTE_NAMES:
            raise UsageError(f"people have no {self.attribute}; expected one of {', '.join(ATTRIBUTE_NAMES)}")
        if not 0 <= self.value < NUM_CLASSES[self.attribute]:
            raise UsageError(
                f"{self.attribute} {self.value} is out of range; expected 0 to {NUM_CLASSES[self.attribute] - 1}"
            )


@dataclass(frozen=True, slots=True)
class Remove:
    """What was taken for the person of a visit is no face. Privacy covers it all the same."""

    visit: int


Correction = Merge | SplitOff | Relabel | Remove


class Corrections(NamedTuple):
    """Corrections in their order, and how many of them are in force; the rest was undone and can be redone."""

    made: tuple[Correction, ...] = ()
    in_force: int = 0

    @property
    def active(self) -> tuple[Correction, ...]:
        return self.made[: self.in_force]

    @property
    def can_undo(self) -> bool:
        return self.in_force > 0

    @property
    def can_redo(self) -> bool:
        return self.in_force < len(self.made)

    def with_one_more(self, correction: Correction) -> Corrections:
        """Return them with another one in force; what was undone is forgotten."""
        made = (*self.active, correction)
        return Corrections(made, len(made))

    def undone(self) -> Corrections:
        return self._replace(in_force=max(0, self.in_force - 1))

    def redone(self) -> Corrections:
        return self._replace(in_force=min(len(self.made), self.in_force + 1))


@dataclass(frozen=True, slots=True, eq=False)
class Corrected:
    """The people of a film with the corrections.

    Attributes:
        people: those who are left, with their numbers.
        removed: visits of what is no face.
        given: by visit, the distributions that take the place of the predicted ones, by attribute.
        touched: visits of the people that a correction is about.
    """

    people: People
    removed: frozenset[int] = frozenset()
    given: Mapping[int, Mapping[str, FloatArray]] = field(default_factory=lambda: MappingProxyType({}))
    touched: frozenset[int] = frozenset()


def apply_corrections(
    people: People, corrections: Iterable[Correction], attributes_of: Callable[[int], Attributes | None]
) -> Corrected:
    """Return people as a person has corrected them. Whom a correction is about may be gone: then it does nothing.

    Args:
        people: as they were found.
        corrections: in their order.
        attributes_of: what was predicted in a visit; None where nothing is known of it.
    """
    state = _Correcting(people, attributes_of)
    for correction in corrections:
        state.apply(correction)
    return state.result()


class _Correcting:
    """People while they are corrected."""

    def __init__(self, people: People, attributes_of: Callable[[int], Attributes | None]) -> None:
        self._people, self._attributes_of = people, attributes_of
        self._persons = {person.person_id: person for person in people.persons}
        self._person_of = dict(people.person_of_track)
        self._next = max(self._persons, default=0) + 1
        self._removed: set[int] = set()
        self._given: dict[int, dict[str, FloatArray]] = {}
        self._touched: set[int] = set()

    def apply(self, correction: Correction) -> None:
        person = self._persons.get(self._person_of.get(correction.visit, 0))
        if person is None:
            return
        if isinstance(correction, Merge):
            other = self._persons.get(self._person_of.get(correction.other_visit, 0))
            if other is not None and other is not person:
                self._merge(*sorted((person, other), key=lambda one: one.person_id))
        elif isinstance(correction, SplitOff):
            self._split(person, correction.visit)
        elif isinstance(correction, Relabel):
            self._relabel(person, correction)
        else:
            self._remove(person)

    def _tracks(self, person_id: int) -> list[int]:
        return [track for track, number in self._person_of.items() if number == person_id]

    def _merge(self, kept: Person, gone: Person) -> None:
        weights = kept.in_view_s or kept.frames, gone.in_view_s or gone.frames
        shares = np.array(weights, dtype=np.float32) / max(sum(weights), 1e-9)
        probs = (
            np.asarray(shares[0] * one + shares[1] * two, dtype=np.float32)
            for one, two in zip(kept.attributes.probs, gone.attributes.probs, strict=True)
        )
        best = kept if gone.best is None or (kept.best is not None and kept.quality >= gone.quality) else gone
        visits = tuple(sorted((*kept.visits, *gone.visits), key=lambda visit: (visit.first_s, visit.track_id)))
        self._put(
            replace(
                kept,
                visits=visits,
                attributes=Attributes(*probs),
                quality=best.quality,
                best=best.best,
                is_certain=True,
                corrections=_with(kept.corrections, MERGED),
            )
        )
        del self._persons[gone.person_id]
        for track in self._tracks(gone.person_id):
            self._person_of[track] = kept.person_id
        self._touch(kept.person_id)

    def _split(self, person: Person, visit_id: int) -> None:
        visits = [visit for visit in person.visits if visit.track_id == visit_id]
        rest = tuple(visit for visit in person.visits if visit.track_id != visit_id)
        if not visits or not rest:
            return
        best = person.best
        is_in_visit = best is not None and any(_is_within(best.frame_index, best.source, visit) for visit in visits)
        attributes = self._attributes_of(visit_id) or person.attributes
        new = replace(
            person,
            person_id=self._next,
            visits=tuple(visits),
            attributes=attributes,
            best=best if is_in_visit else None,
            corrections=(SPLIT,),
        )
        corrections = _with(person.corrections, SPLIT)
        self._put(replace(person, visits=rest, best=None if is_in_visit else best, corrections=corrections))
        self._put(new)
        self._person_of[visit_id] = self._next
        self._next += 1
        self._touch(person.person_id)
        self._touch(new.person_id)

    def _relabel(self, person: Person, correction: Relabel) -> None:
        probs = np.zeros(NUM_CLASSES[correction.attribute], dtype=np.float32)
        probs[correction.value] = 1.0
        attributes = with_distribution(person.attributes, {correction.attribute: probs})
        self._put(replace(person, attributes=attributes, corrections=_with(person.corrections, correction.attribute)))
        for track in self._tracks(person.person_id):
            self._given.setdefault(track, {})[correction.attribute] = probs
        self._touch(person.person_id)

    def _remove(self, person: Person) -> None:
        del self._persons[person.person_id]
        for track in self._tracks(person.person_id):
            self._removed.add(track)
            del self._person_of[track]

    def _put(self, person: Person) -> None:
        self._persons[person.person_id] = person

    def _touch(self, person_id: int) -> None:
        self._touched.update(self._tracks(person_id))

    def result(self) -> Corrected:
        persons = tuple(self._persons[number] for number in sorted(self._persons))
        shift = len(persons) - len(self._people.persons)
        low, high = self._people.count_range
        count_range = min(low + shift, len(persons)), max(high + shift, len(persons))
        people = replace(self._people, persons=persons, person_of_track=self._person_of, count_range=count_range)
        return Corrected(people, frozenset(self._removed), self._given, frozenset(self._touched))


def with_distribution(attributes: Attributes, given: Mapping[str, FloatArray]) -> Attributes:
    """Return attributes with other distributions for those that are given by name."""
    return replace(attributes, **{f"{name}_probs": probs for name, probs in given.items()})


def _with(corrections: tuple[str, ...], one: str) -> tuple[str, ...]:
    return corrections if one in corrections else (*corrections, one)


def _is_within(frame_index: int, source: str, visit: Visit) -> bool:
    return source == visit.source and visit.first_frame <= frame_index <= visit.last_frame
