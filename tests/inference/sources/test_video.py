"""Video files: times, turns, numbers, formats, damage."""

from __future__ import annotations

import gc
import struct
import threading
import weakref
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.stream import Disposition
from av.video.reformatter import ColorRange

from inference.errors import SourceBrokenError, SourceError, UsageError
from inference.settings import Selection
from inference.sources import SeekableSource, open_source, open_video
from inference.sources.video import VideoFile
from inference.types import SourceKind

QUICK = {"preset": "ultrafast"}
LOSSLESS = {"preset": "ultrafast", "qp": "0"}
# the container in front, so that a file that is cut off can still be opened
FRONT = {"movflags": "+faststart"}


def all_frames(path, **options):
    with open_video(path, selection=Selection(**options)) as source:
        return list(source)


def until_broken(path):
    """Frames of a source, and the error that ended it."""
    frames = []
    with VideoFile(path) as source, pytest.raises(SourceBrokenError) as caught:
        frames.extend(source)
    return frames, caught.value


def noise(count, width=160, height=120):
    """Frames that don't compress: every part of the file belongs to one of them."""
    rng = np.random.default_rng(0)
    return [rng.integers(0, 255, (height, width, 3), np.uint8) for _ in range(count)]


# --- frames, times, numbers ----------------------------------------------------------------------


def test_every_frame_in_order_with_its_time(make_video, number_of):
    path = make_video(frames=30, fps=25)
    with VideoFile(path) as source:
        assert source.info.name == source.info.path == str(path)
        assert (source.info.kind, source.info.width, source.info.height) == (SourceKind.VIDEO, 160, 120)
        assert (source.info.fps, source.info.frame_count, source.info.sound) == (25.0, 30, None)
        assert source.info.duration_s == pytest.approx(1.2)
        assert not source.info.is_live
        frames = list(source)
        assert source.decode_errors == 0
    assert [frame.index for frame in frames] == list(range(30))
    assert [number_of(frame.image_bgr) for frame in frames] == list(range(30))
    assert [frame.timestamp_s for frame in frames] == pytest.approx([number / 25 for number in range(30)], abs=1e-9)
    assert {(frame.source, frame.is_still) for frame in frames} == {(str(path), False)}
    assert frames[0].image_bgr.dtype == np.uint8
    assert frames[0].image_bgr.shape == (120, 160, 3)


@pytest.mark.parametrize("name", ["vfr.mp4", "vfr.mkv"])
def test_variable_frame_rate_keeps_its_times(make_video, name):
    times_ms = [0, 40, 80, 500, 520, 1400, 1433, 1466, 3000, 3100]
    frames = all_frames(make_video(name, times_ms=times_ms))
    assert [frame.timestamp_s for frame in frames] == pytest.approx([time / 1000 for time in times_ms], abs=1e-6)


def test_a_clock_that_starts_late_is_set_to_zero(make_video):
    path = make_video("late.mkv", times_ms=[5000 + 40 * number for number in range(10)])
    with VideoFile(path) as source:
        assert source.info.duration_s == pytest.approx(0.4)
        assert source.info.frame_count == 10
        assert [frame.timestamp_s for frame in source] == pytest.approx([0.04 * number for number in range(10)])


def test_images_that_begin_after_the_sound_stay_in_step_with_it(make_video):
    path = make_video("late.mkv", times_ms=[600 + 40 * number for number in range(10)], audio_s=1.0)
    with VideoFile(path) as source:
        assert source.info.sound is not None
        # the encoder's lead-in puts the sound 21 ms before zero
        assert next(iter(source)).timestamp_s == pytest.approx(0.6, abs=0.03)


def test_times_grow_where_the_clock_stands_still_or_starts_anew(make_video):
    first, second = (make_video(name, frames=10).read_bytes() for name in ("a.ts", "b.ts"))
    joined = make_video("c.ts", frames=1)
    joined.write_bytes(first + second)
    times = [frame.timestamp_s for frame in all_frames(joined)]
    assert len(times) == 20
    assert np.diff(times).min() > 0
    assert times[-1] == pytest.approx(0.76, abs=0.1)


def test_names_with_colons_percent_signs_and_any_letters(make_video):
    path = make_video("mosaïk 100% %03d 日本 http:x.mp4", frames=3)
    assert len(all_frames(path)) == 3


