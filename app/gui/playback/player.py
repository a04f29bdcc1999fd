"""The capture thread: opens a source and delivers its frames at their own pace."""

from __future__ import annotations

import itertools
import math
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from inference.channel import Channel
from inference.errors import FaceLensError, SourceError
from inference.process import return_released_memory
from inference.settings import EVERYTHING, Selection
from inference.sources import SeekableSource, Source, open_source
from inference.types import Frame, Gap, SkippedFile, SourceInfo

from ..labels import message_of
from .sound import SoundTrack

# a file that falls behind its clock by more than this goes on from where it is
_MAX_LAG_S = 0.5
_STILL_S = 3.0
_PREDECESSOR_S = 3.0
_FOREVER_S = 1e8
# so much of a file is shown frame by frame, however long each takes
_LEAD_IN_S = 1.0
_FREE_EVERY_S = 0.005
# how far before its end the last frame is looked for, in frames: first, and how much further where there is none
_LAST_FRAMES, _FURTHER = 8, 8
# that wait while a source is being opened; nobody gives more
_MAX_COMMANDS = 10_000
SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0, 4.0)

Target = str | int | Sequence[str]
_serials = itertools.count(1)


@dataclass(frozen=True, slots=True, eq=False)
class CapturedFrame:
    """A frame on its way to the screen.

    Attributes:
        frame: the frame.
        info: of its source.
        serial: tells the frames of one opened source from those of the next.
        captured_at: `time.perf_counter()` when it was due.
        is_moving: others follow at their own pace; False for stills and while the video stands.
        seek: number of the seek, see `Player.seek`, from which the player has come here; 0 before the first.
    """

    frame: Frame
    info: SourceInfo
    serial: int
    captured_at: float
    is_moving: bool = False
    seek: int = 0


def open_target(target: Target, selection: Selection = EVERYTHING) -> Source:
    """Open a source for the window: a live one that breaks off is waited for until somebody closes it."""
    return open_source(target, selection=selection, reconnect_s=math.inf)


class PlayerListener(Protocol):
    """Receives the news of a player; called in the capture thread."""

    def opened(self, serial: int, info: SourceInfo) -> None: ...

    def failed(self, serial: int, message: str, *, retrying: bool) -> None:
        """The source can't be opened, or broke off; `retrying`: it is tried again until the player is stopped."""
        ...

    def ended(self, serial: int) -> None:
        """Nothing follows by itself: the end is reached, or the source has failed for good."""
        ...


