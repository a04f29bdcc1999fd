"""What is written, and how it is called where nobody gives a name."""

from __future__ import annotations

import os

import pytest

from inference.outputs import Outputs, default_outputs, target_name


def test_stdout_is_no_path() -> None:
    assert Outputs("a.mp4", "-", "a.json").paths == ["a.mp4", "a.json"]
    assert Outputs(export="-").are_any
    assert not Outputs().are_any


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("films/holiday.mov", "holiday"),
        ("demo", "demo"),
        (2, "camera-2"),
        ("rtsp://anna:secret@10.0.0.2:554/door/main", "main"),
        ("http://10.0.0.2", "10.0.0.2"),
        (["one.png", "two.png"], "pictures"),
        (["one.png"], "one"),
    ],
)
def test_outputs_are_named_after_what_is_analysed(target, name) -> None:
    assert target_name(target) == name


def test_the_copy_of_a_folder_is_a_folder_and_that_of_one_image_an_image(tmp_path) -> None:
    (tmp_path / "party.png").touch()
    start = os.path.join("out", f"{tmp_path.name}-faces")
    assert default_outputs(str(tmp_path), "out") == Outputs(start, f"{start}.csv", f"{start}.json")
    assert default_outputs([str(tmp_path)], "out") == default_outputs(str(tmp_path), "out")
    assert default_outputs([str(tmp_path / "party.png")]).output == "party-faces.jpg"
    assert default_outputs("clip.mov").output == "clip-faces.mp4"
