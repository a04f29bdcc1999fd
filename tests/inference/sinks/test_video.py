"""The annotated copy: read back with FFmpeg."""

from __future__ import annotations

import shutil
from collections import namedtuple
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from inference.errors import SinkError
from inference.outputs import Outputs
from inference.overlay.palette import swatch_of
from inference.settings import DisplaySettings
from inference.sinks import close_sinks, open_sinks
from inference.sinks.base import Sink
from inference.sources import open_video
from inference.types import ImageArray, SourceInfo, SourceKind
from tests.inference.made_faces import face, frame, result

from .conftest import SIZE, made_image, part_of
from .copies import copy_of, times_of

CAMERA = SourceInfo("camera:0", SourceKind.CAMERA, fps=30.0)


def write_all(sinks: list[Sink], images: list[ImageArray], **more) -> None:
    for number, image in enumerate(images):
        shot = frame(image, number, **more)
        for sink in sinks:
            sink.write(shot, result(shot))


def images_of(path: Path) -> list[ImageArray]:
    with av.open(str(path)) as container:
        return [shot.to_ndarray(format="bgr24") for shot in container.decode(video=0)]


# --- images and times ------------------------------------------------------------------------


def test_the_copy_is_h264_for_every_player_with_its_index_first(make_video, tmp_path):
    copy_of(make_video(), tmp_path / "copy.mp4")
    with av.open(str(tmp_path / "copy.mp4")) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert (stream.width, stream.height) == SIZE
        assert not container.streams.audio
    data = (tmp_path / "copy.mp4").read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_images_keep_their_colours_and_order(make_video, tmp_path):
    frames = copy_of(make_video(), tmp_path / "copy.mp4").frames
    copied = images_of(tmp_path / "copy.mp4")
    assert len(copied) == len(frames) == 40
    for shown, given in zip(copied, frames, strict=True):
        # away from the border between the two colours
        assert np.abs(shown[40:, 56:].astype(int) - given.image_bgr[40:, 56:]).max() <= 6


@pytest.mark.parametrize(
    ("name", "time_base", "ticks"),
    [
        ("even.mp4", Fraction(1, 12800), range(0, 20 * 512, 512)),
        ("ntsc.mp4", Fraction(1, 30000), range(0, 20 * 1001, 1001)),
        ("uneven.mkv", Fraction(1, 1000), [0, 33, 40, 41, 200, 900, 1500]),
        ("late.mkv", Fraction(1, 1000), [70, 110, 150, 190]),
        ("stream.ts", Fraction(1, 90000), range(9000, 20 * 3600, 3600)),
    ],
)
@pytest.mark.parametrize("sound", [None, "aac"])
def test_times_are_those_of_the_source(make_video, tmp_path, name, time_base, ticks, sound):
    source = make_video(name, time_base=time_base, ticks=list(ticks), sound=sound)
    frames = copy_of(source, tmp_path / "copy.mp4").frames
    assert times_of(tmp_path / "copy.mp4") == pytest.approx([shot.timestamp_s for shot in frames], abs=1e-6)


def test_a_part_begins_at_zero(make_video, tmp_path):
    frames = copy_of(make_video(sound="aac"), tmp_path / "copy.mp4", start_s=0.5, end_s=1.2, every=2).frames
    expected = [shot.timestamp_s - 0.5 for shot in frames]
    assert expected[0] == pytest.approx(0.02)
    assert len(expected) == 9
    assert times_of(tmp_path / "copy.mp4") == pytest.approx(expected, abs=1e-6)


def test_times_of_a_camera_are_kept(tmp_path):
    times = [0.0, 0.0334, 0.1, 0.1001, 2.0]
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    for number, time_s in enumerate(times):
        shot = frame(made_image(number), number, time_s)
        sinks[0].write(shot, result(shot))
    close_sinks(sinks)
    assert times_of(tmp_path / "copy.mp4") == pytest.approx(times, abs=1e-5)


def test_times_that_stand_still_do_not_end_the_copy(tmp_path):
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    write_all(sinks, [made_image(number) for number in range(4)], time_s=1.0)
    close_sinks(sinks)
    times = times_of(tmp_path / "copy.mp4")
    assert len(times) == 4
    assert times == sorted(set(times))


def test_the_last_image_is_shown_though_its_rate_is_finer_than_the_clock(tmp_path):
    """At the rate alone it would last less than a tick: none."""
    source = SourceInfo("v.avi", SourceKind.VIDEO, fps=500_000.0, time_base=Fraction(1, 90_000))
    sinks = open_sinks(source, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    for number in range(5):
        write_all(sinks, [made_image(number)], time_s=number / 10)
    close_sinks(sinks)
    assert times_of(tmp_path / "copy.mp4") == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])


