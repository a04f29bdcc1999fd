"""The samples of a file's sound, from anywhere in it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from app.gui.playback.sound_decoding import CHANNELS, RATE, SoundDecoder

LENGTH_S = 4
FILE_RATE = 44_100


def write_beeps(path: Path, codec: str, *, without: tuple[float, float] = (0, 0)) -> Path:
    """A beep of 80 ms at each whole second from 1 on; the sound between two times is missing."""
    times = np.arange(LENGTH_S * FILE_RATE) / FILE_RATE
    beeps = (np.sin(2 * np.pi * 1000 * times) * 0.7 * ((times % 1.0 < 0.08) & (times >= 0.5))).astype(np.float32)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=FILE_RATE, layout="mono")
        for start in range(0, len(beeps), 1024):
            if without[0] <= start / FILE_RATE < without[1]:
                continue
            samples = beeps[None, start : start + 1024]
            if codec == "pcm_s16le":
                samples = (samples * 32767).astype(np.int16)
            frame = av.AudioFrame.from_ndarray(samples, format="s16" if codec == "pcm_s16le" else "fltp", layout="mono")
            frame.rate, frame.pts, frame.time_base = FILE_RATE, start, Fraction(1, FILE_RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.fixture(scope="module")
def beeps(tmp_path_factory) -> Path:
    return write_beeps(tmp_path_factory.mktemp("sound") / "beeps.mp4", "aac")


def samples_of(decoder: SoundDecoder, seconds: float) -> np.ndarray:
    """(n, CHANNELS) int16, read in pieces as a device asks for them."""
    pieces = [decoder.read(480) for _ in range(round(seconds * 100))]
    return np.frombuffer(b"".join(pieces), dtype=np.int16).reshape(-1, CHANNELS)


def onset_s(samples: np.ndarray) -> float:
    return float(np.nonzero(np.abs(samples[:, 0].astype(int)) > 3000)[0][0]) / RATE


@pytest.mark.parametrize("position", [0.3, 0.5, 0.97, 1.7, 2.3])
def test_sound_is_where_it_belongs_after_a_jump_to_anywhere(beeps, position):
    decoder = SoundDecoder(str(beeps), 0.0)
    decoder.seek(position)
    samples = samples_of(decoder, 1.0)
    assert samples.shape == (RATE, CHANNELS)
    assert position + onset_s(samples) == pytest.approx(np.ceil(position), abs=0.002)
    decoder.close()


def test_positions_count_from_the_start_that_is_named(beeps):
    decoder = SoundDecoder(str(beeps), 0.25)
    decoder.seek(0.5)
    assert 0.5 + onset_s(samples_of(decoder, 0.5)) == pytest.approx(0.75, abs=0.002)


def test_sound_that_is_missing_is_silence_and_what_follows_keeps_its_time(tmp_path):
    decoder = SoundDecoder(str(write_beeps(tmp_path / "gap.mkv", "pcm_s16le", without=(0.9, 1.6))), 0.0)
    decoder.seek(0.5)
    assert 0.5 + onset_s(samples_of(decoder, 2.0)) == pytest.approx(2.0, abs=0.005)


def test_beyond_the_end_and_without_sound_there_is_silence(beeps, tmp_path):
    decoder = SoundDecoder(str(beeps), 0.0)
    decoder.seek(60.0)
    assert not samples_of(decoder, 0.5).any()
    text = tmp_path / "notes.mp4"
    text.write_text("no film")
    nothing = SoundDecoder(str(text), 0.0)
    assert not nothing.is_open
    nothing.seek(1.0)
    assert not samples_of(nothing, 0.1).any()
