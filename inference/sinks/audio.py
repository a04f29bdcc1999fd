"""Copies the sound of the source into the annotated copy."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from av.container import OutputContainer
from av.packet import Packet

from ..files import is_disk_error
from ..sound import SoundPacket, SoundTap
from .sound_clock import SoundClock, duration_of_packet
from .sound_makers import SoundMaker, maker_for

_WORTH_TELLING_S = 0.05


class AudioCopy:
    """The sound of the copy, written along with the images, which it never touches.

    Only a disk that takes no more ends anything. What can't be decoded or isn't taken by MP4 is left out, and
    counted.

    Args:
        tap: gives the sound; it is released by `close`.
        start_s: `Frame.timestamp_s` at which the copy begins. Where it is later than 0, sound before it is
            left out. (A file that is copied from its beginning may have some: the run-in of its encoder.)
        end_s: sound at or after this time of the source is left out, seconds; None for none.
    """

    def __init__(self, tap: SoundTap, *, start_s: float, end_s: float | None) -> None:
        self._tap = tap
        self._clock = SoundClock(tap)
        self._start_s = start_s
        self._end_s = float("inf") if end_s is None else end_s
        self._earliest_s = start_s if start_s > 0 else float("-inf")
        self._waiting: SoundPacket | None = None
        self._problem: str | None = None
        self._maker: SoundMaker | None = None
        self._target: OutputContainer | None = None
        self._written = self._left_out = 0
        self._left_out_s = 0.0
        try:
            self._maker = tap.claim(maker_for)
        except Exception as error:  # whatever there is in the way, images go without
            self._fail(error)
        if self._maker is None:
            self._problem = self._problem or "it can't be decoded here"
            tap.release()

    def attach(self, target: OutputContainer) -> None:
        """Add the sound to a copy whose header is not written yet."""
        if self._maker is not None:
            try:
                self._maker.attach(target)
                self._target = target
            except Exception as error:
                self._maker = None
                self._fail(error)

    def copy_until(self, time_s: float) -> None:
        """Write the sound that begins before a time of the source, seconds (infinity: all that is left).

        Raises:
            FFmpegError, OSError: the disk takes no more.
        """
        while self._maker is not None and (sound := self._next()) is not None:
            begin_s = self._clock.time_of(sound, time_s)
            if begin_s is None or time_s <= begin_s < self._end_s:
                return
            self._waiting = None
            self._clock.accept(sound, begin_s)
            if self._earliest_s <= begin_s < self._end_s:
                length_s = duration_of_packet(sound.packet)
                self._write(self._maker.made_of(sound.packet, begin_s - self._start_s), length_s)

    def _next(self) -> SoundPacket | None:
        if self._waiting is None or self._waiting.opening != self._tap.openings:
            self._waiting = self._tap.take()
        return self._waiting

    def finish(self) -> None:
        """Write what the encoder has held back.

        Raises:
            FFmpegError, OSError: the disk takes no more.
        """
        if self._maker is not None:
            self._write(self._maker.rest())

    def _write(self, packets: Iterable[Packet[Any]], length_s: float = 0.0) -> None:
        made = iter(packets)
        while True:
            try:
                packet = next(made, None)
            except Exception:  # there are as many as kinds of damage
                self._leave_out(length_s)
                return
            if packet is None:
                return
            self._mux(packet, length_s)

    def _mux(self, packet: Packet[Any], length_s: float) -> None:
        assert self._target is not None
        try:
            self._target.mux(packet)
        except Exception as error:
            if is_disk_error(error):
                raise
            self._leave_out(length_s)
        else:
            self._written += 1

    def _leave_out(self, length_s: float) -> None:
        self._left_out += 1
        self._left_out_s += length_s

    def close(self) -> None:
        """Take no more from the source."""
        self._tap.release()

    def shortcoming(self) -> str | None:
        """Return what is missing of the sound, as a sentence that the copy's name begins; None where nothing is."""
        if self._problem is not None:
            return f"has no sound: {self._problem}"
        if not self._written:
            reason = "none of it can be decoded" if self._left_out else "its source has none there"
            return f"has no sound: {reason}"
        if self._left_out:
            length = f", {self._left_out_s:.1f} s in all" if self._left_out_s >= _WORTH_TELLING_S else ""
            places = "1 place" if self._left_out == 1 else f"{self._left_out} places"
            return f"lacks sound in {places}, where it is damaged{length}"
        return None

    def _fail(self, error: Exception) -> None:
        self._problem = getattr(error, "strerror", None) or str(error)
        self._tap.release()
