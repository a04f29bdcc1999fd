"""Descriptions of people: who fits, and what is said of those that can't be read."""

from __future__ import annotations

import contextlib

import pytest

from inference.errors import UsageError
from inference.find import Query, Traits, parse_query
from inference.find.query import Trait

MAN_65 = Traits("male", "Asian", 65.4, 12.0, 1)
WOMAN_30 = Traits("female", "White", 29.6, 3.0, 2)
GIRL_9 = Traits("female", "Indian", 9.2, 20.0, 1)
BOY_14 = Traits("male", "Black", 14.0, 0.5, 1)
EVERYBODY = {"man": MAN_65, "woman": WOMAN_30, "girl": GIRL_9, "boy": BOY_14}


def found(query: Query) -> set[str]:
    return {name for name, traits in EVERYBODY.items() if query.fits(traits)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("women 20-35", {"woman"}),
        ("Women 20\N{EN DASH}35", {"woman"}),
        ("women", {"woman", "girl"}),
        ("asian men over 60", {"man"}),
        ("children", {"girl"}),
        ("girls", {"girl"}),
        ("teens, children", {"girl", "boy"}),
        ("white or indian women under 30", {"girl"}),
        ("white or indian women up to 30", {"woman", "girl"}),
        ("people seen at least 10 s", {"man", "girl"}),
        ("seen over 2 times", set()),
        ("seen 2 times", {"woman"}),
        ("women or men over 60", {"man"}),
        ("women, men over 60", {"man", "woman", "girl"}),
        ("not white", {"man", "girl", "boy"}),
        ("20s", set()),
        ("30s", {"woman"}),
        ("60+", {"man"}),
        ("between 10 and 20", {"boy"}),
        ("people", {"man", "woman", "girl", "boy"}),
        ("children seen under 1 min", {"girl"}),
    ],
)
def test_a_description_finds_those_who_fit(text: str, expected: set[str]):
    assert found(parse_query(text)) == expected


def test_ages_are_compared_as_they_are_shown():
    assert parse_query("30-40").fits(Traits(age=29.5))
    assert not parse_query("30-40").fits(Traits(age=29.4))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("women 20-35 smiling", "smiling"),
        ("wimen", "wimen"),
        ("women 200", "200"),
        ("men women", "men"),
        ("35-20", "35"),
        ("women over", ""),
        ("seen 10 bananas", "bananas"),
        ("women,", ""),
        ("not 20", "20"),
        ("20.5", "20.5"),
    ],
)
def test_what_cannot_be_read_is_shown_by_its_place(text: str, word: str):
    with pytest.raises(UsageError) as caught:
        parse_query(text)
    lines = str(caught.value).splitlines()
    shown = next(number for number, line in enumerate(lines) if line.strip() == text)
    carets = lines[shown + 1]
    start = carets.index("^") - lines[shown].index(text)
    assert text[start : start + carets.count("^")] == word or (not word and start >= len(text) - 1)


def test_a_misspelt_word_is_named_with_the_right_one():
    with pytest.raises(UsageError, match="women"):
        parse_query("wimen 20-30")


@pytest.mark.parametrize("text", ["", "   ", ","])
def test_an_empty_description_is_refused(text: str):
    with pytest.raises(UsageError):
        parse_query(text)


@pytest.mark.parametrize("text", ["\x00", "women\n20", "🙂", "-" * 500, "or or or", "not not men", "5" * 400, "٣"])
def test_odd_texts_are_read_or_refused_in_words(text: str):
    with contextlib.suppress(UsageError):
        assert parse_query(text).descriptions


def test_what_is_not_known_fits_no_condition():
    nobody = Traits()
    for text in ("women", "not women", "0-100", "seen 0 s"):
        assert not parse_query(text).fits(nobody)
    assert parse_query("people").fits(nobody)


def test_rows_of_tables_are_read_with_their_gaps():
    query = parse_query("women 20-35 seen at least 2 s")
    row = {"gender": "female", "age": "29.6", "in_view_s": "3", "visits": ""}
    assert query.fits(Traits.of_row(row))
    assert not query.fits(Traits.of_row({**row, "age": "nan"}))
    assert not query.fits(Traits.of_row({"gender": "female"}))
    assert query.traits == {Trait.GENDER, Trait.AGE, Trait.SECONDS}
