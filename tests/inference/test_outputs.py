"""What is written."""

from __future__ import annotations

from inference.outputs import Outputs


def test_stdout_is_no_path() -> None:
    assert Outputs("a.mp4", "-", "a.json").paths == ["a.mp4", "a.json"]
    assert Outputs(export="-").are_any
    assert not Outputs().are_any
