"""Times and numbers of the frames of real files whose containers tell them badly or not at all."""

from __future__ import annotations

import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from inference.errors import UsageError
from inference.settings import Selection
from inference.sources import open_video
from inference.types import Frame

GROUP_10 = {"g": "10"}
# old codecs then tell one grey from the next
FINE = {"qmin": "1", "qmax": "1"}


def all_frames(path: Path, **options: float) -> list[Frame]:
    with open_video(path, selection=Selection(**options)) as source:
        return list(source)


@pytest.fixture
def check(number_of: Callable[[np.ndarray], int]) -> Callable[..., None]:
    """Asserts that frames are these ones of `make_video`, with their own numbers and times at 25 a second."""

    def check(frames: list[Frame], numbers: range, *, first: int = 0) -> None:
        assert [number_of(frame.image_bgr) for frame in frames] == list(numbers)
        assert [frame.index for frame in frames] == [number - first for number in numbers]
        times = [(number - first) / 25 for number in numbers]
        assert [frame.timestamp_s for frame in frames] == pytest.approx(times, abs=0.0011)

    return check


def remux(source: Path, target: Path, change: Callable[[av.Packet, int], None]) -> Path:
    """Copy the packets of a video, each changed by `change(packet, number)`."""
    with av.open(str(source)) as whole, av.open(str(target), "w") as copy:
        stream = copy.add_stream_from_template(whole.streams.video[0])
        for number, packet in enumerate(packet for packet in whole.demux(video=0) if packet.size):
            packet.stream = stream
            change(packet, number)
            copy.mux(packet)
    return target


def joined(target: Path, *parts: Path) -> Path:
    target.write_bytes(b"".join(part.read_bytes() for part in parts))
    return target


# --- formats -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("b.avi", "libx264", {"bf": "2", "g": "20"}),
        ("pyramid.avi", "libx264", {"bf": "3", "g": "20", "x264-params": "b-pyramid=normal"}),
        ("xvid.avi", "mpeg4", {"bf": "2", "g": "20"}),
        ("p.avi", "libx264", {"bf": "0", "g": "20"}),
        ("program.mpg", "mpeg2video", {"bf": "2", "g": "12"}),
        ("elementary.m2v", "mpeg2video", {"bf": "2", "g": "12"}),
        ("raw.h264", "libx264", {"bf": "2", "g": "20"}),
        ("blu-ray.m2ts", "libx264", {"bf": "2", "g": "50"}),
        ("flash.flv", "libx264", {"bf": "2", "g": "20"}),
        ("windows.wmv", "wmv2", {"g": "20"}),
        ("fragmented.mp4", "libx264", {"bf": "2", "g": "20"}),
        ("open.mkv", "libx264", {"bf": "2", "x264-params": "open-gop=1:keyint=20:min-keyint=20"}),
        ("open.ts", "libx264", {"bf": "2", "x264-params": "open-gop=1:keyint=20:min-keyint=20"}),
        ("open.mp4", "libx264", {"bf": "2", "x264-params": "open-gop=1:keyint=20:min-keyint=20"}),
        ("fields.ts", "libx264", {"bf": "2", "x264-params": "interlaced=1:keyint=20"}),
    ],
)
def test_frames_are_timed_and_numbered_alike_from_the_start_and_after_a_jump(make_video, check, name, codec, options):
    fragmented = {"movflags": "+frag_keyframe+empty_moov"} if "fragmented" in name else {}
    path = make_video(name, frames=75, codec=codec, options={**FINE, **options}, container_options=fragmented)
    check(all_frames(path), range(75))
    for start in (1, 30, 70):
        check(all_frames(path, start_s=start / 25), range(start, 75))


def test_times_of_decoding_become_those_of_presentation(make_video, check, tmp_path):
    """Matroska out of old programs counts as AVI does."""
    times = sorted(packet.pts for packet in av.open(str(make_video(frames=75))).demux(video=0) if packet.size)

    def number_in_order(packet: av.Packet, number: int) -> None:
        packet.pts = packet.dts = times[number]

    path = remux(make_video(frames=75, options={"bf": "2", "g": "20"}), tmp_path / "old.mkv", number_in_order)
    check(all_frames(path), range(75))
    check(all_frames(path, start_s=1.6), range(40, 75))


