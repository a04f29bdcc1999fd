"""One frozen `Settings`, validated once, built from the command line or from the window."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .attributes import ATTRIBUTE_NAMES
from .errors import UsageError


class EngineChoice(StrEnum):
    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    TENSORRT = "tensorrt"


class DetectorRange(StrEnum):
    AUTO = "auto"
    NEAR = "near"
    FAR = "far"
    WIDE = "wide"


class Privacy(StrEnum):
    NONE = "none"
    BLUR = "blur"
    PIXELATE = "pixelate"


@dataclass(frozen=True, slots=True)
class Settings:
    """How frames are analysed and shown.

    Attributes:
        engine: runtime of the network.
        detector: reach of the face detector.
        min_face_px: faces whose box is narrower are left out; privacy covers them all the same.
        min_detection_score: detector confidence (0..1) from which something is taken for a face; one known from
            the frames before, or one that fills a still, is held down to 0.8 of it.
        tracking: give faces identities over time and smooth what is said about them.
        privacy: what the annotated picture does with the faces themselves.
        hide: attributes that are not shown, drawn or written; any of `ATTRIBUTE_NAMES`.

    Raises:
        UsageError: a value is out of its range.
    """

    engine: EngineChoice = EngineChoice.AUTO
    detector: DetectorRange = DetectorRange.AUTO
    min_face_px: float = 20.0
    min_detection_score: float = 0.5
    tracking: bool = True
    privacy: Privacy = Privacy.NONE
    hide: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.min_face_px < 0:
            raise UsageError(f"--min-face must be 0 or more pixels, got {self.min_face_px:g}")
        if not 0.0 < self.min_detection_score < 1.0:
            raise UsageError(f"the detection score must lie between 0 and 1, got {self.min_detection_score:g}")
        unknown = sorted(self.hide - set(ATTRIBUTE_NAMES))
        if unknown:
            raise UsageError(f"--hide takes {', '.join(ATTRIBUTE_NAMES)}; got {', '.join(unknown)}")
