"""`find` over exported files: who is found, and clips that hold them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from inference.sources import open_video
from main import main
from tests.photos import grace_hopper


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    """A table and people files of the demo."""
    folder = tmp_path_factory.mktemp("exported")
    for table, people in (("t.csv", "p.jsonl"), ("t.jsonl", "p.csv")):
        outputs = ["--export", str(folder / table), "--people", str(folder / people)]
        assert main(["--video", "demo", "--every", "10", "--quiet", *outputs]) == 0
    return folder


def ages(exported: Path) -> dict[int, float]:
    lines = (exported / "p.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["person_id"]: row["age"] for row in map(json.loads, lines)}


@pytest.mark.parametrize("name", ["t.csv", "t.jsonl", "p.csv", "p.jsonl"])
def test_tables_and_people_files_are_searched_alike(exported, tmp_path, capsys, name):
    known = ages(exported)
    oldest = max(known, key=lambda number: known[number])
    found = tmp_path / "found.csv"
    assert main(["find", str(exported / name), f"over {int(known[oldest]) - 5}", "--people", str(found)]) == 0
    (row,) = csv.DictReader(found.read_text(encoding="utf-8").splitlines())
    assert int(row["person_id"]) == oldest
    assert float(row["age"]) == pytest.approx(known[oldest], abs=3)
    assert (row["visits"], row["source"]) == ("1", "demo")
    said = capsys.readouterr()
    assert said.out.splitlines()[1].startswith(f"#{oldest} ")
    assert "1 of 2 people fits" in said.err or "1 of 2 person fits" in said.err


def thinned(image: np.ndarray) -> np.ndarray:
    return image[::8, ::8].copy()


def test_clips_hold_the_time_in_which_somebody_is_seen(exported, tmp_path):
    clips = tmp_path / "clips"
    assert main(["find", str(exported / "t.csv"), "seen at least 1 s", "--clips", str(clips), "--quiet"]) == 0
    with open(exported / "t.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with open_video("demo") as video:
        originals = [(frame.timestamp_s, thinned(frame.image_bgr)) for frame in video]
    for person in {row["person_id"] for row in rows}:
        (clip,) = clips.glob(f"person-{person}-*")
        with open_video(clip) as video:
            images = [thinned(frame.image_bgr) for frame in video]
        # copied, not encoded anew: its images are those of the video, from some key frame on
        start = next(i for i, (_, image) in enumerate(originals) if np.array_equal(image, images[0]))
        assert all(np.array_equal(image, originals[start + i][1]) for i, image in enumerate(images))
        times = [float(row["time_s"]) for row in rows if row["person_id"] == person]
        assert originals[start][0] <= max(0.0, min(times) - 1)
        assert originals[start + len(images) - 1][0] >= min(max(times) + 1, originals[-1][0]) - 0.04


def test_a_clip_has_the_sound_of_its_time(tmp_path):
    video = tmp_path / "v.mp4"
    with av.open(str(video), "w") as target:
        images = target.add_stream("libx264", rate=10, options={"g": "10"})
        images.width = images.height = 64
        sound = target.add_stream("aac", rate=8000, layout="mono")
        for number in range(60):
            image = np.full((64, 64, 3), number * 4, np.uint8)
            for packet in images.encode(av.VideoFrame.from_ndarray(image, format="bgr24")):
                target.mux(packet)
            # from the third second on there is a tone
            wave = np.sin(np.arange(800) / 4) * 20_000 * (number >= 30)
            samples = av.AudioFrame.from_ndarray(wave.astype(np.int16)[None], format="s16", layout="mono")
            samples.sample_rate, samples.pts = 8000, number * 800
            for packet in sound.encode(samples):
                target.mux(packet)
        for stream in (images, sound):
            for packet in stream.encode(None):
                target.mux(packet)
    row = {"source": str(video), "frame": "0", "age": "30", "track_id": "1", "person_id": "1"}
    table = tmp_path / "t.csv"
    with table.open("w", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*row, "time_s"])
        writer.writeheader()
        writer.writerows([row | {"time_s": "4.0"}, row | {"time_s": "4.5"}])
    assert main(["find", str(table), "people", "--clips", str(tmp_path / "c"), "--quiet"]) == 0
    (clip,) = (tmp_path / "c").iterdir()
    with av.open(str(clip)) as cut:
        loud = np.concatenate([frame.to_ndarray().ravel() for frame in cut.decode(audio=0)])
        assert 2.4 < len(loud) / 8000 < 3.2
    assert np.abs(loud[1600:]).mean() > 0.2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["none.csv", "women"], 3, "can't read none.csv"),
        (["t.csv", "wimen"], 2, "DESCRIPTION: `wimen` is not understood"),
        (["t.csv"], 2, "DESCRIPTION"),
        (["t.csv", "women", "--people", "x.html"], 2, "a contact sheet needs the video"),
        (["t.csv", "women", "--people", "t.csv"], 2, "is the input"),
        (["notes.txt", "women"], 3, "must end in .csv or .jsonl"),
        (["other.csv", "women"], 3, "neither a table"),
        (["cut.jsonl", "women"], 3, "damaged in line 2"),
        (["gone.csv", "people", "--clips", "c"], 3, "put it beside gone.csv"),
        (["still.csv", "people", "--clips", "c"], 3, "is an image"),
    ],
)
def test_what_can_not_be_done_is_said(exported, tmp_path, monkeypatch, capsys, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_bytes((exported / "t.csv").read_bytes())
    Path("notes.txt").write_text("hello")
    Path("other.csv").write_text("a,b\n1,2\n")
    Path("cut.jsonl").write_text((exported / "t.jsonl").read_text().splitlines()[0] + '\n{"source":\n')
    Path("gone.csv").write_text("source,frame,time_s,track_id,age\ngone.mp4,0,0.0,1,30\n")
    cv2.imwrite("a.png", grace_hopper())
    Path("still.csv").write_text("source,frame,time_s,track_id,age\na.png,0,0.0,,30\n")
    assert main(["find", *arguments]) == code
    assert said in capsys.readouterr().err
    assert not Path("c").exists()


def test_an_empty_table_has_nobody(tmp_path, capsys):
    table = tmp_path / "t.csv"
    table.write_text("source,frame,time_s,track_id,age\n")
    assert main(["find", str(table), "people"]) == 0
    assert "0 of 0 people fit" in capsys.readouterr().err


def test_a_table_without_people_has_tracks(tmp_path, capsys):
    table = tmp_path / "t.csv"
    rows = [f"v.mp4,{n},{n / 10},{1 + n % 2},{30 + 20 * (n % 2)},male,0.9" for n in range(20)]
    table.write_text("\n".join(["source,frame,time_s,track_id,age,gender,gender_score", *rows]))
    assert main(["find", str(table), "men over 40"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[1].split()[:3] == ["#2", "50", "male"]
    assert "1 of 2" in said.err
