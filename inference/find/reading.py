"""Reads descriptions of people.

    descriptions = description { ("," | "or") description }
    description  = [ "people" ] { term [ "and" ] }
    term         = [ "not" ] word of a gender or ethnicity { "or" [ "not" ] word of the same kind }
                 | word of an age | [ "aged" ] ages [ "years" [ "old" ] ]
                 | "seen" [ "for" | "in" ] amount, with seconds, minutes or hours, or with times or visits
    ages         = N | N "-" N | N "to" N | "between" N "and" N | N "+" | N "s" (20s) | amount
    amount       = ("over" | "at least" | "under" | "at most" | ...) N

`or` joins two words of one kind: `women or men over 60` are all people over 60. Elsewhere, and a comma everywhere, it
parts descriptions: `women, men over 60`.
"""

from __future__ import annotations

import difflib
import math
from typing import NoReturn

from ..errors import UsageError
from .query import AnyOf, Between, Condition, Query, Trait
from .words import (
    AGE_WORDS,
    ETHNICITY_WORDS,
    EXAMPLES,
    GENDER_WORDS,
    PEOPLE_WORDS,
    TIME_UNITS,
    VISIT_UNITS,
    YEAR_UNITS,
    Word,
    cut,
)

_GREATEST_AGE = 130
# what follows a comparison is more, or less, than a number, or that number as well
_COMPARISONS = {
    ("over",): (">", False), ("above",): (">", False), ("more", "than"): (">", False), ("older", "than"): (">", False),
    (">",): (">", False), ("longer", "than"): (">", False),
    ("at", "least"): (">", True), (">", "="): (">", True), ("from",): (">", True),
    ("under",): ("<", False), ("below",): ("<", False), ("less", "than"): ("<", False), ("<",): ("<", False),
    ("younger", "than"): ("<", False), ("fewer", "than"): ("<", False), ("shorter", "than"): ("<", False),
    ("at", "most"): ("<", True), ("<", "="): ("<", True), ("up", "to"): ("<", True),
}  # fmt: skip
_FILLERS = frozenset({"and", "who", "are", "were", "with", "of", "the", "in", "their", "aged", "age", "ages"})


def parse_query(text: str) -> Query:
    """Read a description.

    Args:
        text: such as `women 20-35`; capital letters make no difference.

    Raises:
        UsageError: it can't be read; the message has the place under the text.
    """
    return _Reader(text).read()


