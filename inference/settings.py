"""What can be set: `AnalysisSettings` for what is found, `DisplaySettings` for what is shown of it.

Both are frozen and validated once, whether the command line or the window builds them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

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


DEFAULT_MIN_FACE_PX = 20.0


@dataclass(frozen=True, slots=True)
class DisplaySettings:
    """What is shown, drawn and written of what was found.

    Attributes:
        privacy: how faces are made unrecognisable in the annotated image.
        hide: attributes that are not shown, drawn or written; any of `ATTRIBUTE_NAMES`.

    Raises:
        UsageError: a value is out of its range.
    """

    privacy: Privacy = Privacy.NONE
    hide: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = sorted(self.hide - set(ATTRIBUTE_NAMES))
        if unknown:
            raise UsageError(
                "{hide} takes {names}; got {unknown}",
                field="hide",
                names=", ".join(ATTRIBUTE_NAMES),
                unknown=", ".join(unknown),
            )


@dataclass(frozen=True, slots=True)
class AnalysisSettings:
    """How frames are analysed.

    Attributes:
        engine: runtime of the model.
        detector: reach of the face detector.
        min_face_px: faces whose box is narrower are ignored: found, but neither tracked nor estimated.
        search_px: width of the smallest faces that the search has to find, pixels; `min_face_px` where None.
        min_detection_score: detector confidence (0..1) from which something is taken for a face; one known from
            the frames before, or one that fills a still, is held down to 0.8 of it.
        tracking: give faces identities over time and smooth their attributes.

    Raises:
        UsageError: a value is out of its range.
    """

    engine: EngineChoice = EngineChoice.AUTO
    detector: DetectorRange = DetectorRange.AUTO
    min_face_px: float = DEFAULT_MIN_FACE_PX
    search_px: float | None = None
    min_detection_score: float = 0.5
    tracking: bool = True

    def __post_init__(self) -> None:
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
        """Return the settings that suit a display: faces to protect are searched for also where only large ones count.

        They are searched for as finely as without any `min_face_px`; where that asks for no more than is searched
        anyway, the settings stay as they are.
        """
        is_fine = self.min_face_px <= DEFAULT_MIN_FACE_PX
        if display.privacy is Privacy.NONE or is_fine:
            return self
        return replace(self, search_px=DEFAULT_MIN_FACE_PX)