def test_images_that_all_bear_one_time_come_at_the_frame_rate(make_video, check, tmp_path):
    def stop_clock(packet: av.Packet, number: int) -> None:
        packet.pts = packet.dts = 0

    path = remux(make_video(frames=75, options={"bf": "0", "g": "10"}), tmp_path / "zero.mkv", stop_clock)
    check(all_frames(path), range(75))
    check(all_frames(path, start_s=1.2), range(30, 75))


def test_the_unit_of_a_clock_is_no_frame_rate(make_video):
    frames = [np.full((576, 720, 3), 90, np.uint8)] * 4
    path = make_video("tape.dv", frames=frames, codec="dvvideo", pix_fmt="yuv420p")
    with open_video(path, selection=Selection(start_s=0.08)) as source:
        assert source.info.fps == 25.0
        assert [frame.index for frame in source] == [2, 3]


@pytest.mark.parametrize("per_second", [Fraction(2**31 - 1), Fraction(1, 2**30)], ids=["billions", "one in decades"])
def test_a_rate_that_no_camera_has_gives_way_to_an_ordinary_one(make_video, check, per_second):
    """The times of an AVI are reckoned from the rate in its header, so that they confirm it."""
    path = make_video("damaged.avi", frames=30, codec="mpeg4", options={**FINE, **GROUP_10})
    data = bytearray(path.read_bytes())
    scale_at = data.index(b"strh") + 28
    data[scale_at : scale_at + 8] = struct.pack("<II", per_second.denominator, per_second.numerator)
    path.write_bytes(data)
    check(all_frames(path), range(30))
    check(all_frames(path, start_s=0.8), range(20, 30))
    with open_video(path) as source:
        assert source.info.fps is None


def test_a_real_slow_motion_camera_is_believed(make_video):
    with open_video(make_video("slow.mp4", frames=60, fps=960)) as source:
        assert source.info.fps == pytest.approx(960)
        assert [frame.timestamp_s for frame in source] == pytest.approx(
            [number / 960 for number in range(60)], abs=1e-4
        )


# --- jumps ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["long.ts", "long.mpg"])
@pytest.mark.parametrize("start", [1, 12, 60])
def test_a_jump_never_lands_behind_its_goal(make_video, check, name, start):
    """Formats without an index jump to about where a time should be, which may be behind the only key frame."""
    codec = "mpeg2video" if name.endswith("mpg") else "libx264"
    path = make_video(name, frames=75, codec=codec, options={"g": "250", "bf": "2", **FINE})
    check(all_frames(path, start_s=start / 25), range(start, 75))


def test_a_start_behind_the_end_says_where_the_end_is(make_video):
    for name in ("end.ts", "end.mkv", "end.h264"):
        with pytest.raises(UsageError, match=r"ends at 0\.4 s, before"):
            all_frames(make_video(name, frames=10), start_s=30.0)


@pytest.mark.parametrize("name", ["vfr.mkv", "vfr.ts", "vfr.flv", "vfr.nut", "vfr.webm"])
def test_numbers_behind_a_start_are_exact_with_variable_frame_rate(make_video, number_of, name):
    times_ms = [*range(0, 400, 10), *range(400, 3900, 100)]
    codec, options = ("libvpx", {"cpu-used": "8"}) if name.endswith("webm") else ("libx264", {"bf": "2"})
    path = make_video(name, times_ms=times_ms, frames=75, codec=codec, options={"g": "8", **options})
    frames = all_frames(path, start_s=2.0)
    assert [frame.index for frame in frames] == list(range(56, 75))
    assert [number_of(frame.image_bgr) for frame in frames] == list(range(56, 75))


@pytest.mark.parametrize("start", [10, 24, 40, 60])
def test_a_start_counts_through_a_clock_that_started_anew(make_video, number_of, tmp_path, start):
    part = make_video("part.ts", frames=30, options=GROUP_10)
    frames = all_frames(joined(tmp_path / "twice.ts", part, part, part), start_s=start / 25)
    assert [frame.index for frame in frames] == list(range(start, 90))
    assert [number_of(frame.image_bgr) for frame in frames] == [number % 30 for number in range(start, 90)]
    assert [frame.timestamp_s for frame in frames] == pytest.approx([n / 25 for n in range(start, 90)], abs=1e-3)


