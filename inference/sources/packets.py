"""Reads the compressed images of a video container, and tells whether all that it promises are there."""

from __future__ import annotations

import bisect
import errno
import itertools
import math
import os
import time
from collections import deque
from collections.abc import Generator, Sequence
from fractions import Fraction
from typing import Any, Protocol, cast

import av
from av.audio.stream import AudioStream
from av.codec.context import CodecContext
from av.container import InputContainer
from av.error import ExitError, FFmpegError, InvalidDataError
from av.format import Flags
from av.packet import Packet
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from ..errors import SourceError
from ..sound import SoundTap
from .acceleration import open_container
from .read_through import ReadThrough

# formats whose header says how long they are; of others FFmpeg guesses it
_FORMATS_WITH_PROMISE = ("mov,mp4", "matroska,webm", "avi", "asf", "flv", "rtsp")
_WITH_ALPHA = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
# a file is cut short where this much of its promise is missing, and twice the longest gap between images
_MISSING_S = Fraction(1, 2)
# here the announced size is that of a playlist, or the largest that there is, for images without end
_FORMATS_WITHOUT_SIZE = ("hls", "dash", "mpjpeg")
_NO_TIMESTAMPS = 0x80  # AVFMT_NOTIMESTAMPS of FFmpeg's avformat.h
# unreadable packets in a row after which a container is given up
_MAX_ERRORS_IN_A_ROW = 8
# a recording has no gap longer than this, and its sound and images don't begin further apart: of clocks that run
# through a container, and of those that a sender may set anew at any time
_LEAP_S = 3600.0
_LEAP_OF_SENDERS_S = 10.0
_RUN_IN_S = 1.0
_TS_DISCONT = cast(int, Flags.ts_discont.value)
# how much of a file is read through to count its images, and to see whether its clock runs on
_READ_THROUGH_BYTES = 256 << 20
# a place in a file and the time found there that differ by more, as shares of the whole, are suspicious
_SUSPICIOUS_SHARE = 0.1
# few videos are slower or faster than this: such a rate has to be confirmed by the images' times
_LEAST_FPS, _MOST_FPS = 1.0, 300.0
_RATE_TOLERANCE = 1.5
# and none beyond these: where the times agree, they are reckoned from a damaged rate (AVI)
_LEAST_CREDIBLE_FPS, _MOST_CREDIBLE_FPS = 1 / _LEAP_S, 10_000.0
_READ_AHEAD = 32
# in MPEG-TS, a program may go on in streams of other numbers
_OPTIONS = {"merge_pmt_versions": "1"}


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
        decoder: what decodes it.
        sound: takes the sound that lies between the images.
        has_audio: True where there is sound beside the video.
        read_errors: damaged places of the container that were skipped, so far.
        can_start_over: False for a pipe, which can be read once.
        failure: what ended the reading before the end of the file, None where nothing did.
        software_reason: why the GPU does not decode though it should; empty where there is nothing to say.
    """

    def __init__(
        self,
        url: str | ReadOnce,
        *,
        name: str,
        timeout_s: float | None = None,
        sound: SoundTap | None = None,
        on_gpu: bool = False,
    ) -> None:
        """Open.

        Args:
            url: what FFmpeg opens: `file:...` or a URL; or an open file that can be read from its start, once.
            name: what messages call it.
            timeout_s: seconds without an answer after which a server is given up; None for files.
            sound: as of a container before this one; None for a new one.
            on_gpu: the GPU is to decode, where it can.

        Raises:
            SourceError: it can't be opened, or holds no video.
        """
        self._input, self._name, self._timeout_s = url, name, timeout_s
        self._url = url.lower() if isinstance(url, str) else ""
        self._on_gpu = on_gpu
        self.software_reason = ""
        self.read_errors = 0
        self.sound = sound or SoundTap()
        self.failure: Exception | None = None
        self.can_start_over = isinstance(url, str) and (
            timeout_s is not None or os.path.isfile(url.removeprefix("file:"))
        )
        self._reach = self._video_reach = Fraction(0)
        self._last_is_cut = False
        self._hidden: list[int] | None = None
        self._first_pos: int | None = None
        self._restart_pos: int | None = None
        self._runs_on_until = 0
        self._ahead: deque[Packet[VideoStream]] = deque()
        self._open()

    def _open(self) -> None:
        # over UDP, RTSP loses packets wherever a network is busy
        options = _OPTIONS | ({"rtsp_flags": "prefer_tcp"} if self._url.startswith("rtsp") else {})
        began_s = time.monotonic()
        try:
            self._container = self._opened(timeout=self._timeout_s, metadata_errors="replace", options=options)
        except Exception as error:  # PyAV trips over some damage with errors of its own
            # a handshake that the time-out breaks off ends with whatever error the half of it gives
            is_late = self._timeout_s is not None and time.monotonic() - began_s >= self._timeout_s
            reason = self._no_answer if is_late else self.explain(error)
            # FFmpeg's error names the address as it was given, with its password
            raise SourceError(f"can't open {self._name}: {reason}") from (None if "://" in self._url else error)
        try:
            self._choose()
        except BaseException:
            self._container.close()
            raise

    def _opened(self, **options: Any) -> InputContainer:
        if not self._on_gpu or not isinstance(self._input, str):
            opened: InputContainer = av.open(self._input, mode="r", **options)
            return opened
        container, self.software_reason = open_container(self._input, **options)
        return container

    def _choose(self) -> None:
        """Choose what is read of the opened container, and begin."""
        self.stream = self._choose_stream()
        # threads that work on different images are the fastest, but each holds one back: too late for live ones
        self.decoder = self._choose_decoder()
        self.decoder.thread_type = "SLICE" if self.is_live else "AUTO"
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

    def _choose_decoder(self) -> VideoCodecContext:
        """Return the stream's decoder, or one that knows of its transparency, which FFmpeg's own for WebM leave out."""
        own = self.stream.codec_context
        name = _WITH_ALPHA.get(own.name) if self.stream.metadata.get("alpha_mode") == "1" else None
        try:
            return own if name is None else cast(VideoCodecContext, CodecContext.create(name, "r"))
        except FFmpegError:
            return own

    # --- what the header says ------------------------------------------------------------------

    @property
    def is_live(self) -> bool:
        """True where a server sends without an end in sight; False for a file, also on a server."""
        if self._timeout_s is None or self._container.duration:
            return False
        return self._container.size <= 0 or self._container.format.name in _FORMATS_WITHOUT_SIZE

    @property
    def has_times(self) -> bool:
        """False of formats that are images in a row and nothing else: FFmpeg times them at a rate that it assumes."""
        return not self._container.format.flags & _NO_TIMESTAMPS

    @property
    def run_in_s(self) -> float:
        """Seconds that have to be read after a jump before the images' times are right.

        MPEG program streams time few packets; FFmpeg's guesses for the others are wrong until the next of them comes.
        """
        return _RUN_IN_S if self._container.format.name == "mpeg" else 0.0

    @property
    def can_start_anew(self) -> bool:
        """True where the clock may be set anew within the file: recordings of what was sent, several in a row."""
        return bool(self._container.format.flags & _TS_DISCONT)

    @property
    def leap_s(self) -> float:
        """Seconds; times that lie further apart belong to clocks that have nothing to do with each other."""
        # what a live stream leaves out has really been missed
        return _LEAP_OF_SENDERS_S if self.can_start_anew and not self.is_live else _LEAP_S

    @property
    def begins_at_once(self) -> bool:
        """True where the format knows no times but those of decoding."""
        return self._container.format.name == "avi"

    @property
    def start_s(self) -> Fraction | None:
        """Start of the earlier of video and audio on the container's clock; None where unknown.

        Sound on another clock than that of the images doesn't count.
        """
        streams = (self.stream, *self._container.streams.audio)
        starts = [s.start_time * (s.time_base or self.time_base) for s in streams if s.start_time is not None]
        if self.stream.start_time is not None:
            starts = [start for start in starts if abs(start - starts[0]) <= self.leap_s]
        return min(starts, default=None)

    def frame_rate(self) -> float | None:
        """Return the average number of images per second; None where nothing tells it, or nothing that can be true.

        The header's word counts, unless it is absurd: some formats give the unit of their clock for a rate, and one
        leap of the clock spoils the average.
        """
        rate = self._likeliest_rate()
        return rate if rate is not None and _LEAST_CREDIBLE_FPS <= rate <= _MOST_CREDIBLE_FPS else None

    def _likeliest_rate(self) -> float | None:
        rates = [float(rate) for rate in (self.stream.average_rate, self.stream.guessed_rate) if rate]
        if not rates:
            return None
        if _LEAST_FPS <= rates[0] <= _MOST_FPS and not self.begins_at_once:
            return rates[0]
        measured = self._measured_rate()
        if measured is None:
            return min(rates)
        if max(rates[0] / measured, measured / rates[0]) < _RATE_TOLERANCE:
            return rates[0]
        return min(rates, key=lambda rate: abs(math.log(rate / measured)))

    def _measured_rate(self) -> float | None:
        """Return how many of the next images come in a second; None where that can't be told beforehand."""
        times = sorted(t for t in (_ticks(packet) for packet in self.read_ahead()) if t is not None)
        steps = sorted(after - before for before, after in itertools.pairwise(times) if after > before)
        return float(1 / (steps[len(steps) // 2] * self.time_base)) if steps else None

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
        if not self._ahead:
            self._fetch(1)
        return self._ahead.popleft() if self._ahead else None

    def read_ahead(self) -> Sequence[Packet[VideoStream]]:
        """Return the next packets of the video without taking them; none that may have to be waited for."""
        if self._timeout_s is None and self.can_start_over:
            self._fetch(_READ_AHEAD)
        return self._ahead

    def _fetch(self, count: int) -> None:
        while len(self._ahead) < count and (packet := self._next()) is not None:
            self._note_reach(packet)
            if packet.stream_index == self.stream.index and packet.size:
                self._ahead.append(packet)
                if self._first_pos is None:
                    self._first_pos = packet.pos

    def read_sound_until(self, time_s: Fraction) -> None:
        """Read on without the images until the sound has reached a time on the container's clock."""
        while self.sound.is_short_of(float(time_s)) and self._next() is not None:
            pass

    def is_first(self, packet: Packet[VideoStream]) -> bool:
        """Return whether a packet is known to be the first of the video, by its place in the file."""
        return packet.pos is not None and packet.pos == self._first_pos

    def is_in_doubt(self, packet: Packet[VideoStream]) -> bool:
        """Return whether the clock starts anew before a packet that was jumped to: then it is not where it seems.

        FFmpeg finds its way by the clock. What lies before is read through, once, in a container of its own; of large
        files only where the packet is not about where its time lets expect it.
        """
        if not self.can_start_anew or self._timeout_s is not None or packet.pos is None:
            return False
        if packet.pos > self._runs_on_until and self._restart_pos is None and self._is_worth_reading(packet):
            self._restart_pos = self._read_through.find_restart(packet.pos, self.leap_s)
            self._runs_on_until = packet.pos
        return self._restart_pos is not None and packet.pos >= self._restart_pos

    def _is_worth_reading(self, packet: Packet[VideoStream]) -> bool:
        size, duration_s, ticks = self._container.size, self.duration_s, _ticks(packet)
        if packet.pos is None or packet.pos <= _READ_THROUGH_BYTES or size <= 0 or not duration_s or ticks is None:
            return True
        share = float(ticks * self.time_base - (self.start_s or 0)) / duration_s
        return abs(packet.pos / size - share) > _SUSPICIOUS_SHARE

    @property
    def _read_through(self) -> ReadThrough:
        return ReadThrough(cast(str, self._input), self.stream.index, _OPTIONS)

    def counted_number_of(self, packet: Packet[VideoStream]) -> int | None:
        """Return how many images lie before a packet, by reading the file up to there; None where that takes long."""
        if self._timeout_s is not None or packet.pos is None or packet.pos > _READ_THROUGH_BYTES:
            return None
        return self._read_through.number_of(packet)

    def listed_number_of(self, packet: Packet[VideoStream]) -> int | None:
        """Return how many images lie before a packet in the file; None where the container doesn't list them.

        Images that an edit list hides don't count.
        """
        entries = self.stream.index_entries
        if packet.dts is None or not len(entries) or len(entries) != self.stream.frames:
            return None
        number = entries.search_timestamp(packet.dts, any_frame=True)
        if number < 0:
            return None
        if self._hidden is None:
            self._hidden = [place for place, entry in enumerate(entries) if entry.is_discard]
        return number - bisect.bisect_left(self._hidden, number)

    def _next(self) -> Packet[Any] | None:
        packet = self._next_of_any_stream()
        if packet is None:
            self.sound.finish()
        else:
            self.sound.put(packet)
        return packet

    def _next_of_any_stream(self) -> Packet[Any] | None:
        error: Exception | None = None
        for _ in range(_MAX_ERRORS_IN_A_ROW):
            try:
                return next(self._packets, None)
            except Exception as problem:
                error = problem
                if not is_damage(problem):
                    error = None if self._is_end(problem) else problem
                    break
                self.read_errors += 1
                self._packets = self._container.demux()
        self.failure = error
        return None

    def _is_end(self, error: Exception) -> bool:
        """Return whether a web server that announced no length just hung up: so such streams end."""
        is_lost = isinstance(error, FFmpegError) and error.errno == errno.EIO
        return is_lost and self._url.startswith("http") and self._container.size <= 0

    def _note_reach(self, packet: Packet[Any]) -> None:
        ticks = _ticks(packet)
        if ticks is None or not packet.size or packet.is_discard:
            return
        end = (ticks + (packet.duration or 0)) * packet.time_base
        self._reach = max(self._reach, end)
        self._last_is_cut = packet.is_corrupt
        if packet.stream_index == self.stream.index:
            self._video_reach = max(self._video_reach, end)

    def seek(self, time_s: Fraction) -> bool:
        """Go to the last key frame at or before a time on the container's clock.

        Formats without an index may miss it, to either side.

        Returns:
            False where the container can't jump; then it has to be opened again.
        """
        self._forget()
        try:
            self._container.seek(int(time_s / self.time_base), stream=self.stream)
            self.decoder.flush_buffers()
        except Exception:  # as in `_open`
            return False
        finally:
            self._packets = self._container.demux()
        return True

    def restart(self) -> None:
        """Open the container again and start over.

        Raises:
            SourceError: it can't be opened again.
        """
        self._forget()
        self.sound.close()
        self._container.close()
        self._open()

    def _forget(self) -> None:
        # a generator, left open, would undo its successor's time-out when it is collected
        cast("Generator[Packet[Any], None, None]", self._packets).close()
        self._ahead.clear()
        self.failure = None
        self.sound.clear()

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
        if self.failure is not None and is_damage(self.failure):
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
        if is_damage(error):
            return "this is no video that can be read; it may be damaged or cut short"
        if is_network and getattr(error, "errno", None) == errno.EIO:  # so FFmpeg calls a name that nobody knows
            return "there is no such server, or it has broken off; check the address and the network"
        reason = getattr(error, "strerror", None) or str(error)
        hint = "; check the address, and that the server is running" if is_network else ""
        return f"{reason[:1].lower()}{reason[1:]}{hint}"


def is_damage(error: Exception) -> bool:
    """Return whether an error tells of what a file holds: FFmpeg's own, or one that PyAV trips over itself."""
    return isinstance(error, InvalidDataError) or not isinstance(error, (FFmpegError, OSError))


def _ticks(packet: Packet[Any]) -> int | None:
    return packet.pts if packet.pts is not None else packet.dts
