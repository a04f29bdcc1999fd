"""The sound of the copy: sources as they come, spliced, damaged, on clocks of their own; read back with FFmpeg."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import av
import numpy as np
import pytest
from av.packet import Packet

from inference.outputs import Outputs
from inference.settings import DisplaySettings
from inference.sinks import RunFacts, close_sinks, open_sinks
from inference.sinks.aac import AdtsHeader
from inference.sinks.audio import AudioCopy
from inference.sound import SoundTap
from inference.sources import open_video
from inference.sources.decoding import VideoDecoder
from inference.sources.packets import VideoPackets
from tests.inference.made_faces import result

from .copies import copy_of, heard, sound_of, times_of

TICK = Fraction(1, 90_000)
IN_STREAM = {"time_base": TICK, "ticks": range(0, 40 * 3600, 3600)}
TONE_HZ = 440
LENGTH_S = 1.6
# what these containers want
KINDS = {
    "a.avi": {"video": "mpeg4", "time_base": Fraction(1, 25), "ticks": range(40)},
    "a.wmv": {"video": "wmv2", "time_base": Fraction(1, 25), "ticks": range(40)},
    "a.flv": {"video": "flv", "time_base": Fraction(1, 25), "ticks": range(40)},
}


def make_stream(make_video, name: str, **more) -> Path:
    """A transport stream of 40 images, 1.6 s, with sound."""
    return make_video(name, **IN_STREAM, **more)


def spliced(target: Path, *parts: Path) -> Path:
    """Several files in one, each with its own clock, as recorders and editors of transport streams leave them."""
    target.write_bytes(b"".join(part.read_bytes() for part in parts))
    return target


def remade(source: Path, target: Path, change: Callable[[Packet, int], Packet | None]) -> Path:
    """The same file with other packets of sound: `change` gets each with its number, and may leave it out."""
    with av.open(str(source)) as given, av.open(str(target), "w") as output:
        images, sound = given.streams.video[0], given.streams.audio[0]
        streams = {stream.index: output.add_stream_from_template(stream) for stream in (images, sound)}
        count = 0
        for packet in given.demux(images, sound):
            if not packet.size:
                continue
            index = packet.stream_index
            if index == sound.index:
                packet, count = change(packet, count), count + 1
            if packet is not None:
                packet.stream = streams[index]
                output.mux(packet)
    return target


def leaping(packet: Packet, number: int, *, first: int, by_s: float) -> Packet:
    if number >= first:
        packet.pts += round(by_s / packet.time_base)
        packet.dts = packet.pts
    return packet


def assert_tone(path: Path, length_s: float, *, silent: tuple[float, ...] = ()) -> None:
    """The tone is heard all the time, and can be decoded to the last packet."""
    sound = heard(path)
    assert sound.seconds == pytest.approx(length_s, abs=0.2)
    for time_s in np.arange(0.2, length_s - 0.2, 0.2):
        is_silent = any(abs(time_s - other) < 0.1 for other in silent)
        assert sound.pitch_at(time_s) == (0 if is_silent else pytest.approx(TONE_HZ, abs=12)), time_s


# --- sound -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("a.mp4", "aac"),
        ("a.mkv", "aac"),
        ("a.mov", "alac"),
        ("a.mkv", "ac3"),
        ("a.mkv", "eac3"),
        ("a.mkv", "flac"),
        ("a.avi", "libmp3lame"),
        ("a.mp4", "libmp3lame"),
    ],
)
def test_sound_is_copied_bit_by_bit(make_video, tmp_path, name, sound):
    source = make_video(name, **KINDS.get(name, {}), sound=sound)
    copied = copy_of(source, tmp_path / "copy.mp4")
    assert (len(copied.frames), copied.facts.notes) == (40, ())
    assert sound_of(tmp_path / "copy.mp4") == sound_of(source)
    assert times_of(tmp_path / "copy.mp4", "audio") == pytest.approx(times_of(source, "audio"), abs=2e-3)


@pytest.mark.parametrize(
    ("name", "sound", "rate"),
    [
        ("a.mov", "pcm_s16le", 96000),
        ("a.mkv", "pcm_s16le", 37000),
        ("a.mkv", "mp2", 48000),
        ("a.mkv", "libmp3lame", 8000),
        ("a.avi", "pcm_u8", 11025),
        ("a.avi", "adpcm_ms", 22050),
        ("a.avi", "libmp3lame", 11025),
        ("a.wmv", "wmav2", 44100),
        ("a.flv", "adpcm_swf", 22050),
    ],
)
def test_sound_that_players_do_not_expect_in_mp4_becomes_aac(make_video, tmp_path, name, sound, rate):
    source = make_video(name, **KINDS.get(name, {}), sound=sound, sound_rate=rate, sound_s=1.6)
    copied = copy_of(source, tmp_path / "copy.mp4")
    assert copied.facts.notes == ()
    assert len(copied.frames) == 40
    assert heard(tmp_path / "copy.mp4").codec == "aac"
    assert_tone(tmp_path / "copy.mp4", LENGTH_S)


def test_sound_from_a_transport_stream_is_copied(make_video, tmp_path):
    source = make_video("a.ts", time_base=Fraction(1, 90000), ticks=range(0, 40 * 3600, 3600), sound="aac")
    copy_of(source, tmp_path / "copy.mp4")
    # without the headers of the transport, seven bytes each
    assert [len(packet) + 7 for packet in sound_of(tmp_path / "copy.mp4")] == [
        len(packet) for packet in sound_of(source)
    ]


def test_images_and_sound_stay_in_step(make_video, tmp_path):
    """The sound of this file begins before its images."""
    source = make_video("late.mkv", time_base=Fraction(1, 1000), ticks=range(400, 1600, 40), sound="aac")
    copy_of(source, tmp_path / "copy.mp4")
    lag = [times_of(path)[0] - times_of(path, "audio")[1] for path in (source, tmp_path / "copy.mp4")]
    assert lag[1] == pytest.approx(lag[0], abs=2e-3)
    assert lag[0] > 0.3


@pytest.mark.parametrize("sound", ["aac", "mp2"])
def test_sound_is_cut_with_the_images(make_video, tmp_path, sound):
    copy_of(make_video("a.mkv", sound=sound), tmp_path / "copy.mp4", start_s=0.4, end_s=1.0)
    times = times_of(tmp_path / "copy.mp4", "audio")
    assert times[0] == pytest.approx(0, abs=0.03)
    assert times[-1] == pytest.approx(0.6, abs=0.06)


@pytest.mark.parametrize("length_s", [0.5, 3.0])
def test_sound_may_be_shorter_or_longer_than_the_images(make_video, tmp_path, length_s):
    source = make_video(sound="aac", sound_s=length_s)
    copy_of(source, tmp_path / "copy.mp4")
    assert sound_of(tmp_path / "copy.mp4") == sound_of(source)
    assert len(times_of(tmp_path / "copy.mp4")) == 40


@pytest.mark.parametrize("facts", [RunFacts(interrupted=True), RunFacts(error="the source broke off")])
@pytest.mark.parametrize("sound", ["aac", "mp2"])
def test_after_an_interruption_the_copy_is_complete_up_to_there(make_video, tmp_path, facts, sound):
    source = make_video("a.mkv", sound=sound, sound_s=3.0)
    frames = copy_of(source, tmp_path / "copy.mp4", stop_after=15, facts=facts).frames
    assert times_of(tmp_path / "copy.mp4") == pytest.approx([shot.timestamp_s for shot in frames], abs=1e-6)
    assert len(frames) == 15
    assert times_of(tmp_path / "copy.mp4", "audio")[-1] == pytest.approx(frames[-1].timestamp_s, abs=0.07)


# --- clocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sound", ["aac", "mp2", "ac3", "libopus"])
def test_sound_goes_on_where_a_recording_is_spliced(make_video, tmp_path, sound):
    part = make_stream(make_video, "part.ts", sound=sound, sound_rate=48000)
    copied = copy_of(spliced(tmp_path / "all.ts", part, part, part), tmp_path / "copy.mp4")
    assert (len(copied.frames), copied.facts.notes) == (120, ())
    assert_tone(tmp_path / "copy.mp4", 3 * LENGTH_S)


@pytest.mark.parametrize("hours", [2, -2])
@pytest.mark.parametrize("sound", ["aac", "mp2"])
def test_sound_goes_on_where_all_clocks_leap_by_hours(make_video, tmp_path, sound, hours):
    near = make_stream(make_video, "near.ts", sound=sound)
    far = make_stream(make_video, "far.ts", sound=sound, begin_s=7200.0)
    parts = (near, far) if hours > 0 else (far, near)
    copied = copy_of(spliced(tmp_path / "all.ts", *parts), tmp_path / "copy.mp4")
    assert len(copied.frames) == 80
    assert_tone(tmp_path / "copy.mp4", 2 * LENGTH_S)
    assert times_of(tmp_path / "copy.mp4")[-1] == pytest.approx(2 * LENGTH_S, abs=0.1)


@pytest.mark.parametrize("sound", ["aac", "mp2"])
def test_sound_whose_clock_leaps_alone_is_not_believed(make_video, tmp_path, sound):
    source = make_video("a.mkv", sound=sound)
    remade(source, tmp_path / "leaps.mkv", partial(leaping, first=30, by_s=3600.0))
    copied = copy_of(tmp_path / "leaps.mkv", tmp_path / "copy.mp4")
    assert len(copied.frames) == 40
    assert_tone(tmp_path / "copy.mp4", LENGTH_S)


@pytest.mark.parametrize("sound", ["aac", "mp2"])
def test_sound_whose_clock_stands_still_is_counted(make_video, tmp_path, sound):
    def at_zero(packet: Packet, number: int) -> Packet:
        packet.pts = packet.dts = 0
        return packet

    source = remade(make_video("a.mkv", sound=sound), tmp_path / "still.mkv", at_zero)
    copied = copy_of(source, tmp_path / "copy.mp4")
    assert len(copied.frames) == 40
    assert_tone(tmp_path / "copy.mp4", LENGTH_S)


@pytest.mark.parametrize("name", ["a.mkv", "a.mov"])
def test_sound_on_a_clock_of_its_own_begins_with_the_images(make_video, tmp_path, name):
    source = remade(make_video("a.mp4", sound="aac"), tmp_path / name, partial(leaping, first=0, by_s=50_000.0))
    copied = copy_of(source, tmp_path / "copy.mp4")
    assert [shot.timestamp_s for shot in copied.frames] == pytest.approx(np.arange(40) / 25, abs=1e-3)
    assert_tone(tmp_path / "copy.mp4", LENGTH_S)


@pytest.mark.parametrize("sound", ["aac", "mp2"])
def test_sound_that_is_missing_for_a_while_is_silent_so_long(make_video, tmp_path, sound):
    source = make_video("a.mkv", sound=sound, sound_rate=48000)
    first, last = (20, 62) if sound == "aac" else (18, 55)
    remade(source, tmp_path / "gap.mkv", lambda packet, number: None if first <= number < last else packet)
    copy_of(tmp_path / "gap.mkv", tmp_path / "copy.mp4")
    assert_tone(tmp_path / "copy.mp4", LENGTH_S, silent=(0.6, 0.8, 1.0, 1.2))


def test_sound_that_begins_late_is_heard_late(make_video, tmp_path):
    source = remade(make_video("a.mkv", sound="mp2"), tmp_path / "late.mkv", partial(leaping, first=0, by_s=1.0))
    copy_of(source, tmp_path / "copy.mp4")
    sound = heard(tmp_path / "copy.mp4")
    assert sound.seconds == pytest.approx(1.0 + LENGTH_S, abs=0.1)
    assert [sound.pitch_at(time_s) for time_s in (0.4, 0.8)] == [0, 0]
    assert sound.pitch_at(1.4) == pytest.approx(TONE_HZ, abs=5)


def test_sound_goes_on_when_a_live_source_is_opened_again(make_video, tmp_path):
    """What the network source does in between: another container, whose times go on later by a shift."""
    part, tap = make_stream(make_video, "part.ts", sound="aac"), SoundTap()
    first = VideoDecoder(f"file:{part}", name="live", sound=tap)
    sinks = open_sinks(first.info, DisplaySettings(), Outputs(output=str(tmp_path / "copy.mp4")))
    for shot in first.frames():
        sinks[0].write(shot, result(shot))
    first.close()
    tap.shift_s = None
    second = VideoDecoder(f"file:{part}", name="live", sound=tap)
    tap.shift_s = 3.0
    for shot in second.frames():
        later = type(shot)(shot.image_bgr, shot.index + 40, shot.timestamp_s + 3.0, shot.source)
        sinks[0].write(later, result(later))
    second.close()
    close_sinks(sinks)
    sound = heard(tmp_path / "copy.mp4")
    assert sound.seconds == pytest.approx(3.0 + LENGTH_S, abs=0.1)
    assert [sound.pitch_at(time_s) for time_s in (2.0, 2.6)] == [0, 0]
    assert [sound.pitch_at(time_s) for time_s in (0.5, 1.0, 3.5, 4.0)] == pytest.approx([TONE_HZ] * 4, abs=5)


# --- kinds that change, damage ---------------------------------------------------------------------


@pytest.mark.parametrize("sound", ["aac", "mp2", "ac3"])
def test_rate_and_channels_may_change_midway_and_back(make_video, tmp_path, sound):
    one = make_stream(make_video, "one.ts", sound=sound, sound_rate=44100, layout="mono")
    other = make_stream(make_video, "other.ts", sound=sound, sound_rate=48000, layout="stereo")
    copied = copy_of(spliced(tmp_path / "all.ts", one, other, one), tmp_path / "copy.mp4")
    assert (len(copied.frames), copied.facts.notes) == (120, ())
    if sound != "ac3":  # whose frames tell their rate themselves
        assert_tone(tmp_path / "copy.mp4", 3 * LENGTH_S)


def test_eight_channels_may_become_two(make_video, tmp_path):
    one = make_stream(make_video, "one.ts", sound="libopus", sound_rate=48000, layout="7.1")
    other = make_stream(make_video, "other.ts", sound="libopus", sound_rate=48000, layout="stereo")
    copied = copy_of(spliced(tmp_path / "all.ts", one, other), tmp_path / "copy.mp4")
    assert len(copied.frames) == 80


def test_an_order_of_channels_without_a_name_does_not_end_the_process(make_video, tmp_path):
    """QuickTime's own order, of which PyAV would free the list twice."""
    copied = copy_of(make_video("a.mov", sound="pcm_s16le", layout="7.1"), tmp_path / "copy.mp4")
    assert (len(copied.frames), copied.facts.notes) == (40, ())
    assert_tone(tmp_path / "copy.mp4", LENGTH_S)


