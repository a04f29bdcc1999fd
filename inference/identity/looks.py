"""Which faces are worth an embedding: those well seen, now and then, and those that look like somebody else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np

from ..tracking import TrackedDetection, frontality
from ..types import Detection, FloatArray, ImageArray

# faces of this width and wider (box, pixels) tell all that the model can use, those of the lesser width nothing:
# measured on LFW, the scores of the same person fall from 0.59 to 0.57 at 30 px, 0.50 at 20 px and 0.43 at 16 px
_FULL_WIDTH_PX, _NO_WIDTH_PX = 32.0, 12.0
# contrast of neighbouring pixels over that of the face, in a crop: sharp faces have 0.2 and more; blurred until the
# scores fall (0.55 at a radius of 2 px, 0.45 at 3) they have 0.12 and 0.10
_FULL_SHARPNESS, _NO_SHARPNESS = 0.13, 0.06
# a face turned so far that its nose tip covers an eye is worth this much, one that is turned by half of it or less all:
# measured on LFW, 90 of 100 faces with a frontality below 0.05 are still known again where 98 of others are
_PROFILE, _FULL_FRONTALITY = 0.5, 0.4
# a face that the detector is less sure of than of others is hidden in part, or shown at its edge
_FULL_SCORE, _NO_SCORE = 0.9, 0.4
# a box of which so much is in the image shows a face, and one of which so little is shows none
_FULL_INSIDE, _NO_INSIDE = 0.95, 0.7
# a look below this quality tells nothing
LEAST_QUALITY = 0.1
# what is looked at for sharpness: the inner part of a crop of 112 px
_FACE_ROWS, _FACE_COLUMNS = slice(24, 104), slice(24, 88)

# A face whose pattern changes by so much from frame to frame may be another's, where that is more than it did lately by
# this factor; by the greater factor it is a sudden change. Root mean square in Lab (0..255), measured: between people
# who are cut in one place 15 to 40, from frame to frame of one person 4, on a street 7 (95 %: 20)
_JUMP, _JUMP_FACTOR, _SUDDEN_FACTOR = 12.5, 1.8, 3.0
_USUAL, _FOLLOW = 4.0, 0.2
# and one that differs by so much from when it was looked at last, asked now and then
_DRIFT, _DRIFT_EVERY_S = 30.0, 0.3
# a face that was just looked at is not doubted for lesser changes
_CALM_S = 0.1
_SETTLED_FRAMES = 2
_CELLS, _SAMPLES = 8, 32
# a doubt that finds no face good enough is dropped after this time
_DOUBT_S = 1.5
# the pause before the second look, how it grows, and what a look has to be worth when it is due
_FIRST_PAUSE_S, _PAUSE_GROWS = 0.4, 2.0
_GOOD_ENOUGH = 0.6
# a face so much better seen than ever before is looked at after a shorter pause
_BETTER, _BETTER_PAUSE_S = 1.5, 0.4
# frames that are so far apart show everybody long enough
_LONG_STEP_S = 0.2
# a track that began so short a time ago may have begun with somebody half hidden
_NEW_S = 0.15
# looks that a frame earns, one that begins anew, and how many may be saved up; urgent ones may take as many in advance
_EARNED, _EARNED_BY_START, _SAVED = 0.3, 3.0, 24.0
_FORGET_S = 5.0


class Doubt(Enum):
    """Whether a track may show somebody else than before."""

    NONE = 0
    SOME = 1
    SUDDEN = 2


@dataclass(slots=True)
class _Watched:
    """What is known of a track's looks.

    Attributes:
        begun_s: time of the frame that showed it first.
        seen_s: time of the frame that showed it last.
        pattern: of the face in that frame.
        usual: how much the pattern changed from frame to frame lately.
        frames: how many showed it.
        looks: how many there were.
        looked_s: time of the last.
        looked_pattern: at the last.
        quality: of the best.
        pause_s: how long to wait after the last.
        doubt: whether it may be somebody else.
        doubt_s: since when.
    """

    begun_s: float
    seen_s: float
    pattern: FloatArray
    usual: float = _USUAL
    frames: int = 0
    looks: int = 0
    looked_s: float = -math.inf
    looked_pattern: FloatArray | None = None
    quality: float = 0.0
    pause_s: float = 0.0
    doubt: Doubt = Doubt.NONE
    doubt_s: float = -math.inf

    def follow(self, pattern: FloatArray, now_s: float) -> None:
        """Note how the face looks now, and whether it may be another's."""
        change = difference(self.pattern, pattern)
        before, waited_s = self.looked_pattern, now_s - self.looked_s
        is_sudden = change > _SUDDEN_FACTOR * self.usual
        has_jumped = change > max(_JUMP, _JUMP_FACTOR * self.usual)
        # the box of a face that was just found settles in the next frame
        is_new = self.frames < _SETTLED_FRAMES and now_s - self.seen_s <= _LONG_STEP_S
        self.frames += 1
        if self.looks and not is_new and has_jumped:
            self.doubt = Doubt.SUDDEN if is_sudden or self.doubt is Doubt.SUDDEN else Doubt.SOME
            self.doubt_s = now_s
        elif self.doubt is not Doubt.NONE and now_s - self.doubt_s > _DOUBT_S:
            self.doubt = Doubt.NONE
        elif before is not None and waited_s > _DRIFT_EVERY_S and difference(before, pattern) > _DRIFT:
            self.doubt, self.doubt_s = max(self.doubt, Doubt.SOME, key=lambda doubt: doubt.value), now_s
        self.usual += _FOLLOW * (min(change, _SUDDEN_FACTOR * self.usual) - self.usual)
        self.pattern, self.seen_s = pattern, now_s

    def is_urgent(self, now_s: float) -> bool:
        """Tell whether it has to be found out whether it is somebody else."""
        return self.doubt is Doubt.SUDDEN or (self.doubt is Doubt.SOME and now_s - self.looked_s > _CALM_S)

    def is_due(self, quality: float, now_s: float) -> bool:
        """Tell whether a look teaches something that those before did not."""
        waited_s = now_s - self.looked_s
        if waited_s >= self.pause_s and quality >= _GOOD_ENOUGH * self.quality:
            return True
        return quality >= _BETTER * self.quality and waited_s >= _BETTER_PAUSE_S


