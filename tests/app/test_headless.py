"""Whole jobs through `main`: what is written, what is said, which code comes back."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import socket
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PIL import Image
from pillow_heif import register_heif_opener

from app.progress import _about_people
from inference import files
from inference.identity.person import People, Person, Visit
from inference.pipeline import Pipeline
from inference.types import RunFacts
from main import main
from tests.inference.made_faces import attributes
from tests.photos import grace_hopper

COLUMNS = (
    "source,frame,time_s,track_id,x1,y1,x2,y2,detection_score,age,age_p10,age_p90,"
    "gender,gender_score,ethnicity,ethnicity_score"
)
FRAMES, FPS = 20, 10


@pytest.fixture(scope="module")
def portrait() -> np.ndarray:
    """Grace Hopper, 320x375: one frontal face."""
    photo = grace_hopper()
    return cv2.resize(photo, (320, 376), interpolation=cv2.INTER_AREA)


@pytest.fixture(scope="module")
def clip(tmp_path_factory, portrait) -> Path:
    """20 frames of one person in two seconds, in a container that can be cut anywhere."""
    path = tmp_path_factory.mktemp("clips") / "clip.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"g": "5", "bf": "0"})
        stream.height, stream.width = portrait.shape[:2]
        for number in range(FRAMES):
            frame = av.VideoFrame.from_ndarray(np.roll(portrait, number, axis=1), format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def frames_of(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


def test_a_video_becomes_copy_table_and_summary(clip, here, capsys):
    code = main(["--video", str(clip), "--output", "out.mp4", "--export", "out.csv", "--summary", "out.json"])
    said = capsys.readouterr()
    assert code == 0
    assert frames_of(here / "out.mp4") == FRAMES
    rows = rows_of(here / "out.csv")
    assert ",".join(rows[0]).startswith(COLUMNS)
    assert [int(row["frame"]) for row in rows] == list(range(FRAMES))
    assert {row["track_id"] for row in rows} == {row["person_id"] for row in rows} == {"1"}
    people = json.loads((here / "out.json").read_text(encoding="utf-8"))["people"]
    assert (people["count"], people["count_range"], people["tracks"], people["identity"]) == (1, [1, 1], 1, "on")
    assert said.out == ""
    assert said.err.count("\n") == 1, "one closing line, and no bar where nobody watches"
    for part in ("1 person", "--no-identity", f"{FRAMES} frames", "on onnxruntime-cpu", "out.mp4, out.csv, out.json"):
        assert part in said.err
    assert sorted(path.name for path in here.iterdir()) == ["out.csv", "out.json", "out.mp4"]


def test_who_is_in_two_videos_is_one_person(clip, here, capsys):
    shutil.copy(clip, here / "again.mkv")
    code = main(["--video", str(clip), "again.mkv", "--summary", "s.json", "--export", "t.csv"])
    assert code == 0
    people = json.loads((here / "s.json").read_text(encoding="utf-8"))["people"]
    assert (people["count"], people["tracks"]) == (1, 2)
    rows = rows_of(here / "t.csv")
    assert {row["source"] for row in rows} == {str(clip), "again.mkv"}
    assert {row["person_id"] for row in rows} == {"1"}
    assert "1 person" in capsys.readouterr().err


def test_without_identity_tracks_are_counted(clip, here, capsys):
    assert main(["--video", str(clip), str(clip), "--summary", "s.json", "--no-identity"]) == 0
    people = json.loads((here / "s.json").read_text(encoding="utf-8"))["people"]
    assert (people["count"], people["identity"]) == (2, "off")
    assert "recognised" not in capsys.readouterr().err


def test_outputs_are_named_after_the_input_where_none_is_asked_for(clip, here):
    assert main(["--video", str(clip), "--quiet"]) == 0
    assert sorted(path.name for path in here.iterdir()) == ["clip-faces.csv", "clip-faces.json", "clip-faces.mp4"]


def test_quiet_says_nothing(clip, here, capsys):
    assert main(["--video", str(clip), "--export", "out.csv", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_stdout_holds_the_table_and_nothing_else(clip, here, capfd):
    assert main(["--video", str(clip), "--export", "-", "--every", "5"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith(COLUMNS)
    assert [int(row["frame"]) for row in csv.DictReader(lines)] == [0, 5, 10, 15]


def test_a_part_of_a_video(clip, here):
    assert main(["--video", str(clip), "--export", "out.csv", "--start", "0.5", "--end", "1", "--quiet"]) == 0
    assert [int(row["frame"]) for row in rows_of(here / "out.csv")] == [5, 6, 7, 8, 9]


def test_hidden_attributes_are_not_written(clip, here):
    assert main(["--video", str(clip), "--export", "out.csv", "--hide", "age,ethnicity", "--quiet"]) == 0
    row = rows_of(here / "out.csv")[0]
    assert not row["age"]
    assert not row["age_p10"]
    assert not row["ethnicity"]
    assert row["gender"] in ("male", "female")


def test_the_built_in_demo(here):
    assert main(["--video", "demo", "--end", "0.3", "--export", "demo.csv", "--quiet"]) == 0
    assert {row["source"] for row in rows_of(here / "demo.csv")} == {"demo"}


def test_the_people_of_a_run_are_told_and_shown(here, capsys):
    assert main(["--video", "demo", "--people", "who.html", "--summary", "out.json"]) == 0
    page = (here / "who.html").read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") == 2
    people = json.loads((here / "out.json").read_text(encoding="utf-8"))["people"]
    assert people["count"] == 2
    female = people["shares"]["gender"]["female"]
    assert 0 <= female["low"] <= female["estimate"] <= female["high"] <= 1
    # of two people nothing is said of a crowd
    assert "mean age" not in capsys.readouterr().err


def test_what_is_said_of_a_few_people_has_its_intervals():
    visit = Visit(1, "a.mp4", 0.0, 1.0, 1.0, 25, 0, 25)
    persons = tuple(Person(n, (visit,), attributes(34), 0.8, None, True) for n in range(1, 7))
    facts = RunFacts(people=People(persons, {}, (5, 7), 6, ""))
    said = _about_people(facts, frozenset())
    assert re.fullmatch(
        r"5 to 7 as doubtful links allow, mean age 34 \(34 to 34\), \d+ % female \(\d+ to 100 %\)", said
    )
    assert "female" not in _about_people(facts, frozenset({"gender"}))


def test_images_broken_ones_are_told_and_counted(here, portrait, capsys):
    photos = here / "photos"
    photos.mkdir()
    for name in ("1.jpg", "2.png", "10.jpg"):
        cv2.imwrite(str(photos / name), portrait)
    (photos / "3.jpg").write_bytes((photos / "1.jpg").read_bytes()[:100])
    (photos / "4.png").write_text("no image", encoding="utf-8")
    (photos / "notes.txt").write_text("not even called one", encoding="utf-8")
    code = main(["--image", "photos", "--output", "marked", "--export", "out.csv", "--summary", "out.json"])
    said = capsys.readouterr().err
    assert code == 0
    assert [Path(row["source"]).name for row in rows_of(here / "out.csv")] == ["1.jpg", "2.png", "10.jpg"]
    assert {row["track_id"] for row in rows_of(here / "out.csv")} == {""}
    assert len(list((here / "marked").iterdir())) == 3
    assert said.count("skipped photos") == 2
    assert "2 images skipped" in said
    assert "3 faces of 1 person (recognised within this run; --no-identity: not) in 3 images" in said
    assert {row["person_id"] for row in rows_of(here / "out.csv")} == {"1"}
    assert json.loads((here / "out.json").read_text(encoding="utf-8"))["people"]["count"] == 1


def test_what_can_be_neither_read_nor_written_never_ends_a_folder(here, portrait, capfd):
    """A telephone's folder, and what lies in folders besides."""
    photos = here / "photos"
    (photos / "more").mkdir(parents=True)
    register_heif_opener()
    Image.fromarray(portrait[..., ::-1]).save(photos / "IMG_1.HEIC", "HEIF")
    cv2.imwrite(str(photos / "IMG_2.jpg"), portrait)
    (photos / "IMG_2.jpg").write_bytes((photos / "IMG_2.jpg").read_bytes()[:-2])
    cv2.imwrite(str(photos / "IMG_3.png"), cv2.rotate(portrait, cv2.ROTATE_180))
    cv2.imwrite(str(photos / "wide.tif"), np.full((4, 66_000, 3), 128, np.uint8))
    (photos / "IMG_4.DNG").write_bytes(b"II*\0" + bytes(100))
    os.mkfifo(photos / "pipe.jpg")
    (photos / "more" / "up").symlink_to(photos)
    cv2.imwrite(str(photos / "zz.jpg"), portrait)
    (here / "marked" / "zz.jpg").mkdir(parents=True)
    code = main(["--image", "photos", "--output", "marked", "--export", "out.csv", "--summary", "out.json"])
    said = capfd.readouterr().err
    assert code == 3
    assert [Path(row["source"]).name for row in rows_of(here / "out.csv")] == [
        "IMG_1.HEIC", "IMG_2.jpg", "IMG_3.png", "zz.jpg",
    ]  # fmt: skip
    assert sorted(path.name for path in (here / "marked").iterdir() if path.is_file() and path.name[0] != ".") == [
        "IMG_1.jpg", "IMG_2.jpg", "IMG_3.png", "wide.png",
    ]  # fmt: skip
    for part in ("IMG_4.DNG: camera RAW", "pipe.jpg: it is a named pipe", "can't write marked/zz.jpg: it is a folder"):
        assert part in said
    assert "[ERROR" not in said
    totals = json.loads((here / "out.json").read_text(encoding="utf-8"))
    assert totals["frames"]["broken_stills"] == 2
    assert [Path(skipped["path"]).name for skipped in totals["skipped"]] == ["IMG_4.DNG", "pipe.jpg"]
    for part in ("IMG_2.jpg: incomplete", "IMG_3.png: turned by 180 degrees", "wide.tif: too large for JPEG", "zz.jpg"):
        assert any(part in note for note in totals["notes"])


