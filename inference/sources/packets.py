"""Reads the compressed images of a video container, and tells whether all that it promises are there."""

from __future__ import annotations

import errno
import time
from collections.abc import Generator
from fractions import Fraction
from typing import Any, Protocol, cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import ExitError, FFmpegError, InvalidDataError
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from ..errors import SourceError
from ..sound import SoundTap

# formats whose header says how long they are; of others FFmpeg guesses it
_FORMATS_WITH_PROMISE = ("mov,mp4", "matroska,webm", "avi", "asf", "flv")
# a file is cut short where this much of its promise is missing, and twice the longest gap between images
_MISSING_S = Fraction(1, 2)
# JPEG images one after the other, which a camera sends as it takes them
_FORMAT_OF_CAMERAS = "mpjpeg"
_NO_TIMESTAMPS = 0x80  # AVFMT_NOTIMESTAMPS of FFmpeg's avformat.h
# unreadable packets in a row after which a container is given up
_MAX_ERRORS_IN_A_ROW = 8


class ReadOnce(Protocol):
    """An open file without a way back, such as a pipe.

    Attributes:
        name: a path, whose ending may tell the format.
    """

    name: str

    def read(self, size: int) -> bytes: ...


class VideoPackets:
    """An opened container: the packets of its video stream in the order of the file. Not thread-safe.

    Attributes:
        stream: the video stream; images that only decorate a sound file don't count as one.
        sound: takes the sound that lies between the images.
        has_audio: True where there is sound beside the video.
        read_errors: damaged places of the container that were skipped, so far.
        failure: what ended the reading before the end of the file, None where nothing did.
    """

    def __init__(self, url: str | ReadOnce, *, name: str, timeout_s: float | None = None) -> None:
        """Open.

        Args:
            url: what FFmpeg opens: `file:...` or a URL; or an open file that can be read from its start, once.
            name: what messages call it.
            timeout_s: seconds without an answer after which a server is given up; None for files.

        Raises:
            SourceError: it can't be opened, or holds no video.
        """
        self._input, self._name, self._timeout_s = url, name, timeout_s
        self._url = url.lower() if isinstance(url, str) else ""
        self.read_errors = 0
        self.sound = SoundTap()
        self.failure: FFmpegError | None = None
        self._reach = self._video_reach = Fraction(0)
        self._last_is_cut = False
        self._peeked: Packet[VideoStream] | None = None
        self._open()

    def _open(self) -> None:
        # over UDP, RTSP loses packets wherever a network is busy
        options = {"rtsp_flags": "prefer_tcp"} if self._url.startswith("rtsp") else {}
        began_s = time.monotonic()
        try:
            self._container: InputContainer = av.open(
                self._input, mode="r", timeout=self._timeout_s, metadata_errors="replace", options=options
            )
        except (FFmpegError, OSError) as error:
            # a handshake that the time-out breaks off ends with whatever error the half of it gives
            is_late = self._timeout_s is not None and time.monotonic() - began_s >= self._timeout_s
            reason = self._no_answer if is_late else self.explain(error)
            # FFmpeg's error names the address as it was given, with its password
            raise SourceError(f"can't open {self._name}: {reason}") from (None if "://" in self._url else error)
        try:
            self.stream = self._choose_stream()
        except SourceError:
            self._container.close()
            raise
        # threads that work on different images are the fastest, but each holds one back: too late for live ones
        self.stream.thread_type = "SLICE" if self.is_live else "AUTO"
        self.time_base = self.stream.time_base or Fraction(1, av.time_base)
        best_sound = self._container.streams.best("audio", self.stream)
        self.has_audio = isinstance(best_sound, AudioStream)
        self.sound.restart(best_sound if isinstance(best_sound, AudioStream) else None, self.stream)
        self._packets = self._container.demux()

    def _choose_stream(self) -> VideoStream:
        videos = [s for s in self._container.streams.video if not s.disposition & Disposition.attached_pic]
        # FFmpeg takes any text for the recording of a terminal
        if not videos or self._container.format.name == "tty":
            held = "only sound" if self._container.streams.audio else "no video"
            raise SourceError(f"{self._name} holds {held}; expected a video file or a stream with images")
        best = self._container.streams.best("video")
        stream = best if isinstance(best, VideoStream) and best in videos else videos[0]
        if stream.codec_context is None:
            raise SourceError(f"{self._name} uses a codec that can't be decoded here; convert it to H.264")
        return stream

    # --- what the header says ------------------------------------------------------------------

    @property
    def is_live(self) -> bool:
        """True where a server sends without an end in sight; False for a file, also on a server."""
        if self._timeout_s is None or self._container.duration:
            return False
        # some cameras announce the largest length that there is, for images without end
        return self._container.size <= 0 or self._container.format.name == _FORMAT_OF_CAMERAS

    @property
    def has_times(self) -> bool:
        """False of formats that are images in a row and nothing else: FFmpeg times them at a rate that it assumes."""
        return not self._container.format.flags & _NO_TIMESTAMPS

    @property
    def start_s(self) -> Fraction | None:
        """Start of the earlier of video and audio on the container's clock; None where unknown."""
        streams = (self.stream, *self._container.streams.audio)
        starts = [s.start_time * (s.time_base or self.time_base) for s in streams if s.start_time is not None]
        return min(starts, default=None)

    @property
    def duration_s(self) -> float | None:
        """Length of the video in seconds, or of the container where it doesn't list the video's; None where unknown."""
        if self.stream.duration:
            return float(self.stream.duration * self.time_base)
        if not self._container.duration:
            return None
        # Matroska counts from zero, however late the first image comes
        counts_from_zero = self._container.format.name.startswith("matroska")
        late = max(0, self._container.start_time or 0) if counts_from_zero else 0
        return (self._container.duration - late) / av.time_base

    @property
    def _promised_end_s(self) -> Fraction | None:
        if not self._container.format.name.startswith(_FORMATS_WITH_PROMISE) or not self._container.duration:
            return None
        # some formats count the length from a late start, some from zero: take the lower
        start = min(0, self._container.start_time or 0)
        return Fraction(self._container.duration + start, av.time_base)

    # --- reading -------------------------------------------------------------------------------

    def read(self) -> Packet[VideoStream] | None:
        """Return the next packet of the video; None at the end, or where `failure` says why not."""
        packet = self.peek()
        self._peeked = None
        return packet

    def peek(self) -> Packet[VideoStream] | None:
        """Return the packet that `read` gives next."""
        while self._peeked is None and (packet := self._next()) is not None:
            self._note_reach(packet)
            if packet.stream_index == self.stream.index and packet.size:
                self._peeked = packet
        return self._peeked

    def read_sound_until(self, time_s: Fraction) -> None:
        """Read on without the images until the sound has reached a time on the container's clock."""
        while self.sound.is_short_of(float(time_s)) and self._next() is not None:
            pass

    def number_of_next(self) -> int | None:
        """Return the next packet's place among all of the video, from 0; None where the container doesn't list them."""
        packet = self.peek()
        entries = self.stream.index_entries
        if packet is None or packet.dts is None or not len(entries) or len(entries) != self.stream.frames:
            return None
        number = entries.search_timestamp(packet.dts, any_frame=True)
        return number if number >= 0 else None

    def _next(self) -> Packet[Any] | None:
        packet = self._next_of_any_stream()
        if packet is None:
            self.sound.finish()
        else:
            self.sound.put(packet)
        return packet

    def _next_of_any_stream(self) -> Packet[Any] | None:
        error: FFmpegError | None = None
        for _ in range(_MAX_ERRORS_IN_A_ROW):
            try:
                return next(self._packets, None)
            except InvalidDataError as damage:
                error = damage
                self.read_errors += 1
                self._packets = self._container.demux()
            except FFmpegError as fatal:
                error = None if self._is_end(fatal) else fatal
                break
        self.failure = error
        return None

    def _is_end(self, error: FFmpegError) -> bool:
        """Return whether a web server that announced no length just hung up: so such streams end."""
        return self._url.startswith("http") and error.errno == errno.EIO and self._container.size <= 0

    def _note_reach(self, packet: Packet[Any]) -> None:
        ticks = packet.pts if packet.pts is not None else packet.dts
        if ticks is None or not packet.size:
            return
        end = (ticks + (packet.duration or 0)) * packet.time_base
        self._reach = max(self._reach, end)
        self._last_is_cut = packet.is_corrupt
        if packet.stream_index == self.stream.index:
            self._video_reach = max(self._video_reach, end)

    def seek(self, time_s: Fraction) -> None:
        """Go to the last key frame at or before a time on the container's clock.

        A container that can't jump is opened again and starts over.
        """
        # a generator, left open, would undo its successor's time-out when it is collected
        cast("Generator[Packet[Any], None, None]", self._packets).close()
        self._peeked, self.failure = None, None
        self.sound.clear()
        try:
            self._container.seek(int(time_s / self.time_base), stream=self.stream)
            self._packets = self._container.demux()
        except FFmpegError:
            self._container.close()
            self._open()

    def close(self) -> None:
        self.sound.close()
        self._container.close()

    # --- what went wrong -----------------------------------------------------------------------

    def shortfall(self, shown_until_s: Fraction, longest_gap_s: Fraction) -> str | None:
        """Explain, at the end, why this is not all that there should be; None where it is.

        Args:
            shown_until_s: end of the last decoded image on the container's clock.
            longest_gap_s: longest time between two images: no less is clearly missing.
        """
        margin = max(_MISSING_S, 2 * longest_gap_s)
        promised = self._promised_end_s
        if self.failure is not None and self._has_late_index:
            return (
                "its index lies at its end, and the images before that can't be asked for again here; open the file "
                "itself, or save it with the index in front (ffmpeg -i OLD -c copy -movflags +faststart NEW)"
            )
        if isinstance(self.failure, InvalidDataError):
            return f"what follows {float(self._reach):.1f} s is too damaged to be read"
        if self.failure is not None:
            return self.explain(self.failure)
        if promised is not None and self._reach < promised - margin:
            return f"it is cut short, {float(self._reach):.1f} of {float(promised):.1f} s are there"
        if promised is not None and self._last_is_cut:
            return f"it is cut short, it ends in the middle of an image at {float(self._reach):.1f} s"
        if shown_until_s < self._video_reach - margin:
            return f"the images after {float(shown_until_s):.1f} s can't be decoded"
        return None

    @property
    def _has_late_index(self) -> bool:
        """True of an MP4 from a pipe or a server that sends from the start only, nothing of which could be read."""
        is_file = isinstance(self._input, str) and self._timeout_s is None
        return not is_file and not self._reach and self._container.format.name.startswith("mov,mp4")

    @property
    def _no_answer(self) -> str:
        return f"no answer for {self._timeout_s:g} s; check the address, and that the server is running"

    def explain(self, error: Exception) -> str:
        """Put an error of FFmpeg into words for somebody who wants to watch a video."""
        is_network = self._timeout_s is not None
        if is_network and isinstance(error, (ExitError, TimeoutError)):
            return self._no_answer
        if isinstance(error, InvalidDataError):
            return "this is no video that can be read; it may be damaged or cut short"
        reason = getattr(error, "strerror", None) or str(error)
        hint = "; check the address, and that the server is running" if is_network else ""
        return f"{reason[:1].lower()}{reason[1:]}{hint}"