@pytest.mark.parametrize("later_s", [30, 5 * 3600])
def test_a_clock_that_leaps_goes_on(make_video, tmp_path, later_s):
    times = [1000 * later_s + 40 * number for number in range(20)]
    parts = make_video("a.ts", frames=20), make_video("b.ts", times_ms=times, frames=20)
    path = joined(tmp_path / "leap.ts", *parts)
    expected = [number / 25 for number in range(40)]
    assert [frame.timestamp_s for frame in all_frames(path)] == pytest.approx(expected, abs=1e-3)
    assert [frame.timestamp_s for frame in all_frames(path, start_s=1.0)] == pytest.approx(expected[25:], abs=1e-3)


def test_a_clock_that_runs_over_goes_on(make_video, check):
    """The clock of MPEG-TS has 33 bits, after which it begins at 0."""
    over_ms = (1 << 33) // 90 - 1000
    path = make_video("over.ts", times_ms=[over_ms + 40 * number for number in range(75)], frames=75, options=GROUP_10)
    check(all_frames(path), range(75))
    check(all_frames(path, start_s=1.8), range(45, 75))


def test_a_programme_may_go_on_in_another_stream(make_video, number_of, tmp_path):
    parts = make_video("a.ts", frames=20), make_video("b.ts", frames=20, container_options={"mpegts_start_pid": "512"})
    numbers = [number_of(frame.image_bgr) for frame in all_frames(joined(tmp_path / "moved.ts", *parts))]
    # the last packet before the change comes out of FFmpeg at the end
    assert numbers[:18] == numbers[19:37] == list(range(18))


def test_a_stream_that_appears_in_the_middle_is_no_fault(make_video, check, tmp_path):
    """PyAV then ends with an `IndexError`."""
    other = {"mpegts_start_pid": "512", "mpegts_pmt_start_pid": "4352"}
    parts = make_video("a.ts", frames=20), make_video("b.ts", frames=20, container_options=other)
    check(all_frames(joined(tmp_path / "more.ts", *parts)), range(20))


# --- edit lists ----------------------------------------------------------------------------------


def trim(path: Path, frames: int) -> Path:
    """Have the edit list of an MP4 show so many frames of 25 a second only."""
    data = bytearray(path.read_bytes())
    at, ticks_at = data.index(b"elst") + 12, data.index(b"mvhd") + 16
    ticks = int.from_bytes(data[ticks_at : ticks_at + 4], "big")
    data[at : at + 4] = (frames * ticks // 25).to_bytes(4, "big")
    path.write_bytes(data)
    return path


def test_a_trimmed_end_is_not_broken_off(make_video, check):
    path = trim(make_video(frames=75, options={"bf": "2", "g": "50"}), 40)
    check(all_frames(path), range(40))
    check(all_frames(path, start_s=1.0), range(25, 40))


def test_numbers_after_a_jump_leave_out_what_an_edit_list_hides(make_video, check, tmp_path):
    def later(packet: av.Packet, number: int) -> None:
        packet.pts -= int(Fraction(13, 25) / packet.time_base)
        packet.dts -= int(Fraction(13, 25) / packet.time_base)

    path = remux(make_video(frames=75, options={"bf": "2", "g": "20"}), tmp_path / "hidden.mp4", later)
    check(all_frames(path), range(13, 75), first=13)
    check(all_frames(path, start_s=1.2), range(43, 75), first=13)


# --- sound ---------------------------------------------------------------------------------------


def test_sound_on_another_clock_does_not_move_the_images(make_video, tmp_path):
    with av.open(str(make_video(frames=20, audio_s=0.8))) as whole, av.open(str(tmp_path / "two.mkv"), "w") as copy:
        streams = {stream.index: copy.add_stream_from_template(stream) for stream in whole.streams}
        for packet in whole.demux():
            if packet.size:
                if packet.stream.type == "video":
                    packet.pts += int(7200 / packet.time_base)
                    packet.dts += int(7200 / packet.time_base)
                packet.stream = streams[packet.stream_index]
                copy.mux(packet)
    times = [frame.timestamp_s for frame in all_frames(tmp_path / "two.mkv")]
    assert times == pytest.approx([number / 25 for number in range(20)], abs=0.0011)