class Player(threading.Thread):
    """Plays one source until it is stopped; its methods may be called from any thread and never wait.

    Files and stills keep to their timestamps and can be paused, stepped through and searched; live sources
    deliver as they come, and are opened again where they break off.

    What is asked of it travels to the thread through a channel, so that all that follows from it belongs to the
    thread alone. Only the order to stop is seen at once, also in the middle of reading.

    Args:
        target: as for `inference.sources.open_source`.
        deliver: receives every frame.
        listener: hears of opening, failures and the end.
        open_source: opens the target.
        predecessor: a player that has been stopped; its device is free once its thread has ended.
        is_free: whether a frame may be delivered without taking the place of another that nobody has seen. A file's
            first second waits for it, so that the start, whose first analysis takes longest, is not run past.
        sound: plays the sound of files; the images follow it at normal speed, and it is silent at others.
        playing, speed, loop: how it starts.
    """

    def __init__(
        self,
        target: Target,
        deliver: Callable[[CapturedFrame], object],
        listener: PlayerListener,
        open_source: Callable[[Target], Source],
        *,
        predecessor: Player | None = None,
        is_free: Callable[[], bool] = lambda: True,
        sound: SoundTrack | None = None,
        playing: bool = True,
        speed: float = 1.0,
        loop: bool = False,
    ) -> None:
        super().__init__(name="facelens-capture", daemon=True)
        self.serial = next(_serials)
        self.target = target
        self.frames_read = 0
        self._deliver, self._listener, self._open_source = deliver, listener, open_source
        self._predecessor, self._is_free = predecessor, is_free
        self._sound = sound or SoundTrack()
        self._seek_numbers = itertools.count(1)
        self._display_delay_s = 0.0
        self._commands = Channel[Callable[[], None]](_MAX_COMMANDS)
        self._must_end = False
        self._source: Source | None = None
        # from here on of the thread itself
        self._playing, self._speed, self._loop = playing, speed, loop
        self._part = EVERYTHING
        self._seek_to: float | None = None
        self._asked_seek = self._reached_seek = 0
        self._lead_in_ends_s: float | None = None
        self._is_held_up = False
        self._has_broken_off = False
        self._steps = 0
        self._anchor: tuple[float, float] | None = None
        self._last: Frame | None = None

    # --- controls: any thread -----------------------------------------------------------------

    def play(self, playing: bool) -> None:
        def obey() -> None:
            self._playing = playing
            self._stop_clock()

        self._commands.put(obey)

    def set_speed(self, speed: float) -> None:
        def obey() -> None:
            self._speed = speed
            self._stop_clock()

        self._commands.put(obey)

    def set_loop(self, loop: bool) -> None:
        def obey() -> None:
            self._loop = loop

        self._commands.put(obey)

    def set_part(self, part: Selection) -> None:
        """Loop within this part of a file, whenever what is played reaches its end."""

        def obey() -> None:
            self._part = part

        self._commands.put(obey)

    def seek(self, position: float) -> int:
        """Go on at a time in seconds; for stills, at an image's number. Beyond the end that is the last frame.

        Of several the latest wins, but each frame that was looked for is shown.

        Returns:
            A number that grows with each; frames from there on carry it.
        """
        number = next(self._seek_numbers)

        def obey() -> None:
            self._seek_to, self._asked_seek = max(0.0, position), number
            self._stop_clock()

        self._commands.put(obey)
        return number

    def step(self, count: int = 1) -> None:
        """Show the next frame (+1) or the one before (-1), paused."""

        def obey() -> None:
            self._playing = False
            self._stop_clock()
            self._steps += count

        self._commands.put(obey)

    def note_display_delay(self, seconds: float) -> None:
        """Learn how long a frame takes from here to the screen: the sound waits for it."""
        self._display_delay_s += (min(seconds, _MAX_LAG_S) - self._display_delay_s) / 8

    def stop(self) -> None:
        """End the thread; it may take a moment, see `join`."""
        self._must_end = True
        self._sound.close()
        self._commands.finish()
        source = self._source
        # a camera's driver or a server may hold the thread up; closing frees it, but may itself take a moment
        if source is not None and source.info.is_live:
            threading.Thread(target=source.close, name="facelens-close", daemon=True).start()

    @property
    def skipped(self) -> tuple[SkippedFile, ...]:
        """Images that could not be read and folders that could not be searched, so far."""
        source = self._source
        return (*source.failures, *source.skipped_folders) if source is not None else ()

    # --- the thread ---------------------------------------------------------------------------

    def run(self) -> None:
        try:
            self._play()
        finally:
            return_released_memory()

    def _play(self) -> None:
        if self._predecessor is not None:
            self._predecessor.join(_PREDECESSOR_S)
            self._predecessor = None
        again = True
        while again and not self._must_end:
            again = False
            try:
                with self._open_source(self.target) as source:
                    self._source = source
                    source.tell_gaps(self)
                    again = self._play_through(source)
            except FaceLensError as error:
                if not self._must_end:
                    self._listener.failed(self.serial, message_of(error), retrying=False)
                    self._listener.ended(self.serial)
            except Exception as error:
                self._listener.failed(self.serial, f"a fault in FaceLens has ended it: {error}", retrying=False)
                self._listener.ended(self.serial)
                raise
            finally:
                self._source = None

    def broke_off(self, reason: FaceLensError) -> None:
        """Report a live source that is opened again, until it comes back or the player is stopped."""
        self._listener.failed(self.serial, message_of(reason), retrying=True)

    def came_back(self, gap: Gap) -> None:
        """Report it as opened once more."""
        if self._source is not None:
            self._listener.opened(self.serial, self._source.info)

    def _play_through(self, source: Source) -> bool:
        """Deliver frames until the player is stopped (False) or the source has to be opened again (True)."""
        info = source.info
        self._listener.opened(self.serial, info)
        self._sound.open(info)
        frames, is_first, position = iter(source), True, 0.0
        while not self._must_end:
            self._obey_all()
            if self._seek_to is not None:
                position, self._seek_to = self._seek_to, None
                if not isinstance(source, SeekableSource):
                    return True
                self._reached_seek = self._asked_seek
                frames, is_first = source.frames_from(position), True
            frame = self._next(frames, info)
            if frame is None and is_first and isinstance(source, SeekableSource):
                frame = self._last_frame(source, position)
            if frame is None and not self._must_end:
                if not self._waits_to_loop(source):
                    self._wait_at_end(source)
                if self._seek_to is None:
                    self._seek_to = self._part.start_s if self._loop else 0.0
            elif frame is not None and not is_first and self._leaves_part(frame):
                self._seek_to = self._part.start_s
            elif frame is not None and self._waits_until_due(frame, source, is_first):
                is_first = False
                self._last = frame
                self.frames_read += 1
                is_moving = self._playing and not frame.is_still
                self._deliver(
                    CapturedFrame(frame, source.info, self.serial, time.perf_counter(), is_moving, self._reached_seek)
                )
        return False

    def _leaves_part(self, frame: Frame) -> bool:
        """Return whether a frame is the first behind the part that is looped; who has gone there may stay there."""
        self._obey_all()
        if self._last is None or self._seek_to is not None or not (self._loop and self._playing):
            return False
        return self._part.is_past(frame.timestamp_s) and not self._part.is_past(self._last.timestamp_s)

    def _next(self, frames: Iterator[Frame], info: SourceInfo) -> Frame | None:
        """Read the next frame, None at the end. A file that breaks off has an end too: it can be played again."""
        try:
            return next(frames, None)
        except SourceError as error:
            if info.is_live or self._must_end:
                raise
            if not self._has_broken_off:
                # of one that is looped once
                self._has_broken_off = True
                self._listener.failed(self.serial, message_of(error), retrying=False)
            return None

    def _last_frame(self, source: SeekableSource, position: float) -> Frame | None:
        """Return the last frame of a source that ends before a position; None where something else is wanted first."""
        info = source.info
        end = (info.duration_s if info.has_time else info.frame_count) or position
        count = _LAST_FRAMES if info.has_time else 1
        while not self._must_end:
            start = source.before(min(end, position), count)
            last = None
            frames = source.frames_from(start)
            while (frame := self._next(frames, info)) is not None:
                last = frame
                self._obey_all()
                if self._must_end or self._seek_to is not None:
                    return None
            if last is not None or start <= 0:
                return last
            count *= _FURTHER
        return None

    def _obey(self, timeout_s: float) -> bool:
        """Carry out the next command; False where none came in time, or the player was stopped."""
        try:
            command = self._commands.get(timeout_s)
        except TimeoutError:
            return False
        if command is None:
            return False
        command()
        return True

    def _obey_all(self) -> None:
        """Carry out the commands that are there."""
        while self._obey(0.0):
            pass

    def _obey_until(self, reached: Callable[[], object], timeout_s: float = _FOREVER_S) -> None:
        """Carry out commands as they come, until something is reached, time is up, or the player is stopped."""
        deadline = time.monotonic() + timeout_s
        while not reached() and self._obey(max(0.0, deadline - time.monotonic())):
            pass

    def _waits_to_loop(self, source: Source) -> bool:
        """Return whether the source begins anew by itself; the last still of a set stays as long as the others.

        While nothing plays, the last frame stays until somebody leaves it.
        """
        info = source.info
        # one without frames, or with a single one, would be asked over and over
        if not self._loop or info.is_live or self._last is None or info.frame_count == 1:
            return False
        if self._last.is_still:
            self._obey_until(lambda: self._seek_to is not None or self._steps, _STILL_S)
            return self._steps == 0
        if not self._playing:
            self._obey_until(lambda: self._playing or self._seek_to is not None or self._steps)
            if self._steps < 0:
                self._step_back(self._last, source)
            self._steps = 0
        return True

    def _wait_at_end(self, source: Source) -> None:
        """Wait for something that leads away from the end."""
        self._obey_all()
        self._playing = False
        self._stop_clock()
        self._steps = 0
        self._listener.ended(self.serial)
        self._obey_until(lambda: self._playing or self._seek_to is not None or self._steps < 0)
        if self._steps < 0 and self._last is not None:
            self._step_back(self._last, source)
        self._steps = 0

    def _waits_until_due(self, frame: Frame, source: Source, is_first: bool) -> bool:
        """Wait until a frame is to be shown; False: it is not to be shown any more."""
        self._obey_all()
        if is_first and not self._must_end:
            self._start_clock(frame)
            if self._last is None and not source.info.is_live and not frame.is_still:
                self._lead_in_ends_s = frame.timestamp_s + _LEAD_IN_S
            return True
        while not self._must_end and self._seek_to is None:
            if self._steps > 0:
                self._steps -= 1
                return True
            if self._steps < 0:
                self._step_back(frame, source)
                continue
            if source.info.is_live:
                return self._playing
            remaining_s = self._remaining_s(frame) if self._playing else _FOREVER_S
            if remaining_s <= 0 and not self._waits_for_room(frame):
                return True
            self._obey(remaining_s if remaining_s > 0 else _FREE_EVERY_S)
        return False

    def _waits_for_room(self, frame: Frame) -> bool:
        """Return whether a frame of the first second of a file would take the place of one that nobody has seen."""
        if self._lead_in_ends_s is None:
            return False
        if self._is_free():
            if frame.timestamp_s >= self._lead_in_ends_s:
                self._lead_in_ends_s = None
                if self._is_held_up:
                    self._is_held_up = False
                    self._start_clock(frame)
            return False
        # the time that it takes is not caught up on; the sound can't wait, and comes in afterwards
        self._is_held_up = True
        self._start_clock(frame)
        return True

    def _stop_clock(self) -> None:
        self._anchor = None
        self._sound.halt()

    def _start_clock(self, frame: Frame, wait_s: float = 0.0) -> None:
        """Let a frame be due after some seconds, and have the sound heard that belongs to it and to what follows."""
        due = time.perf_counter() + wait_s
        self._anchor = due, _clock_s(frame)
        if self._playing and self._speed == 1.0 and not frame.is_still and not self._is_held_up:
            self._sound.play_from(frame.timestamp_s, due + self._display_delay_s)
        else:
            self._sound.halt()

    def _remaining_s(self, frame: Frame) -> float:
        """Return the seconds until a frame is due; 0 or less: now."""
        if self._anchor is None:
            self._start_clock(frame, _STILL_S if frame.is_still else 0.0)
        assert self._anchor is not None
        time_s, now = _clock_s(frame), time.perf_counter()
        heard_s = self._sound.heard_s()
        if heard_s is not None:
            self._anchor = now - self._display_delay_s, heard_s
        remaining_s = self._anchor[0] + (time_s - self._anchor[1]) / self._speed - now
        if remaining_s < -_MAX_LAG_S:
            self._start_clock(frame)
        return remaining_s

    def _step_back(self, ahead: Frame, source: Source) -> None:
        """Turn steps back into a jump: to where only that frame is the next."""
        shown = self._last or ahead
        if isinstance(source, SeekableSource):
            position = float(shown.index) if shown.is_still else shown.timestamp_s
            self._seek_to = source.before(position, -self._steps)
        self._steps = 0


def _clock_s(frame: Frame) -> float:
    """Return when a frame is due, in seconds from the start of its source."""
    return frame.index * _STILL_S if frame.is_still else frame.timestamp_s
