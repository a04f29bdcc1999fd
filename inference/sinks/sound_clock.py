"""Says when sound is heard in a copy, whatever its own clock does."""

from __future__ import annotations

from typing import Any

from av.packet import Packet

from ..sound import INTERLEAVED_S, ClockPiece, SoundPacket, SoundTap

# packets whose times differ by less from what the ones before let expect follow them
_OVERLAP_S = 0.2
_GAP_S = 1.0
# where a clock starts anew, sound and images need not end and begin together
_SPLICE_S = 2.0


class SoundClock:
    """Times of packets on the clock of `Frame.timestamp_s`.

    While the sound's clock runs on, it is read as that of the images. Where it leaps or starts anew, the images tell:
    they have met the same splice, and how their clock goes on is known (`SoundTap.pieces`). A clock that leaps
    alone, or that never had to do with that of the images, is not believed: the sound goes on where it was.

    Args:
        tap: where the packets come from.
    """

    def __init__(self, tap: SoundTap) -> None:
        self._tap = tap
        self._expected_s = 0.0
        self._last_clock_s: float | None = None
        self._forget()

    def time_of(self, sound: SoundPacket, images_until_s: float) -> float | None:
        """Return when a packet begins, seconds; it may be asked for again until it is `accept`ed.

        Args:
            sound: the packet after the one accepted last.
            images_until_s: `Frame.timestamp_s` of the images so far.

        Returns:
            None where images still to come will tell.
        """
        pieces, clock_s, shift_s = self._tap.pieces, time_of_packet(sound.packet), self._tap.shift_s
        if not pieces or shift_s is None:
            return None
        if self._opening != self._tap.openings:
            self._forget()
        if clock_s is None or clock_s == self._last_clock_s:
            return self._expected_s
        if self._offset_s is None:
            self._begin(clock_s, sound.place_s, pieces[0].shifted(shift_s))
        assert self._offset_s is not None
        time_s = clock_s + self._offset_s
        follows = -_OVERLAP_S <= time_s - self._expected_s <= _GAP_S
        if follows and not self._is_adrift:
            return time_s
        if (told_s := self._told_by_images(clock_s, time_s, images_until_s)) is not None or follows:
            return time_s if told_s is None else told_s
        return self._after_leap(clock_s, time_s, images_until_s)

    def accept(self, sound: SoundPacket, time_s: float) -> None:
        """Take note that a packet stands at a time, seconds: the next one is asked for from here on."""
        self._last_clock_s = time_of_packet(sound.packet)
        self._expected_s = time_s + duration_of_packet(sound.packet)

    def _forget(self) -> None:
        self._opening = self._tap.openings
        self._piece = 0
        self._offset_s: float | None = None
        self._is_adrift = False
        self._last_clock_s = None

    def _begin(self, clock_s: float, place_s: float | None, first: ClockPiece) -> None:
        first_image_s, time_s = first.first_s + first.offset_s, clock_s + first.offset_s
        is_near = place_s is not None and abs(clock_s - place_s) <= INTERLEAVED_S
        earliest_s, latest_s = -INTERLEAVED_S, first_image_s + INTERLEAVED_S
        self._is_adrift = not is_near and not earliest_s <= time_s <= latest_s
        if self._is_adrift:
            # a clock of its own: as far as is known, sound and images began together
            time_s -= self._tap.lead_s or 0.0
            time_s = time_s if earliest_s <= time_s <= latest_s else first_image_s
        self._expected_s, self._offset_s = time_s, time_s - clock_s

    def _told_by_images(self, clock_s: float, time_s: float, images_until_s: float) -> float | None:
        """Read the clock as the images after a splice; None where none of them fits to what was heard last."""
        if self._is_adrift:
            first, latest_s = self._piece, self._expected_s + _SPLICE_S
        elif time_s < self._expected_s:
            first, latest_s = self._piece + 1, max(images_until_s, self._expected_s) + INTERLEAVED_S
        else:
            first, latest_s = self._piece + 1, time_s
        for number, raw in enumerate(self._tap.pieces[first:], first):
            piece = raw.shifted(self._tap.shift_s or 0.0)
            told_s = clock_s + piece.offset_s
            if self._expected_s - _SPLICE_S <= told_s < latest_s:
                self._piece, self._offset_s, self._is_adrift = number, piece.offset_s, False
                self._expected_s = told_s
                return told_s
        return None

    def _after_leap(self, clock_s: float, time_s: float, images_until_s: float) -> float | None:
        place_s = self._tap.place_s
        is_ahead = place_s is not None and clock_s > place_s + INTERLEAVED_S
        if time_s > self._expected_s and not is_ahead and not self._is_adrift:
            return time_s  # there is no sound for a while
        if not self._tap.is_finished and images_until_s < self._expected_s + _SPLICE_S:
            return None
        self._is_adrift = True
        self._offset_s = self._expected_s - clock_s
        return self._expected_s


def time_of_packet(packet: Packet[Any]) -> float | None:
    """Return when a packet begins on the clock of its container, seconds; None where it doesn't say."""
    ticks = packet.pts if packet.pts is not None else packet.dts
    return None if ticks is None else float(ticks * packet.time_base)


def duration_of_packet(packet: Packet[Any]) -> float:
    """Return how long a packet lasts, seconds; 0 where it doesn't say."""
    return float((packet.duration or 0) * packet.time_base)
