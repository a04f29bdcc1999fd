"""The faces seen a moment ago, so that the next frame need not be searched for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..boxes import iou, non_max_suppression, same_face
from ..motion import Motion
from ..types import Detection, FloatArray
from .views import View, landmarks_agree

# a face not seen for this long is forgotten
FORGET_S = 0.4
# the place of a known face is looked at this often at least
LOOK_S = 0.1
# observations until a face's speed is known
_NEW = 4
# how fast the running averages of scores follow, 0..1
_CLOSE_GAIN = 0.3
_WIDE_GAIN = 0.6


class KnownFace(Motion):
    """A face seen lately, and how it moves.

    Attributes:
        face: as it was seen last.
        roi_score: running average of the scores of close looks at it, 0..1.
        search_score: running average of the scores with which searches found it, 0..1.
        looked_s: when its place was looked at last.
        observations: how often it was seen.
    """

    __slots__ = ("face", "looked_s", "observations", "roi_score", "search_score")

    def __init__(self, face: Detection, roi_score: float, search_score: float, now_s: float) -> None:
        super().__init__(face.xyxy, now_s)
        self.face = face
        self.roi_score = roi_score
        self.search_score = search_score
        self.looked_s = now_s
        self.observations = 1

    def trust(self, close_score: float) -> float:
        """Return how certain it is, 0..1, that this is a face, given the score of a close look."""
        return (_moved(self.roi_score, close_score, _CLOSE_GAIN) + self.search_score) / 2

    def overlap(self, xyxy: FloatArray, now_s: float) -> float:
        """Return the intersection over union of a box with where this face should be now, 0..1."""
        return float(iou(self.predict(now_s)[None], xyxy[None])[0, 0])

    def update_face(self, face: Detection, now_s: float) -> None:
        """Update with what a close look showed."""
        self.update(face.xyxy, now_s)
        self.face = face
        self.observations += 1
        self.roi_score = _moved(self.roi_score, face.score, _CLOSE_GAIN)

    def searched(self, score: float) -> None:
        """Update with the score of a search that found it; 0 where it should have and did not."""
        self.search_score = _moved(self.search_score, score, _WIDE_GAIN)


def _moved(average: float, value: float, gain: float) -> float:
    return average + gain * (value - average)


class FaceMemory:
    """The faces seen lately; bounded, since what is not seen again is forgotten."""

    def __init__(self) -> None:
        self.known: list[KnownFace] = []

    def due(self, now_s: float, step_s: float, at_ease: int) -> list[KnownFace]:
        """Return the faces to look at closely in this frame, which comes `step_s` seconds after the one before.

        They are the `at_ease` faces not looked at for longest, and all that can't wait for the next frame: new faces,
        whose speed is not known yet, come first.
        """
        waiting = sorted(self.known, key=lambda face: (face.observations > _NEW, face.looked_s))
        return [face for turn, face in enumerate(waiting) if turn < at_ease or now_s + step_s - face.looked_s > LOOK_S]

    def at(self, xyxy: FloatArray, now_s: float) -> KnownFace | None:
        """Return the face that is expected at a place."""
        if not self.known:
            return None
        places = np.stack([face.predict(now_s) for face in self.known])
        nearest = int(iou(places, xyxy[None])[:, 0].argmax())
        return self.known[nearest] if same_face(places[nearest][None], xyxy[None])[0, 0] else None

    def score(self, view: View, faces: Sequence[Detection], now_s: float) -> None:
        """Update the search scores of known faces with what an independent search of a view found.

        A close look is easily satisfied by the back of a head at the place where a face was; the full-range
        model, which sees the head in its surroundings, is not.
        """
        for known in self.known:
            expected = known.face.mapped(1, known.displacement(now_s))
            score = max((face.score for face in faces if landmarks_agree(face, expected)), default=0.0)
            if score > 0 or view.suits(known.xyxy):
                known.searched(score)

    def add(self, face: Detection, roi_score: float, search_score: float, now_s: float) -> KnownFace:
        """Remember a new face."""
        known = KnownFace(face, roi_score, search_score, now_s)
        self.known.append(known)
        return known

    def observed(self, now_s: float) -> list[Detection]:
        """Return the faces observed at this very moment."""
        return [known.face for known in self.known if known.observed_s == now_s]

    def narrower(self, width_px: float, now_s: float) -> list[Detection]:
        """Return the known faces that are narrower than this, where they should be, observed now or not."""
        small = [known for known in self.known if known.face.width < width_px]
        return [known.face.mapped(1, known.displacement(now_s)) for known in small]

    def prune(self, now_s: float) -> list[KnownFace]:
        """Drop and return the faces not seen for too long; drop the lesser of two in one place."""
        lost = [face for face in self.known if now_s - face.observed_s > FORGET_S]
        self.known = [face for face in self.known if now_s - face.observed_s <= FORGET_S]
        self.known.sort(key=lambda face: (-face.observed_s, -face.roi_score))
        boxes = np.array([face.xyxy for face in self.known], dtype=np.float32).reshape(-1, 4)
        self.known = [self.known[index] for index in non_max_suppression(boxes)]
        return lost

    def boxes(self) -> list[FloatArray]:
        """Return the boxes of all known faces, (4,) each."""
        return [face.xyxy for face in self.known]

    def clear(self) -> None:
        self.known = []
