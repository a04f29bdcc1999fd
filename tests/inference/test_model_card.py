"""What a card says for people to read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from inference.alignment import TEMPLATE, zoomed_template
from inference.errors import ModelError
from inference.model_card import DEFAULT_MODEL, CardFacts, load_card, read_facts

from .made_card import CARD


def test_groups_of_one_attribute_leave_crossings_out():
    facts = CardFacts.parse(CARD)
    assert facts.overall is not None
    assert (facts.overall.attributes, facts.overall.value, facts.overall.faces) == ((), "", 100)
    assert facts.overall.gender_accuracy == 0.94
    assert [group.value for group in facts.groups_of_one_attribute] == ["0-4", "70-100"]
    assert facts.groups_of_one_attribute[1].gender_accuracy is None
    assert facts.subgroups[2].attributes == ("gender", "ethnicity")
    assert facts.data == "held-out faces"
    assert facts.licences == (("start weights", "research only"), ("data", "none"))


def test_a_licence_may_be_one_text():
    assert CardFacts.parse({"licence": "as you like"}).licences == (("", "as you like"),)


def test_what_a_card_does_not_say_is_empty(tmp_path):
    for content in (None, [], {"metrics": 7}, {"metrics": {"subgroups": 3}}):
        assert CardFacts.parse(content) == CardFacts()
    many = CardFacts.parse({"metrics": {"overall": {"faces": "many"}}})
    assert many.overall is not None
    assert (many.overall.faces, many.overall.age_mae) == (0, None)
    assert read_facts(tmp_path / "absent.onnx") == CardFacts()
    (tmp_path / "damaged.json").write_text("{")
    assert read_facts(tmp_path / "damaged.onnx") == CardFacts()


def test_the_shipped_card_has_metrics_of_every_group():
    facts = load_card(DEFAULT_MODEL).facts
    assert facts == read_facts(DEFAULT_MODEL)
    assert facts.overall is not None
    assert facts.overall.age_mae is not None
    assert {group.attributes for group in facts.groups_of_one_attribute} == {("age",), ("gender",), ("ethnicity",)}
    assert all(group.faces > 0 for group in facts.subgroups)


def shipped_with(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Write the shipped model with a card that is changed, and return the model's path."""
    content = json.loads(DEFAULT_MODEL.with_suffix(".json").read_text(encoding="utf-8"))
    change(content["input"])
    (folder / "m.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "m.onnx").symlink_to(DEFAULT_MODEL)
    return folder / "m.onnx"


def test_the_template_is_the_card_s_and_the_old_one_where_it_names_none(tmp_path: Path) -> None:
    np.testing.assert_allclose(load_card(DEFAULT_MODEL).template, zoomed_template(0.9))
    looser = shipped_with(tmp_path, lambda entry: entry["alignment"].update(points=zoomed_template(0.85).tolist()))
    np.testing.assert_allclose(load_card(looser).template, zoomed_template(0.85))
    (tmp_path / "older").mkdir()
    np.testing.assert_array_equal(
        load_card(shipped_with(tmp_path / "older", lambda e: e.pop("alignment"))).template, TEMPLATE
    )


@pytest.mark.parametrize("points", [[[0.5, 0.5]] * 4, [[0.1, 0.2]], "everywhere", [[float("nan"), 0.1]] * 4])
def test_a_template_that_is_none_is_refused(tmp_path: Path, points: object) -> None:
    with pytest.raises(ModelError, match=r"the card .* is damaged"):
        load_card(shipped_with(tmp_path, lambda entry: entry["alignment"].update(points=points)))


def test_a_confusion_that_can_not_be_is_left_out():
    right = {"ages": "0-100", "faces": [[90, 10], [5, 95]]}
    facts = CardFacts.parse({"metrics": {"confusion": {"gender": [right], "ethnicity": [right], "age": "?"}}})
    assert set(facts.confusion) == {"gender"}
    assert facts.confusion["gender"][0].confusion.tolist() == right["faces"]
    for faces in ([[1, -1], [0, 1]], [[1]], [["a", 1], [1, 1]], [[float("inf"), 1], [1, 1]]):
        assert (
            CardFacts.parse({"metrics": {"confusion": {"gender": [{"ages": "0-100", "faces": faces}]}}}).confusion == {}
        )