# --- the part that is asked for ------------------------------------------------------------------


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
def test_start_end_and_every(make_video, number_of, name):
    path = make_video(name, frames=75, options={"g": "10"})
    with VideoFile(path) as source:
        count = source.info.frame_count
    frames = all_frames(path, start_s=0.96, end_s=2.0, every=5)
    assert [number_of(frame.image_bgr) for frame in frames] == [24, 29, 34, 39, 44, 49]
    assert [frame.index for frame in frames] == [24, 29, 34, 39, 44, 49]
    assert [frame.timestamp_s for frame in frames] == pytest.approx([0.96, 1.16, 1.36, 1.56, 1.76, 1.96], abs=1e-3)
    with open_video(path, selection=Selection(start_s=0.96, end_s=2.0, every=5)) as source:
        assert source.info.frame_count == 6
    assert count == 75


def test_numbers_after_a_jump_are_exact_with_variable_frame_rate(make_video, number_of):
    times_ms = [*range(0, 400, 10), *range(400, 3900, 100)]
    frames = all_frames(make_video(times_ms=times_ms, frames=75, options={"g": "5"}), start_s=2.0)
    assert [frame.index for frame in frames] == list(range(56, 75))
    assert [number_of(frame.image_bgr) for frame in frames] == list(range(56, 75))


def test_every_counts_the_frames_of_the_source(make_video):
    assert [frame.index for frame in all_frames(make_video(frames=12), every=5)] == [0, 5, 10]


def test_a_start_after_the_end_is_a_wrong_use(make_video):
    path = make_video(frames=10)
    with pytest.raises(UsageError, match=r"ends at 0\.4 s, before the start time 3"):
        all_frames(path, start_s=3.0)


@pytest.mark.parametrize(
    "part", [{"start_s": -1.0}, {"start_s": 2.0, "end_s": 2.0}, {"every": 0}, {"start_s": float("nan")}]
)
def test_parts_that_make_no_sense(make_video, part):
    with pytest.raises(UsageError):
        open_video(make_video(), selection=Selection(**part))


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv"])
def test_a_player_can_jump(make_video, number_of, name):
    with VideoFile(make_video(name, frames=60, options={"g": "12"})) as source:
        frames = iter(source)
        assert [number_of(next(frames).image_bgr) for _ in range(3)] == [0, 1, 2]
        source.seek(1.52)
        later = next(frames)
        assert (number_of(later.image_bgr), later.index, later.timestamp_s) == (38, 38, pytest.approx(1.52))
        source.seek(0.2)
        assert number_of(next(frames).image_bgr) == 5
        assert len(list(frames)) == 54
        source.seek(2.0)
        assert [frame.index for frame in source] == list(range(50, 60))
        source.seek(100.0)
        assert list(source) == []


def test_a_format_that_cannot_jump_starts_over(make_video):
    path = make_video("clip.gif", frames=20, codec="gif", pix_fmt="gray", fps=20)
    with VideoFile(path) as source:
        assert len(list(source)) == 20
        source.seek(0.5)
        assert [frame.timestamp_s for frame in source] == pytest.approx([0.05 * n for n in range(10, 20)])


# --- images ------------------------------------------------------------------------------------


def set_display_matrix(path: Path, a: int, b: int, c: int, d: int) -> None:
    """Write how the images are to be turned into an MP4's track header, as cameras do."""
    data = bytearray(path.read_bytes())
    matrix_at = data.index(b"tkhd") + 4 + 40
    one = 1 << 16
    data[matrix_at : matrix_at + 36] = struct.pack(">9i", a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("matrix", "turned"),
    [
        ((0, 1, -1, 0), lambda image: np.rot90(image, -1)),  # a phone held upright: to be turned clockwise
        ((-1, 0, 0, -1), lambda image: np.rot90(image, 2)),
        ((0, -1, 1, 0), lambda image: np.rot90(image, 1)),
        ((-1, 0, 0, 1), np.fliplr),
        ((1, 0, 0, -1), np.flipud),
        ((0, 1, 1, 0), lambda image: image.transpose(1, 0, 2)),
    ],
    ids=["90", "180", "270", "mirrored", "upside down", "transposed"],
)
def test_images_come_upright(make_video, quarters, matrix, turned):
    path = make_video(frames=[quarters] * 2, options=LOSSLESS)
    set_display_matrix(path, *matrix)
    expected = turned(quarters)
    with VideoFile(path) as source:
        assert (source.info.height, source.info.width) == expected.shape[:2]
        for frame in source:
            assert frame.image_bgr.shape == expected.shape
            # colours are shared by two pixels at the borders of the quarters
            assert np.median(np.abs(frame.image_bgr.astype(int) - expected)) <= 3
            assert np.mean(np.abs(frame.image_bgr.astype(int) - expected) > 8) < 0.05


