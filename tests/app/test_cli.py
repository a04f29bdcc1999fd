"""Words of the command line to jobs, and the combinations that make no sense."""

from __future__ import annotations

import pytest

from app.cli import Job, Mode, parse_arguments
from inference.errors import UsageError
from inference.settings import AnalysisSettings, DetectorRange, DisplaySettings, EngineChoice, Privacy


def parse(line: str) -> Job:
    return parse_arguments(line.split())


def test_nothing_opens_the_window():
    assert parse("") == Job(mode=Mode.WINDOW)


def test_a_file_or_a_camera_opens_the_window_on_it():
    assert parse("clip.mp4") == Job(mode=Mode.WINDOW, video="clip.mp4")
    assert parse("--camera 0") == Job(mode=Mode.WINDOW, camera=0)


def test_every_word_of_a_headless_job():
    job = parse(
        "--video clip.mp4 --output a.mp4 --export b.csv --summary c.json --engine cpu --detector wide --min-face 12.5"
        " --privacy blur --hide Age,ethnicity --no-tracking --start 1.5 --end 9 --every 5 --quiet --debug"
    )
    assert job == Job(
        mode=Mode.HEADLESS,
        video="clip.mp4",
        output="a.mp4",
        export="b.csv",
        summary="c.json",
        start_s=1.5,
        end_s=9.0,
        every=5,
        quiet=True,
        debug=True,
        analysis=AnalysisSettings(
            engine=EngineChoice.CPU,
            detector=DetectorRange.WIDE,
            min_face_px=12.5,
            tracking=False,
        ),
        display=DisplaySettings(privacy=Privacy.BLUR, hide=frozenset({"age", "ethnicity"})),
    )


def test_stills_are_not_tracked():
    job = parse("--image a.jpg folder --export -")
    assert job.images == ("a.jpg", "folder")
    assert job.mode is Mode.HEADLESS
    assert not job.analysis.tracking


def test_a_camera_without_a_window():
    job = parse("--camera 2 --headless --export - --end 60")
    assert (job.mode, job.camera, job.end_s) == (Mode.HEADLESS, 2, 60.0)


@pytest.mark.parametrize(
    ("line", "outputs"),
    [
        ("--video films/holiday.mov", ("holiday-faces.mp4", "holiday-faces.csv", "holiday-faces.json")),
        ("--video demo", ("demo-faces.mp4", "demo-faces.csv", "demo-faces.json")),
        ("--video rtsp://10.0.0.2:554/door/main", ("main-faces.mp4", "main-faces.csv", "main-faces.json")),
        ("--video http://10.0.0.2", ("10.0.0.2-faces.mp4", "10.0.0.2-faces.csv", "10.0.0.2-faces.json")),
        ("--image one.png two.png", ("pictures-faces", "pictures-faces.csv", "pictures-faces.json")),
        ("--video a.mp4 --export b.csv", (None, "b.csv", None)),
    ],
)
def test_outputs_are_named_after_the_input_where_none_is_asked_for(line, outputs):
    job = parse(line)
    assert (job.output, job.export, job.summary) == outputs


def test_outputs_of_a_folder_and_of_one_picture(tmp_path):
    (tmp_path / "party.png").touch()
    job = parse_arguments(["--image", str(tmp_path / "party.png")])
    assert (job.output, job.export) == ("party-faces.jpg", "party-faces.csv")
    job = parse_arguments(["--image", str(tmp_path)])
    assert (job.output, job.export) == (f"{tmp_path.name}-faces", f"{tmp_path.name}-faces.csv")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("--video a.mp4 --camera 0", "--camera and --video can't go together"),
        ("a.mp4 --image b.jpg", "FILE_OR_URL and --image"),
        ("--headless", "--headless goes with --camera"),
        ("a.mp4 --headless", "--headless goes with --camera"),
        ("a.mp4 --export b.csv", "--export works without the window: use --video"),
        ("--camera 0 --summary b.json", "--camera N --headless"),
        ("--camera 0 --headless", "say what to write"),
        ("--image a.jpg --end 2", "--end picks a part of a video"),
        ("--every 2", "--every thins out"),
        ("--start 3", "--start picks a part of a video"),
        ("--camera 0 --start 3", "a camera begins now"),
        ("--video a.mp4 --start 5 --end 5", "--end 5 must be later than --start 5"),
        ("--video a.mp4 --end 0", "--end 0 must be later than --start 0"),
        ("--video a.mp4 --every 0", "1 or more; got '0'"),
        ("--video a.mp4 --every 1.5", "takes a whole number"),
        ("--camera -1", "0 or more; got '-1'"),
        ("--video a.mp4 --min-face nan", "got 'nan'"),
        ("--video a.mp4 --start inf", "got 'inf'"),
        ("--video a.mp4 --end soon", "got 'soon'"),
        ("--video a.mp4 --hide height", "--hide takes age, gender, ethnicity; got height"),
        ("--video a.mp4 --engine npu", "invalid choice: 'npu'"),
        ("--video a.mp4 --out b.mp4", "unrecognized arguments: --out"),
        ("--video", "expected one argument"),
    ],
)
def test_wrong_usage_says_what_is_wrong(line, complaint):
    with pytest.raises(UsageError) as raised:
        parse(line)
    assert complaint in str(raised.value)


def test_an_empty_name_is_no_input():
    with pytest.raises(UsageError, match="empty"):
        parse_arguments(["--video", ""])
