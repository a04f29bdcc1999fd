"""What can be set: `Selection` for what is read, `AnalysisSettings` for what is found, `DisplaySettings` for what is
shown of it.

All are frozen and validated once, whether the command line or the window builds them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from .attributes import ATTRIBUTE_NAMES
from .errors import UsageError

if TYPE_CHECKING:
    from .find import Query
    from .types import Frame


class EngineChoice(StrEnum):
    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    TENSORRT = "tensorrt"


class ModelChoice(StrEnum):
    """Which of the shipped models predicts age, gender and ethnicity; `auto` is the large one on a GPU.

    Of images that stand alone it is the large one everywhere, see `AnalysisSettings.for_stills`.
    """

    AUTO = "auto"
    SMALL = "small"
    LARGE = "large"


class DecodeChoice(StrEnum):
    """Who decodes videos; `auto`: the GPU where the model runs on one, so that the cores search for faces."""

    AUTO = "auto"
    SOFTWARE = "software"
    GPU = "gpu"

    def is_gpu(self, *, is_accelerated: bool) -> bool:
        """Return whether the GPU is to decode, where the model runs on one or does not."""
        return self is DecodeChoice.GPU or (self is DecodeChoice.AUTO and is_accelerated)


class DetectorRange(StrEnum):
    """The reach of the built-in detector: how small the faces are that it searches for."""

    AUTO = "auto"
    NEAR = "near"
    FAR = "far"
    WIDE = "wide"


class Privacy(StrEnum):
    NONE = "none"
    BLUR = "blur"
    PIXELATE = "pixelate"


DEFAULT_MIN_FACE_PX = 20.0
DEFAULT_MIN_SCORE = 0.7
# times are compared with this slack, so that a start at 0.48 s takes the frame at 12 x 0.04 s
TIME_TOLERANCE_S = 1e-6


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """What is shown, drawn and written of what was found.

    Attributes:
        privacy: how faces are made unrecognisable in the annotated image.
        hide: attributes that are not shown, drawn or written; any of `ATTRIBUTE_NAMES`.
        find: whom tables, people files and labels are about; None for everybody.
        keep_persons: numbers of the people whom privacy leaves open.
        hide_persons: numbers of the people whom privacy covers, with everybody who may be one of them; the others stay
            open. Either these or `keep_persons`.

    Raises:
        UsageError: a value is out of its range.
    """

    privacy: Privacy = Privacy.NONE
    hide: frozenset[str] = frozenset()
    find: Query | None = None
    keep_persons: frozenset[int] = frozenset()
    hide_persons: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.keep_persons and self.hide_persons:
            raise UsageError("{keep_persons} and {hide_persons} can't go together", field="keep_persons")
        if (self.keep_persons or self.hide_persons) and self.privacy is Privacy.NONE:
            raise UsageError("{keep_persons} needs a way to cover the others", field="keep_persons")
        unknown = sorted(self.hide - set(ATTRIBUTE_NAMES))
        if unknown:
            raise UsageError(
                "{hide} takes {names}; got {unknown}",
                field="hide",
                names=", ".join(ATTRIBUTE_NAMES),
                unknown=", ".join(unknown),
            )

    @property
    def opens_some(self) -> bool:
        """True where privacy leaves some people open."""
        return bool(self.keep_persons or self.hide_persons)

    @property
    def chooses(self) -> bool:
        """True where people are treated differently: it has to be known who is who."""
        return self.find is not None or self.opens_some


@dataclass(frozen=True, slots=True)
class AnalysisSettings:
    """How frames are analysed.

    Attributes:
        engine: runtime of the model.
        model: which of the shipped models predicts.
        detector: name of a row in `inference.detection.registry`; the values of `DetectorRange` are reaches.
        min_face_px: faces whose box is narrower are ignored: found, but neither tracked nor estimated.
        search_px: width of the smallest faces that the search has to find, pixels; `min_face_px` where None.
        min_detection_score: probability (0..1) from which something is taken for a face; one known from the frames
            before is held down to 0.7 of it.
        tracking: give faces identities over time and smooth their attributes.
        search_everywhere: every frame of a video is searched at every place, whatever it costs. Otherwise new faces are
            searched for over several frames, which is enough to count people and not enough to protect them.
        exhaustive: estimate every face in every frame of a file also where that teaches nothing new; without it the
            CPU estimates a person about four times a second. A GPU always estimates every face.
        identity: recognise people who come back; without it each of their tracks stands for itself.
        forget_after_s: for how long somebody out of sight is remembered, seconds; None for the whole run.
        keep_best_looks: keep a small image of each person, cut from the frame that shows the face best.

    Raises:
        UsageError: a value is out of its range.
    """

    engine: EngineChoice = EngineChoice.AUTO
    model: ModelChoice = ModelChoice.AUTO
    detector: str = DetectorRange.AUTO
    min_face_px: float = DEFAULT_MIN_FACE_PX
    search_px: float | None = None
    min_detection_score: float = DEFAULT_MIN_SCORE
    tracking: bool = True
    search_everywhere: bool = False
    exhaustive: bool = False
    identity: bool = True
    forget_after_s: float | None = None
    keep_best_looks: bool = False

    def __post_init__(self) -> None:
        # plain words are taken as well
        if self.engine not in {*EngineChoice}:
            raise UsageError(
                "{engine} is one of {names}, got {value}",
                field="engine",
                names=", ".join(EngineChoice),
                value=self.engine,
            )
        if self.model not in {*ModelChoice}:
            raise UsageError(
                "{model} is one of {names}, got {value}", field="model", names=", ".join(ModelChoice), value=self.model
            )
        object.__setattr__(self, "engine", EngineChoice(self.engine))
        object.__setattr__(self, "model", ModelChoice(self.model))
        if self.forget_after_s is not None and not 0 <= self.forget_after_s < math.inf:
            raise UsageError(
                "{forget_after_s} must be 0 or more seconds, got {value:g}",
                field="forget_after_s",
                value=self.forget_after_s,
            )
        if self.min_face_px < 0:
            raise UsageError(
                "{min_face_px} must be 0 or more pixels, got {value:g}", field="min_face_px", value=self.min_face_px
            )
        if self.search_px is not None and self.search_px < 0:
            raise UsageError(f"faces to search for must be 0 or more pixels wide, got {self.search_px:g}")
        if not 0.0 < self.min_detection_score < 1.0:
            raise UsageError(
                "{min_detection_score} must lie between 0 and 1, got {value:g}",
                field="min_detection_score",
                value=self.min_detection_score,
            )

    def protecting(self, display: DisplaySettings) -> Self:
        """Return the settings that suit a display: where faces are protected, every frame is searched at every place.

        Faces are then searched for as finely as without any `min_face_px`, also where only large ones count.
        """
        if display.privacy is Privacy.NONE:
            return self
        search_px = self.search_px if self.min_face_px <= DEFAULT_MIN_FACE_PX else DEFAULT_MIN_FACE_PX
        return replace(self, search_px=search_px, search_everywhere=True)

    def for_stills(self) -> Self:
        """Return the settings that suit images that stand alone, whose faces are followed nowhere.

        In a video many looks at a person make up for what one of them is wrong about. Here there is but one, so unless
        another is asked for it is the large model's.
        """
        model = ModelChoice.LARGE if self.model is ModelChoice.AUTO else self.model
        return replace(self, tracking=False, model=model)


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a source that is read.

    Attributes:
        start_s: frames before this time are left out, seconds from the start of the source.
        end_s: frames at or after this time are left out; None for all.
        every: of the remaining frames the first and then every n-th.

    Raises:
        UsageError: a value is out of its range.
    """

    start_s: float = 0.0
    end_s: float | None = None
    every: int = 1

    def __post_init__(self) -> None:
        if not (math.isfinite(self.start_s) and self.start_s >= 0):
            raise UsageError("{start_s} must be 0 or more seconds, got {value:g}", field="start_s", value=self.start_s)
        if self.end_s is not None and not self.end_s > self.start_s:
            raise UsageError(
                "{end_s} ({end:g} s) must lie after {start_s} ({start:g} s)",
                field="end_s",
                start=self.start_s,
                end=self.end_s,
            )
        if self.every < 1:
            raise UsageError("{every} must be 1 or more, got {value}", field="every", value=self.every)

    @property
    def has_times(self) -> bool:
        """True where a start or an end is given."""
        return self.start_s > 0 or self.end_s is not None

    def is_before(self, timestamp_s: float) -> bool:
        return timestamp_s < self.start_s - TIME_TOLERANCE_S

    def is_past(self, timestamp_s: float) -> bool:
        return self.end_s is not None and timestamp_s >= self.end_s - TIME_TOLERANCE_S

    def of(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield the selected ones of frames that can't be skipped more cheaply.

        Raises:
            UsageError: there were frames, but all before the start.
        """
        first: int | None = None
        frame: Frame | None = None
        for frame in frames:
            if self.is_past(frame.timestamp_s):
                return
            if self.is_before(frame.timestamp_s):
                continue
            first = frame.index if first is None else first
            if (frame.index - first) % self.every == 0:
                yield frame
        if first is None and frame is not None:
            raise self.nothing_left(frame.source, frame.timestamp_s)

    def nothing_left(self, name: str, end_s: float | None = None) -> UsageError:
        """Return the error for a source that ends before the start; `end_s` where its end is known, seconds."""
        end = "" if end_s is None else f" at {end_s:.1f} s"
        return UsageError(
            "{name} ends{end}, before {start_s} {start:g}", field="start_s", name=name, end=end, start=self.start_s
        )

    def expected_frames(self, frame_count: int | None, fps: float | None) -> int | None:
        """Return how many frames are left of `frame_count`; None where that can't be told."""
        if frame_count is None or (fps is None and self.has_times):
            return None
        first = math.ceil(self.start_s * fps) if fps else 0
        last = frame_count if self.end_s is None or fps is None else min(frame_count, math.ceil(self.end_s * fps))
        return max(0, math.ceil((last - first) / self.every))


EVERYTHING = Selection()