@pytest.mark.parametrize(
    ("codec", "pix_fmt", "suffix"),
    [
        ("libx264", "yuv420p10le", "mkv"),
        ("libx264", "yuv444p", "mkv"),
        ("libx265", "yuv420p12le", "mkv"),
        ("libvpx-vp9", "yuva420p", "webm"),
        ("ffv1", "bgra", "mkv"),
        ("ffv1", "gray16le", "mkv"),
        ("ffv1", "gbrp14le", "mkv"),
        ("mjpeg", "yuvj420p", "avi"),
        ("prores_ks", "yuva444p10le", "mov"),
    ],
)
def test_pixel_formats(make_video, number_of, codec, pix_fmt, suffix):
    options = {"cpu-used": "8", "deadline": "realtime"} if codec == "libvpx-vp9" else {}
    path = make_video(f"clip.{suffix}", frames=4, codec=codec, pix_fmt=pix_fmt, options=options)
    frames = all_frames(path)
    assert [number_of(frame.image_bgr) for frame in frames] == [0, 1, 2, 3]
    assert all(frame.image_bgr.shape == (120, 160, 3) and frame.image_bgr.dtype == np.uint8 for frame in frames)


@pytest.mark.parametrize(
    ("color_range", "black", "white"),
    [(ColorRange.JPEG, 0, 255), (ColorRange.MPEG, 16, 235), (ColorRange.UNSPECIFIED, 16, 235)],
)
def test_grey_video_of_either_range(make_video, color_range, black, white):
    # FFmpeg writes grey as it is, so the values here are those of the file
    frames = [np.full((120, 160, 3), value, np.uint8) for value in (black, (black + white) // 2, white)]
    path = make_video(frames=frames, pix_fmt="gray", color_range=color_range, options=LOSSLESS)
    means = [frame.image_bgr.mean() for frame in all_frames(path)]
    assert means == pytest.approx([0, 127.5, 255], abs=2)


@pytest.mark.parametrize(
    ("name", "width", "height", "codec", "pix_fmt"),
    [
        ("tiny.mkv", 1, 1, "ffv1", "bgr0"),
        ("odd.mkv", 37, 21, "libx264", "yuv444p"),
        ("8k.mp4", 7680, 4320, "libx264", "yuv420p"),
    ],
)
def test_any_size(make_video, name, width, height, codec, pix_fmt):
    image = np.full((height, width, 3), 90, np.uint8)
    options = QUICK if codec == "libx264" else {}
    path = make_video(name, frames=[image], codec=codec, pix_fmt=pix_fmt, options=options)
    (frame,) = all_frames(path)
    assert frame.image_bgr.shape == (height, width, 3)
    assert frame.image_bgr.mean() == pytest.approx(90, abs=2)


@pytest.mark.parametrize(
    ("aspect", "size"), [(Fraction(64, 45), (228, 120)), (Fraction(1, 2), (160, 240)), (Fraction(50, 1), (160, 120))]
)
def test_pixels_come_square(make_video, aspect, size):
    path = make_video("dv.mp4", frames=2, pixel_aspect=aspect)
    with VideoFile(path) as source:
        assert (source.info.width, source.info.height) == size
        assert next(iter(source)).image_bgr.shape[1::-1] == size


def test_images_may_change_their_size_on_the_way(make_video):
    small = make_video("small.ts", frames=5).read_bytes()
    large = make_video("large.ts", frames=[np.full((240, 320, 3), 90, np.uint8)] * 5)
    large.write_bytes(small + large.read_bytes())
    shapes = [frame.image_bgr.shape[:2] for frame in all_frames(large)]
    assert shapes == [(120, 160)] * 5 + [(240, 320)] * 5


@pytest.mark.parametrize(("height", "coefficients"), [(480, "ITU601"), (720, "ITU709")])
def test_untagged_colours_are_those_that_players_show(tmp_path, height, coefficients):
    red = np.zeros((height, 640, 3), np.uint8)
    red[:] = (40, 60, 200)
    path = tmp_path / "red.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options=LOSSLESS)
        stream.width, stream.height, stream.pix_fmt = 640, height, "yuv444p"
        image = av.VideoFrame.from_ndarray(red, format="bgr24")
        container.mux(stream.encode(image.reformat(format="yuv444p", dst_colorspace=coefficients)))
        container.mux(stream.encode(None))
    (frame,) = all_frames(path)
    assert np.abs(frame.image_bgr.astype(int) - red).max() <= 4


# --- what can't be opened ------------------------------------------------------------------------


def test_absent_empty_text_and_folders(tmp_path):
    empty, text, page = tmp_path / "empty.mp4", tmp_path / "text.mp4", tmp_path / "page.txt"
    empty.touch()
    text.write_text("This is not a video.\n" * 200)
    page.write_text("Nor is this.\n" * 200)
    for path, reason in [
        (tmp_path / "absent.mp4", "no such file"),
        (empty, "is empty"),
        (text, "no video that can be read"),
        (page, "no video|no video that can be read"),
        (tmp_path, "is a folder"),
    ]:
        with pytest.raises(SourceError, match=reason) as caught:
            open_video(path)
        assert path.name in str(caught.value)
        assert not isinstance(caught.value, SourceBrokenError)


def test_sound_without_images(tmp_path):
    path = tmp_path / "sound.m4a"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.float32), format="fltp", layout="mono")
        silence.sample_rate = 48_000
        container.mux(stream.encode(silence))
        container.mux(stream.encode(None))
    with pytest.raises(SourceError, match="only sound"):
        open_video(path)