class LookSchedule:
    """Chooses the faces of a video to look at. Not thread-safe; memory is bounded.

    It depends on the frames alone, never on how fast the machine is: the same file gives the same people. Looks are
    earned by frames, so that their cost stays a small part of a run's.
    """

    def __init__(self) -> None:
        self._watched: dict[int, _Watched] = {}
        self._earned = _SAVED

    def choose(
        self,
        image_bgr: ImageArray,
        tracked: Sequence[TrackedDetection],
        now_s: float,
        step_s: float | None,
        most: int | None = None,
    ) -> list[int]:
        """Return the faces to look at in this frame, most urgent first.

        Args:
            image_bgr: (H, W, 3) uint8, the frame.
            tracked: all its faces.
            now_s: the frame's time, seconds.
            step_s: seconds since the frame before; None where a scene begins.
            most: faces to look at in this frame at most; None for no limit but what is earned.

        Returns:
            Indices into `tracked`.
        """
        is_sparse = step_s is None or step_s > _LONG_STEP_S
        self._earned = min(_SAVED, self._earned + (_EARNED_BY_START if is_sparse else _EARNED))
        urgent: list[int] = []
        due: list[int] = []
        for index, face in enumerate(tracked):
            if face.coasted:
                continue
            pattern = face_pattern(image_bgr, face.detection.xyxy)
            one = self._watched.get(face.track_id)
            if one is None:
                one = self._watched[face.track_id] = _Watched(now_s, now_s, pattern)
            one.follow(pattern, now_s)
            quality = quality_of_box(image_bgr, face.detection)
            if quality < LEAST_QUALITY:
                continue
            if one.is_urgent(now_s):
                urgent.append(index)
            elif one.is_due(quality, now_s) and (face.observations > 1 or is_sparse):
                (due if one.looks else urgent).append(index)
        self._watched = {key: one for key, one in self._watched.items() if now_s - one.seen_s <= _FORGET_S}
        chosen = (urgent + due)[: max(0, math.floor(self._earned))]
        if len(chosen) < len(urgent):
            chosen = urgent[: max(0, math.floor(self._earned + _SAVED))]
        chosen = chosen[:most]
        self._earned -= len(chosen)
        return chosen

    def looked(self, face: TrackedDetection, quality: float, now_s: float, *, is_settled: bool) -> None:
        """Note a look.

        Args:
            face: whose.
            quality: of the look, 0..1.
            now_s: the frame's time, seconds.
            is_settled: False where it is still in doubt whose face it is.
        """
        one = self._watched[face.track_id]
        one.looked_s, one.looked_pattern = now_s, one.pattern
        if is_settled:
            one.doubt = Doubt.NONE
        if quality >= LEAST_QUALITY:
            one.looks += 1
            one.quality = max(one.quality, quality)
            one.pause_s = _FIRST_PAUSE_S * _PAUSE_GROWS ** min(one.looks - 1, 6)

    def split(self, track_id: int, begun: int) -> None:
        """Note that a face has another number from now on, and is to be looked at like a new one."""
        one = self._watched[track_id]
        self._watched[begun] = _Watched(one.seen_s, one.seen_s, one.pattern, one.usual)

    def rejoin(self, track_id: int, before: int) -> None:
        """Note that a face has its number from before again."""
        one, earlier = self._watched.pop(track_id, None), self._watched.get(before)
        if one is not None and earlier is not None:
            earlier.pattern, earlier.seen_s, earlier.usual, earlier.doubt = (
                one.pattern,
                one.seen_s,
                one.usual,
                Doubt.NONE,
            )

    def is_new(self, track_id: int, now_s: float) -> bool:
        """Tell whether a track has just begun."""
        return now_s - self._watched[track_id].begun_s <= _NEW_S

    def doubt_of(self, track_id: int) -> Doubt:
        """Tell whether a track may show somebody else than before."""
        one = self._watched.get(track_id)
        return Doubt.NONE if one is None else one.doubt

    def doubt(self, track_id: int, now_s: float) -> None:
        """Look at a track again as soon as possible: it may show somebody else than before."""
        one = self._watched[track_id]
        one.doubt, one.doubt_s = Doubt.SOME, now_s

    def reset(self) -> None:
        """Forget everybody."""
        self._watched.clear()


