"""Bring sound into an MP4 file: copied as it is where players expect its codec there, and else encoded as AAC."""

from __future__ import annotations

import contextlib
import ctypes
import io
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any, Protocol, cast

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.layout import AudioLayout
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet

from .aac import LAYOUTS, RATES, AacEncoder, AdtsHeader, format_of, lone_context
from .sound_clock import duration_of_packet, time_of_packet

_COPIED = frozenset({"mp3", "ac3", "eac3", "opus", "flac", "alac"})
# MP4 has their head, with which it is written at last
_TOLD_BY_HEADER = frozenset({"opus", "flac", "alac"})
_HIGHEST_RATE = 48000
_AAC_LC = 2
# for channels in an order that AAC has no short word for
_NEAREST_LAYOUTS = {1: "mono", 6: "5.1"}
# what begins so much before the end of what is written already is left out
_OVERLAP_S = 0.1
# a step between packets that differs by more is a leap
_LEAP_S = 0.2


class SoundMaker(Protocol):
    """Makes the packets of a copy of those of its source, in order.

    Any exception of `made_of` says that nothing could be made of that packet; the next ones may follow.
    """

    def attach(self, target: OutputContainer) -> None:
        """Add the stream to a container whose header is not written yet."""
        ...

    def made_of(self, packet: Packet[AudioStream], begin_s: float) -> Iterable[Packet[Any]]:
        """Yield what comes of a packet that begins at a time of the copy, seconds."""
        ...

    def rest(self) -> Iterable[Packet[Any]]:
        """Yield what was held back."""
        ...


def maker_for(stream: AudioStream) -> SoundMaker | None:
    """Return what brings a stream into MP4, `attach`ed later also where its own container is closed by then.

    Returns:
        None where it can neither be copied nor decoded.
    """
    context = stream.codec_context
    if context is None:
        return None
    codec = context.codec.canonical_name
    # what only the header tells: MP4 takes some codecs at some rates only
    with contextlib.suppress(Exception):
        if codec == "aac":
            return _AacRemuxer(stream)
        if codec in _COPIED:
            return _Remuxer(stream)
    return _Transcoder(_safe_decoder(context))


def _safe_decoder(context: AudioCodecContext) -> AudioCodecContext:
    """Return a decoder that doesn't bring the process down.

    An order of channels that has no name of its own (QuickTime has some) is given back to the system twice by PyAV
    once a piece of sound with it is let go. Only PCM keeps the order that its container tells: it is decoded in the
    usual one.
    """
    if not context.name.startswith("pcm_"):
        return context
    decoder = cast(AudioCodecContext, AudioCodecContext.create(context.name, "r"))
    decoder.sample_rate, decoder.layout = context.sample_rate, f"{_layout_of(context).nb_channels}c"
    return decoder


def _layout_of(context: AudioCodecContext) -> AudioLayout:
    """Return the layout of a decoder's channels, kept for ever for the reason told in `_safe_decoder`."""
    layout = context.layout
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(layout))
    return layout


class _Remuxer:
    """Copies packets as they are, those that can be decoded."""

    def __init__(self, stream: AudioStream) -> None:
        # keeps what is known of the stream; a damaged head of a codec is found out where the file begins with it
        is_told = stream.codec_context.codec.canonical_name in _TOLD_BY_HEADER
        scratch = av.open(io.BytesIO(), "w", format="mp4", options={"movflags": "empty_moov"} if is_told else {})
        self._template = scratch.add_stream_from_template(stream)
        try:
            scratch.start_encoding()
        finally:
            with contextlib.suppress(Exception):
                scratch.close()
        self._context = stream.codec_context
        self._unit = Fraction(1, stream.rate)
        self._last: int | None = None
        self._end_s = float("-inf")

    def attach(self, target: OutputContainer) -> None:
        self._stream = target.add_stream_from_template(self._template)

    def made_of(self, packet: Packet[AudioStream], begin_s: float) -> Iterator[Packet[Any]]:
        self._context.decode(packet)
        if begin_s >= self._end_s - _OVERLAP_S:
            yield self._timed(packet, begin_s)

    def _timed(self, packet: Packet[Any], begin_s: float) -> Packet[Any]:
        ticks = round(begin_s / self._unit)
        if self._last is not None:
            ticks = max(ticks, self._last + 1)
        duration_s = duration_of_packet(packet)
        packet.pts = packet.dts = self._last = ticks
        packet.duration, packet.time_base = round(duration_s / self._unit), self._unit
        packet.stream = self._stream
        self._end_s = begin_s + duration_s
        return packet

    def rest(self) -> Iterator[Packet[Any]]:
        return iter(())


