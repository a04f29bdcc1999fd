"""Whose frame is next: the sources of a site take turns at the models, those served longest ago first."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from inference.stages import DetectedFrame
from inference.types import Frame

# frames of a file that wait, and frames between the two halves of the analysis
_QUEUE_LENGTH, _BETWEEN = 2, 1


class Lane:
    """The frames of one source on their way, guarded by the lock of its `Turns`.

    Attributes:
        dropped: frames that gave way to newer ones.
        served_at: when a frame of it was taken last, by the monotonic clock.
    """

    def __init__(self, turns: Turns, *, is_live: bool, work: Work) -> None:
        self._turns, self.work = turns, work
        self.is_live = is_live
        self.frames: deque[tuple[Frame, float]] = deque()
        self.found: deque[tuple[DetectedFrame, float]] = deque()
        self.is_finding = self.is_estimating = self.is_closed = self.is_finished = False
        self.dropped = 0
        self.served_at = time.monotonic()

    def put(self, frame: Frame) -> bool:
        """Hand over the next frame: of a live source the newest wins, a file waits. Return False once it is closed."""
        with self._turns.changed:
            if self.is_live and self.frames:
                self.frames.popleft()
                self.dropped += 1
            while len(self.frames) >= _QUEUE_LENGTH and not self.is_closed:
                self._turns.changed.wait()
            if self.is_closed:
                return False
            self.frames.append((frame, time.monotonic()))
            self._turns.changed.notify_all()
            return True

    def drain(self) -> None:
        """Wait until all that was handed over has been worked on, or the lane is closed."""
        with self._turns.changed:
            while (self.frames or self.found or self.is_finding or self.is_estimating) and not self.is_closed:
                self._turns.changed.wait()

    def close(self) -> None:
        """Take no more frames, drop those that wait, and wait for what is being worked on."""
        with self._turns.changed:
            self.is_closed = True
            self.frames.clear()
            self.found.clear()
            self._turns.changed.notify_all()
            while self.is_finding or self.is_estimating:
                self._turns.changed.wait()


class Work:
    """What is done to the frames of a source: in two halves, each for one frame at a time and in order."""

    def find(self, frame: Frame) -> DetectedFrame:
        raise NotImplementedError

    def estimate(self, found: DetectedFrame, arrived_at: float) -> None:
        raise NotImplementedError

    def fail(self, error: Exception) -> None:
        """Take note that one of the halves failed; the lane is closed."""
        raise NotImplementedError


class Turns:
    """The lanes of a site and the threads that work on them; a context manager.

    A thread takes the second half of a frame's analysis before the first of another, and of several sources the one
    that was served longest ago. A source whose frames cost much, or come fast, waits for the others; nobody waits for
    a source.

    Args:
        workers: number of threads.
    """

    def __init__(self, workers: int) -> None:
        self.changed = threading.Condition()
        self._lanes: list[Lane] = []
        self._is_closed = False
        self._threads = [
            threading.Thread(target=self._work, name=f"facelens-site-{number}", daemon=True)
            for number in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def add(self, *, is_live: bool, work: Work) -> Lane:
        """Begin a lane for a source."""
        with self.changed:
            lane = Lane(self, is_live=is_live, work=work)
            self._lanes.append(lane)
            return lane

    def remove(self, lane: Lane) -> None:
        """End a lane, after the frame that is being worked on."""
        lane.close()
        with self.changed:
            if lane in self._lanes:
                self._lanes.remove(lane)

    def close(self) -> None:
        """End the threads, after the frames that are being worked on."""
        with self.changed:
            self._is_closed = True
            self.changed.notify_all()
        for thread in self._threads:
            thread.join()

    def __enter__(self) -> Turns:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _work(self) -> None:
        while True:
            with self.changed:
                task = self._next()
                while task is None and not self._is_closed:
                    self.changed.wait()
                    task = self._next()
                if task is None or self._is_closed:
                    return
            task()

    def _next(self) -> Callable[[], None] | None:
        """Take the next piece of work, if there is any; the lock is held."""
        halves = [lane for lane in self._lanes if lane.found and not lane.is_estimating]
        if halves:
            lane = min(halves, key=lambda lane: lane.found[0][1])
            lane.is_estimating = True
            found, arrived_at = lane.found.popleft()
            return lambda: self._estimate(lane, found, arrived_at)
        ready = [lane for lane in self._lanes if lane.frames and not lane.is_finding and len(lane.found) < _BETWEEN]
        if not ready:
            return None
        lane = min(ready, key=lambda lane: lane.served_at)
        lane.is_finding, lane.served_at = True, time.monotonic()
        frame, arrived_at = lane.frames.popleft()
        return lambda: self._find(lane, frame, arrived_at)

    def _find(self, lane: Lane, frame: Frame, arrived_at: float) -> None:
        found, failure = None, None
        try:
            found = lane.work.find(frame)
        except Exception as error:  # of one source; the others go on
            failure = error
        with self.changed:
            lane.is_finding = False
            if found is not None and not lane.is_closed:
                lane.found.append((found, arrived_at))
            self.changed.notify_all()
        if failure is not None:
            self._fail(lane, failure)

    def _estimate(self, lane: Lane, found: DetectedFrame, arrived_at: float) -> None:
        failure = None
        try:
            lane.work.estimate(found, arrived_at)
        except Exception as error:
            failure = error
        with self.changed:
            lane.is_estimating = False
            self.changed.notify_all()
        if failure is not None:
            self._fail(lane, failure)

    def _fail(self, lane: Lane, error: Exception) -> None:
        with self.changed:
            lane.is_closed = True
            lane.frames.clear()
            lane.found.clear()
            self.changed.notify_all()
        lane.work.fail(error)
