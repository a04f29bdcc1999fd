"""When the images of a video are shown, also where its container tells it badly or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from av.packet import Packet
from av.video.frame import VideoFrame

# a step back in time by more than this is a clock that started anew, not an image out of order
_RESTART_S = 0.2
# after a step forwards by more than this, the images that follow are asked whether it is that of one image alone
_ODD_STEP_S = 1.0
# a clock that stands still for so many images stands for good
_PATIENCE = 4
_NUDGE_S = 0.001
# images don't follow each other any faster, as in the fastest clocks that are believed: what does stands still
LEAST_STEP_S = 0.0001

Following = Callable[[], Iterable[Fraction | None]]


class ImageStamps:
    """Says which timestamp of a decoded image is that of its presentation.

    Some containers (AVI, Matroska out of old programs) know only when images are to be decoded, and FFmpeg passes
    that on as the time of presentation. Where the decoder puts images into another order, these times go back and
    forth, although they grew in the file. Then the k-th image that comes out is shown at the time of the k-th that
    went in, which is what a decoder notes as the image's `dts`.

    Args:
        ahead: the first packets of the video, in the order of the file; none where they can't be known beforehand.
        reorders: the decoder holds images back to put them into order.
        begins_at_once: the first image is shown when it is decoded (AVI), whatever FFmpeg adds for the reordering.

    Attributes:
        is_of_decoding: the container knows no other times.
        is_doubtful: it may be so, as far as is known.
    """

    def __init__(self, ahead: Sequence[Packet[Any]], *, reorders: bool, begins_at_once: bool) -> None:
        self.is_of_decoding = False
        self._lag: int | None = None
        self._first_ticks = next((_decoding_ticks(packet) for packet in ahead), None)
        self._added = _added_delay(ahead[0]) if ahead and begins_at_once else 0
        self.is_doubtful = reorders and bool(ahead)
        self.forget_last()
        for packet in ahead:
            self.note_packet(packet)
        self.forget_last()

    def forget_last(self) -> None:
        """Take note of a jump: what comes next is not compared with what was."""
        self._last_packet: int | None = None
        self._last_image: int | None = None

    def note_packet(self, packet: Packet[Any]) -> None:
        """Take note of the next packet: one that is shown before the one before it has a time of presentation."""
        if self.is_doubtful and packet.pts is not None:
            self.is_doubtful = self._last_packet is None or packet.pts > self._last_packet
            self._last_packet = packet.pts

    def note_image(self, image: VideoFrame) -> None:
        """Take note of the next decoded image."""
        if self._lag is None and image.dts is not None and self._first_ticks is not None:
            self._lag = image.dts - self._first_ticks
        if self.is_doubtful and image.pts is not None:
            if self._last_image is not None and image.pts <= self._last_image:
                self.is_of_decoding, self.is_doubtful = True, False
            self._last_image = image.pts

    def of(self, image: VideoFrame) -> int | None:
        """Return when an image is shown, in ticks of the container's clock; None where it isn't told."""
        if self.is_of_decoding:
            return None if image.dts is None else image.dts - (self._lag or 0)
        ticks = image.pts if image.pts is not None else image.dts
        return None if ticks is None else ticks - self._added


def _decoding_ticks(packet: Packet[Any]) -> int | None:
    return packet.dts if packet.dts is not None else packet.pts


def _added_delay(first: Packet[Any]) -> int:
    return 0 if first.pts is None or first.dts is None else first.pts - first.dts


class ImageClock:
    """Presentation times in seconds that grow strictly, whatever the timestamps of a container do.

    Timestamps that are absent or stand still are filled up with even steps, as far as the next good one lies away,
    or at the frame rate. One image whose time is far off alone is put between its neighbours. A clock that starts
    anew, or that leaps further than a recording has gaps, goes on where it was, with a step like the one before.

    Args:
        start_s: time on the container's clock that is 0 here, seconds.
        interval_s: average time from image to image, seconds.
        leap_s: a step forwards by more than this is a leap, seconds.

    Attributes:
        last_s: time of the last image, seconds; None before the first.
    """

    def __init__(self, start_s: Fraction, interval_s: float, leap_s: float) -> None:
        self._start_s = start_s
        self._interval_s = interval_s
        self._leap_s = leap_s
        self.reset()

    def reset(self) -> None:
        """Begin with the next image, wherever it is."""
        self._shift_s = 0.0
        self.last_s: float | None = None
        self.last_step_s = self._interval_s
        self._standing = 0

    def time_of(self, stamp_s: Fraction | None, following: Following | None) -> float:
        """Return the time of the next image.

        Args:
            stamp_s: its timestamp on the container's clock, seconds.
            following: gives the timestamps of a few images after it; called only where they are needed. None where
                they can't be had before this one is shown.
        """
        time_s = None if stamp_s is None else float(stamp_s - self._start_s) + self._shift_s
        if self.last_s is None:
            time_s = 0.0 if time_s is None else time_s
        elif time_s is None or -_RESTART_S <= time_s - self.last_s < LEAST_STEP_S or self._is_alone(time_s, following):
            time_s = self.last_s + self._made_step(time_s is not None, following)
        elif not 0 < time_s - self.last_s <= self._leap_s:
            next_s = self.last_s + min(self._interval_s, self.last_step_s)
            self._shift_s += next_s - time_s
            time_s = next_s
        else:
            self._standing = 0
            self.last_step_s = time_s - self.last_s
        self.last_s = time_s
        return time_s

    def _here(self, stamps_s: Iterable[Fraction | None]) -> list[float | None]:
        return [None if stamp is None else float(stamp - self._start_s) + self._shift_s for stamp in stamps_s]

    def _is_alone(self, time_s: float, following: Following | None) -> bool:
        """Return whether the images after one that is far off go on from those before it."""
        last_s = self.last_s or 0.0
        if following is None or -_RESTART_S <= time_s - last_s <= _ODD_STEP_S:
            return False
        after = [other for other in self._here(following()) if other is not None]
        return bool(after) and all(0 < other - last_s <= _ODD_STEP_S for other in after)

    def _made_step(self, is_told: bool, following: Following | None) -> float:
        """Return the step to an image whose time is not told, or is no later than the one before."""
        self._standing += 1
        if following is None:
            # few that stand still are taken for a clock that is too coarse for them
            return _NUDGE_S if is_told and self._standing < _PATIENCE else self._interval_s
        if self._standing < _PATIENCE or not is_told:
            last_s = self.last_s or 0.0
            for steps, other in enumerate(self._here(following()), start=2):
                if other is not None and other - last_s > LEAST_STEP_S:
                    self._standing = 0
                    return min(self._interval_s, (other - last_s) / steps)
            self._standing = _PATIENCE
        return self._interval_s