def test_an_animated_webp_is_a_video_and_as_an_image_its_first_frame(here, portrait, capsys):
    frames = [Image.fromarray(np.roll(portrait, number, axis=1)[..., ::-1]) for number in range(4)]
    frames[0].save(here / "moves.webp", save_all=True, append_images=frames[1:], duration=100)
    assert main(["--video", "moves.webp", "--output", "out.mp4", "--export", "out.csv"]) == 0
    assert frames_of(here / "out.mp4") == 4
    assert [float(row["time_s"]) for row in rows_of(here / "out.csv")] == [0.0, 0.1, 0.2, 0.3]
    assert main(["--image", "moves.webp", "--export", "out.csv"]) == 0
    assert len(rows_of(here / "out.csv")) == 1
    assert "moves: the first of its 4 images is analysed" in capsys.readouterr().err


def test_a_folder_that_is_written_into_its_own_input_is_not_read_the_next_time(here, portrait):
    photos = here / "photos"
    photos.mkdir()
    cv2.imwrite(str(photos / "1.jpg"), portrait)
    shutil.copy(photos / "1.jpg", photos / ".0123abcd.part.2.jpg")  # of a run that was killed
    for _ in range(2):
        assert main(["--image", "photos", "--output", "photos/faces", "--summary", "out.json", "--quiet"]) == 0
        assert json.loads((here / "out.json").read_text(encoding="utf-8"))["frames"]["read"] == 1
    assert [path.name for path in (photos / "faces").iterdir()] == ["1.jpg"]


