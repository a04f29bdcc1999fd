"""Decodes video containers to frames, through PyAV (FFmpeg): the core of the file and stream sources."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Generator
from fractions import Fraction

from av.error import FFmpegError
from av.video.frame import VideoFrame

from ..errors import SourceBrokenError, SourceError
from ..process import keep_released_memory
from ..settings import EVERYTHING, TIME_TOLERANCE_S, Selection
from ..types import Frame, ImageArray, SourceInfo, SourceKind
from .conversion import ImageConverter
from .packets import ReadOnce, VideoPackets

# a step back in time by more than this is a clock that started anew, not an image out of order
_RESTART_S = 0.2
_NUDGE_S = 0.001
_STEP_BACK_S = 1.0


class VideoDecoder:
    """A decoder of a container: upright BGR frames in the order of their presentation. Not thread-safe.

    Opening decodes the first image, so what can't be decoded at all fails here. Times are counted from the
    start of the container (the earlier of its video and audio), which keeps images and sound in step.

    Attributes:
        info: what is known of the source; `frame_count` is what the selection leaves, `fps` and
            `duration_s` are those of the whole.
    """

    _images: deque[VideoFrame]
    _anchor: int | None
    _last_pts: int | None

    def __init__(
        self,
        url: str | ReadOnce,
        *,
        name: str,
        kind: SourceKind = SourceKind.VIDEO,
        path: str | None = None,
        selection: Selection = EVERYTHING,
        timeout_s: float | None = None,
    ) -> None:
        """Open.

        Args:
            url: what FFmpeg opens: `file:...` or a URL; or an open file that can be read once.
            name: what messages and the table call it.
            kind: what it is, unless it turns out to be a live stream.
            path: the file behind it, if any.
            selection: the part that is wanted.
            timeout_s: seconds without an answer after which a server is given up; None for files.

        Raises:
            SourceError: it can't be opened, holds no video, or none of it can be decoded.
        """
        keep_released_memory()
        self._name = name
        self._selection = selection
        self._converter = ImageConverter()
        self._damaged = 0
        self._is_closed = self._has_delivered = False
        self._packets = VideoPackets(url, name=name, timeout_s=timeout_s)
        self._begin(position=0, wanted_from_s=self._selection.start_s)
        first = self._peek_image()
        if first is None:
            reason = self._shortfall() or "none of its packets holds one"
            self.close()
            raise SourceError(f"no image of {name} can be decoded: {reason}")
        self._first_pts = _pts_of(first) or 0
        start_s = self._packets.start_s
        self._start_s = self._first_pts * self._packets.time_base if start_s is None else start_s
        self.info = self._describe(first, kind, path)
        self._clock = _Clock(self._start_s, self.info.frame_interval_s)
        if self._selection.start_s > 0 and not self.info.is_live:
            self.seek(self._selection.start_s)

    def _describe(self, first: VideoFrame, kind: SourceKind, path: str | None) -> SourceInfo:
        stream = self._packets.stream
        rate = stream.average_rate or stream.guessed_rate
        fps = float(rate) if rate else None
        duration_s = self._packets.duration_s
        counts = [stream.frames] if stream.frames else []
        if duration_s and fps:
            # less than are listed where an edit list leaves some out
            counts.append(round(duration_s * fps))
        width, height = self._converter.upright_size(first, self._pixel_aspect)
        return SourceInfo(
            name=self._name,
            kind=SourceKind.STREAM if self._packets.is_live else kind,
            width=width,
            height=height,
            fps=fps,
            frame_count=self._selection.expected_frames(min(counts, default=None), fps),
            duration_s=duration_s,
            sound=self._packets.sound if self._packets.has_audio else None,
            path=path,
            is_seekable=path is not None,
            time_base=None if path is None else self._packets.time_base,
            start_s=None if path is None else self._start_s,
        )

    @property
    def has_times(self) -> bool:
        """False where the container has no times: those of the frames are reckoned from an assumed rate."""
        return self._packets.has_times

    @property
    def decode_errors(self) -> int:
        """Number so far of packets that couldn't be read or decoded, and of images that came out damaged."""
        return self._damaged + self._packets.read_errors

    # --- frames --------------------------------------------------------------------------------

    def frames(self) -> Generator[Frame, None, None]:
        """Yield all remaining selected frames; errors as in `read`."""
        while (frame := self.read()) is not None:
            yield frame

    def read(self) -> Frame | None:
        """Return the next selected frame; None at the end.

        Raises:
            SourceBrokenError: the source broke off; everything decodable has been delivered before.
            SourceError: an image's format can't be converted.
            UsageError: the source ended before the start of the selection.
        """
        while (image := self._next_image()) is not None:
            index = self._position
            self._position += 1
            timestamp_s = self._clock.time_of(_pts_of(image), self._packets.time_base)
            self._note_for_sound(image, timestamp_s)
            if timestamp_s < self._wanted_from_s - TIME_TOLERANCE_S:
                continue
            if self._selection.is_past(timestamp_s):
                self._packets.read_sound_until((_pts_of(image) or 0) * self._packets.time_base)
                self._stop()
                return None
            self._anchor = index if self._anchor is None else self._anchor
            if (index - self._anchor) % self._selection.every == 0:
                self._has_delivered = True
                return Frame(self._convert(image), index, timestamp_s, self._name)
        self._check_end()
        return None

    def seek(self, time_s: float) -> None:
        """Go on with the first frame at or after a time in seconds, forwards or back.

        Frame numbers after a jump are exact where the container lists its frames (MP4, MOV); elsewhere they
        are reckoned from the average frame rate.

        Raises:
            SourceError: the source can't jump and can't be opened again.
        """
        time_s, back_s = max(0.0, time_s), 0.0
        while True:
            self._packets.seek(Fraction(max(0.0, time_s - back_s)) + self._start_s)
            listed = self._packets.number_of_next()
            self._begin(position=0, wanted_from_s=time_s)
            image = self._peek_image()
            if self._time_of(image) <= time_s + TIME_TOLERANCE_S or back_s >= time_s:
                break
            # formats without an index (MPEG-TS) jump into the middle of a group of pictures
            back_s = max(2 * back_s, _STEP_BACK_S)
        self._position = listed if listed is not None else self._reckoned_number(image)
        self._clock.reset()

    def close(self) -> None:
        """Release the container; `read` returns None from now on."""
        if not self._is_closed:
            self._is_closed = True
            self._stop()
            self._packets.close()

    def _convert(self, image: VideoFrame) -> ImageArray:
        try:
            return self._converter(image, self._pixel_aspect)
        except (FFmpegError, ValueError) as error:
            what = f"{image.width}x{image.height} {image.format.name}"
            raise SourceError(f"the images of {self._name} ({what}) can't be converted: {error}") from error

    @property
    def _pixel_aspect(self) -> float:
        return float(self._packets.stream.sample_aspect_ratio or 1)

    def _note_for_sound(self, image: VideoFrame, timestamp_s: float) -> None:
        pts = _pts_of(image)
        if pts is not None:
            self._packets.sound.note_image(float(pts * self._packets.time_base), timestamp_s)

    def _time_of(self, image: VideoFrame | None) -> float:
        """Return the presentation time in seconds, infinity for no image."""
        pts = _pts_of(image)
        return math.inf if pts is None else float(pts * self._packets.time_base - self._start_s)

    def _reckoned_number(self, image: VideoFrame | None) -> int:
        """Compute the number of a frame from its time and the average frame rate."""
        pts = _pts_of(image)
        if pts is None or not self.info.fps:
            return 0
        return max(0, round(float((pts - self._first_pts) * self._packets.time_base) * self.info.fps))

    # --- images ------------------------------------------------------------------------------

    def _begin(self, position: int, wanted_from_s: float) -> None:
        """Forget what was decoded so far: a new container, or a jump."""
        self._images = deque()
        self._position, self._wanted_from_s = position, wanted_from_s
        self._anchor = None
        self._is_drained = self._is_checked = False
        self._last_pts = None
        self._longest_gap_s = self._shown_until_s = Fraction(0)

    def _stop(self) -> None:
        self._images.clear()
        self._is_drained = self._is_checked = True

    def _next_image(self) -> VideoFrame | None:
        image = self._peek_image()
        if image is not None:
            self._images.popleft()
        return image

    def _peek_image(self) -> VideoFrame | None:
        """Return the image that `_next_image` gives next."""
        while not self._images and not self._is_drained:
            packet = self._packets.read()
            self._is_drained = packet is None
            try:
                # None makes the decoder give what it has held back
                decoded = self._packets.stream.codec_context.decode(packet)
            except FFmpegError:
                self._damaged += 1
                continue
            for image in decoded:
                self._note_reach(image)
            self._images.extend(decoded)
        return self._images[0] if self._images else None

    def _note_reach(self, image: VideoFrame) -> None:
        self._damaged += image.is_corrupt
        pts = _pts_of(image)
        if pts is None:
            return
        time_base = self._packets.time_base
        if self._last_pts is not None:
            self._longest_gap_s = max(self._longest_gap_s, (pts - self._last_pts) * time_base)
        self._last_pts = pts
        self._shown_until_s = max(self._shown_until_s, (pts + (image.duration or 0)) * time_base)

    def _shortfall(self) -> str | None:
        return self._packets.shortfall(self._shown_until_s, self._longest_gap_s)

    def _check_end(self) -> None:
        """Tell the end of the source from a source that broke off; once."""
        if self._is_checked:
            return
        self._is_checked = True
        reason = self._shortfall()
        if reason is not None:
            raise SourceBrokenError(f"{self._name} broke off: {reason}")
        if self._selection.start_s > 0 and not self._has_delivered:
            raise self._selection.nothing_left(self._name, float(self._shown_until_s - self._start_s))


class _Clock:
    """Presentation times in seconds that grow strictly, also where a container's stand still or start anew."""

    def __init__(self, start_s: Fraction, interval_s: float) -> None:
        self._start_s = start_s
        self._interval_s = interval_s
        self.reset()

    def reset(self) -> None:
        self._shift_s = 0.0
        self._last_s: float | None = None

    def time_of(self, pts: int | None, time_base: Fraction) -> float:
        last_s = self._last_s
        if pts is None:
            time_s = 0.0 if last_s is None else last_s + self._interval_s
        else:
            time_s = float(pts * time_base - self._start_s) + self._shift_s
        if last_s is not None and time_s <= last_s:
            restarted = last_s - time_s > _RESTART_S
            following_s = last_s + (self._interval_s if restarted else _NUDGE_S)
            self._shift_s += following_s - time_s if restarted else 0.0
            time_s = following_s
        self._last_s = time_s
        return time_s


def _pts_of(image: VideoFrame | None) -> int | None:
    if image is None:
        return None
    return image.pts if image.pts is not None else image.dts