@pytest.mark.parametrize("sound", ["aac", "mp2", "libmp3lame", "ac3"])
def test_damaged_sound_is_left_out_and_told(make_video, tmp_path, sound):
    def hurt(packet: Packet, number: int) -> Packet:
        if not 10 <= number < 20:
            return packet
        noise = Packet(np.random.default_rng(number).bytes(packet.size))
        noise.pts, noise.dts, noise.duration = packet.pts, packet.dts, packet.duration
        noise.time_base = packet.time_base
        return noise

    remade(make_video("a.mkv", sound=sound), tmp_path / "hurt.mkv", hurt)
    copied = copy_of(tmp_path / "hurt.mkv", tmp_path / "copy.mp4")
    assert len(copied.frames) == 40
    assert len(copied.facts.notes) == 1
    assert "copy.mp4 lacks sound in" in copied.facts.notes[0]
    sound_left = heard(tmp_path / "copy.mp4")
    assert sound_left.seconds == pytest.approx(LENGTH_S, abs=0.12)
    assert [sound_left.pitch_at(time_s) for time_s in (0.1, 0.8, 1.4)] == pytest.approx([TONE_HZ] * 3, abs=5)


@pytest.mark.parametrize("sound", ["libopus", "flac"])
def test_a_lost_head_of_the_sound_leaves_the_copy_its_images(make_video, tmp_path, sound):
    """What the end of an MP4 file can't be written with is found out before its beginning is."""
    source = make_video("a.mkv", sound=sound, sound_rate=48000)
    data = source.read_bytes()
    head = data.index({"libopus": b"OpusHead", "flac": b"fLaC"}[sound])
    name = data.rindex(b"\x63\xa2", 0, head)  # Matroska's CodecPrivate
    source.write_bytes(data[:name] + b"\x63\xab" + data[name + 2 :])
    copied = copy_of(source, tmp_path / "copy.mp4")
    assert len(copied.frames) == 40