def test_the_cover_of_a_sound_file_is_no_video(tmp_path, quarters):
    path = tmp_path / "album.mp4"
    with av.open(str(path), "w") as container:
        sound = container.add_stream("aac", rate=48_000, layout="mono")
        cover = container.add_stream("png", rate=1)
        cover.width, cover.height, cover.pix_fmt = 160, 120, "rgb24"
        cover.disposition = Disposition.attached_pic
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 4800), np.float32), format="fltp", layout="mono")
        silence.sample_rate = 48_000
        container.mux(sound.encode(silence))
        container.mux(sound.encode(None))
        container.mux(cover.encode(av.VideoFrame.from_ndarray(quarters, format="bgr24").reformat(format="rgb24")))
        container.mux(cover.encode(None))
    with pytest.raises(SourceError, match="only sound"):
        open_video(path)


def test_a_stream_of_no_length(tmp_path):
    path = tmp_path / "nothing.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        container.mux(stream.encode(None))
    with pytest.raises(SourceError):
        open_video(path)


def test_ffmpeg_keeps_quiet(make_video, capfd):
    path = make_video(frames=noise(30), container_options=FRONT)
    path.write_bytes(path.read_bytes()[:-4000])
    until_broken(path)
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


# --- damage --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.avi"])
@pytest.mark.parametrize("share", [0.3, 0.55, 0.8])
def test_what_a_cut_file_holds_is_delivered_before_it_breaks_off(make_video, name, share):
    path = make_video(name, frames=noise(75), options={"g": "5"}, container_options=FRONT if "mp4" in name else {})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    frames, error = until_broken(path)
    assert 75 * share * 0.7 - 3 <= len(frames) <= 75 * share + 2
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert path.name in str(error)
    assert "cut short" in str(error)


def test_a_file_cut_within_its_last_image_breaks_off(make_video):
    path = make_video(frames=noise(50), container_options=FRONT)
    path.write_bytes(path.read_bytes()[:-1000])
    frames, _ = until_broken(path)
    assert len(frames) >= 47


def test_a_file_cut_before_its_table_of_contents_cannot_be_opened(make_video):
    path = make_video(frames=noise(50))
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(SourceError, match="damaged or cut short") as caught:
        open_video(path)
    assert not isinstance(caught.value, SourceBrokenError)


def test_a_file_cut_behind_its_table_of_contents_holds_no_image(make_video):
    path = make_video(frames=noise(50), container_options=FRONT)
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"mdat") + 8])
    with pytest.raises(SourceError, match="no image"):
        open_video(path)


def test_a_whole_file_does_not_break_off(make_video):
    """Long last images and sound that outlasts the images are no damage."""
    slides = make_video("slides.mkv", times_ms=[0, 3000, 6000], frames=3)
    music = make_video("music.mkv", frames=10, audio_s=4.0)
    assert len(all_frames(slides)) == 3
    assert len(all_frames(music)) == 10


def wipe(path: Path, numbers: range) -> None:
    """Overwrite the given packets of an MP4's video with zeros."""
    with av.open(str(path)) as container:
        places = [(packet.pos, packet.size) for packet in container.demux(video=0) if packet.size]
    data = bytearray(path.read_bytes())
    for position, size in (places[number] for number in numbers):
        data[position : position + size] = bytes(size)
    path.write_bytes(data)


