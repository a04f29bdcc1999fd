"""Which encoder is taken, and what happens when it fails. Hardware is played by libx264 under another flag."""

from __future__ import annotations

import json
import logging
import time
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import pytest

from inference.errors import SinkError
from inference.outputs import Outputs
from inference.settings import DisplaySettings
from inference.sinks import close_sinks, encoders, open_sinks
from inference.sinks.encoders import SOFTWARE, EncoderKind, Shape, probe_encoders, trial
from inference.sinks.encoding import ImageEncoder
from inference.types import SourceInfo, SourceKind
from tests.inference.made_faces import frame, result

from .conftest import SIZE, made_image
from .test_video import images_of, times_of

CAMERA = SourceInfo("camera:0", SourceKind.CAMERA, fps=25.0)
SHAPE = Shape(*SIZE, Fraction(25), Fraction(1, 25))
# holds a dozen images back, as a device with a deep queue does
STAND_IN = EncoderKind("libx264", {"preset": "medium", "rc-lookahead": "12", "threads": "1"})
IMAGES = 40


@pytest.fixture
def stand_in(monkeypatch) -> None:
    monkeypatch.setattr(encoders, "HARDWARE", (EncoderKind("h264_absent"), STAND_IN))


def fail(monkeypatch, when) -> list[int]:
    """Let the stand-in raise where `when(number of the call, image)` says so; returns what it was asked to do."""
    calls: list[int] = []
    encoded = ImageEncoder._encoded

    def maybe(self, shot):
        if self._kind is STAND_IN:
            calls.append(len(calls))
            if when(calls[-1], shot):
                raise av.error.ExternalError(-1, "the driver has gone\n")
        return encoded(self, shot)

    monkeypatch.setattr(ImageEncoder, "_encoded", maybe)
    return calls


def write(folder: Path, **outputs: str) -> None:
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(folder / "copy.mp4"), **outputs))
    try:
        for number in range(IMAGES):
            shot = frame(made_image(number), number, number / 25)
            for sink in sinks:
                sink.write(shot, result(shot))
    finally:
        close_sinks(sinks)


def assert_whole(path: Path) -> None:
    """Every image once, in order, at its time."""
    shown = images_of(path)
    expected = [int(made_image(number)[-4, -4, 0]) for number in range(IMAGES)]
    assert [int(image[-4, -4, 0]) for image in shown] == pytest.approx(expected, abs=3)
    assert times_of(path) == pytest.approx([number / 25 for number in range(IMAGES)], abs=1e-5)


# --- which one ---------------------------------------------------------------------------------


def test_the_last_encoder_is_software_and_always_works():
    kinds = list(probe_encoders())
    assert kinds[-1] == (SOFTWARE, "")
    assert trial(SOFTWARE, SHAPE) == ""
    assert [kind.name for kind, _ in kinds[:3]] == ["h264_nvenc", "h264_qsv", "h264_videotoolbox"]


def test_where_nothing_is_found_that_takes_no_time():
    started = time.thread_time()
    for kind in encoders.HARDWARE:
        if trial(kind, SHAPE) == "":
            pytest.skip("there is a hardware encoder here")
    assert time.thread_time() - started < 0.3


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (EncoderKind("h264_absent"), "not in this build of FFmpeg"),
        (EncoderKind("libx264", {"preset": "no-such"}), "preset"),
    ],
)
def test_what_does_not_work_says_why_in_one_line(kind, reason):
    said = trial(kind, SHAPE)
    assert reason in said
    assert "\n" not in said


def test_an_encoder_that_wants_images_on_its_device_is_passed_over(monkeypatch):
    monkeypatch.setattr(encoders, "_FORMATS", ("vaapi",))
    assert trial(STAND_IN, SHAPE) == "takes no images from main memory"


def test_an_encoder_that_gives_nothing_back_is_passed_over(monkeypatch):
    silent = SimpleNamespace(encode=lambda shot: [])
    monkeypatch.setattr(encoders, "VideoCodecContext", SimpleNamespace(create=lambda name, mode: silent))
    kind = SimpleNamespace(name="h264_silent", configure=lambda context, shape: None)
    assert trial(kind, SHAPE) == "gave no images back"


