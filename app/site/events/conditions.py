"""Conditions of event rules: `age >= 60 and gender == 'female'`, read by Python's own parser, evaluated by none."""

from __future__ import annotations

import ast
import difflib
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inference.attributes import ETHNICITIES, GENDERS
from inference.errors import UsageError

Value = float | str | None
_Check = Callable[[Mapping[str, Value]], bool]
_Term = Callable[[Mapping[str, Value]], Value]

NUMBERS = ("age", "dwell_s", "people", "visits", "hour")
WORDS: Mapping[str, Sequence[str] | None] = {
    "gender": GENDERS,
    "ethnicity": ETHNICITIES,
    "direction": ("in", "out"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "source": None,
    "line": None,
    "zone": None,
}
FIELDS = (*NUMBERS, *WORDS)

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_LONGEST = 1000


class Condition:
    """A condition on the facts of an event.

    It may compare numbers (`age`, `dwell_s`, `people`, `visits`, `hour`) and words (`gender`, `ethnicity`, `source`,
    `line`, `zone`, `direction`, `weekday`) by `== != < <= > >=` and `in (...)`, joined by `and`, `or`, `not` and
    brackets. What an event does not know fulfils no comparison.

    Args:
        text: the condition.
        names: what sources, lines and zones there are, by field; a field that is absent takes any name.

    Raises:
        UsageError: it is no condition, or compares what can't be compared; the message says where.
    """

    def __init__(self, text: str, names: Mapping[str, Sequence[str]] | None = None) -> None:
        self.text = text
        self._known = {field: words for field, words in WORDS.items() if words is not None} | dict(names or {})
        if len(text) > _LONGEST:
            raise UsageError(f"a condition has at most {_LONGEST} characters; this one has {len(text)}")
        try:
            tree = ast.parse(text.strip(), mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            place = f" at character {error.offset}" if isinstance(error, SyntaxError) and error.offset else ""
            raise UsageError(
                f"{text!r} is no condition{place}: write such as age >= 60 and gender == 'female'"
            ) from None
        self._check = self._condition(tree.body)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Condition) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def holds(self, facts: Mapping[str, Value]) -> bool:
        """Tell whether an event fulfils it.

        Args:
            facts: by name of field; None where unknown.
        """
        return self._check(facts)

    def _condition(self, node: ast.expr) -> _Check:
        if isinstance(node, ast.BoolOp):
            checks = [self._condition(value) for value in node.values]
            if isinstance(node.op, ast.And):
                return lambda facts: all(check(facts) for check in checks)
            return lambda facts: any(check(facts) for check in checks)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            check = self._condition(node.operand)
            return lambda facts: not check(facts)
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        raise self._refused(node, "is no comparison")

    def _comparison(self, node: ast.Compare) -> _Check:
        sides = [node.left, *node.comparators]
        checks = [
            self._pair(left, comparison, right)
            for left, comparison, right in zip(sides, node.ops, sides[1:], strict=False)
        ]
        return lambda facts: all(check(facts) for check in checks)

    def _pair(self, left: ast.expr, comparison: ast.cmpop, right: ast.expr) -> _Check:
        if isinstance(comparison, ast.In | ast.NotIn):
            return self._membership(left, right, is_in=isinstance(comparison, ast.In))
        compare = _COMPARISONS.get(type(comparison))
        if compare is None:
            raise self._refused(left, "is compared by `is`; write ==")
        (first, first_kind), (second, second_kind) = self._term(left), self._term(right)
        if first_kind != second_kind:
            raise self._refused(
                right, f"is {second_kind}, which {self._source(left)}, {first_kind}, can't be compared to"
            )
        if first_kind == "a word" and not isinstance(comparison, ast.Eq | ast.NotEq):
            raise self._refused(left, "is a word: compare it by == or !=")
        self._check_words(left, [right])
        self._check_words(right, [left])

        def check(facts: Mapping[str, Value]) -> bool:
            one, other = first(facts), second(facts)
            return one is not None and other is not None and compare(one, other)

        return check

    def _membership(self, left: ast.expr, right: ast.expr, *, is_in: bool) -> _Check:
        if not isinstance(right, ast.Tuple | ast.List | ast.Set):
            raise self._refused(right, "is no list: write such as ('in', 'out')")
        term, kind = self._term(left)
        values = []
        for element in right.elts:
            value, value_kind = self._term(element)
            if value_kind != kind or not isinstance(element, ast.Constant | ast.UnaryOp):
                raise self._refused(element, f"is not {kind} that {self._source(left)} may be")
            values.append(value({}))
        self._check_words(left, right.elts)

        def check(facts: Mapping[str, Value]) -> bool:
            one = term(facts)
            return one is not None and (one in values) is is_in

        return check

    def _term(self, node: ast.expr) -> tuple[_Term, str]:
        """Return what yields a side's value, and whether that is a number or a word."""
        if isinstance(node, ast.Name):
            name = node.id
            if name not in FIELDS:
                raise self._refused(node, f"is not known{_meant(name, FIELDS)}; there are {', '.join(FIELDS)}")
            return (lambda facts: facts.get(name)), "a number" if name in NUMBERS else "a word"
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            term, kind = self._term(node.operand)
            if kind == "a number" and isinstance(node.operand, ast.Constant):
                negative = -float(term({}))  # type: ignore[arg-type]
                return (lambda facts: negative), kind
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = node.value
            return (lambda facts: word), "a word"
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            number = float(node.value)
            return (lambda facts: number), "a number"
        raise self._refused(node, "is neither a number, nor a word in quotes, nor one of " + ", ".join(FIELDS))

    def _check_words(self, field: ast.expr, words: Sequence[ast.expr]) -> None:
        """Refuse a word that a field can never be."""
        known = self._known.get(field.id) if isinstance(field, ast.Name) else None
        if known is None:
            return
        for word in words:
            if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value not in known:
                meant = _meant(word.value, known)
                raise self._refused(word, f"is no {self._source(field)}{meant}; there are {', '.join(known) or 'none'}")

    def _source(self, node: ast.expr) -> str:
        return ast.unparse(node)

    def _refused(self, node: ast.expr, why: str) -> UsageError:
        return UsageError(f"in {self.text!r}: {self._source(node)} {why}")


def _meant(word: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(word, known, 1)
    return f" (is {close[0]} meant?)" if close else ""