@pytest.mark.parametrize("codec", ["mpeg4", "mjpeg"])
def test_broken_packets_in_the_middle_are_skipped_and_counted(make_video, codec):
    path = make_video(frames=noise(60), codec=codec, pix_fmt="yuvj420p" if codec == "mjpeg" else "yuv420p")
    wipe(path, range(30, 33))
    with VideoFile(path) as source:
        frames = list(source)
        assert source.decode_errors == 3
    assert len(frames) == 57
    assert frames[-1].timestamp_s == pytest.approx(59 / 25, abs=0.01)


def test_what_cannot_be_decoded_up_to_the_end_breaks_off(make_video):
    path = make_video(frames=noise(75), codec="mjpeg", pix_fmt="yuvj420p")
    wipe(path, range(40, 75))
    frames, error = until_broken(path)
    assert len(frames) == 40
    assert "the images after 1.6 s can't be decoded" in str(error)


def test_where_nothing_can_be_decoded_nothing_opens(make_video):
    path = make_video(frames=noise(5), codec="mjpeg", pix_fmt="yuvj420p")
    wipe(path, range(5))
    with pytest.raises(SourceError, match="no image"):
        open_video(path)


def test_frames_that_an_edit_list_leaves_out_are_not_missed(make_video, number_of, tmp_path):
    """Cut without coding anew, MP4s keep frames from the last key frame on and a list that hides them."""
    path = tmp_path / "cut.mp4"
    with av.open(str(make_video(frames=60, options={"g": "10", "bf": "0"}))) as whole, av.open(str(path), "w") as cut:
        stream = cut.add_stream_from_template(whole.streams.video[0])
        for packet in whole.demux(video=0):
            if packet.dts is not None and packet.pts * packet.time_base > 0.7:
                packet.pts -= int(1 / packet.time_base)
                packet.dts -= int(1 / packet.time_base)
                packet.stream = stream
                cut.mux(packet)
    with VideoFile(path) as source:
        assert source.info.frame_count == 35
        frames = list(source)
    assert [number_of(frame.image_bgr) for frame in frames] == list(range(25, 60))
    assert [frame.index for frame in frames] == list(range(35))
    assert [frame.timestamp_s for frame in frames] == pytest.approx([n / 25 for n in range(35)])


# --- closing -------------------------------------------------------------------------------------


def test_close_ends_an_iteration_in_another_thread(make_video):
    source = VideoFile(make_video(frames=50))
    frames = []
    second, closed = threading.Event(), threading.Event()

    def watch():
        for frame in source:
            frames.append(frame)
            second.set()
            closed.wait(5)

    thread = threading.Thread(target=watch)
    thread.start()
    assert second.wait(5)
    source.close()
    closed.set()
    thread.join(5)
    assert not thread.is_alive()
    assert len(frames) == 1
    source.close()
    assert list(source) == []


def test_decoded_images_are_freed_at_once(make_video, quarters):
    """PyAV ties an image and its side data into a cycle; waiting for the collector would pile up megabytes."""
    path = make_video(frames=[quarters] * 60)
    set_display_matrix(path, 0, 1, -1, 0)
    gc.collect()
    gc.disable()
    try:
        with VideoFile(path) as source:
            for _ in source:
                pass
            alive = sum(isinstance(thing, av.VideoFrame) for thing in gc.get_objects())
    finally:
        gc.enable()
    assert alive < 10


@pytest.mark.parametrize("count", [1, 3])
def test_frames_are_found_again_by_their_position(make_video, count):
    with open_source(make_video(frames=30, fps=25)) as source:
        assert isinstance(source, SeekableSource)
        assert source.info.is_seekable
        shown = next(frame for frame in source if frame.index == 12)
        position = source.before(shown.timestamp_s, count)
        assert next(source.frames_from(position)).index == 12 - count
        assert source.before(0.0, count) == 0.0
        assert [frame.index for frame in source.frames_from(28 / 25)] == [28, 29]


def test_the_info_tells_the_clock_of_the_file(make_video):
    path = make_video(frames=5)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        time_base, start_s = stream.time_base, stream.start_time * stream.time_base
    with open_video(path) as source:
        assert (source.info.time_base, source.info.start_s) == (time_base, start_s)


def test_frames_are_made_one_at_a_time(make_video):
    """A long video needs no more memory than a short one: nothing is kept of frames that were handed over."""
    alive = []
    with open_source(make_video(frames=60)) as source:
        for frame in source:
            alive.append(weakref.ref(frame.image_bgr))
            del frame
            assert sum(reference() is not None for reference in alive) <= 1
    assert len(alive) == 60
