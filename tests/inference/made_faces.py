"""Hand-made results for tests of what is drawn and written."""

from __future__ import annotations

import numpy as np

from inference.attributes import ETHNICITIES, GENDERS
from inference.types import AGES, Attributes, Detection, Frame, FrameResult, ImageArray, TrackedFace

NO_LANDMARKS = np.zeros((6, 2), dtype=np.float32)


def attributes(age: float = 34, spread: float = 4, gender: str = "female", ethnicity: str = "Asian") -> Attributes:
    """A normal distribution over the years; 90 % for the gender, 60 % for the ethnicity."""
    years = np.exp(-0.5 * ((AGES - age) / spread) ** 2)
    genders = np.where(np.array(GENDERS) == gender, 0.9, 0.1)
    ethnicities = np.where(np.array(ETHNICITIES) == ethnicity, 0.6, 0.1)
    return Attributes(
        (years / years.sum()).astype(np.float32), genders.astype(np.float32), ethnicities.astype(np.float32)
    )


def face(
    *xyxy: float,
    track_id: int | None = 1,
    coasted: bool = False,
    said: Attributes | None = None,
    own: Attributes | None = None,
    score: float = 0.9,
) -> TrackedFace:
    detection = Detection(np.array(xyxy, dtype=np.float32), score, NO_LANDMARKS)
    return TrackedFace(detection, said or attributes(), own, track_id, coasted)


def frame(image: ImageArray, index: int = 0, time_s: float | None = None, source: str = "clip.mp4") -> Frame:
    return Frame(image, index, index / 25 if time_s is None else time_s, source)


def result(of: Frame, *faces: TrackedFace, timings_s: dict[str, float] | None = None) -> FrameResult:
    return FrameResult(of.index, of.timestamp_s, of.source, faces, timings_s or {})
