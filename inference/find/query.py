"""What a description asks for, and who fits it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

from ..types import Attributes


class Trait(StrEnum):
    """What can be asked for."""

    GENDER = "gender"
    ETHNICITY = "ethnicity"
    AGE = "age"
    SECONDS = "in_view_s"
    VISITS = "visits"


def number_in(row: Mapping[str, Any], name: str) -> float | None:
    """Return the number in a cell of a table; None where it is missing, empty or no number."""
    try:
        value = float(row[name])
    except (KeyError, TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


class Traits(NamedTuple):
    """What is known of a person; None where it is not.

    Attributes:
        gender, ethnicity: names of the most probable classes.
        age: years.
        in_view_s: seconds in which the person was seen.
        visits: how often they came into view.
    """

    gender: str | None = None
    ethnicity: str | None = None
    age: float | None = None
    in_view_s: float | None = None
    visits: int | None = None

    @classmethod
    def of_attributes(cls, attributes: Attributes, in_view_s: float | None = None, visits: int | None = None) -> Self:
        """Reduce what is predicted of somebody."""
        return cls(attributes.gender, attributes.ethnicity, attributes.age, in_view_s, visits)

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> Self:
        """Read a row of a table; cells that are missing, empty or no numbers are not known."""

        def text(name: str) -> str | None:
            value = row.get(name)
            return value if isinstance(value, str) and value else None

        visits = number_in(row, "visits")
        return cls(
            text("gender"),
            text("ethnicity"),
            number_in(row, "age"),
            number_in(row, "in_view_s"),
            None if visits is None else int(visits),
        )


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A condition: a trait is one of several classes, or none of them."""

    trait: Trait
    classes: frozenset[str]
    is_denied: bool = False

    def is_met(self, value: object) -> bool:
        return (value in self.classes) is not self.is_denied


@dataclass(frozen=True, slots=True)
class Between:
    """A condition: a trait lies between two numbers, both included. Ages are compared as they are shown, in years."""

    trait: Trait
    least: float = 0.0
    most: float = math.inf

    def is_met(self, value: object) -> bool:
        if not isinstance(value, (int, float)):
            return False
        number = math.floor(value + 0.5) if self.trait is Trait.AGE else value
        return self.least <= number <= self.most


Condition = AnyOf | Between


@dataclass(frozen=True, slots=True)
class Query:
    """A description of people.

    Attributes:
        text: as it was given.
        descriptions: whoever meets all conditions of one of them fits.
    """

    text: str
    descriptions: tuple[tuple[Condition, ...], ...]

    @property
    def traits(self) -> frozenset[Trait]:
        """What is asked for."""
        return frozenset(condition.trait for conditions in self.descriptions for condition in conditions)

    def fits(self, traits: Traits) -> bool:
        """Tell whether somebody fits; what is not known of them fits no condition."""
        return any(_meets(conditions, traits) for conditions in self.descriptions)


def _meets(conditions: Sequence[Condition], traits: Traits) -> bool:
    values = traits._asdict()
    return all(
        values[condition.trait] is not None and condition.is_met(values[condition.trait]) for condition in conditions
    )