class _AacRemuxer(_Remuxer):
    """Copies AAC; what changes its rate or channels midway, for which MP4 has no words, is encoded to what it was."""

    def __init__(self, stream: AudioStream) -> None:
        super().__init__(stream)
        self._header: AdtsHeader | None = None
        # what all packets are of, and what the last one was of
        self._kind: tuple[Any, ...] | None = None
        self._last_kind: tuple[Any, ...] = (bytes(self._context.extradata or b""),)
        self._doubtful: tuple[Packet[AudioStream], float] | None = None
        self._other: _Transcoder | None = None

    def made_of(self, packet: Packet[AudioStream], begin_s: float) -> Iterator[Packet[Any]]:
        kind, before = self._kind_of(packet), self._last_kind
        doubtful, self._doubtful = self._doubtful, None
        self._kind, self._last_kind = self._kind or kind, kind
        if kind == self._kind:
            yield from self.rest()
            yield from super().made_of(packet, begin_s)
        elif kind == before:
            yield from () if doubtful is None else self._encoded(*doubtful)
            yield from self._encoded(packet, begin_s)
        else:
            # once is damage, twice a change
            self._doubtful = (packet, begin_s)

    def rest(self) -> Iterator[Packet[Any]]:
        other, self._other = self._other, None
        for made in () if other is None else other.rest():
            yield self._of_first_kind(made)

    def _kind_of(self, packet: Packet[AudioStream]) -> tuple[Any, ...]:
        """Return what has to be the same of all packets.

        Raises:
            ValueError: it is damaged.
        """
        if packet.has_sidedata("new_extradata"):
            return (bytes(packet.get_sidedata("new_extradata")),)
        if self._kind is not None and self._header is None:
            return self._last_kind
        header = AdtsHeader.of(bytes(packet))
        if header is not None and header.frame_bytes == packet.size:
            self._header = self._header or header
            return header.profile, header.rate_index, header.channels
        if self._header is not None:
            raise ValueError("a damaged header")
        return self._last_kind

    def _encoded(self, packet: Packet[AudioStream], begin_s: float) -> Iterator[Packet[Any]]:
        if self._other is None:
            rate, channels = self._lc_format()
            self._other = _Transcoder(self._context, AacEncoder(lone_context(), rate, LAYOUTS[channels]))
        for made in self._other.made_of(packet, begin_s):
            yield self._of_first_kind(made)

    def _lc_format(self) -> tuple[int, int]:
        """Return rate and channels of what was copied so far.

        Raises:
            ValueError: nothing that can be encoded here.
        """
        if self._header is not None:
            profile, rate_index, channels = self._header.profile + 1, self._header.rate_index, self._header.channels
        else:
            profile, rate_index, channels = format_of(bytes(self._context.extradata or b""))
        if profile != _AAC_LC or rate_index >= len(RATES) or channels not in LAYOUTS:
            raise ValueError("neither copied nor encoded")
        return RATES[rate_index], channels

    def _of_first_kind(self, made: Packet[Any]) -> Packet[Any]:
        if self._header is not None:
            headed: Packet[Any] = Packet(self._header.before(bytes(made)))
            headed.pts, headed.dts, headed.duration = made.pts, made.dts, made.duration
            headed.time_base = made.time_base
            made = headed
        return self._timed(made, float((made.pts or 0) * made.time_base))


class _Transcoder:
    """Decodes packets and encodes them as AAC.

    Args:
        context: decodes.
        encoder: encodes; None for one of the stream that `attach` adds.
    """

    def __init__(self, context: AudioCodecContext, encoder: AacEncoder | None = None) -> None:
        self._context = context
        self._encoder = encoder
        self._stream: AudioStream | None = None
        self._end_s: float | None = None

    def attach(self, target: OutputContainer) -> None:
        rate = self._context.sample_rate
        rate = rate if rate in RATES and rate <= _HIGHEST_RATE else _HIGHEST_RATE
        layout = _layout_of(self._context)
        self._stream = target.add_stream("aac", rate=rate)
        name = layout.name if layout.name in LAYOUTS.values() else _NEAREST_LAYOUTS.get(layout.nb_channels, "stereo")
        self._encoder = AacEncoder(self._stream.codec_context, rate, name)

    def made_of(self, packet: Packet[AudioStream], begin_s: float) -> Iterator[Packet[Any]]:
        if self._end_s is not None and abs(begin_s - self._end_s) > _LEAP_S:
            yield from self._drained()
        self._end_s = begin_s + duration_of_packet(packet)
        clock_s = time_of_packet(packet)
        for sound in self._context.decode(packet):
            late_s = 0.0
            if sound.pts is not None and sound.time_base is not None and clock_s is not None:
                late_s = float(sound.pts * sound.time_base) - clock_s
            yield from self._encoded(sound, begin_s + late_s if abs(late_s) < _LEAP_S else None)

    def rest(self) -> Iterator[Packet[Any]]:
        yield from self._drained()
        assert self._encoder is not None
        yield from self._streamed(self._encoder.finish())

    def _drained(self) -> Iterator[Packet[Any]]:
        """Yield what the decoder has held back, and make it begin anew."""
        try:
            held_back = self._context.decode(None)
        finally:
            self._context.flush_buffers()
        for sound in held_back:
            yield from self._encoded(sound, None)

    def _encoded(self, sound: AudioFrame, begin_s: float | None) -> Iterator[Packet[Any]]:
        assert self._encoder is not None
        return self._streamed(self._encoder.add(sound, begin_s))

    def _streamed(self, packets: Iterable[Packet[Any]]) -> Iterator[Packet[Any]]:
        for packet in packets:
            if self._stream is not None:
                packet.stream = self._stream
            yield packet