def test_one_image(here, portrait):
    cv2.imwrite("party.png", portrait)
    assert main(["--image", "party.png", "--output", "marked.jpg", "--quiet"]) == 0
    marked = cv2.imread("marked.jpg")
    assert marked.shape == portrait.shape
    assert np.abs(marked.astype(int) - portrait).mean() > 1, "nothing is drawn on it"


def test_images_none_of_which_can_be_read(here, capsys):
    (here / "a.jpg").write_text("no image", encoding="utf-8")
    assert main(["--image", "a.jpg", "--export", "out.csv"]) == 3
    assert "a.jpg" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["absent.mp4", "empty.mp4", "text.mp4", "folder"])
def test_an_input_that_can_not_be_opened(here, capsys, name):
    (here / "empty.mp4").touch()
    (here / "text.mp4").write_text("once upon a time", encoding="utf-8")
    (here / "folder").mkdir()
    before = sorted(here.iterdir())
    assert main(["--video", name]) == 3
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert name in said
    assert "Traceback" not in said
    assert sorted(here.iterdir()) == before, "an output was left behind"


def test_a_camera_that_is_not_there(here, capsys):
    assert main(["--camera", "99", "--headless", "--export", "out.csv"]) == 3
    assert "camera:99" in capsys.readouterr().err
    assert not list(here.iterdir())


