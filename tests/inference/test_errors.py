"""Messages that leave open what a front end calls the settings."""

from __future__ import annotations

import ast
import pickle
import re
from pathlib import Path

import pytest

from inference.errors import FIELD_NAMES, EngineError, FaceLensError, UsageError

INFERENCE = Path(__file__).resolve().parents[2] / "inference"


def too_small() -> UsageError:
    return UsageError("{min_face_px} must be 0 or more pixels, got {value:g}", field="min_face_px", value=-1.0)


def test_settings_are_called_by_their_own_names_where_nobody_has_others() -> None:
    assert str(too_small()) == "the smallest face must be 0 or more pixels, got -1"


def test_a_front_end_puts_its_own_names_in() -> None:
    assert too_small().worded({"min_face_px": "Smallest face"}) == "Smallest face must be 0 or more pixels, got -1"
    assert too_small().field == "min_face_px"


def test_a_message_within_another_gets_the_same_names() -> None:
    error = EngineError(
        "{engine} cuda: {reason}", field="engine", reason=EngineError("use {engine} cpu", field="engine")
    )
    assert error.worded({"engine": "--engine"}) == "--engine cuda: use --engine cpu"


@pytest.mark.parametrize("path", ["{output}.mp4", "a{b", "{}", "{0}"])
def test_braces_in_a_path_stay_as_they_are(path: str) -> None:
    assert str(UsageError(f"{path} is the input")) == f"{path} is the input"
    assert (
        str(UsageError("{output} can't be {path}", field="output", path=path)) == f"the annotated copy can't be {path}"
    )


def test_a_message_outlives_a_way_to_another_process() -> None:
    assert str(pickle.loads(pickle.dumps(too_small()))) == str(too_small())


def test_every_field_has_a_name_and_every_message_can_be_put_into_words() -> None:
    """All calls in `inference` that give a field, with stand-ins for their values."""
    worded = 0
    for path in sorted(INFERENCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not any(keyword.arg == "field" for keyword in node.keywords):
                continue
            if not (isinstance(node.func, ast.Name) and node.func.id.endswith("Error")):
                continue
            template = ast.literal_eval(node.args[0])
            values = {str(keyword.arg): 1 for keyword in node.keywords if keyword.arg != "field"}
            fields = re.findall(r"\{(\w+)", template)
            assert set(fields) - set(values) <= set(FIELD_NAMES), f"{path}: {template}"
            assert FaceLensError(template, field="engine", **values).worded({})
            worded += 1
    assert worded >= 14


def test_no_message_speaks_of_the_command_line() -> None:
    flags = re.compile(r"--(?!id\b|query-gpu\b|format\b|yes\b)[a-z]|\bmain\.py\b|-m training\b")
    found = [
        f"{path.relative_to(INFERENCE)}:{node.lineno}: {node.value}"
        for path in sorted(INFERENCE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and flags.search(node.value)
    ]
    assert found == []
