"""Copies the sound of the source into the annotated copy."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, cast

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.packet import Packet

_log = logging.getLogger(__name__)

# taken into MP4 as they are: what players expect there; anything else becomes AAC
_COPIED = frozenset({"aac", "mp3", "ac3", "eac3", "opus", "flac", "alac"})
_AAC_RATES = frozenset({48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000})
_AAC_LAYOUTS = frozenset({"mono", "stereo", "3.0", "4.0", "5.0", "5.1"})
_AAC_BITS_PER_CHANNEL = 80_000

if TYPE_CHECKING:
    _Packet = Packet[AudioStream]


class AudioCopy:
    """The sound of the copy, written along with the images.

    Damaged sound never ends a run: where it can't be read on, the copy goes on without it.

    Args:
        path: the source's file.
        target: the copy; its header is not yet written.
        origin_s: time on the clock of the source's container at which the copy begins, seconds.
        is_cut: sound before the origin is left out. (A file that is copied from its beginning may have some:
            the run-in of its encoder.)
        end_s: sound that begins at or after this time of the copy is left out, seconds; None for none.

    Raises:
        FFmpegError, OSError: the sound can't be read or its codec is unknown.
    """

    def __init__(
        self, path: str, target: OutputContainer, origin_s: Fraction, *, is_cut: bool, end_s: float | None
    ) -> None:
        self._source: InputContainer = av.open(f"file:{path}", metadata_errors="replace")
        try:
            stream = cast(AudioStream, self._source.streams.best("audio"))
            is_copied = stream.codec_context is not None and stream.codec_context.name in _COPIED
            self._writer: _Writer = (_Remuxer if is_copied else _Transcoder)(stream, target, origin_s)
            if is_cut:
                self._source.seek(int(origin_s / (stream.time_base or 1)), stream=stream)
        except BaseException:
            self._source.close()
            raise
        self._packets: Iterator[_Packet] = self._source.demux(stream)
        self._origin_s = origin_s
        self._earliest_s = 0.0 if is_cut else float("-inf")
        self._end_s = float("inf") if end_s is None else end_s
        self._waiting: _Packet | None = None
        self._is_done = False

    def copy_until(self, time_s: float) -> None:
        """Write the sound that begins before a time of the copy, seconds (infinity: all that is left).

        Raises:
            FFmpegError, OSError: it can't be written.
        """
        while (packet := self._next()) is not None:
            begin_s = float((packet.pts or 0) * packet.time_base - self._origin_s)
            if begin_s >= self._end_s:
                self._is_done = True
            elif begin_s >= time_s:
                self._waiting = packet
                return
            elif begin_s >= self._earliest_s:
                self._writer.write(packet)

    def finish(self) -> None:
        """Write what the encoder has held back.

        Raises:
            FFmpegError, OSError: it can't be written.
        """
        self._writer.finish()

    def close(self) -> None:
        self._source.close()

    def _next(self) -> _Packet | None:
        packet, self._waiting = self._waiting, None
        while packet is None and not self._is_done:
            try:
                packet = next(self._packets, None)
            except FFmpegError as error:
                _log.warning("the sound of the copy breaks off: %s", error)
            self._is_done = packet is None
            # an empty one marks the end
            packet = packet if packet is not None and packet.size and packet.pts is not None else None
        return packet


class _Writer(Protocol):
    """Writes packets of the source in order."""

    def __init__(self, stream: AudioStream, target: OutputContainer, origin_s: Fraction) -> None: ...

    def write(self, packet: _Packet) -> None: ...

    def finish(self) -> None: ...


class _Remuxer:
    """Copies packets as they are."""

    def __init__(self, stream: AudioStream, target: OutputContainer, origin_s: Fraction) -> None:
        self._target = target
        self._stream = target.add_stream_from_template(stream)
        self._origin_s = origin_s

    def write(self, packet: _Packet) -> None:
        shift = round(self._origin_s / packet.time_base)
        packet.pts = (packet.pts or 0) - shift
        packet.dts = packet.pts if packet.dts is None else packet.dts - shift
        packet.stream = self._stream
        self._target.mux(packet)

    def finish(self) -> None:
        """Do nothing: nothing is held back."""


class _Transcoder:
    """Decodes packets and encodes them as AAC."""

    def __init__(self, stream: AudioStream, target: OutputContainer, origin_s: Fraction) -> None:
        rate = stream.rate if stream.rate in _AAC_RATES else max(_AAC_RATES)
        layout = stream.layout.name if stream.layout.name in _AAC_LAYOUTS else "stereo"
        self._target = target
        self._source = stream
        self._stream = target.add_stream("aac", rate=rate)
        self._stream.codec_context.layout = layout
        self._stream.codec_context.bit_rate = _AAC_BITS_PER_CHANNEL * self._stream.layout.nb_channels
        self._origin_s = origin_s

    def write(self, packet: _Packet) -> None:
        self._encode(self._decoded(packet))

    def finish(self) -> None:
        self._encode(self._decoded(None))
        self._target.mux(self._stream.encode(None))

    def _decoded(self, packet: _Packet | None) -> list[AudioFrame]:
        try:
            return self._source.codec_context.decode(packet)
        except FFmpegError as error:
            _log.warning("a damaged piece of the sound is left out: %s", error)
            return []

    def _encode(self, sounds: list[AudioFrame]) -> None:
        for sound in sounds:
            if sound.pts is not None and sound.time_base is not None:
                sound.pts -= round(self._origin_s / sound.time_base)
            self._target.mux(self._stream.encode(sound))
