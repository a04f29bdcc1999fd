"""The sound of files: decoded beside the images and handed to the system's sound device.

What a device plays can't be hurried, so the images follow the sound. Where there is no device, or Qt's multimedia
library can't be loaded, nothing is heard and the images keep to their own clock.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from PyQt6.QtCore import QEventLoop, QObject, QtMsgType, pyqtSignal, qInstallMessageHandler

from inference.types import SourceInfo

from .multimedia import media_devices
from .sound_decoding import CHANNELS, FRAME_BYTES, RATE, SoundDecoder

# what is handed over lies this long before it is heard: a pause is heard so much later
_BUFFERED_S = 0.1
_TICK_S = 0.01
# a clock that has stood still for so long has stopped: a device that was unplugged, a server that has ended
_STALLED_S = 0.3
# a device tells in steps how far it is; its clock is steadied over so many looks, unless it leaps
_STEADIED_OVER, _LEAP_S = 16, 0.1


class SoundTrack:
    """The sound of one opened file, for the thread that plays it; its methods may be called from any, and never wait.

    This one is silent: it stands for all sources and machines without sound.
    """

    def open(self, info: SourceInfo) -> None:
        """Get ready to play the sound of a source."""

    def play_from(self, media_s: float, at: float) -> None:
        """Be heard so that the sound of `media_s`, seconds in the source, is heard at `time.perf_counter() == at`."""

    def halt(self) -> None:
        """Fall silent."""

    def close(self) -> None:
        """Let go of the file."""

    def heard_s(self) -> float | None:
        """Return what is heard now, in seconds in the source; None where nothing is that could be a clock."""
        return None


class _Heard(NamedTuple):
    """What was heard when: `media_s` at `time.perf_counter() == at`; `track` is whose."""

    track: int
    media_s: float
    at: float


class _PlayedTrack(SoundTrack):
    """A handle on the one thread that plays; what is asked with an old handle changes nothing for a newer one."""

    def __init__(self, number: int, feeder: _Feeder) -> None:
        self._number, self._feeder = number, feeder
        self._is_closed = False

    def open(self, info: SourceInfo) -> None:
        if (
            not self._is_closed
            and info.path is not None
            and info.is_seekable
            and info.has_time
            and info.sound is not None
        ):
            path, start_s = info.path, float(info.start_s or 0.0)
            self._feeder.ask(lambda: self._feeder.open(self._number, path, start_s))

    def play_from(self, media_s: float, at: float) -> None:
        self._feeder.ask(lambda: self._feeder.play(self._number, media_s, at))

    def halt(self) -> None:
        self._feeder.forget_clock(self._number)
        self._feeder.ask(lambda: self._feeder.play(self._number, None, 0.0))

    def close(self) -> None:
        self._is_closed = True
        self._feeder.forget_clock(self._number)
        self._feeder.ask(lambda: self._feeder.close(self._number))

    def heard_s(self) -> float | None:
        heard = self._feeder.heard
        now = time.perf_counter()
        if heard is None or heard.track != self._number or now - heard.at > _STALLED_S:
            return None
        return heard.media_s + now - heard.at


class Sound(QObject):
    """The window's sound: volume, and the thread that plays, which begins with the first file that has a sound.

    Attributes:
        is_available: there is a device.

    Signals:
        changed(): a device came or went.
    """

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._volume = 1.0
        self._numbers = itertools.count(1)
        self._feeder: _Feeder | None = None
        self._devices = media_devices(self)
        self._device = _default_device(self._devices)
        if self._devices is not None:
            self._devices.audioOutputsChanged.connect(self._use_default)

    @property
    def is_available(self) -> bool:
        return self._device is not None

    def track(self) -> SoundTrack:
        """Return a handle for the next source; the one before falls silent."""
        if self._device is None:
            return SoundTrack()
        if self._feeder is None:
            self._feeder = _Feeder(self._device)
            self._feeder.set_volume(self._volume)
            self._feeder.start()
        return _PlayedTrack(next(self._numbers), self._feeder)

    def set_volume(self, volume: float) -> None:
        """Be as loud as this, 0 to 1 as people hear it."""
        self._volume = volume
        if self._feeder is not None:
            self._feeder.set_volume(volume)

    def shut_down(self, deadline: float) -> None:
        """End the thread; waits until `time.monotonic()` reaches `deadline` at most."""
        if self._feeder is not None:
            self._feeder.stop()
            self._feeder.join(max(0.0, deadline - time.monotonic()))

    def _use_default(self) -> None:
        self._device = _default_device(self._devices)
        if self._feeder is not None and self._device is not None:
            self._feeder.use(self._device)
        self.changed.emit()


@dataclass(slots=True)
class _Running:
    """A device that is at work.

    Attributes:
        sink: Qt's.
        pipe: what is written into to be heard.
        written: frames so far.
    """

    sink: Any
    pipe: Any
    written: int = 0

    @property
    def queued_s(self) -> float:
        return float(self.sink.bufferSize() - self.sink.bytesFree()) / FRAME_BYTES / RATE

    @property
    def played_s(self) -> float:
        return float(self.sink.processedUSecs()) / 1e6


class _Feeder(threading.Thread):
    """Decodes and hands over, a tenth of a second ahead; silence too, so that its clock runs before it is needed."""

    def __init__(self, device: Any) -> None:
        super().__init__(name="facelens-sound", daemon=True)
        self.heard: _Heard | None = None
        self._asked: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._must_end = False
        self._device, self._volume = device, 1.0
        # from here on of the thread itself
        self._track = 0
        self._decoder: SoundDecoder | None = None
        self._running: _Running | None = None
        # what is to be heard when; None for silence
        self._wanted: tuple[float, float] | None = None
        # what has to be added to the seconds that were played to have those in the source; None before the first
        self._shift_s: float | None = None
        self._last_played_s = 0.0

    # --- any thread ---------------------------------------------------------------------------

    def ask(self, act: Callable[[], None]) -> None:
        """Have something done in the thread."""
        self._asked.put(act)

    def set_volume(self, volume: float) -> None:
        self.ask(lambda: self._set_volume(volume))

    def use(self, device: Any) -> None:
        """Go on with another device."""
        self.ask(lambda: self._use(device))

    def forget_clock(self, track: int) -> None:
        """Let nobody follow what is heard of a track any more."""
        heard = self.heard
        if heard is not None and heard.track == track:
            self.heard = None

    def stop(self) -> None:
        self._must_end = True

    # --- the thread ---------------------------------------------------------------------------

    def run(self) -> None:
        events = QEventLoop()
        try:
            while not self._must_end:
                while not self._asked.empty():
                    self._asked.get()()
                events.processEvents()
                self._feed()
                time.sleep(_TICK_S)
        finally:
            self._let_go()

    def open(self, track: int, path: str, start_s: float) -> None:
        """Play this from now on, once somebody says from where."""
        if track < self._track:
            return
        self._let_go()
        self._track = track
        self._decoder = SoundDecoder(path, start_s)
        if self._decoder.is_open:
            self._begin()

    def play(self, track: int, media_s: float | None, at: float) -> None:
        if track == self._track:
            self._wanted, self._shift_s, self.heard = None if media_s is None else (media_s, at), None, None

    def close(self, track: int) -> None:
        if track == self._track:
            self._let_go()

    def _begin(self) -> None:
        from PyQt6.QtMultimedia import QAudioFormat, QAudioSink

        form = QAudioFormat()
        form.setSampleRate(RATE)
        form.setChannelCount(CHANNELS)
        form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
        sink = QAudioSink(self._device, form)
        sink.setBufferSize(round(_BUFFERED_S * RATE) * FRAME_BYTES)
        sink.setVolume(self._volume)
        pipe = sink.start()
        self._running = _Running(sink, pipe) if pipe is not None else None
        self._shift_s, self._last_played_s = None, 0.0

    def _let_go(self) -> None:
        self._wanted = self._shift_s = self.heard = None
        if self._running is not None:
            self._running.sink.stop()
            self._running = None
        if self._decoder is not None:
            self._decoder.close()
            self._decoder = None

    def _use(self, device: Any) -> None:
        self._device = device
        if self._running is not None:
            self._running.sink.stop()
            self._begin()

    def _set_volume(self, volume: float) -> None:
        # loudness as people hear it grows much slower than the amplitude
        self._volume = volume**3
        if self._running is not None:
            self._running.sink.setVolume(self._volume)

    def _feed(self) -> None:
        running, decoder = self._running, self._decoder
        if running is None or decoder is None:
            return
        now, played_s, queued_s = time.perf_counter(), running.played_s, running.queued_s
        is_moving = played_s > self._last_played_s
        if self._wanted is not None and self._shift_s is None and is_moving:
            media_s, at = self._wanted
            # what is written now is heard when that which is queued has been
            next_s = max(0.0, media_s + now - at + queued_s)
            decoder.seek(next_s)
            self._shift_s = next_s - running.written / RATE
        if is_moving:
            self._last_played_s = played_s
            if self._shift_s is not None:
                self._tell(running.written / RATE - queued_s + self._shift_s, now)
        free = running.sink.bytesFree() // FRAME_BYTES
        if free > 0:
            data = bytes(free * FRAME_BYTES) if self._shift_s is None else decoder.read(free)
            running.written += max(0, running.pipe.write(data)) // FRAME_BYTES

    def _tell(self, media_s: float, now: float) -> None:
        before = self.heard
        if before is not None and before.track == self._track:
            expected_s = before.media_s + now - before.at
            if abs(media_s - expected_s) < _LEAP_S:
                media_s = expected_s + (media_s - expected_s) / _STEADIED_OVER
        self.heard = _Heard(self._track, media_s, now)


def _default_device(devices: Any) -> Any:
    """Return the system's sound device; None where there is none."""
    if devices is None:
        return None
    # a system without a sound server is told of on the terminal, which is no news to anybody
    before = qInstallMessageHandler(_hear_nothing)
    try:
        device = devices.defaultAudioOutput()
    finally:
        qInstallMessageHandler(before)
    return None if device.isNull() else device


def _hear_nothing(_kind: QtMsgType, _where: object, _text: str | None) -> None: ...