def test_trying_leaves_the_level_of_ffmpegs_messages_as_it_was():
    before = av.logging.get_level()
    trial(EncoderKind("libx264", {"preset": "no-such"}), SHAPE)
    assert av.logging.get_level() == before


# --- at work -----------------------------------------------------------------------------------


def test_the_first_that_works_encodes_and_the_summary_says_so(tmp_path, stand_in):
    write(tmp_path, summary=str(tmp_path / "s.json"))
    assert_whole(tmp_path / "copy.mp4")
    said = json.loads((tmp_path / "s.json").read_text())["settings"]
    assert said["video_encoder"] == "libx264"
    assert said["video_encoder_reason"] == "h264_absent: not in this build of FFmpeg"


def test_without_a_copy_the_summary_names_no_encoder(tmp_path):
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(summary=str(tmp_path / "s.json")))
    close_sinks(sinks)
    said = json.loads((tmp_path / "s.json").read_text())["settings"]
    assert (said["video_encoder"], said["video_encoder_reason"]) == (None, None)


@pytest.mark.parametrize("calls", [0, 1, 7, 20, IMAGES - 1])
def test_an_encoder_that_fails_in_the_middle_loses_nothing(tmp_path, monkeypatch, caplog, stand_in, calls):
    given = fail(monkeypatch, lambda number, shot: number >= calls)
    with caplog.at_level(logging.WARNING):
        write(tmp_path, summary=str(tmp_path / "s.json"))
    assert len(given) == calls + 1
    assert_whole(tmp_path / "copy.mp4")
    said = json.loads((tmp_path / "s.json").read_text())["settings"]["video_encoder_reason"]
    assert said.endswith("libx264 failed while running: the driver has gone")
    assert "going on with libx264" in caplog.text


def test_an_encoder_that_fails_at_the_very_end_loses_nothing(tmp_path, monkeypatch, stand_in):
    given = fail(monkeypatch, lambda number, shot: shot is None)
    write(tmp_path)
    assert len(given) == IMAGES + 1
    assert_whole(tmp_path / "copy.mp4")


def test_both_parts_of_such_a_copy_have_their_parameters_in_its_index(tmp_path, monkeypatch, stand_in):
    fail(monkeypatch, lambda number, shot: number >= 20)
    write(tmp_path)
    data = (tmp_path / "copy.mp4").read_bytes()
    assert data.count(b"avcC") == 2
    with av.open(str(tmp_path / "copy.mp4")) as container:
        stream = container.streams.video[0]
        container.seek(int(1.2 / stream.time_base), stream=stream)
        assert float(next(container.decode(stream)).time) > 0  # the second part begins with an image of its own


def test_an_encoder_that_passes_the_trial_and_then_does_not_open_is_passed_over(tmp_path, monkeypatch, stand_in):
    opened = ImageEncoder.__init__

    def refuse(self, container, kind, shape, steps):
        opened(self, container, kind, shape, steps)
        if kind is STAND_IN:
            raise av.error.ExternalError(-1, "no free session")

    monkeypatch.setattr(ImageEncoder, "__init__", refuse)
    write(tmp_path, summary=str(tmp_path / "s.json"))
    assert_whole(tmp_path / "copy.mp4")
    assert "no free session" in json.loads((tmp_path / "s.json").read_text())["settings"]["video_encoder_reason"]


def test_software_that_fails_is_said(tmp_path, monkeypatch):
    def gone(self, shot):
        raise av.error.ExternalError(-1, "out of order")

    monkeypatch.setattr(encoders, "HARDWARE", ())
    monkeypatch.setattr(ImageEncoder, "_encoded", gone)
    with pytest.raises(SinkError, match=r"copy\.mp4: its images can.t be encoded .libx264: out of order"):
        write(tmp_path)