def test_a_server_that_does_not_answer(here, capsys):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
        port = unused.getsockname()[1]
        assert main(["--video", f"http://127.0.0.1:{port}/live.mp4", "--export", "out.csv"]) == 3
    assert f"127.0.0.1:{port}" in capsys.readouterr().err
    assert not list(here.iterdir())


def test_a_video_that_breaks_off_keeps_what_was_read(clip, here, capsys):
    data = clip.read_bytes()
    (here / "cut.mkv").write_bytes(data[: len(data) * 6 // 10])
    code = main(["--video", "cut.mkv", "--output", "out.mp4", "--export", "out.csv", "--summary", "out.json"])
    assert code == 3
    assert "cut.mkv" in capsys.readouterr().err
    frames = frames_of(here / "out.mp4")
    assert 5 <= frames < FRAMES
    assert [int(row["frame"]) for row in rows_of(here / "out.csv")] == list(range(frames))
    json.loads((here / "out.json").read_text(encoding="utf-8"))


def test_an_output_folder_that_is_not_there(clip, here, capsys):
    assert main(["--video", str(clip), "--export", "nowhere/out.csv"]) == 3
    assert "nowhere" in capsys.readouterr().err


def test_an_engine_that_can_not_run_leaves_earlier_results_alone(clip, here, capsys):
    (here / "out.csv").write_text("yesterday's", encoding="utf-8")
    assert main(["--video", str(clip), "--export", "out.csv", "--engine", "cuda"]) == 4
    assert "cuda" in capsys.readouterr().err
    assert (here / "out.csv").read_text(encoding="utf-8") == "yesterday's"
    assert len(list(here.iterdir())) == 1


def test_an_output_that_is_the_input(clip, here, capsys):
    shutil.copy(clip, here / "clip.mp4")
    before = (here / "clip.mp4").read_bytes()
    assert main(["--video", "clip.mp4", "--output", "clip.mp4"]) == 2
    assert (here / "clip.mp4").read_bytes() == before


def test_wrong_usage(capsys):
    assert main(["--video", "a.mp4", "--camera", "0"]) == 2
    said = capsys.readouterr().err
    assert "--camera and --video" in said
    assert "--help" in said


def test_a_fault_of_the_program_is_named_as_one(clip, here, monkeypatch, capsys):
    def fail(*args, **kwargs):
        raise TypeError("unsupported operand")

    monkeypatch.setattr(Pipeline, "run", fail)
    assert main(["--video", str(clip), "--export", "-"]) == 1
    said = capsys.readouterr().err
    assert "a fault in FaceLens (TypeError" in said
    assert "Traceback" not in said
    assert main(["--video", str(clip), "--export", "-", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_without_a_display_the_window_points_to_the_headless_words(monkeypatch, capsys):
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == 2
    said = capsys.readouterr().err
    assert "no display" in said
    assert "--video" in said


# --- what is kept, and under which name ---------------------------------------------------------


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_second_run_replaces_the_first_and_says_so(clip, here, capsys):
    (here / "out.csv").write_text("yesterday's", encoding="utf-8")
    assert main(["--video", str(clip), "--export", "out.csv", "--summary", "out.json"]) == 0
    assert "; wrote out.csv (replaced), out.json\n" in capsys.readouterr().err
    assert len(rows_of(here / "out.csv")) == FRAMES


def test_a_run_that_breaks_off_leaves_the_files_of_an_earlier_one_whole(clip, here, capsys):
    words = ["--output", "out.mp4", "--export", "out.csv", "--summary", "out.json"]
    assert main(["--video", str(clip), *words, "--quiet"]) == 0
    before = contents(here)
    data = clip.read_bytes()
    (here / "cut.mkv").write_bytes(data[: len(data) * 6 // 10])
    assert main(["--video", "cut.mkv", *words]) == 3
    said = capsys.readouterr().err
    after = contents(here)
    assert {name: after[name] for name in before} == before
    kept = [f"out (incomplete).{ending} (out.{ending} is left as it was)" for ending in ("mp4", "csv", "json")]
    assert f"\nkept: {', '.join(kept)}\n" in said
    frames = frames_of(here / "out (incomplete).mp4")
    assert 5 <= frames < FRAMES
    assert len(rows_of(here / "out (incomplete).csv")) == frames


def test_no_frame_at_all_is_an_error_and_leaves_everything_as_it_was(clip, here, capsys, monkeypatch):
    monkeypatch.setattr("inference.sources.video.VideoFile.__iter__", lambda self: iter(()))
    (here / "out.csv").write_text("yesterday's", encoding="utf-8")
    before = contents(here)
    code = main(["--video", str(clip), "--output", "out.mp4", "--export", "out.csv", "--summary", "out.json"])
    assert code == 3
    said = capsys.readouterr().err
    assert "gave no frame" in said
    assert "--start and --end" in said
    assert "wrote" not in said
    assert "kept" not in said
    assert contents(here) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_while_the_outputs_are_opened_leaves_nothing_of_them(clip, here, monkeypatch, number):
    create, made = files._create_part, []

    def create_and_interrupt(final: Path) -> Path:
        made.append(create(final))
        if len(made) == 2:
            os.kill(os.getpid(), number)
        return made[-1]

    monkeypatch.setattr(files, "_create_part", create_and_interrupt)
    assert main(["--video", str(clip), "--output", "a.mp4", "--export", "a.csv", "--summary", "a.json"]) == 130
    assert len(made) >= 2
    assert list(here.iterdir()) == []


def test_temporary_names_of_old_destroy_nothing(clip, here):
    """Neither the input, though it is called as FaceLens's temporary files once were, nor a stranger's file."""
    shutil.copy(clip, here / "clip.part.mp4")
    (here / "clip.part.csv").write_text("a stranger's", encoding="utf-8")
    before = contents(here)
    assert main(["--video", "clip.part.mp4", "--output", "clip.mp4", "--export", "clip.csv", "--quiet"]) == 0
    after = contents(here)
    assert {name: after[name] for name in before} == before
    assert frames_of(here / "clip.mp4") == FRAMES


@pytest.mark.parametrize("make", ["symlink_to", "hardlink_to"])
def test_an_output_that_is_the_input_under_another_name(clip, here, capsys, make):
    shutil.copy(clip, here / "clip.mp4")
    getattr(here / "other.mp4", make)(here / "clip.mp4")
    before = contents(here)
    assert main(["--video", "clip.mp4", "--output", "other.mp4"]) == 2
    assert "other.mp4 is the input" in capsys.readouterr().err
    assert contents(here) == before


def test_the_one_image_of_a_folder_is_not_replaced_by_its_copy(here, portrait, capsys):
    (here / "photos").mkdir()
    cv2.imwrite("photos/1.png", portrait)
    before = contents(here / "photos")
    assert main(["--image", "photos", "--output", "photos/1.png"]) != 0
    assert "photos/1.png" in capsys.readouterr().err
    assert contents(here / "photos") == before


def test_a_name_of_244_bytes(clip, here):
    name = "é" * 120 + ".mkv"
    shutil.copy(clip, here / name)
    assert main(["--video", name, "--quiet"]) == 0
    assert len(contents(here)) == 4


def test_videos_that_share_their_name_do_not_share_their_results(clip, here):
    for path in ("a/clip.mkv", "b/clip.mkv", "b/clip.mov"):
        (here / path).parent.mkdir(exist_ok=True)
        shutil.copy(clip, here / path)
        assert main(["--video", path, "--end", "0.2", "--quiet"]) == 0
    names = {json.loads((here / name).read_text())["source"]["name"]: name for name in map(str, here.glob("*.json"))}
    assert sorted(names) == ["a/clip.mkv", "b/clip.mkv", "b/clip.mov"]
    assert len(contents(here)) == 9
