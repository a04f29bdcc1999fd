"""Which occurrences are told, and what is said of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from app.site.events.conditions import Condition
from app.site.events.configuration import RuleConfiguration, Target
from app.site.events.messages import event_of, uuid7
from app.site.events.occurrences import Happening, Occurrence, Somebody
from app.site.events.rules import CALM_S, Rules
from inference.types import Attributes

HOOK = Target(webhook="http://127.0.0.1:1/")
NOON_S = 1_780_000_000.0


def looks(age: int, gender: float = 0.99) -> Attributes:
    ages = np.zeros(101, dtype=np.float32)
    ages[age] = 1.0
    return Attributes(
        ages, np.array([1 - gender, gender], dtype=np.float32), np.array([1, 0, 0, 0, 0], dtype=np.float32)
    )


def crossing(at_s: float = 0.0, *, age: int = 64, source: str = "door", line: str = "entrance", **more) -> Occurrence:
    who = Somebody("r1-7", looks(age, more.pop("gender", 0.99)))
    return Occurrence(
        Happening.LINE_CROSSED, source, NOON_S + at_s, who, line=line, direction=more.pop("direction", "in")
    )


def rules(**wanted) -> Rules:
    wanted = {"on": Happening.LINE_CROSSED, "targets": (HOOK,)} | wanted
    return Rules([RuleConfiguration(**wanted)])


def told(made: Rules, *occurrences: Occurrence) -> list[dict]:
    return [
        json.loads(event_of(said.occurrence, "museum", said.count).body)
        for one in occurrences
        for said in made.tell(one)
    ]


def test_an_event_says_what_happened_to_whom_and_when():
    (event,) = told(rules(), crossing(0.25))
    number = event.pop("id")
    assert number[14] == "7"
    assert event.pop("time") == "2026-05-28T20:26:40.250+00:00"
    assert event == {
        "event": "line_crossed",
        "site": "museum",
        "source": "door",
        "count": 1,
        "line": "entrance",
        "direction": "in",
        "person": "r1-7",
        "visits": 1,
        "age": 64.0,
        "age_p10": pytest.approx(63.6, abs=0.11),
        "age_p90": pytest.approx(64.4, abs=0.11),
        "gender": "female",
        "gender_score": 0.99,
        "ethnicity": "White",
        "ethnicity_score": 1.0,
    }


def test_only_what_a_rule_names_is_told():
    made = rules(
        sources=("door",),
        lines=("entrance",),
        where=Condition("age >= 60 and gender == 'female' and direction == 'in'"),
    )
    assert told(made, crossing())
    assert not told(
        made,
        crossing(source="hall"),
        crossing(line="exit"),
        crossing(age=59),
        crossing(direction="out"),
        # as good as guessed
        crossing(gender=0.55),
        Occurrence(Happening.PERSON_ENTERED, "door", NOON_S),
    )


def test_of_every_third_the_third_is_told():
    assert [event["count"] for event in told(rules(every=3), *map(crossing, range(7)))] == [3, 6]


def test_after_one_that_was_told_a_source_is_silent_for_a_while():
    made = rules(cooldown_s=10.0)
    times = [event["time"][17:19] for event in told(made, *map(crossing, (0.0, 9.9, 10.0, 12.0)))]
    assert times == ["40", "50"]
    assert told(made, crossing(13.0, source="hall"))
    assert told(made, crossing(-3600.0)), "a clock that was set back"


def crowd(made: Rules, at_s: float, *ages: int, zone: str | None = None) -> list[dict]:
    people = [Somebody(str(number), looks(age)) for number, age in enumerate(ages)]
    told = made.watch("door", zone, people, NOON_S + at_s)
    return [json.loads(event_of(said.occurrence, "museum", said.count).body) for said in told]


def test_a_crowd_is_told_once_until_it_was_smaller_for_a_while():
    made = rules(on=Happening.CROWD, people=3)
    assert not crowd(made, 0.0, 20, 30)
    (event,) = crowd(made, 1.0, 20, 30, 43)
    assert event["people"] == 3
    assert event["group"]["known"] == 3
    assert event["group"]["age"]["estimate"] == 31.0
    assert event["group"]["age"]["low"] < 31.0 < event["group"]["age"]["high"]
    assert event["group"]["gender"]["female"]["counted"] == 1.0
    assert 0.2 < event["group"]["gender"]["female"]["low"] < 1.0, "of three people little is known"
    assert not crowd(made, 2.0, 20, 30, 43)
    assert not crowd(made, 3.0, 20)
    assert not crowd(made, 4.0, 20, 30, 43), "somebody was not seen for a moment"
    assert not crowd(made, 5.0, 20)
    assert not crowd(made, 5.1 + CALM_S, 20)
    assert crowd(made, 6.0 + CALM_S, 20, 30, 43)


def test_a_crowd_of_a_zone_is_counted_there_alone():
    made = rules(on=Happening.CROWD, people=2, zones=("shelf",))
    assert not crowd(made, 0.0, 20, 30)
    assert not crowd(made, 1.0, 20, 30, zone="bench")
    (event,) = crowd(made, 2.0, 20, 30, zone="shelf")
    assert event["zone"] == "shelf"


def test_rules_that_stay_remember_what_they_knew():
    made = rules(every=2)
    kept = RuleConfiguration(Happening.LINE_CROSSED, (HOOK,), every=2)
    assert not told(made, crossing())
    changed = made.changed([RuleConfiguration(Happening.PERSON_SEEN, (HOOK,)), kept])
    assert told(changed, crossing()), "the second of two"


def test_ids_are_unique_and_sort_by_time():
    made = [uuid7() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert {number.version for number in made} == {7}
    milliseconds = [number.int >> 80 for number in made]
    assert milliseconds == sorted(milliseconds)
