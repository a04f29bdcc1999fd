"""The faces seen a moment ago, so that the next frame need not be searched for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..boxes import iou, non_max_suppression, same_face
from ..motion import Motion
from ..types import Detection, FloatArray
from .close_looks import landmarks_agree

# a face not seen for this long is forgotten
FORGET_S = 0.4
# how fast the running average of probabilities follows, 0..1
_GAIN = 0.3
# a known face is one as long as its probability is this share of what a new one needs; those as wide as this, in pixels
# of the frame, only if a close look has shown them (what it never shows is a profile, or hair)
_STILL_ONE, _TELLING_PX = 0.6, 64


class KnownFace(Motion):
    """A face seen lately, and how it moves.

    The search model sees it in every frame, the close look now and then. How far its landmarks lie from the search
    model's (in widths of the face) is kept and added to those until the next look.

    Attributes:
        seen: as the search model saw it last, with the probability that it is a face as score.
        face: the same with the landmarks that close looks show.
        probability: that it is a face, 0..1: a running average over the frames.
        looked_s: when a close look was taken last; -inf before the first.
        was_confirmed: a close look has shown it at some time.
    """

    __slots__ = ("_offsets", "face", "looked_s", "probability", "seen", "was_confirmed")

    def __init__(self, seen: Detection, now_s: float) -> None:
        super().__init__(seen.xyxy, now_s)
        self._offsets: FloatArray | None = None
        self.seen = self.face = seen
        self.probability = seen.score
        self.looked_s = float("-inf")
        self.was_confirmed = False

    def update_seen(self, seen: Detection, now_s: float) -> None:
        """Update with what the search model sees of it."""
        self.update(seen.xyxy, now_s)
        self.probability += _GAIN * (seen.score - self.probability)
        self.seen = seen
        self._update_face()

    def update_look(self, look: Detection | None, now_s: float) -> None:
        """Update with a close look at where the search model sees it in this frame; None where that shows no face."""
        self.looked_s = now_s
        self._offsets = None
        if look is not None and landmarks_agree(self.seen, look):
            self._offsets = (look.landmarks_px - self.seen.landmarks_px) / max(self.seen.width, 1.0)
            self.was_confirmed = True
        self._update_face()

    def _update_face(self) -> None:
        self.face = replace(self.seen, score=self.probability)
        if self._offsets is not None:
            landmarks = self.seen.landmarks_px + self._offsets * max(self.seen.width, 1.0)
            self.face = replace(self.face, landmarks_px=landmarks, is_confirmed=True)


class FaceMemory:
    """The faces seen lately; bounded, since what is not seen again is forgotten."""

    def __init__(self) -> None:
        self.known: list[KnownFace] = []

    def at(self, xyxy: FloatArray, now_s: float) -> KnownFace | None:
        """Return the face that is expected at a place."""
        if not self.known:
            return None
        places = np.stack([face.predict(now_s) for face in self.known])
        nearest = int(iou(places, xyxy[None])[:, 0].argmax())
        return self.known[nearest] if same_face(places[nearest][None], xyxy[None])[0, 0] else None

    def add(self, seen: Detection, now_s: float) -> KnownFace:
        """Remember a new face."""
        self.known.append(KnownFace(seen, now_s))
        return self.known[-1]

    def observed(self, now_s: float) -> list[Detection]:
        """Return the faces observed at this very moment."""
        return [known.face for known in self.known if known.observed_s == now_s]

    def narrower(self, width_px: float, now_s: float) -> list[Detection]:
        """Return the known faces that are narrower than this, where they should be, observed now or not."""
        small = [known for known in self.known if known.face.width < width_px]
        return [known.face.mapped(1, known.displacement(now_s)) for known in small]

    def prune(self, now_s: float, min_score: float) -> list[KnownFace]:
        """Drop the faces not seen for too long, those that are none any more, and the lesser of two in one place.

        Args:
            now_s: time of the frame.
            min_score: probability, 0..1, from which on something is a face.

        Returns:
            Those not seen for too long.
        """
        lost = [face for face in self.known if now_s - face.observed_s > FORGET_S]
        kept = [face for face in self.known if face not in lost and face.probability >= _least(face, min_score)]
        kept.sort(key=lambda face: (-face.observed_s, -face.probability))
        boxes = np.array([face.xyxy for face in kept], dtype=np.float32).reshape(-1, 4)
        self.known = [kept[index] for index in non_max_suppression(boxes)]
        return lost

    def boxes(self) -> list[FloatArray]:
        """Return the boxes of all known faces, (4,) each."""
        return [face.xyxy for face in self.known]

    def clear(self) -> None:
        self.known = []


def _least(face: KnownFace, min_score: float) -> float:
    """Return the probability down to which a known face is one: less than a new one's, unless a close look says no."""
    is_doubtful = face.seen.width >= _TELLING_PX and not face.was_confirmed
    return min_score if is_doubtful else _STILL_ONE * min_score


def nearest_to(faces: Sequence[Detection], xyxy: FloatArray) -> Detection | None:
    """Return the face of those found that lies where one is expected, (4,) pixels; None where there is none."""
    if not faces:
        return None
    boxes = np.stack([face.xyxy for face in faces])
    best = int(iou(boxes, xyxy[None])[:, 0].argmax())
    return faces[best] if same_face(boxes[best][None], xyxy[None])[0, 0] else None