def face_pattern(image_bgr: ImageArray, xyxy: FloatArray) -> FloatArray:
    """Return (8, 8, 3) float32 Lab colours of the face in a box, (4,) pixels."""
    height, width = image_bgr.shape[:2]
    x1, y1 = int(np.clip(xyxy[0], 0, width - 1)), int(np.clip(xyxy[1], 0, height - 1))
    x2, y2 = int(np.clip(xyxy[2], x1 + 1, width)), int(np.clip(xyxy[3], y1 + 1, height))
    step = max(1, (x2 - x1) // _SAMPLES)
    cells = cv2.resize(image_bgr[y1:y2:step, x1:x2:step], (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
    return cv2.cvtColor(cells, cv2.COLOR_BGR2LAB).astype(np.float32)


def difference(first: FloatArray, second: FloatArray) -> float:
    """Return how differently two faces look: the root of the mean squared difference of their patterns, 0..255."""
    return float(np.sqrt(np.mean((first - second) ** 2)))


def quality_of_box(image_bgr: ImageArray, detection: Detection) -> float:
    """Return how much a look at a face of an image can be worth, 0..1, from its box and landmarks."""
    if not detection.is_confirmed:
        return 0.0
    height, width = image_bgr.shape[:2]
    x1, y1, x2, y2 = detection.xyxy.tolist()
    area = max((x2 - x1) * (y2 - y1), 1e-6)
    inside = max(0.0, min(x2, width) - max(x1, 0.0)) * max(0.0, min(y2, height) - max(y1, 0.0)) / area
    frontal = _PROFILE + (1 - _PROFILE) * _share(frontality(detection.landmarks_px), 0.0, _FULL_FRONTALITY)
    shown = _share(inside, _NO_INSIDE, _FULL_INSIDE) * _share(detection.score, _NO_SCORE, _FULL_SCORE)
    return frontal * shown * _share(detection.width, _NO_WIDTH_PX, _FULL_WIDTH_PX)


def sharpness(crop_rgb: ImageArray) -> float:
    """Return how sharp a face is, 0..1, from its crop, (112, 112, 3) uint8 RGB."""
    face = cv2.cvtColor(crop_rgb, cv2.COLOR_RGB2GRAY)[_FACE_ROWS, _FACE_COLUMNS]
    contrast = float(face.std())
    if contrast < 1.0:
        return 0.0
    return _share(float(cv2.Laplacian(face, cv2.CV_32F).std()) / contrast, _NO_SHARPNESS, _FULL_SHARPNESS)


def qualities(image_bgr: ImageArray, detections: Sequence[Detection], crops_rgb: ImageArray) -> FloatArray:
    """Return how much the looks at N faces of an image are worth, (N,) float32 in 0..1, from their boxes and crops."""
    worth = [
        quality_of_box(image_bgr, face) * sharpness(crop) for face, crop in zip(detections, crops_rgb, strict=True)
    ]
    return np.array(worth, dtype=np.float32)


def _share(value: float, nothing: float, full: float) -> float:
    if not math.isfinite(value):
        return 0.0
    return min(1.0, max(0.0, (value - nothing) / (full - nothing)))
