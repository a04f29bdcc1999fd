"""How outputs are called where nobody gives a name."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from inference.output_names import default_outputs, target_name
from inference.outputs import Outputs


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("films/holiday.mov", "holiday"),
        ("demo", "demo"),
        (2, "camera-2"),
        ("rtsp://anna:secret@10.0.0.2:554/door/main", "10.0.0.2-554-door-main"),
        ("http://10.0.0.2", "10.0.0.2"),
        ("http://h.net/live?channel=2&user=a&password=s3cret", "h.net-live-channel-2"),
        ("rtsp://h.net/user=admin_password=s3cret_channel=1_stream=0.sdp", "h.net-channel-1_stream-0.sdp"),
        ("file://other-machine/films/a.mov", "other-machine-films-a.mov"),
        ("http://[fe80::1]:8080/", "fe80-1-8080"),
        ("http://[", "stream"),
        ("file:///films/holi%20day.mov", "holi day"),
        ("http://h/a%2Fb c:d*.mp4", "h-a-b-c-d-.mp4"),
        (["one.png", "two.png"], "pictures"),
        (["one.png"], "one"),
        ("v1.2", "v1.2"),
        ("door.2024-05-01", "door.2024-05-01"),
        ("v1.2.MP4", "v1.2"),
        ("/dev/stdin", "stdin"),
        ("/dev/fd/63", "fd-63"),
        ("/", "files"),
    ],
)
def test_outputs_are_named_after_what_is_analysed(target, name) -> None:
    assert target_name(target) == name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rtsp://10.0.0.2/Streaming/Channels/101", "rtsp://10.0.0.3/Streaming/Channels/101"),
        ("rtsp://h/cam/realmonitor?channel=1&subtype=0", "rtsp://h/cam/realmonitor?channel=2&subtype=0"),
        ("rtsp://h/door/main", "rtsp://h/yard/main"),
        ("rtsp://h:554/door", "rtsp://h:8554/door"),
        ("http://h/clip.mp4", "http://h/clip.webm"),
        (f"{'x' * 240}1.mp4", f"{'x' * 240}2.mp4"),
        ("door.2024-05-01", "door.2024-05-02"),
    ],
)
def test_different_inputs_have_different_names(one, other):
    assert not set(default_outputs(one).paths) & set(default_outputs(other).paths)


def test_a_folder_keeps_all_of_its_name(tmp_path):
    for name in ("trip.2023", "trip.2024"):
        (tmp_path / name).mkdir()
        assert target_name(str(tmp_path / name)) == name
    (tmp_path / "party.jpg").mkdir()
    assert target_name(str(tmp_path / "party.jpg")) == "party.jpg"


def test_two_videos_that_differ_in_their_ending_differ_in_their_outputs(tmp_path):
    for name in ("clip.mp4", "clip.webm", "clip.jpg", "other.mp4", "Clip.mov"):
        (tmp_path / name).touch()
    names = [target_name(str(tmp_path / name)) for name in ("clip.mp4", "clip.webm", "clip.jpg", "other.mp4")]
    assert names == ["clip-mp4", "clip-webm", "clip", "other"]


def test_the_copy_of_a_folder_is_a_folder_and_that_of_one_image_an_image(tmp_path) -> None:
    (tmp_path / "party.png").touch()
    start = os.path.join("out", f"{tmp_path.name}-faces")
    assert default_outputs(str(tmp_path), "out") == Outputs(start, f"{start}.csv", f"{start}.json")
    assert default_outputs([str(tmp_path)], "out") == default_outputs(str(tmp_path), "out")
    assert default_outputs([str(tmp_path / "party.png")]).output == "party-faces.jpg"
    assert default_outputs("clip.mov").output == "clip-faces.mp4"


@pytest.mark.parametrize("stem", ["x" * 240, "é" * 120, "😀" * 60, "a.b" * 80])
def test_a_long_name_is_shortened_so_that_the_outputs_can_be_written(tmp_path, stem):
    for path in default_outputs(f"{stem}.mp4", tmp_path).paths:
        Path(path).touch()
        name = os.path.basename(path)
        assert name.encode().decode() == name, "a character is cut in two"
        assert name.startswith(stem[:20])
        assert "-faces." in name


def write_results(outputs: Outputs, source: str) -> None:
    for path in outputs.paths:
        Path(path).write_text(json.dumps({"source": {"name": source}}), encoding="utf-8")


def test_the_results_of_another_file_of_the_same_name_are_left_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "clip.mp4").touch()
    first = default_outputs("a/clip.mp4")
    write_results(first, "a/clip.mp4")
    second = default_outputs("b/clip.mp4")
    assert second.paths == ["clip-faces-2.mp4", "clip-faces-2.csv", "clip-faces-2.json"]
    write_results(second, "b/clip.mp4")
    # each has its own names again the next time, however it is named
    assert default_outputs("a/clip.mp4") == default_outputs(str(tmp_path / "a" / "clip.mp4")) == first
    assert default_outputs("./b/clip.mp4") == second


@pytest.mark.parametrize(
    "content", ["", "not JSON", "[]", '{"source": {}}', '{"source": {"name": 7}}', '{"source": null}']
)
def test_files_that_nobody_knows_are_left_alone(tmp_path, content):
    (tmp_path / "clip.mp4").touch()
    (tmp_path / "clip-faces.csv").touch()
    (tmp_path / "clip-faces.json").write_text(content)
    assert default_outputs(str(tmp_path / "clip.mp4"), tmp_path).export == str(tmp_path / "clip-faces-2.csv")


def test_two_lists_of_images_do_not_share_their_outputs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_results(default_outputs(["a/1.jpg", "a/2.jpg"]), "a/1.jpg and 1 more")
    assert default_outputs(["a/1.jpg", "a/2.jpg"]).export == "pictures-faces.csv"
    assert default_outputs(["b/1.jpg", "b/2.jpg"]).export == "pictures-faces-2.csv"
