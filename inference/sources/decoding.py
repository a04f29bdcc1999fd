"""Decodes video containers to frames, through PyAV (FFmpeg): the core of the file and stream sources."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from fractions import Fraction

from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from ..errors import SourceBrokenError, SourceError
from ..process import keep_released_memory
from ..settings import EVERYTHING, TIME_TOLERANCE_S, Selection
from ..sound import SoundTap
from ..types import Frame, ImageArray, SourceInfo, SourceKind
from .conversion import ImageConverter
from .packets import ReadOnce, VideoPackets
from .pixel_aspect import PixelAspect
from .timing import LEAST_STEP_S, ImageClock, ImageStamps

# how much earlier a jump is tried again, the first time, where it landed behind its goal
_STEP_BACK_S = 1.0
# images decoded ahead where their times are doubtful
_LOOK_AHEAD = 4
_LOOK_AHEAD_FOR_ORDER = 8


class VideoDecoder:
    """A decoder of a container: upright BGR frames in the order of their presentation. Not thread-safe.

    Opening decodes the first image, so what can't be decoded at all fails here. Times are counted from the
    start of the container (the earlier of its video and audio), which keeps images and sound in step.

    Attributes:
        info: what is known of the source; `frame_count` is what the selection leaves, `fps` and
            `duration_s` are those of the whole.
    """

    _images: deque[VideoFrame]
    _before_first: list[Packet[VideoStream]]
    _position: int | None
    _anchor: int | None
    _last_ticks: int | None

    def __init__(
        self,
        url: str | ReadOnce,
        *,
        name: str,
        kind: SourceKind = SourceKind.VIDEO,
        path: str | None = None,
        selection: Selection = EVERYTHING,
        timeout_s: float | None = None,
        sound: SoundTap | None = None,
        on_gpu: bool = False,
    ) -> None:
        """Open.

        Args:
            url: what FFmpeg opens: `file:...` or a URL; or an open file that can be read once.
            name: what messages and the table call it.
            kind: what it is, unless it turns out to be a live stream.
            path: the file behind it, if any.
            selection: the part that is wanted.
            timeout_s: seconds without an answer after which a server is given up; None for files.
            sound: takes the sound on from a decoder before this one; None for a new one.
            on_gpu: the GPU is to decode, where it can.

        Raises:
            SourceError: it can't be opened, holds no video, or none of it can be decoded.
        """
        keep_released_memory()
        self._name = name
        self._selection = selection
        self._converter = ImageConverter()
        self._damaged = 0
        self._is_closed = self._has_delivered = False
        self._images = deque()
        self._packets = VideoPackets(url, name=name, timeout_s=timeout_s, sound=sound, on_gpu=on_gpu)
        try:
            self._open(kind, path)
        except BaseException:
            # an error or an interrupt: nobody gets this object to close it
            self.close()
            raise

    def _open(self, kind: SourceKind, path: str | None) -> None:
        """Decode the first image, and find out what is to be known; errors as of the constructor."""
        self._pixel_aspect = PixelAspect(self._packets)
        reorders, begins_at_once = self._packets.decoder.reorder_depth > 0, self._packets.begins_at_once
        ahead = self._packets.read_ahead() if reorders or begins_at_once else ()
        self._stamps = ImageStamps(ahead, reorders=reorders, begins_at_once=begins_at_once)
        fps = self._packets.frame_rate()
        self._begin(wanted_from_s=self._selection.start_s)
        first = self._peek_image()
        if first is None:
            reason = self._shortfall() or "none of its packets holds one"
            raise SourceError(f"no image of {self._name} can be decoded: {reason}")
        if self._stamps.is_doubtful:
            self._decode_ahead(_LOOK_AHEAD_FOR_ORDER)
        self._first_s = self._stamp_of(first) or Fraction(0)
        start_s = self._packets.start_s
        self._start_s = self._first_s if start_s is None else min(start_s, self._first_s)
        self.info = self._describe(first, fps, kind, path)
        self._clock = ImageClock(self._start_s, self.info.frame_interval_s, self._packets.leap_s)
        if self._selection.start_s > 0 and not self.info.is_live:
            self.seek(self._selection.start_s, counts=True)

    def _describe(self, first: VideoFrame, fps: float | None, kind: SourceKind, path: str | None) -> SourceInfo:
        stream = self._packets.stream
        duration_s = self._packets.duration_s
        counts = [stream.frames] if stream.frames else []
        if duration_s and fps:
            # less than are listed where an edit list leaves some out
            counts.append(round(duration_s * fps))
        width, height = self._converter.upright_size(first, self._pixel_aspect.of(first))
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
    def software_reason(self) -> str:
        """Why the GPU does not decode though it should; empty where there is nothing to say."""
        return self._packets.software_reason

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
            timestamp_s = self._clock.time_of(self._stamp_of(image), None if self._packets.is_live else self._following)
            self._note_for_sound(image, timestamp_s)
            is_wanted = timestamp_s >= self._wanted_from_s - TIME_TOLERANCE_S
            if self._position is None and is_wanted:
                self._position = self._reckoned_number(timestamp_s)
            index = self._position or 0
            self._position = None if self._position is None else index + 1
            if not is_wanted:
                continue
            if self._selection.is_past(timestamp_s):
                self._packets.read_sound_until(self._stamp_of(image) or Fraction(0))
                self._stop()
                return None
            self._anchor = index if self._anchor is None else self._anchor
            if (index - self._anchor) % self._selection.every == 0:
                self._has_delivered = True
                return Frame(self._convert(image), index, timestamp_s, self._name)
        if self._may_have_missed_start:
            self._start_over(self._selection.start_s)
            return self.read()
        self._check_end()
        return None

    @property
    def _may_have_missed_start(self) -> bool:
        """True where a jump to the start found nothing, but the clock may have started anew since."""
        is_at_end = self._has_jumped and not self._has_delivered and not self._is_checked
        return is_at_end and self._selection.start_s > 0 and self._packets.can_start_anew

    def seek(self, time_s: float, *, counts: bool = False) -> None:
        """Go on with the first frame at or after a time in seconds, forwards or back.

        Frame numbers after a jump are exact where the container lists its frames (MP4, MOV); elsewhere they
        are reckoned from the average frame rate. A pipe is played up to there, and can't go back.

        Args:
            time_s: where to go on, seconds.
            counts: have exact numbers elsewhere too, unless that takes more than a moment.

        Raises:
            SourceError: the source can't jump and can't be opened again.
        """
        time_s = max(0.0, time_s)
        if not self._packets.can_start_over:
            self._wanted_from_s = time_s
            return
        image = self._jump_before(time_s)
        if image is None:
            self._start_over(time_s)
        else:
            self._position, self._has_jumped = self._number_in_file(image, counts), True
            self._clock.reset()

    def glance(self, time_s: float) -> Frame | None:
        """Return the key frame at or before a time in seconds, without decoding on to that time; errors as in `read`.

        Where jumping is no use it is the frame of that time.
        """
        self.seek(time_s)
        if self._has_jumped:
            self._wanted_from_s = 0.0
        return self.read()

    def _jump_before(self, time_s: float) -> VideoFrame | None:
        """Jump to an image at or before a time; return it, or None where that is not to be had by jumping."""
        back_s = self._packets.run_in_s
        while self._packets.seek(Fraction(max(0.0, time_s - back_s)) + self._start_s):
            self._begin(wanted_from_s=time_s)
            image = self._peek_image()
            stamp_s = None if image is None else self._stamp_of(image)
            if image is not None and stamp_s is None:
                return None
            if stamp_s is not None and stamp_s - self._start_s <= time_s + TIME_TOLERANCE_S:
                return None if self._may_be_anywhere(stamp_s) else image
            if back_s >= time_s:
                return None
            # formats without an index (MPEG-TS) jump into the middle of a group of pictures
            back_s = max(2 * back_s, _STEP_BACK_S)
        return None

    def _may_be_anywhere(self, stamp_s: Fraction) -> bool:
        """Return whether the stamp of the first image after a jump doesn't tell where in the file it is."""
        packet = self._before_first[0]
        # all stamps may be alike
        is_told = abs(stamp_s - self._first_s) >= LEAST_STEP_S or self._packets.is_first(packet)
        return not is_told or self._packets.is_in_doubt(packet)

    def _start_over(self, wanted_from_s: float) -> None:
        self._packets.restart()
        self._begin(wanted_from_s)
        self._clock.reset()

    def close(self) -> None:
        """Release the container; `read` returns None from now on."""
        if not self._is_closed:
            self._is_closed = True
            self._stop()
            self._packets.close()

    def _convert(self, image: VideoFrame) -> ImageArray:
        try:
            return self._converter(image, self._pixel_aspect.of(image))
        except Exception as error:  # as in `_decode_ahead`
            what = f"{image.width}x{image.height} {image.format.name}"
            raise SourceError(f"the images of {self._name} ({what}) can't be converted: {error}") from error

    # --- times and numbers -----------------------------------------------------------------------

    def _note_for_sound(self, image: VideoFrame, timestamp_s: float) -> None:
        stamp_s = self._stamp_of(image)
        if stamp_s is not None:
            self._packets.sound.note_image(float(stamp_s), timestamp_s)

    def _stamp_of(self, image: VideoFrame) -> Fraction | None:
        """Return when an image is shown on the container's clock, seconds; None where it isn't told."""
        ticks = self._stamps.of(image)
        return None if ticks is None else ticks * self._packets.time_base

    def _following(self) -> Iterator[Fraction | None]:
        """Yield the stamps of the next images, which are decoded for that."""
        for place in range(_LOOK_AHEAD):
            self._decode_ahead(place + 1)
            if len(self._images) <= place:
                return
            yield self._stamp_of(self._images[place])

    def _number_in_file(self, image: VideoFrame, counts: bool) -> int | None:
        """Return the number of the first image after a jump; None where the packets before it aren't known.

        They lie in the order of decoding: those that are shown before the image count, others don't.
        """
        first = self._before_first[0]
        before = self._packets.listed_number_of(first)
        if before is None and counts and not self._stamps.is_of_decoding:
            before = self._packets.counted_number_of(first)
        if before is None or image.pts is None:
            return None
        return before + sum(
            packet.pts is not None and packet.pts < image.pts and not packet.is_discard for packet in self._before_first
        )

    def _reckoned_number(self, timestamp_s: float) -> int:
        """Compute the number of a frame from its time and the average frame rate."""
        begins_s = float(self._first_s - self._start_s)
        return max(0, round((timestamp_s - begins_s) * (self.info.fps or 0.0)))

    # --- images ------------------------------------------------------------------------------

    def _begin(self, wanted_from_s: float) -> None:
        """Forget what was decoded so far: a new container, or a jump."""
        self._images = deque()
        self._before_first = []
        self._position, self._wanted_from_s = 0, wanted_from_s
        self._anchor = None
        self._has_jumped = False
        self._is_drained = self._is_checked = False
        self._last_ticks = None
        self._longest_gap_s = self._shown_until_s = Fraction(0)
        self._stamps.forget_last()

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
        self._decode_ahead(1)
        return self._images[0] if self._images else None

    def _decode_ahead(self, count: int) -> None:
        """Decode until so many images wait, if there are so many."""
        while len(self._images) < count and not self._is_drained:
            packet = self._packets.read()
            self._is_drained = packet is None
            if packet is not None:
                self._note_packet(packet)
            try:
                # None makes the decoder give what it has held back
                decoded = self._packets.decoder.decode(packet)
            except Exception:  # damage, which PyAV trips over in ways of its own
                self._damaged += 1
                continue
            for image in decoded:
                self._note_image(image)
            self._images.extend(decoded)
            self._pixel_aspect.note_decoding()

    def _note_packet(self, packet: Packet[VideoStream]) -> None:
        self._stamps.note_packet(packet)
        if self._last_ticks is None:
            self._before_first.append(packet)

    def _note_image(self, image: VideoFrame) -> None:
        self._stamps.note_image(image)
        self._damaged += image.is_corrupt
        ticks = image.pts if image.pts is not None else image.dts
        if ticks is None:
            return
        time_base = self._packets.time_base
        if self._last_ticks is not None:
            self._longest_gap_s = max(self._longest_gap_s, (ticks - self._last_ticks) * time_base)
        self._last_ticks = ticks
        self._shown_until_s = max(self._shown_until_s, (ticks + (image.duration or 0)) * time_base)

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
            raise self._selection.nothing_left(self._name, self._end_s())

    def _end_s(self) -> float:
        """Return the end of the last image, seconds; the clock knows more than timestamps that start anew."""
        told_s = float(self._shown_until_s - self._start_s)
        return told_s if self._clock.last_s is None else max(told_s, self._clock.last_s + self.info.frame_interval_s)
