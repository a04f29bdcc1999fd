"""What a card says for people to read."""

from __future__ import annotations

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
