"""Where faces were a moment ago, so that the next frame need not be searched for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..boxes import same_face, stacked
from ..types import Detection, FloatArray

# a face not seen for this long is forgotten
FORGET_S = 0.4
# how fast the notions of speed and of confidence follow what is seen, 0..1
_SPEED_GAIN = 0.5
_CONFIDENCE_GAIN = 0.3


@dataclass(slots=True)
class KnownFace:
    """A face seen lately.

    Attributes:
        xyxy: (4,) float32, where it was seen last.
        seen_s: when that was.
        confidence: running average of its scores.
        looked_s: when its place was looked at last.
        speed: (2,) float32, pixels a second.
    """

    xyxy: FloatArray
    seen_s: float
    confidence: float
    looked_s: float
    speed: FloatArray

    def expected(self, now_s: float) -> FloatArray:
        """(4,) float32, where it should be now."""
        return self.xyxy + np.tile(self.speed * np.float32(now_s - self.seen_s), 2)

    def confidence_with(self, score: float) -> float:
        """What the confidence would be after one more look."""
        return self.confidence + _CONFIDENCE_GAIN * (score - self.confidence)

    def saw(self, face: Detection, now_s: float) -> None:
        """Take in a new sighting."""
        elapsed = now_s - self.seen_s
        if elapsed > 0:
            middle = (face.xyxy[:2] + face.xyxy[2:] - self.xyxy[:2] - self.xyxy[2:]) / 2
            self.speed = self.speed + np.float32(_SPEED_GAIN) * (middle / np.float32(elapsed) - self.speed)
        self.xyxy, self.seen_s = face.xyxy, now_s
        self.confidence = self.confidence_with(face.score)


class FaceMemory:
    """The faces seen lately; bounded, since what is not seen again is forgotten."""

    def __init__(self) -> None:
        self.known: list[KnownFace] = []

    def to_look_at(self, limit: int) -> list[KnownFace]:
        """Whose places to look at in this frame: those not looked at for longest first."""
        return sorted(self.known, key=lambda face: face.looked_s)[:limit]

    def at(self, xyxy: FloatArray, now_s: float) -> KnownFace | None:
        """Who is expected at a place."""
        if not self.known:
            return None
        places = np.stack([face.expected(now_s) for face in self.known])
        matches = np.flatnonzero(same_face(places, xyxy[None])[:, 0])
        return self.known[int(matches[0])] if len(matches) else None

    def add(self, face: Detection, now_s: float) -> None:
        self.known.append(KnownFace(face.xyxy, now_s, face.score, now_s, np.zeros(2, dtype=np.float32)))

    def forget(self, now_s: float) -> list[KnownFace]:
        """Drop and return who was not seen for too long, and drop the lesser of two in one place."""
        lost = [face for face in self.known if now_s - face.seen_s > FORGET_S]
        self.known = [face for face in self.known if now_s - face.seen_s <= FORGET_S]
        self.known.sort(key=lambda face: (-face.seen_s, -face.confidence))
        boxes = stacked([Detection(face.xyxy, face.confidence, face.xyxy) for face in self.known])
        same = same_face(boxes, boxes)
        kept: list[int] = []
        for index in range(len(self.known)):
            if not same[index, kept].any():
                kept.append(index)
        self.known = [self.known[index] for index in kept]
        return lost

    def clear(self) -> None:
        self.known = []
