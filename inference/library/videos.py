"""Videos to frames with their faces."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from ..channel import Channel
from ..errors import UsageError
from ..pipeline import Pipeline
from ..settings import AnalysisSettings, Selection
from ..sinks.base import Sink
from ..sources import open_source
from ..sources.base import Source
from ..types import Frame, FrameResult, ImageArray, RunFacts, SourceInfo
from .face import Face, face_of

if TYPE_CHECKING:
    from ..identity.person import Person

_DEFAULTS = AnalysisSettings()
# frames that wait for whoever goes through a video
_AHEAD = 4


@dataclass(frozen=True, slots=True, eq=False)
class AnalyzedFrame:
    """A frame of a video with its faces.

    Attributes:
        source: as the table of a run calls it: a path, an address, `camera:0`, `demo`.
        index: number of the frame, from 0.
        time_s: seconds from the start of the source.
        image_bgr: (H, W, 3) uint8, upright.
        faces: whoever is seen, or was a moment ago.
    """

    source: str
    index: int
    time_s: float
    image_bgr: ImageArray
    faces: tuple[Face, ...]


class VideoAnalysis(Iterator[AnalyzedFrame]):
    """The frames of a video, camera or stream with their faces, one after the other; from `analyze_video`.

    Decoding, search and estimation run ahead in threads of their own. A context manager: leaving it, or `close`, ends
    them; so does the end of the video.

    Attributes:
        info: what is known of the source.
    """

    def __init__(self, source: Source, settings: AnalysisSettings) -> None:
        self.info: SourceInfo = source.info
        self._frames, self._stop = Channel[AnalyzedFrame](_AHEAD), threading.Event()
        self._facts: list[RunFacts] = []
        # it knows nothing of this object, which so goes with whoever leaves the loop, and ends it
        given = source, settings, self._frames, self._stop, self._facts
        self._thread = threading.Thread(target=_analyse, args=given, name="facelens-analysis", daemon=True)
        self._thread.start()
        self._passing = iter(self._frames)

    @property
    def people(self) -> list[Person]:
        """Everybody who was seen, each once, by first appearance; complete once the last frame was had.

        Raises:
            UsageError: there are frames to come.
        """
        if not self._facts:
            raise UsageError("who was seen is known at the end: go through all frames first")
        people = self._facts[0].people
        return [] if people is None else list(people.persons)

    def __next__(self) -> AnalyzedFrame:
        try:
            return next(self._passing)
        except StopIteration:
            self._thread.join()
            raise

    def close(self) -> None:
        """End the analysis, wherever it is."""
        self._stop.set()
        self._frames.cancel()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self._stop.set()
        self._frames.cancel()


def _analyse(
    source: Source,
    settings: AnalysisSettings,
    frames: Channel[AnalyzedFrame],
    stop: threading.Event,
    facts: list[RunFacts],
) -> None:
    """Pass on the frames of a source; in the end the facts of the run."""
    try:
        with Pipeline(settings) as pipeline:
            pipeline.run(source, [_Passing(frames)], stop=stop)
            facts.append(pipeline.facts())
    except BaseException as error:  # raised again where the frames are taken
        frames.finish(error)
    else:
        frames.finish()
    finally:
        source.close()


class _Passing(Sink):
    """Passes frames on as they are analysed."""

    def __init__(self, frames: Channel[AnalyzedFrame]) -> None:
        self._frames = frames

    def write(self, frame: Frame, result: FrameResult) -> None:
        faces = tuple(map(face_of, result.faces))
        self._frames.put(AnalyzedFrame(frame.source, frame.index, frame.timestamp_s, frame.image_bgr, faces))

    def close(self, facts: RunFacts) -> None:
        """Nothing is written."""

    def discard(self) -> None:
        """Nothing was written."""


def analyze_video(
    source: str | os.PathLike[str] | int,
    *,
    settings: AnalysisSettings = _DEFAULTS,
    start_s: float = 0.0,
    end_s: float | None = None,
    every: int = 1,
) -> VideoAnalysis:
    """Analyse a video frame by frame, with people who are followed and recognised.

    Args:
        source: a file, an address (`rtsp://`, `http://`), a camera's number, or `demo`.
        settings: how.
        start_s, end_s: the part that is analysed, seconds.
        every: the first of that many frames, and so on.

    Returns:
        An iterator of frames. Of a file none is left out; of what is live the newest one counts.

    Raises:
        SourceError: it can't be opened; while it is gone through `SourceBrokenError`: it broke off.
        UsageError: a part that makes no sense.
    """
    return VideoAnalysis(open_source(source, selection=Selection(start_s, end_s, every)), settings)
