"""Encodes sound as AAC on a steady clock, whatever it is made of; headers of AAC frames in a stream (ADTS)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple, Self

import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.packet import Packet

RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000)
# by the number of channels
LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "4.0", 5: "5.0", 6: "5.1"}
_FORMAT = "fltp"
_BITS_PER_CHANNEL = 80_000
# sound that is off by less stays where it is: clocks of containers are coarse
_TOLERANCE_S = 0.1
_HEADER_BYTES = 7


class AacEncoder:
    """Encodes sound of any format, that may change: gaps become silence, overlaps are cut.

    Args:
        context: of FFmpeg's `aac`, not open yet; it belongs to the stream of a file, or `lone_context` makes one.
        rate: samples a second, one of `RATES`.
        layout: one of `LAYOUTS`.

    Raises:
        FFmpegError, ValueError: from `add` and `finish`: the sound can't be converted.
    """

    def __init__(self, context: AudioCodecContext, rate: int, layout: str) -> None:
        self._context = context
        context.sample_rate, context.layout, context.format = rate, layout, _FORMAT
        context.bit_rate = _BITS_PER_CHANNEL * context.layout.nb_channels
        context.time_base = Fraction(1, rate)
        self._rate, self._layout = rate, layout
        self._resampler: AudioResampler | None = None
        self._made_for: tuple[str, str, int] | None = None
        self._next: int | None = None

    def add(self, sound: AudioFrame, time_s: float | None) -> Iterator[Packet[AudioStream]]:
        """Encode the next piece, which begins at a time in seconds; None where it follows the one before."""
        made_for = (sound.format.name, sound.layout.name, sound.sample_rate)
        if made_for != self._made_for:
            yield from self._rest_of_resampler()
            self._resampler = AudioResampler(_FORMAT, self._layout, self._rate)
            self._made_for = made_for
        assert self._resampler is not None
        early = self._samples_until(time_s)
        if early > 0:
            yield from self._silence(early)
        sound.pts = None
        for piece in self._resampler.resample(sound):
            left_out = min(max(0, -early), piece.samples)
            early += left_out
            yield from self._encode(piece if not left_out else self._tail(piece, left_out))

    def finish(self) -> Iterator[Packet[AudioStream]]:
        """Encode what is held back."""
        yield from self._rest_of_resampler()
        if self._next is not None:
            yield from self._context.encode(None)

    def _samples_until(self, time_s: float | None) -> int:
        """Return how many samples are missing before a time, or too many (negative)."""
        if self._next is None:
            self._next = round((time_s or 0.0) * self._rate)
        off = 0 if time_s is None else round(time_s * self._rate) - self._next
        return off if abs(off) > _TOLERANCE_S * self._rate else 0

    def _rest_of_resampler(self) -> Iterator[Packet[AudioStream]]:
        resampler, self._resampler = self._resampler, None
        self._made_for = None
        for piece in [] if resampler is None else resampler.resample(None):
            if piece is not None:
                yield from self._encode(piece)

    def _silence(self, samples: int) -> Iterator[Packet[AudioStream]]:
        while samples > 0:
            count = min(samples, self._rate)
            nothing = np.zeros((self._context.layout.nb_channels, count), np.float32)
            yield from self._encode(self._made(nothing))
            samples -= count

    def _tail(self, piece: AudioFrame, left_out: int) -> AudioFrame | None:
        if left_out == piece.samples:
            return None
        return self._made(np.ascontiguousarray(piece.to_ndarray()[:, left_out:]))

    def _made(self, samples: np.ndarray) -> AudioFrame:
        sound = AudioFrame.from_ndarray(samples, format=_FORMAT, layout=self._layout)
        sound.sample_rate = self._rate
        return sound

    def _encode(self, piece: AudioFrame | None) -> Iterator[Packet[AudioStream]]:
        if piece is not None:
            assert self._next is not None
            piece.pts, piece.time_base = self._next, Fraction(1, self._rate)
            self._next += piece.samples
            yield from self._context.encode(piece)


def lone_context() -> AudioCodecContext:
    """Return an encoder that belongs to no file."""
    return AudioCodecContext.create("aac", "w")


class AdtsHeader(NamedTuple):
    """What precedes a frame of AAC in a stream (ISO/IEC 13818-7).

    Attributes:
        raw: its first seven bytes.
        profile: 1 for AAC-LC.
        rate_index: place of the rate in `RATES`.
        channels: how many; 0 where the frame itself says.
        frame_bytes: length of the frame with its header.
    """

    raw: bytes
    profile: int
    rate_index: int
    channels: int
    frame_bytes: int

    @classmethod
    def of(cls, data: bytes) -> Self | None:
        """Return the header that data begins with; None where it is none."""
        if len(data) < _HEADER_BYTES or data[0] != 0xFF or data[1] & 0xF6 != 0xF0:
            return None
        rate_index, channels = data[2] >> 2 & 15, (data[2] & 1) << 2 | data[3] >> 6
        length = (data[3] & 3) << 11 | data[4] << 3 | data[5] >> 5
        return cls(bytes(data[:_HEADER_BYTES]), data[2] >> 6, rate_index, channels, length)

    def before(self, frame: bytes) -> bytes:
        """Return a frame of the same kind with its header."""
        length = len(frame) + _HEADER_BYTES
        head = bytearray(self.raw)
        head[1] |= 1  # no checksum
        head[3] = head[3] & 0xFC | length >> 11
        head[4] = length >> 3 & 0xFF
        head[5] = (length & 7) << 5 | head[5] & 0x1F
        head[6] &= 0xFC
        return bytes(head) + frame


def format_of(config: bytes) -> tuple[int, int, int]:
    """Return kind (2: AAC-LC), place in `RATES`, channels of an AudioSpecificConfig (ISO/IEC 14496-3).

    Raises:
        IndexError: it is too short.
    """
    return config[0] >> 3, (config[0] & 7) << 1 | config[1] >> 7, config[1] >> 3 & 15