class _Reader:
    """Goes through the words of a description."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = cut(text)
        self._at = 0

    def read(self) -> Query:
        if not self._words:
            self._fail("it is empty", Word("", 0, max(1, len(self._text))))
        descriptions = [self._description()]
        while self._accept(",", "or"):
            descriptions.append(self._description())
        if (left := self._next) is not None:
            self._not_understood(left)
        return Query(self._text, tuple(descriptions))

    # --- descriptions --------------------------------------------------------------------------

    def _description(self) -> tuple[Condition, ...]:
        conditions: list[Condition] = []
        begun = self._at
        while (word := self._next) is not None and word.text not in (",", "or"):
            if word.text in PEOPLE_WORDS or (word.text in _FILLERS and self._at + 1 < len(self._words)):
                self._at += 1
            else:
                conditions += self._term(word)
        if self._at == begun:
            self._fail("a description of people is missing here", self._here)
        self._check_contradictions(conditions, begun)
        return tuple(conditions)

    def _term(self, word: Word) -> list[Condition]:
        if word.text == "not" or word.text in GENDER_WORDS or word.text in ETHNICITY_WORDS:
            return self._classes()
        if word.text in AGE_WORDS:
            self._at += 1
            least, most = AGE_WORDS[word.text]
            return [Between(Trait.AGE, least, math.inf if most is None else most)]
        if self._accept("seen"):
            self._accept("for", "in")
            return [self._seen()]
        return [self._ages()]

    def _classes(self) -> list[Condition]:
        """Read words of a gender or an ethnicity that are joined by `or`."""
        is_denied = self._accept("not")
        first = self._expect_class()
        kind = GENDER_WORDS if first.text in GENDER_WORDS else ETHNICITY_WORDS
        words = [first]
        while self._peek(0) == "or" and self._peek(1) in kind and not (is_denied and self._peek(1) == "not"):
            self._at += 2
            words.append(self._words[self._at - 1])
        if kind is ETHNICITY_WORDS:
            return [AnyOf(Trait.ETHNICITY, frozenset(ETHNICITY_WORDS[word.text] for word in words), is_denied)]
        known = [GENDER_WORDS[word.text] for word in words]
        conditions: list[Condition] = [AnyOf(Trait.GENDER, frozenset(gender for gender, _ in known), is_denied)]
        most = [years for _, years in known if years is not None]
        if most and len(most) < len(known):
            self._fail("part them by a comma: the one word tells an age, the other doesn't", words[1])
        if most and is_denied:
            self._fail("say it without `not`: it is a gender and an age in one", first)
        return [*conditions, Between(Trait.AGE, 0, max(most))] if most else conditions

    def _expect_class(self) -> Word:
        word = self._take("a gender or an ethnicity")
        if word.text not in GENDER_WORDS and word.text not in ETHNICITY_WORDS:
            self._fail("`not` goes before a gender or an ethnicity", word)
        return word

    # --- numbers -------------------------------------------------------------------------------

    def _ages(self) -> Between:
        first = self._here
        condition = self._age_range(first)
        if self._accept(*YEAR_UNITS):
            self._accept("old")
        if condition.least > condition.most:
            self._fail("no age lies in this range", first)
        return condition

    def _age_range(self, first: Word) -> Between:
        if self._accept("between"):
            low = self._years()
            self._expect("and", "to", "-")
            return Between(Trait.AGE, low, self._years())
        if (comparison := self._comparison()) is not None:
            more, included = comparison
            years = self._years()
            if more == ">":
                return Between(Trait.AGE, years if included else years + 1)
            return Between(Trait.AGE, 0, years if included else years - 1)
        if first.number is None:
            self._not_understood(first)
        low = self._years()
        if self._accept("-", "to"):
            return Between(Trait.AGE, low, self._years())
        if self._accept("+"):
            return Between(Trait.AGE, low)
        if self._peek(0) == "s":
            self._at += 1
            return Between(Trait.AGE, low, low + 9)
        return Between(Trait.AGE, low, low)

    def _years(self) -> int:
        word = self._take("an age")
        if word.number is None:
            self._fail("an age in years is expected here", word)
        if word.number > _GREATEST_AGE or word.number != int(word.number):
            self._fail(f"an age is a whole number up to {_GREATEST_AGE}", word)
        return int(word.number)

    def _seen(self) -> Between:
        more, included = self._comparison() or (">", True)
        word = self._take("a time")
        if word.number is None:
            self._fail("a number is expected here: seen at least 10 s, seen over 2 times", word)
        unit = self._take("s, min, h, times or visits")
        if unit.text in VISIT_UNITS:
            return self._limited(Trait.VISITS, more, included, word.number, 1.0)
        if unit.text not in TIME_UNITS:
            self._fail("a unit is expected here: s, min, h, times or visits", unit)
        return self._limited(Trait.SECONDS, more, included, word.number * TIME_UNITS[unit.text], 0.0)

    @staticmethod
    def _limited(trait: Trait, more: str, included: bool, number: float, step: float) -> Between:
        """Return the condition; what is not included is a step away, or next to nothing where there are no steps."""
        if more == ">":
            least = number if included else number + step if step else math.nextafter(number, math.inf)
            return Between(trait, least)
        return Between(trait, 0, number if included else number - step if step else math.nextafter(number, -math.inf))

    def _comparison(self) -> tuple[str, bool] | None:
        for words, meaning in sorted(_COMPARISONS.items(), key=lambda one: -len(one[0])):
            if all(self._peek(number) == word for number, word in enumerate(words)):
                self._at += len(words)
                return meaning
        return None

    # --- words ---------------------------------------------------------------------------------

    @property
    def _next(self) -> Word | None:
        return self._words[self._at] if self._at < len(self._words) else None

    @property
    def _here(self) -> Word:
        """The next word, or the place behind the last."""
        return self._next or Word("", len(self._text), len(self._text) + 1)

    def _peek(self, ahead: int) -> str | None:
        position = self._at + ahead
        return self._words[position].text if position < len(self._words) else None

    def _accept(self, *texts: str) -> bool:
        if self._peek(0) in texts:
            self._at += 1
            return True
        return False

    def _expect(self, *texts: str) -> None:
        if not self._accept(*texts):
            self._fail(f"`{texts[0]}` is expected here", self._here)

    def _take(self, what: str) -> Word:
        word = self._next
        if word is None:
            self._fail(f"{what} is missing here", self._here)
        self._at += 1
        return word

    # --- errors --------------------------------------------------------------------------------

    def _check_contradictions(self, conditions: list[Condition], begun: int) -> None:
        """Raise where nobody can fit: two genders at once, ages that don't meet."""
        first = self._words[begun]
        for trait in (Trait.GENDER, Trait.ETHNICITY):
            wanted = [
                one.classes for one in conditions if isinstance(one, AnyOf) and one.trait is trait and not one.is_denied
            ]
            if wanted and not frozenset.intersection(*wanted):
                self._fail(
                    f"nobody has two {'genders' if trait is Trait.GENDER else 'ethnicities'}; join them by `or`", first
                )
        for trait in (Trait.AGE, Trait.SECONDS, Trait.VISITS):
            ranges = [one for one in conditions if isinstance(one, Between) and one.trait is trait]
            if ranges and max(one.least for one in ranges) > min(one.most for one in ranges):
                self._fail("nobody fits all of this", first)

    def _not_understood(self, word: Word) -> NoReturn:
        known = [*GENDER_WORDS, *ETHNICITY_WORDS, *AGE_WORDS, *PEOPLE_WORDS, "over", "under", "between", "seen", "not"]
        near = difflib.get_close_matches(word.text, known, 1, 0.75)
        hint = f"did you mean `{near[0]}`?" if near else f"examples: {EXAMPLES}"
        self._fail(f"`{self._text[word.start : word.end]}` is not understood; {hint}", word)

    def _fail(self, reason: str, word: Word) -> NoReturn:
        line = " ".join(self._text.splitlines()) if "\n" in self._text else self._text
        caret = " " * word.start + "^" * max(1, word.end - word.start)
        raise UsageError("{find}: {reason}\n  {line}\n  {caret}", field="find", reason=reason, line=line, caret=caret)
