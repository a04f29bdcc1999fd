"""What every sink offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from ..settings import AnalysisSettings
from ..types import Frame, FrameResult


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What the summary says of a run and no frame tells.

    Attributes:
        version: of FaceLens, None where it is not known.
        engine, detector: names of what ran, None where nothing did.
        engine_reason: why no faster engine ran, None where there is nothing to say.
        video_encoder: what encoded the annotated copy at the end, None where there is none.
        video_encoder_reason: why no faster encoder did, None where there is nothing to say.
        wall_s: seconds from the first frame asked for to the last result.
        decode_errors: damaged packets or frames that were skipped.
        broken_stills: pictures of a folder that could not be read.
        interrupted: the run was stopped before the source's end.
        error: message of what ended the run early, None where nothing did.
        analysis: how frames were analysed.
    """

    version: str | None = None
    engine: str | None = None
    engine_reason: str | None = None
    detector: str | None = None
    video_encoder: str | None = None
    video_encoder_reason: str | None = None
    wall_s: float | None = None
    decode_errors: int = 0
    broken_stills: int = 0
    interrupted: bool = False
    error: str | None = None
    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)


class Sink(Protocol):
    """Takes every analysed frame in order; called from one thread.

    Files are written under a temporary name beside the final one; `close` finalises and renames them,
    after an interruption too: what was written until then is complete and readable.
    All methods raise `SinkError` where the output can't be written.
    """

    def write(self, frame: Frame, result: FrameResult) -> None: ...

    def close(self) -> None: ...