def test_a_copy_without_sound_says_why(make_video, tmp_path):
    source = make_video("a.mkv", sound="aac", sound_s=0.4)
    copied = copy_of(source, tmp_path / "copy.mp4", start_s=1.0)
    assert len(copied.frames) == 15
    assert copied.facts.notes == (f"{tmp_path / 'copy.mp4'} has no sound: its source has none there",)
    with av.open(str(tmp_path / "copy.mp4")) as container:
        assert not container.streams.audio


# --- sources that are read once ------------------------------------------------------------------


def test_a_copy_of_a_pipe_has_all_images_and_the_sound(make_video, tmp_path):
    data = make_stream(make_video, "a.ts", sound="aac").read_bytes()
    pipe = tmp_path / "pipe.ts"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(data,))
    writer.start()
    copied = copy_of(pipe, tmp_path / "copy.mp4")
    writer.join()
    assert len(copied.frames) == 40
    assert_tone(tmp_path / "copy.mp4", LENGTH_S)


def test_a_copy_of_a_file_on_a_web_server_has_its_sound(make_video, tmp_path):
    make_video("a.mkv", sound="aac")

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(tmp_path))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        copied = copy_of(f"http://127.0.0.1:{server.server_port}/a.mkv", tmp_path / "copy.mp4")
        server.shutdown()
        thread.join()
    assert len(copied.frames) == 40
    assert_tone(tmp_path / "copy.mp4", LENGTH_S)


