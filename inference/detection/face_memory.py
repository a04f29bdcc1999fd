"""Where faces were a moment ago, so that the next frame need not be searched for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..boxes import one_a_place, overlaps, same_face
from ..motion import Motion
from ..types import Detection, FloatArray
from .views import View, agree

# a face not seen for this long is forgotten
FORGET_S = 0.4
# the place of a known face is looked at this often at least
LOOK_S = 0.1
# sightings until a face's speed is known
_NEW = 4
# how fast the running averages of scores follow, 0..1
_CLOSE_GAIN = 0.3
_WIDE_GAIN = 0.6


class KnownFace(Motion):
    """A face seen lately, and how it moves.

    Attributes:
        face: as it was seen last.
        closely: running average of the scores of close looks at it, 0..1.
        widely: running average of the scores with which searches found it, 0..1.
        looked_s: when its place was looked at last.
        sightings: how often it was seen.
    """

    __slots__ = ("closely", "face", "looked_s", "sightings", "widely")

    def __init__(self, face: Detection, closely: float, widely: float, now_s: float) -> None:
        super().__init__(face.xyxy, now_s)
        self.face = face
        self.closely = closely
        self.widely = widely
        self.looked_s = now_s
        self.sightings = 1

    def trust(self, close_score: float) -> float:
        """How sure it is, 0..1, that this is a face, should a close look have given that score."""
        return (_moved(self.closely, close_score, _CLOSE_GAIN) + self.widely) / 2

    def overlap(self, xyxy: FloatArray, now_s: float) -> float:
        """Intersection over union of a box with where this face should be now, 0..1."""
        return float(overlaps(self.expected(now_s)[None], xyxy[None])[0][0, 0])

    def saw_face(self, face: Detection, now_s: float) -> None:
        """Take in what a close look showed."""
        self.saw(face.xyxy, now_s)
        self.face = face
        self.sightings += 1
        self.closely = _moved(self.closely, face.score, _CLOSE_GAIN)

    def searched(self, score: float) -> None:
        """Take in with what score a search found it; 0 where it should have and did not."""
        self.widely = _moved(self.widely, score, _WIDE_GAIN)


def _moved(average: float, value: float, gain: float) -> float:
    return average + gain * (value - average)


class FaceMemory:
    """The faces seen lately; bounded, since what is not seen again is forgotten."""

    def __init__(self) -> None:
        self.known: list[KnownFace] = []

    def to_look_at(self, now_s: float, step_s: float, at_ease: int) -> list[KnownFace]:
        """Whose places to look at in this frame, which comes `step_s` seconds after the one before.

        The `at_ease` faces not looked at for longest, and all that can't wait for the next frame: new faces, whose
        speed is not known yet, come first.
        """
        waiting = sorted(self.known, key=lambda face: (face.sightings > _NEW, face.looked_s))
        return [face for turn, face in enumerate(waiting) if turn < at_ease or now_s + step_s - face.looked_s > LOOK_S]

    def at(self, xyxy: FloatArray, now_s: float) -> KnownFace | None:
        """Who is expected at a place."""
        if not self.known:
            return None
        places = np.stack([face.expected(now_s) for face in self.known])
        nearest = int(overlaps(places, xyxy[None])[0][:, 0].argmax())
        return self.known[nearest] if same_face(places[nearest][None], xyxy[None])[0, 0] else None

    def weigh(self, view: View, faces: Sequence[Detection], now_s: float) -> None:
        """Compare what is known with what an independent search of a view found.

        A close look is easily pleased by the back of a head at the place where a face was; the full-range
        network, which sees the head in its surroundings, is not.
        """
        for known in self.known:
            expected = known.face.mapped(1, known.shift(now_s))
            score = max((face.score for face in faces if agree(face, expected)), default=0.0)
            if score > 0 or view.suits(known.xyxy):
                known.searched(score)

    def add(self, face: Detection, closely: float, widely: float, now_s: float) -> KnownFace:
        known = KnownFace(face, closely, widely, now_s)
        self.known.append(known)
        return known

    def seen(self, now_s: float) -> list[Detection]:
        """The faces seen at this very moment."""
        return [known.face for known in self.known if known.seen_s == now_s]

    def narrower(self, width_px: float, now_s: float) -> list[Detection]:
        """The faces known that are narrower than this, seen now or not, where they should be."""
        small = [known for known in self.known if known.face.width < width_px]
        return [known.face.mapped(1, known.shift(now_s)) for known in small]

    def tidy(self, now_s: float) -> list[KnownFace]:
        """Drop and return who was not seen for too long, and drop the lesser of two in one place."""
        lost = [face for face in self.known if now_s - face.seen_s > FORGET_S]
        self.known = [face for face in self.known if now_s - face.seen_s <= FORGET_S]
        self.known.sort(key=lambda face: (-face.seen_s, -face.closely))
        boxes = np.array([face.xyxy for face in self.known], dtype=np.float32).reshape(-1, 4)
        self.known = [self.known[index] for index in one_a_place(boxes)]
        return lost

    def places(self) -> list[FloatArray]:
        """The boxes of all known faces, (4,) each."""
        return [face.xyxy for face in self.known]

    def clear(self) -> None:
        self.known = []
