from __future__ import annotations

import pytest

from training.datasets import class_names
from training.datasets.class_names import parse_class


@pytest.mark.parametrize(
    ("attribute", "word", "code"),
    [
        ("gender", "Woman", 1),
        ("gender", "m", 0),
        ("gender", "FEMALE", 1),
        ("gender", "1.0", 1),
        ("gender", "", -1),
        ("gender", "-1", -1),
        ("ethnicity", "indian", 3),
        ("ethnicity", "latino_hispanic", 4),
        ("ethnicity", "Southeast Asian", 2),
        ("ethnicity", "4", 4),
        ("ethnicity", "Unknown", -1),
    ],
)
def test_classes_as_people_write_them(attribute: str, word: str, code: int) -> None:
    assert parse_class(attribute, word) == code


@pytest.mark.parametrize(("attribute", "word"), [("gender", "2"), ("ethnicity", "martian"), ("gender", "White")])
def test_unknown_words_are_refused_with_those_that_are_known(attribute: str, word: str) -> None:
    with pytest.raises(ValueError, match=rf"no {attribute} is called '{word}'; expected"):
        parse_class(attribute, word)


def test_a_class_that_is_called_like_an_unknown_label_is_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(class_names._CODES, "glasses", {"none": 0, "plain": 1})
    assert parse_class("glasses", "None") == 0
    assert parse_class("glasses", "?") == -1