def test_sound_that_nobody_wants_is_not_kept(make_video):
    source = make_video("a.mkv", ticks=range(0, 100 * 512, 512), sound="pcm_s16le", sound_s=4.0)
    with open_video(source) as opened:
        shots = sum(1 for _ in opened)
        assert opened.info.sound is not None
        assert opened.info.sound.take() is None
    assert shots == 100


# --- errors ----------------------------------------------------------------------------------------


class Refusing:
    """A container that takes no packet."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def mux(self, packet: Packet) -> None:
        raise self.error


def audio_copy_into(source: Path, error: Exception) -> AudioCopy:
    """The sound of a file, written where an error is all that comes back; FFmpeg's container up to the header."""
    with open_video(source) as opened:
        assert opened.info.sound is not None
        audio = AudioCopy(opened.info.sound, start_s=0.0, end_s=None)
        with av.open(os.devnull, "w", format="mp4") as target:
            audio.attach(target)
        audio._target = Refusing(error)  # type: ignore[assignment]
        for _ in opened:
            pass
    return audio


def test_only_a_disk_that_takes_no_more_is_an_error_of_the_disk(make_video):
    source = make_video("a.mkv", sound="aac")
    full = OSError(28, "No space left on device")
    with pytest.raises(OSError, match="No space"):
        audio_copy_into(source, full).copy_until(float("inf"))
    for other in (av.error.ArgumentError(22, "Invalid argument"), av.error.InvalidDataError(1, "Invalid data")):
        audio = audio_copy_into(source, other)
        audio.copy_until(float("inf"))
        audio.finish()
        assert audio.shortcoming() == "has no sound: none of it can be decoded"


