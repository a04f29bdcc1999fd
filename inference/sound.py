"""The sound beside the images: handed from the thread that reads a source to the one that writes its copy.

A source is read once, so that pipes and streams have their sound too. What the sound means in time is told by the
images beside it: where they are in the file, and what times their clock was given.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from av.audio.stream import AudioStream
from av.packet import Packet
from av.stream import Stream

T = TypeVar("T")

# a step of the images' clock that differs by more from that of their times is a clock that leapt or started anew
_LEAP_S = 0.2
# a source whose sound nobody has asked for by then is played without
_OFFERED_IMAGES = 64
# sound that lies further ahead of its images than this is not kept
_MOST_BYTES = 256 << 20
# how far apart in time what lies side by side in a file may be
INTERLEAVED_S = 10.0


class SoundPacket(NamedTuple):
    """Sound as it lies in a source.

    Attributes:
        packet: as it was read.
        place_s: time on the clock of the container of the last image before it in the file, seconds; None
            where there is none.
        opening: `SoundTap.openings` when it was read.
    """

    packet: Packet[AudioStream]
    place_s: float | None
    opening: int


class ClockPiece(NamedTuple):
    """Images in a row over which their clock runs on.

    Attributes:
        first_s: time of the first one on the clock of the container, seconds.
        offset_s: what has to be added to the clock to have `Frame.timestamp_s`, seconds.
    """

    first_s: float
    offset_s: float

    def shifted(self, by_s: float) -> ClockPiece:
        return self._replace(offset_s=self.offset_s + by_s)


class SoundTap:
    """Packets of a source's sound, kept until they are taken; may be used by a reading and a writing thread.

    Nothing is kept once nobody wants it: where it is not claimed in time, or was released.

    Attributes:
        is_finished: the source has been read to its end: there is no more sound than is here.
        openings: how often a container was opened: each has a clock of its own.
        shift_s: what is added to the times that the images were given, seconds; None while nobody knows it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stream: AudioStream | None = None
        self._images_index = -1
        self._starts_s: tuple[float | None, float | None] = (None, None)
        self._is_claimed = self._is_off = False
        self._images = 0
        self.openings = 0
        self.shift_s: float | None = 0.0
        self._packets: deque[SoundPacket] = deque()
        self._bytes = 0
        self._pieces: list[ClockPiece] = []
        self._last_image: tuple[float, float] | None = None
        self._place_s: float | None = None
        self._reach_s: float | None = None
        self.is_finished = False

    # --- the reading side ------------------------------------------------------------------------

    def restart(self, sound: AudioStream | None, images: Stream) -> None:
        """Begin with an opened container; what is here of another one is forgotten."""
        with self._lock:
            self._stream, self._images_index = sound, images.index
            self._starts_s = (None if sound is None else _start_of(sound), _start_of(images))
            self.openings += 1
            self._forget()

    def clear(self) -> None:
        """Forget what is here: the source goes on elsewhere."""
        with self._lock:
            self._forget()

    def put(self, packet: Packet[Any]) -> None:
        """Take note of the next packet of the container, whatever it holds."""
        stream, ticks = self._stream, packet.pts if packet.pts is not None else packet.dts
        if self._is_off or stream is None or not packet.size:
            return
        time_s = None if ticks is None else float(ticks * packet.time_base)
        if packet.stream_index == self._images_index:
            self._place_s = self._place_s if time_s is None else time_s
        elif packet.stream_index == stream.index:
            with self._lock:
                self._reach_s = self._reach_s if time_s is None else time_s
                if self._bytes + packet.size <= _MOST_BYTES:
                    self._bytes += packet.size
                    self._packets.append(SoundPacket(packet, self._place_s, self.openings))

    def note_image(self, clock_s: float, time_s: float) -> None:
        """Take note that an image at a time on the container's clock has been given this `Frame.timestamp_s`."""
        if self._is_off:
            return
        self._images += 1
        if self._images > _OFFERED_IMAGES and not self._is_claimed:
            self.release()
        last, self._last_image = self._last_image, (clock_s, time_s)
        if last is not None:
            step_s = clock_s - last[0]
            if 0 <= step_s <= _LEAP_S or abs(step_s - (time_s - last[1])) <= _LEAP_S:
                return
        self._pieces.append(ClockPiece(clock_s, time_s - clock_s))

    def is_short_of(self, clock_s: float) -> bool:
        """Return whether somebody waits for sound up to a time on the container's clock that may still come."""
        if not self._is_claimed or self._is_off:
            return False
        far_s = clock_s + INTERLEAVED_S
        return (self._reach_s is None or self._reach_s < clock_s) and (self._place_s is None or self._place_s < far_s)

    def finish(self) -> None:
        """Take note that the source has ended."""
        self.is_finished = True

    def close(self) -> None:
        """Take note that the container is about to be closed: what is here stays, nobody new can claim it."""
        with self._lock:
            self._stream = None

    # --- the writing side ------------------------------------------------------------------------

    def claim(self, make: Callable[[AudioStream], T]) -> T | None:
        """Ask for the sound, before the source is read.

        Args:
            make: is given the stream, which says what the packets are, and may use it while it runs and no longer: a
                short source may be through and closed by then, and what a stream is made of is gone with its container.

        Returns:
            What was made. None where there is no sound, or no longer.
        """
        with self._lock:
            if self._is_off or self._stream is None:
                return None
            self._is_claimed = True
            return make(self._stream)

    def take(self) -> SoundPacket | None:
        """Take out the first packet that is left; None where there is none at the moment."""
        with self._lock:
            if not self._packets:
                return None
            first = self._packets.popleft()
            self._bytes -= first.packet.size
            return first

    @property
    def pieces(self) -> list[ClockPiece]:
        """How the clock of the container was read for the images so far, in their order."""
        return self._pieces

    @property
    def place_s(self) -> float | None:
        """Time on the container's clock of the images that are being read, seconds; None where there was none."""
        return self._place_s

    @property
    def lead_s(self) -> float | None:
        """How much later the sound begins than the images, by the container's clock; None where it doesn't say."""
        sound_s, images_s = self._starts_s
        return None if sound_s is None or images_s is None else sound_s - images_s

    def release(self) -> None:
        """Want no more."""
        with self._lock:
            self._is_off = True
            self._forget()

    def _forget(self) -> None:
        self._packets.clear()
        self._pieces = []
        self._bytes = 0
        self._last_image = self._place_s = self._reach_s = None
        self.is_finished = False


def _start_of(stream: Stream) -> float | None:
    if stream.start_time is None or stream.time_base is None:
        return None
    return float(stream.start_time * stream.time_base)
