"""The words of descriptions: which there are, and how a text is cut into them."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..attributes import ETHNICITIES

# gender, and the greatest age where the word tells one
GENDER_WORDS = {
    **dict.fromkeys(("man", "men", "male", "males"), ("male", None)),
    **dict.fromkeys(("woman", "women", "female", "females"), ("female", None)),
    **dict.fromkeys(("boy", "boys"), ("male", 17)),
    **dict.fromkeys(("girl", "girls"), ("female", 17)),
}
ETHNICITY_WORDS = {
    **{name.lower(): name for name in ETHNICITIES},
    **{f"{name.lower()}s": name for name in ETHNICITIES},
}
# the least and the greatest age in years
AGE_WORDS = {
    **dict.fromkeys(("baby", "babies"), (0, 2)),
    **dict.fromkeys(("child", "children", "kid", "kids"), (0, 12)),
    **dict.fromkeys(("teenager", "teenagers", "teen", "teens"), (13, 19)),
    **dict.fromkeys(("minor", "minors"), (0, 17)),
    **dict.fromkeys(("adult", "adults"), (18, None)),
    **dict.fromkeys(("senior", "seniors", "elderly"), (65, None)),
}
PEOPLE_WORDS = frozenset({"people", "person", "persons", "everybody", "everyone", "anybody", "anyone", "all"})
# seconds
TIME_UNITS = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("min", "mins", "minute", "minutes", "m"), 60.0),
    **dict.fromkeys(("h", "hour", "hours"), 3600.0),
}
VISIT_UNITS = frozenset({"time", "times", "visit", "visits"})
YEAR_UNITS = frozenset({"year", "years", "yr", "yrs", "y"})
EXAMPLES = "women 20-35; asian men over 60; children; white or indian women under 30; people seen at least 10 s"

# numbers with the signs of ranges apart, words, commas; anything else by itself
_PIECES = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|[-\N{EN DASH}\N{EM DASH}+,<>=]|\S")


class Word(NamedTuple):
    """A word, number or sign of a description.

    Attributes:
        text: in small letters; dashes of all kinds are `-`.
        start, end: where it stands in the description.
    """

    text: str
    start: int
    end: int

    @property
    def number(self) -> float | None:
        return float(self.text) if self.text[:1].isdigit() else None


def cut(text: str) -> list[Word]:
    """Cut a description into words."""
    return [
        Word(re.sub("[\N{EN DASH}\N{EM DASH}]", "-", found.group().lower()), *found.span())
        for found in _PIECES.finditer(text)
    ]