def test_a_header_of_aac_is_read_and_put_before_another_frame():
    header = AdtsHeader.of(bytes([0xFF, 0xF1, 0x50, 0x80, 0x02, 0x1F, 0xFC]) + bytes(9))
    assert header is not None
    assert (header.profile, header.rate_index, header.channels, header.frame_bytes) == (1, 4, 2, 16)
    headed = header.before(bytes(1000))
    again = AdtsHeader.of(headed)
    assert again is not None
    assert again[1:] == (1, 4, 2, 1007)
    assert len(headed) == 1007
    assert AdtsHeader.of(b"no header at all") is None
    assert AdtsHeader.of(b"") is None


def test_a_source_that_ends_at_once_is_not_closed_while_its_sound_is_looked_at(make_video):
    """What a stream is made of is gone with its container: using it then brings the process down."""
    part, tap, closed = make_stream(make_video, "part.ts", sound="aac"), SoundTap(), threading.Event()

    def close() -> None:
        packets.close()
        closed.set()

    def make(stream) -> int:
        closing.start()
        assert not closed.wait(0.2), "the container is closed while its stream is in use"
        return stream.codec_context.sample_rate

    packets = VideoPackets(f"file:{part}", name="part.ts", sound=tap)
    closing = threading.Thread(target=close)
    try:
        assert tap.claim(make) == 44_100
    finally:
        closing.join()
    assert closed.is_set()
    assert tap.claim(make) is None
