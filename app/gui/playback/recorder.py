"""Records what is analysed as an annotated video."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace

from inference.channel import Channel
from inference.errors import FaceLensError
from inference.outputs import Outputs
from inference.overlay import Overlay
from inference.settings import EVERYTHING, DisplaySettings, Privacy, Selection
from inference.sinks import Sink, close_sinks, open_sinks, written_by
from inference.types import Frame, FrameResult, ImageArray, RunFacts, SourceInfo

from ..labels import message_of
from .player import CapturedFrame
from .rendering import RenderOptions

# frames that may wait for the encoder; 24 of 1080p are 150 MB
_WAITING = 24
# a pause, a jump or a loop leaves no hole in the recording: longer gaps become one frame's time
_MAX_GAP_S = 1.0
_MAY_PROTECT = DisplaySettings(privacy=Privacy.BLUR)


class Recorder(threading.Thread):
    """Encodes in a thread of its own; where the encoder can't keep up, frames are left out.

    The annotated video is the headless path's: `inference.sinks.open_sinks`.

    Frames are annotated whole and at full size, each with the options that it comes with: protected faces and hidden
    attributes hold from the next frame on.

    Args:
        path: the file, `.mp4`.
        inputs: what is played; it is not replaced.
        done: called once in this thread with the path and None, or what went wrong.
        part: of a file; frames outside it are left out.
        complete: called in the analysis thread with the first frame behind the part, once something was recorded.
    """

    def __init__(
        self,
        path: str,
        inputs: Sequence[str],
        done: Callable[[str, str | None], None],
        part: Selection = EVERYTHING,
        complete: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(name="facelens-record", daemon=True)
        self._path, self._inputs, self._done = path, inputs, done
        self.part, self._complete = part, complete
        self._has_begun = self._is_complete = False
        self._waiting = Channel[tuple[CapturedFrame, FrameResult, RenderOptions]](_WAITING, newest_wins=True)
        self._clock, self._overlay = _Clock(), _FollowingOverlay()

    @property
    def recorded_s(self) -> float:
        """Length of the video so far, seconds."""
        return self._clock.time_s

    def offer(self, captured: CapturedFrame, result: FrameResult, options: RenderOptions) -> None:
        """Record this frame, if it belongs to the part and there is room for it; returns at once."""
        time_s = captured.frame.timestamp_s
        if self._is_complete or self.part.is_before(time_s):
            return
        if not self.part.is_past(time_s):
            self._has_begun = True
            self._waiting.put((captured, result, options))
        elif self._has_begun:
            self._is_complete = True
            self._complete()

    def finish(self) -> None:
        """Record what is waiting and complete the file."""
        self._waiting.finish()

    def run(self) -> None:
        sinks: list[Sink] = []
        try:
            self._record(sinks)
        except FaceLensError as error:
            beside = [f": {file.path}" for file in written_by(sinks) if file.path != file.asked_for]
            self._done(self._path, message_of(error) + "".join(beside))
        else:
            nothing = "nothing was recorded: no frame was analysed meanwhile"
            self._done(self._path, None if written_by(sinks) else nothing)

    def _record(self, sinks: list[Sink]) -> None:
        """Record what comes until it ends; the sinks that are opened for it are added to `sinks`, and closed."""
        failure: Exception | None = None
        try:
            for captured, result, options in self._waiting:
                if not sinks:
                    sinks += self._open(captured.info)
                frame = self._clock.restamped(captured)
                self._overlay.draw_like(options, frame)
                if options.settings.privacy is Privacy.NONE:
                    result = _unprotected(result)
                for sink in sinks:
                    sink.write(frame, replace(result, frame_index=frame.index, timestamp_s=frame.timestamp_s))
        except Exception as error:
            failure = error
        self._waiting.cancel()
        close_sinks(sinks, RunFacts(error=None if failure is None else str(failure)), failure=failure)

    def _open(self, info: SourceInfo) -> list[Sink]:
        # without the file behind it: its sound does not fit to a recording that jumps and pauses
        plain = replace(info, path=None, sound=None, duration_s=None, frame_count=None)
        inputs = [*self._inputs, *([] if info.path is None else [info.path])]
        # faces may become protected while it records: held back for that from the first frame on
        return open_sinks(plain, _MAY_PROTECT, Outputs(self._path), inputs=inputs, overlay=self._overlay)


class _FollowingOverlay(Overlay):
    """Draws each frame with the options that were named for it; they are named in order, and drawn so."""

    def __init__(self) -> None:
        super().__init__(DisplaySettings())
        self._named: deque[tuple[int, RenderOptions]] = deque()
        self._options = RenderOptions()
        self._overlay = self._options.overlay()

    def draw_like(self, options: RenderOptions, frame: Frame) -> None:
        """Draw a frame, told by its number, and those after it with these options."""
        last = self._named[-1][1] if self._named else self._options
        if not options.draws_like(last):
            self._named.append((frame.index, options))

    def draw(self, frame: Frame, result: FrameResult, highlight: int | None = None) -> ImageArray:
        while self._named and self._named[0][0] <= frame.index:
            self._options = self._named.popleft()[1]
            self._overlay = self._options.overlay()
        return self._overlay.draw(frame, result, highlight)


def _unprotected(result: FrameResult) -> FrameResult:
    """Return a result for which nothing is followed back: its frame shows faces as they are."""
    return replace(result, protection=replace(result.protection, held=(), appeared=()))


class _Clock:
    """Gives the frames of a recording numbers and times without holes."""

    def __init__(self) -> None:
        self._index = -1
        self.time_s = 0.0
        self._last_s: float | None = None

    def restamped(self, captured: CapturedFrame) -> Frame:
        time_s = captured.frame.timestamp_s
        if self._last_s is not None:
            passed_s = time_s - self._last_s
            if not 0 < passed_s <= _MAX_GAP_S:
                passed_s = captured.info.frame_interval_s
            self.time_s += passed_s
        self._last_s = time_s
        self._index += 1
        return replace(captured.frame, index=self._index, timestamp_s=self.time_s)
