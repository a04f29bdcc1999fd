"""Network streams, and files on web servers."""

from __future__ import annotations

import time
from collections.abc import Generator, Sequence
from dataclasses import replace

from ..errors import SourceError
from ..settings import EVERYTHING, Selection
from ..sound import SoundTap
from ..types import Frame, SourceInfo
from .acceleration import software_notes
from .background import BackgroundSource
from .decoding import VideoDecoder
from .urls import without_credentials

# times by the clock grow at least by this
_NUDGE_S = 0.001
# a recording without an announced length comes at least this many times as fast as it plays, a longer one by so much
_FAST = 4.0
_SHORT_S = 0.5
_LEAD_S = 2.0
# an RTSP recording of which less than this is missing has been played; the last packets get lost easily
_LAST_S = 1.0
# protocols for images as they are taken, or as they would be
_PACED = ("rtsp", "rtmp", "rtp", "udp", "srt", "mms")


class NetworkStream(BackgroundSource):
    """A stream (rtsp://, rtmp://, http://, ...) or a video file on a web server; yields frames once.

    A thread of its own reads and decodes, so that neither a silent server nor a slow name lookup holds up
    the caller. Frames are never dropped here: where they aren't taken, the server is made to wait. Streams without
    times (MJPEG) are the exception: their frames are timed as they come, and the newest win.
    """

    def __init__(
        self,
        url: str,
        *,
        selection: Selection = EVERYTHING,
        timeout_s: float = 10.0,
        reconnect_s: float = 0.0,
        on_gpu: bool = False,
    ) -> None:
        """Open, and wait for the first frame.

        Args:
            url: where the stream is; user name and password in it are used, but shown nowhere.
            selection: the part that is wanted; a live stream is played up to its start.
            timeout_s: seconds after which an unreachable or silent server is given up.
            reconnect_s: seconds for which a live stream that breaks off or ends is opened again and again; 0 for not
                at all. A recording whose server announces no length is told by coming faster than it plays.
            on_gpu: the GPU is to decode, where it can; `notes` say where it can't.

        Raises:
            SourceError: no connection, nothing there, no video, or no image in time.
            UsageError: the selection starts after the end.
        """
        super().__init__(without_credentials(url), selection, timeout_s, reconnect_s)
        self._url, self._on_gpu = url, on_gpu
        self._sound = SoundTap()
        self._reading: _Reading | None = None
        self._damaged_before = 0
        try:
            self._start()
        except TimeoutError:
            raise SourceError(
                f"can't open {self._name}: no image within {timeout_s:g} s; "
                "check the address, and that the server is running"
            ) from None

    def _described(self, first: Frame) -> SourceInfo:
        assert self._reading is not None
        info = self._reading.decoder.info
        fps = None if self._reading.is_timed_by_clock else info.fps
        return replace(info, fps=fps, frame_count=self._selection.expected_frames(info.frame_count, fps))

    def _produce(self) -> Generator[Frame, None, None]:
        decoder = VideoDecoder(
            self._url, name=self._name, timeout_s=self._timeout_s, sound=self._sound, on_gpu=self._on_gpu
        )
        try:
            if self._selection.start_s > 0 and not decoder.info.is_live:
                decoder.seek(self._selection.start_s)
            if self._reading is not None:
                self._damaged_before += self._reading.decoder.decode_errors
            self._reading = _Reading(decoder)
            yield from self._reading.frames()
        finally:
            decoder.close()

    def _newest_wins(self) -> bool:
        return self._reading is not None and self._reading.is_timed_by_clock

    def _may_come_back(self) -> bool:
        # a recording that is nearly through would be played once more
        return self._info.is_live or (self._is_paced and self._reading is not None and not self._reading.is_at_end)

    @property
    def _is_paced(self) -> bool:
        return self._url.lower().startswith(_PACED)

    def _is_whole(self) -> bool:
        # what is paced and has an end does not end before that: it breaks off
        if not self._info.is_live:
            return True
        return not self._is_paced and self._reading is not None and self._reading.is_recording

    @property
    def notes(self) -> Sequence[str]:
        reading = self._reading
        return () if reading is None else software_notes(self._name, reading.decoder.software_reason)

    @property
    def decode_errors(self) -> int:
        """Number of damaged places so far, skipped or shown damaged."""
        return self._damaged_before + (self._reading.decoder.decode_errors if self._reading else 0)

    def _silence(self) -> str:
        return f"{self._name} broke off: no image for {self._timeout_s:g} s"


class _Reading:
    """The frames of a stream from its opening to its end, and how fast they came."""

    def __init__(self, decoder: VideoDecoder) -> None:
        self.decoder = decoder
        self.is_timed_by_clock = decoder.info.is_live and not decoder.has_times
        self._opened_at = time.monotonic()
        # seconds that reading took without the time for which nobody took a frame; seconds that the frames span
        self._read_s = self._span_s = self._last_s = 0.0

    def frames(self) -> Generator[Frame, None, None]:
        """Yield all frames; those of a stream without times get the time at which they came."""
        is_first, first_at, first_s, last_s = True, 0.0, 0.0, -_NUDGE_S
        while True:
            asked_at = time.monotonic()
            frame = self.decoder.read()
            now = time.monotonic()
            self._read_s += now - asked_at
            if frame is None:
                return
            if is_first:
                is_first, first_at, first_s = False, now, frame.timestamp_s
            if self.is_timed_by_clock:
                time_s = max(now - first_at, last_s + _NUDGE_S)
                frame = replace(frame, timestamp_s=time_s)
            self._last_s = last_s = frame.timestamp_s
            self._span_s = last_s - first_s
            yield frame

    @property
    def is_at_end(self) -> bool:
        """True where nearly all of the length that was announced has been read."""
        duration_s = self.decoder.info.duration_s
        return duration_s is not None and self._last_s > duration_s - _LAST_S

    @property
    def is_recording(self) -> bool:
        """True where a source that has ended is whole; False for a live one, which should not end.

        What is live plays no faster than the clock, but for what its server has kept for newcomers.
        """
        if self.is_timed_by_clock:
            return False
        is_short = self._read_s < _SHORT_S and self._span_s > _FAST * self._read_s
        return is_short or self._span_s > _LEAD_S + 1.5 * (time.monotonic() - self._opened_at)