def test_faces_are_drawn(tmp_path):
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    shot = frame(np.full((480, 640, 3), 90, np.uint8))
    for _ in range(3):
        sinks[0].write(shot, result(shot, face(200, 150, 400, 380, track_id=5)))
    close_sinks(sinks)
    shown = images_of(tmp_path / "copy.mp4")[-1].astype(int)
    label = shown[100:150, 200:330]
    assert (np.abs(label - swatch_of(5).fill).max(axis=2) < 40).mean() > 0.3
    assert np.abs(shown[300, 220:380] - 90).max() < 12


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (3, 5), (101, 37), (102, 38), (100, 50), (33, 64)])
def test_any_size_can_be_encoded_with_its_colours(tmp_path, size):
    colour = (200, 80, 40)
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    write_all(sinks, [np.full((size[1], size[0], 3), colour, np.uint8)] * 3)
    close_sinks(sinks)
    shown = images_of(tmp_path / "copy.mp4")
    assert len(shown) == 3
    height, width = shown[0].shape[:2]
    assert width % 2 == height % 2 == 0
    assert 0 <= width - size[0] < 16
    assert 0 <= height - size[1] < 16
    assert np.abs(shown[0].astype(int) - colour).max() <= 4


def test_images_that_change_their_size_are_fitted_into_the_first(tmp_path):
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    white = [np.full((height, width, 3), 235, np.uint8) for width, height in ((160, 90), (80, 90), (320, 180))]
    write_all(sinks, white)
    close_sinks(sinks)
    first, narrow, large = images_of(tmp_path / "copy.mp4")
    assert first.shape == narrow.shape == large.shape == (90, 160, 3)
    # as high as the first, between two bars
    assert narrow[45, [5, 30]].max() < 40
    assert narrow[[5, 45, 85], 80].min() > 200
    assert narrow[45, [130, 155]].max() < 40
    assert large.min() > 200


# --- files -------------------------------------------------------------------------------------


def test_the_name_is_given_when_the_copy_is_complete(tmp_path):
    target = tmp_path / "copy.mp4"
    target.write_bytes(b"the copy of yesterday")
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(target)))
    write_all(sinks, [made_image(number) for number in range(5)])
    assert part_of(target).exists()
    assert target.read_bytes() == b"the copy of yesterday"
    close_sinks(sinks)
    assert list(tmp_path.iterdir()) == [target]
    assert len(times_of(target)) == 5


def test_without_a_frame_there_is_no_file(tmp_path):
    close_sinks(open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4"))))
    assert list(tmp_path.iterdir()) == []


def test_names_with_signs_that_mean_something_to_ffmpeg(tmp_path):
    target = tmp_path / "50%: a=b, [c] ü.mp4"
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(target)))
    write_all(sinks, [made_image(number) for number in range(3)])
    close_sinks(sinks)
    assert list(tmp_path.iterdir()) == [target]
    assert len(times_of(target)) == 3


def test_a_disk_that_fills_up_leaves_a_copy_that_can_be_played(make_video, tmp_path, monkeypatch):
    """Room for the index is kept; what the disk reports is the only thing that is pretended here."""
    usage = namedtuple("usage", "total used free")
    free = iter([1 << 40] * 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1 << 40, 0, next(free, 1 << 20)))
    source = make_video(sound="aac")
    with open_video(source) as opened:
        shots = list(opened)
        sinks = open_sinks(opened.info, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    for shot in shots[:20]:
        sinks[0].write(shot, result(shot))
    with pytest.raises(SinkError, match=r"copy\.mp4.*disk is almost full.*kept"):
        sinks[0].write(shots[20], result(shots[20]))
    close_sinks(sinks)
    assert len(times_of(tmp_path / "copy.mp4")) == 20
    assert times_of(tmp_path / "copy.mp4", "audio")[-1] == pytest.approx(0.76, abs=0.05)


def test_a_disk_that_is_full_from_the_start_leaves_no_copy_without_images(tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1 << 40, 0, 1 << 10))
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    with pytest.raises(SinkError, match="disk is almost full"):
        write_all(sinks, [made_image(0)])
    close_sinks(sinks)
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_can_not_be_written_on_is_said_once_and_left_where_it_is(tmp_path):
    """A real failure of the system: a limit on the size of files."""
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    noise = np.random.default_rng(0).integers(0, 256, (240, 320, 3), dtype=np.uint8)
    sinks = open_sinks(CAMERA, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    try:
        with pytest.raises(SinkError, match=r"copy\.mp4.*What was written is in "):
            write_all(sinks, [np.roll(noise, number, axis=1) for number in range(200)])
        close_sinks(sinks)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(tmp_path.iterdir()) == [part_of(tmp_path / "copy.mp4")]
