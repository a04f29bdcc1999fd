"""From a site file to its history: a clip is watched, a line and a zone in it, and the store tells what there was."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from inference.sources import open_video
from main import main

SITE = """
[site]
name = "museum"
store = "sqlite:///{folder}/s.db"
[[source]]
name = "door"
url = "demo"
starts_at = 2026-11-26T09:00:00Z
[[source.line]]
name = "middle"
points = [[0.5, 0.0], [0.5, 1.0]]
[[source.zone]]
name = "everywhere"
polygon = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]
"""


def test_a_recording_has_a_copy_with_its_lines_and_zones(tmp_path: Path):
    """Two runs, one with faces covered and one without: the scene is in both, faces in one."""
    images = {}
    for privacy in ("none", "pixelate"):
        file = tmp_path / f"{privacy}.toml"
        more = f'url = "demo"\nmax_fps = 1\ncopy = "{privacy}.mp4"\nprivacy = "{privacy}"'
        site = SITE.format(folder=tmp_path).replace('url = "demo"', more)
        file.write_text(site + "[analysis]\nidentity = false\n", encoding="utf-8")
        assert main(["site", str(file), "--quiet"]) == 0
        with open_video(tmp_path / f"{privacy}.mp4") as video:
            images[privacy] = {round(frame.timestamp_s, 2): frame.image_bgr for frame in video}
    with open_video("demo") as video:
        originals = {round(frame.timestamp_s, 2): frame.image_bgr for frame in video}
    assert 10 <= len(images["none"]) <= 14
    assert images["none"].keys() == images["pixelate"].keys()
    for time_s, annotated in images["none"].items():
        middle = annotated.shape[1] // 2
        assert np.abs(annotated[:, middle].astype(int) - originals[time_s][:, middle]).mean() > 40
    different = [np.abs(images["pixelate"][t].astype(int) - images["none"][t]).max() > 60 for t in images["none"]]
    assert sum(different) >= 8


def test_what_a_site_sees_is_in_its_history(tmp_path: Path, capsys):
    file = tmp_path / "museum.toml"
    file.write_text(SITE.format(folder=tmp_path), encoding="utf-8")
    assert main(["site", str(file), "--check"]) == 0
    assert "store: takes rows" in capsys.readouterr().out
    assert main(["site", str(file), "--quiet"]) == 0
    report = tmp_path / "r.json"
    period = ["--from", "2026-11-26T09:00Z", "--to", "2026-11-26T10:00Z", "--by", "hour"]
    assert main(["history", str(tmp_path / "s.db"), *period, "--report", str(report)]) == 0
    content = json.loads(report.read_text(encoding="utf-8"))
    assert content["sites"] == ["museum"]
    assert content["total"]["people"] == 2
    assert content["total"]["visits"] >= 2
    assert content["zones"][0]["zone"] == "everywhere"
    assert content["zones"][0]["people"] == 2
    assert 10 < content["watched_s"] < 13
    assert content["most_at_once"]["people"] == 2
