"""Words of the command line to jobs, and the combinations that make no sense."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from app.cli import FLAGS, RECONNECT_S, Job, Mode, build_parser, in_flags, parse_arguments
from inference.detection import DetectorSpec, register
from inference.engines import devices
from inference.errors import FIELD_NAMES, UsageError
from inference.outputs import Outputs
from inference.settings import (
    AnalysisSettings,
    DetectorRange,
    DisplaySettings,
    EngineChoice,
    ModelChoice,
    Privacy,
    Selection,
)
from main import main


def parse(line: str) -> Job:
    return parse_arguments(line.split())


def test_nothing_opens_the_window():
    assert parse("") == Job(mode=Mode.WINDOW)


def test_a_file_or_a_camera_opens_the_window_on_it():
    assert parse("clip.mp4") == Job(mode=Mode.WINDOW, video="clip.mp4")
    assert parse("--camera 0") == Job(mode=Mode.WINDOW, camera=0)


def test_every_word_of_a_headless_job():
    job = parse(
        "--video clip.mp4 --output a.mp4 --export b.csv --summary c.json --engine cpu --model large --detector wide"
        " --min-face 12.5 --min-score 0.4"
        " --privacy blur --hide Age,ethnicity --no-tracking --start 1.5 --end 9 --every 5 --quiet --debug"
    )
    assert job == Job(
        mode=Mode.HEADLESS,
        video="clip.mp4",
        outputs=Outputs(output="a.mp4", export="b.csv", summary="c.json"),
        selection=Selection(start_s=1.5, end_s=9.0, every=5),
        quiet=True,
        debug=True,
        analysis=AnalysisSettings(
            engine=EngineChoice.CPU,
            model=ModelChoice.LARGE,
            detector=DetectorRange.WIDE,
            min_face_px=12.5,
            min_detection_score=0.4,
            tracking=False,
        ),
        display=DisplaySettings(privacy=Privacy.BLUR, hide=frozenset({"age", "ethnicity"})),
    )


def test_stills_are_not_tracked():
    job = parse("--image a.jpg folder --export -")
    assert job.images == ("a.jpg", "folder")
    assert job.mode is Mode.HEADLESS
    assert not job.analysis.tracking


@pytest.mark.parametrize(
    ("line", "model"),
    [
        ("--image a.jpg", ModelChoice.LARGE),
        ("--image a.jpg --model small", ModelChoice.SMALL),
        ("--video a.mp4", ModelChoice.AUTO),
    ],
)
def test_a_face_of_a_still_which_has_but_one_look_is_the_large_models(line, model):
    assert parse(line).analysis.model is model


def test_a_camera_without_a_window():
    job = parse("--camera 2 --headless --export - --end 60")
    assert (job.mode, job.camera, job.selection.end_s) == (Mode.HEADLESS, 2, 60.0)


@pytest.mark.parametrize(
    ("line", "outputs"),
    [
        ("--video films/holiday.mov", ("holiday-faces.mp4", "holiday-faces.csv", "holiday-faces.json")),
        ("--video demo", ("demo-faces.mp4", "demo-faces.csv", "demo-faces.json")),
        ("--video rtsp://h/door", ("h-door-faces.mp4", "h-door-faces.csv", "h-door-faces.json")),
        ("--video http://10.0.0.2", ("10.0.0.2-faces.mp4", "10.0.0.2-faces.csv", "10.0.0.2-faces.json")),
        ("--image one.png two.png", ("pictures-faces", "pictures-faces.csv", "pictures-faces.json")),
        ("--video a.mp4 --export b.csv", (None, "b.csv", None)),
    ],
)
def test_outputs_are_named_after_the_input_where_none_is_asked_for(line, outputs):
    job = parse(line)
    assert (job.outputs.output, job.outputs.export, job.outputs.summary) == outputs


def test_outputs_of_a_folder_and_of_one_image(tmp_path):
    (tmp_path / "party.png").touch()
    job = parse_arguments(["--image", str(tmp_path / "party.png")])
    assert (job.outputs.output, job.outputs.export) == ("party-faces.jpg", "party-faces.csv")
    job = parse_arguments(["--image", str(tmp_path)])
    assert (job.outputs.output, job.outputs.export) == (f"{tmp_path.name}-faces", f"{tmp_path.name}-faces.csv")


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
        ("--video a.mp4 --min-score 1", "--min-score must lie between 0 and 1, got 1"),
        ("--video a.mp4 --start inf", "got 'inf'"),
        ("--video a.mp4 --end soon", "got 'soon'"),
        ("--video a.mp4 --hide height", "--hide takes age, gender, ethnicity; got height"),
        ("--video a.mp4 --engine npu", "invalid choice: 'npu'"),
        ("--video a.mp4 --out b.mp4", "unrecognized arguments: --out"),
        ("--video", "expected at least one argument"),
    ],
)
def test_wrong_usage_says_what_is_wrong(line, complaint):
    with pytest.raises(UsageError) as raised:
        parse(line)
    assert complaint in in_flags(raised.value)


def test_an_empty_name_is_no_input():
    with pytest.raises(UsageError, match="empty"):
        parse_arguments(["--video", ""])


def test_settings_are_named_by_flags_that_there_are():
    flags = {name for action in build_parser()._actions for name in action.option_strings}
    assert {name for name in FLAGS.values() if name.startswith("--")} <= flags
    assert set(FLAGS) <= set(FIELD_NAMES)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("--video {clip} --start 60", "ends at 0.4 s, before --start 60"),
        ("--video {folder}", "a folder of images goes with --image"),
        ("--video {clip} --output copy.avi", "--output of a video must be a file that ends in .mp4; got copy.avi"),
        ("--video {clip} --export table.xlsx", "--export writes .csv, .jsonl or - (stdout); got table.xlsx"),
        ("--video {clip} --summary sums.txt", "--summary writes .json; got sums.txt"),
        ("--image {photo} --output copy.webp", "--output of images is .jpg, .png or a folder; got copy.webp"),
        ("--image {photo} {other} --output copy.jpg", "give a folder as --output"),
        ("--image {photo} --output {folder}", "is the folder of the originals; choose another one"),
        ("--video {clip} --engine cuda --export -", "--engine cuda: no NVIDIA GPU answers"),
    ],
)
def test_what_goes_wrong_later_is_said_in_flags_too(line, complaint, clip, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(devices, "find_gpu", lambda: None)
    photo, other = tmp_path / "photo.png", tmp_path / "other.png"
    for number, path in enumerate((photo, other)):
        cv2.imwrite(str(path), np.full((32, 32, 3), number, np.uint8))
    words = [word.format(clip=clip, photo=photo, other=other, folder=tmp_path) for word in line.split()]
    assert main(words) != 0
    assert complaint in capsys.readouterr().err


def test_a_registered_detector_can_be_chosen_by_its_name(monkeypatch):
    monkeypatch.setattr("inference.detection.registry._SPECS", {})
    register(DetectorSpec("auto", "the default", lambda settings: NotImplemented))
    register(DetectorSpec("middle", "the middle of a frame", lambda settings: NotImplemented))
    assert parse("--video a.mp4 --detector middle").analysis.detector == "middle"
    with pytest.raises(UsageError, match="choose from 'auto', 'middle'"):
        parse("--video a.mp4 --detector wide")


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    """Ten grey frames, 25 per second."""
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height = 64, 48
        for number in range(10):
            frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), 90, np.uint8), format="bgr24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    "line",
    [
        "--video a.mp4 rtsp://u:s3cret@192.0.2.7/door?token=s3cret",
        "--vdeo=rtsp://u:s3cret@192.0.2.7/door",
        "--engine rtsp://u:s3cret@192.0.2.7/door --video a.mp4",
    ],
)
def test_a_password_in_a_wrong_command_line_is_not_repeated(line, capsys):
    assert main(line.split()) == 2
    said = capsys.readouterr().err
    assert "s3cret" not in said


def test_a_name_that_begins_with_a_dash_is_told_from_an_option():
    for option, name in (("--video", "-dash.mp4"), ("--export", "-1.csv"), ("--image", "-Ä.heic")):
        with pytest.raises(UsageError, match=rf"write \./{name}"):
            parse(f"{option} {name}")
    assert parse("--video=-dash.mp4").video == "-dash.mp4"
    with pytest.raises(UsageError) as caught:
        parse("--video a.mp4 --end -3.5")
    assert "./" not in str(caught.value)


def test_how_long_a_live_source_is_waited_for():
    assert parse("--camera 0 --headless --export a.csv").reconnect_s == RECONNECT_S > 0
    assert parse("--camera 0 --headless --export a.csv --reconnect 0").reconnect_s == 0.0
    assert parse("--video rtsp://192.0.2.7/door --reconnect 600").reconnect_s == 600.0
    for line in ("--video a.mp4 --reconnect 5", "--camera 0 --reconnect 5", "--image a.jpg --reconnect 5"):
        with pytest.raises(UsageError, match="cameras and addresses"):
            parse(line)
