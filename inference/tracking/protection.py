"""What privacy covers besides the faces that are found: those lost a moment ago, where they should be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..boxes import stack_boxes
from ..following import follow_box
from ..frame_clock import FrameClock, FrameTime
from ..motion import Motion
from ..types import Detection, Frame, ImageArray, Protection
from .linking import assign, box_scores

# how long a face that is lost stays covered
HOLD_S = 0.5
# a place that is held grows, since nobody knows exactly where the face is: by this share of it at once, and per second
_GROWS = 0.1
_GROWS_PER_S = 0.6
# half hidden, a face is found smaller than it is: from this change of width on, the larger box is the truer one
_SIZE_CHANGES = 1.15


class Protector:
    """Watches the faces of a video go by, and tells which were lost and which are new. Not thread-safe.

    Unlike the tracker it doesn't ask whose face it is, and knows also those that are ignored. A face that is lost is
    followed by what is seen in its place, or, where nothing can be followed, moved on as it moved before.
    """

    def __init__(self) -> None:
        self._places: list[_Place] = []
        self._image_bgr: ImageArray = np.empty((0, 0, 3), dtype=np.uint8)
        self._clock = FrameClock()

    def update(self, frame: Frame, faces: Sequence[Detection], time: FrameTime | None = None) -> Protection:
        """Take in the faces of the next frame.

        Args:
            frame: the frame, in the order of its video.
            faces: all that were found in it, ignored ones as well.
            time: of the frame; kept by the protector itself where None.

        Returns:
            The places of the faces lost in the last `HOLD_S` seconds, and the faces that were not there before.
        """
        time = time or self._clock.step(frame)
        now_s = time.now_s
        if time.is_fresh_start:
            self._places = []
        expected = np.array([place.predict(now_s) for place in self._places], dtype=np.float32).reshape(-1, 4)
        links = assign(box_scores(expected, stack_boxes(faces)))
        seen = {row: faces[column] for column, row in links.items()}
        lost = [place for row, place in enumerate(self._places) if row not in seen]
        for row, face in seen.items():
            self._places[row].see(face, now_s)
        for place in lost:
            place.follow(self._image_bgr, frame.image_bgr, now_s)
        new = [_Place(face, now_s) for column, face in enumerate(faces) if column not in links]
        held = [place for place in lost if now_s - place.seen_s <= HOLD_S]
        known = [self._places[row] for row in seen]
        self._places = known + held + new
        self._image_bgr = frame.image_bgr
        appeared = tuple(place.face for place in self._places if place.takes_notice(now_s))
        return Protection(
            tuple(place.held(now_s) for place in held + known if place.is_held(now_s)), appeared, time.is_fresh_start
        )

    def reset(self) -> None:
        """Forget everybody: the next frame belongs to another source."""
        self._places = []
        self._clock.reset()


def grown(face: Detection, after_s: float) -> Detection:
    """Return a face with the box that surely holds it some seconds after, or before, it was seen."""
    margin = (face.xyxy[2:] - face.xyxy[:2]) * (_GROWS + _GROWS_PER_S * after_s) / 2
    return Detection(face.xyxy + np.concatenate((-margin, margin)), face.score, face.landmarks_px)


class _Place(Motion):
    """Where a face is, or should be."""

    __slots__ = ("_full_s", "_full_width", "_noticed_width", "face", "seen_s")

    def __init__(self, face: Detection, now_s: float) -> None:
        super().__init__(face.xyxy, now_s)
        self.face = face
        self.seen_s = self._full_s = now_s
        self._full_width = face.width
        self._noticed_width = 0.0

    def see(self, face: Detection, now_s: float) -> None:
        """Note where the face was found."""
        self.update(face.xyxy, now_s)
        self.face, self.seen_s = face, now_s
        if face.width * _SIZE_CHANGES > self._full_width or now_s - self._full_s > HOLD_S:
            self._full_width, self._full_s = face.width, now_s

    def follow(self, before_bgr: ImageArray, after_bgr: ImageArray, now_s: float) -> None:
        """Move to where the second image shows what was in this place in the first; else to where it should be."""
        found = follow_box(before_bgr, self.xyxy, after_bgr)
        xyxy = self.predict(now_s) if found is None else found
        self.face = self.face.mapped(1, xyxy[:2] - self.xyxy[:2])
        self.xyxy, self.observed_s = xyxy, now_s

    def takes_notice(self, now_s: float) -> bool:
        """Tell whether the face is new, or much larger than when it was so last."""
        if self.seen_s < now_s or self.face.width <= _SIZE_CHANGES * self._noticed_width:
            return False
        self._noticed_width = self.face.width
        return True

    def is_held(self, now_s: float) -> bool:
        """Tell whether the face was not found, or found much smaller than a moment ago."""
        return self.seen_s < now_s or self._full_s < now_s

    def held(self, now_s: float) -> Detection:
        """Return the face with the box that surely holds all of it now."""
        middle, size = (self.xyxy[2:] + self.xyxy[:2]) / 2, self.xyxy[2:] - self.xyxy[:2]
        half = size / 2 * max(1.0, self._full_width / float(size[0]))
        whole = Detection(np.concatenate((middle - half, middle + half)), self.face.score, self.face.landmarks_px)
        return grown(whole, now_s - self._full_s)
