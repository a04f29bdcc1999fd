"""Conditions hold or not as Python would have it, and nothing but conditions is taken."""

from __future__ import annotations

import pytest

from app.site.events.conditions import Condition
from inference.errors import UsageError

FACTS = {"age": 64.0, "gender": "female", "source": "door", "direction": "in", "dwell_s": 12.0, "people": None}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("age >= 60 and gender == 'female'", True),
        ("age >= 65 or gender == 'male'", False),
        ("not (age < 60)", True),
        ("20 <= age < 65", True),
        ("20 <= age < 64", False),
        ("direction in ('in', 'out') and source not in ['hall']", True),
        ("'door' == source", True),
        ("dwell_s > -1", True),
        # what is not known fulfils nothing
        ("people > 0", False),
        ("people <= 0", False),
        ("ethnicity != 'Asian'", False),
    ],
)
def test_a_condition_holds_or_not(text, holds):
    assert Condition(text).holds(FACTS) is holds


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("age >=", "is no condition"),
        ("age > 3 + * 4", "is no condition at character 11"),
        ("age", "is no comparison"),
        ("True", "is no comparison"),
        ("__import__('os').system('true') == 0", "neither a number"),
        ("age.real > 3", "neither a number"),
        ("age + 1 > 3", "neither a number"),
        ("[x for x in (1, 2)] == 3", "neither a number"),
        ("(lambda: 1)() == 1", "neither a number"),
        ("ages > 3", "ages is not known (is age meant?)"),
        ("age > '60'", "'60' is a word"),
        ("gender > 'female'", "compare it by == or !="),
        ("gender == 'woman'", "'woman' is no gender"),
        ("gender in ('female', 'mal')", "is male meant?"),
        ("gender in 'female'", "is no list"),
        ("age in (1, 'x')", "is not a number"),
        ("age is 3", "write =="),
        ("source == 'hal'", "is hall meant?"),
        ("age > True", "neither a number"),
        ("(" * 500 + "age > 1" + ")" * 500, "characters"),
        ("(" * 450 + "age > 1" + ")" * 450, "is no condition"),
        ("not " * 240 + "age > 1", ""),
    ],
)
def test_what_is_no_condition_is_refused_where_it_goes_wrong(text, words):
    if not words:
        assert Condition(text).holds(FACTS)
        return
    with pytest.raises(UsageError) as caught:
        Condition(text, {"source": ["door", "hall"]})
    assert words in str(caught.value)
