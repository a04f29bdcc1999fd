"""A person's attributes, smoothed over the frames in which the person was seen."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..attributes import NUM_CLASSES
from ..types import Attributes, Detection, FloatArray, TrackedFace
from .tracker import MAX_PEOPLE, TrackedDetection

# what is left of a prediction's weight with each frame after it: half of it after 34
_FADING = 0.98
# an aligned crop of 112 px shows a face about this wide
_FULL_WIDTH_PX = 96.0
_LEAST_QUALITY = 0.01
# the share that counts of a prediction for a face that no close look has shown
_UNSEEN = 0.5


class AttributeSmoother:
    """Averages the predictions for a person over the person's track. Not thread-safe.

    Each prediction counts by `face_quality`, and less the older it is (`_FADING` for each frame that shows the face).
    One that stands for several frames, since the face was not estimated in those before it, counts by the root of
    their number: for more than one, and for less than all, since neighbouring frames show much the same. One running
    sum per person is kept, for the `MAX_PEOPLE` seen last.
    """

    def __init__(self) -> None:
        self._people: dict[int, _Average] = {}  # the person seen last comes last

    def update(self, tracked: Sequence[TrackedDetection], attributes: Sequence[Attributes | None]) -> list[TrackedFace]:
        """Update with the predictions for one frame and return what to show.

        Args:
            tracked: all faces of the frame, as `FaceTracker.update` returned them.
            attributes: one for each face of `tracked` that is not coasted, in that order; None for a face that
                was not estimated in this frame.

        Returns:
            One face for each of `tracked` (in that order) about which something is known.

        Raises:
            ValueError: the number of predictions is not that of the faces seen.
        """
        seen = sum(not face.coasted for face in tracked)
        if seen != len(attributes):
            raise ValueError(f"{seen} faces were seen, but there are predictions for {len(attributes)}")
        predictions = iter(attributes)
        faces = []
        for face in tracked:
            own = None if face.coasted else next(predictions)
            average = self._people.pop(face.track_id, None)
            if own is not None:
                average = average or _Average()
                average.add(own, face_quality(face.detection))
            elif average is not None and not face.coasted:
                average.pass_over()
            if average is None:
                continue
            self._people[face.track_id] = average
            shown = average.attributes()
            faces.append(
                TrackedFace(face.detection, shown, own, face.track_id, face.coasted, face.observations, own is not None)
            )
        for track_id in list(self._people)[: max(0, len(self._people) - MAX_PEOPLE)]:
            del self._people[track_id]
        return faces

    def reset(self) -> None:
        """Forget everybody."""
        self._people.clear()


class _Average:
    """A running, fading, weighted average of predictions."""

    __slots__ = ("_frames", "_totals", "_weight")

    def __init__(self) -> None:
        self._totals = [np.zeros(classes) for classes in NUM_CLASSES.values()]
        self._weight = 0.0
        self._frames = 1  # that the next prediction stands for

    def pass_over(self) -> None:
        """Count a frame that shows the face without a prediction."""
        self._frames += 1

    def add(self, attributes: Attributes, weight: float) -> None:
        """Add the prediction for one frame."""
        kept, weight = _FADING**self._frames, weight * math.sqrt(self._frames)
        self._totals = [
            kept * total + weight * probs for total, probs in zip(self._totals, attributes.probs, strict=True)
        ]
        self._weight = kept * self._weight + weight
        self._frames = 1

    def attributes(self) -> Attributes:
        """Return the average."""
        return Attributes(*((total / self._weight).astype(np.float32) for total in self._totals))


def face_quality(detection: Detection) -> float:
    """Return how much the prediction for a face is worth.

    Args:
        detection: the face.

    Returns:
        The product of three shares, half of it for a face that no close look has shown, not below `_LEAST_QUALITY` and
        at most 1: its width up to `_FULL_WIDTH_PX` (what an aligned crop shows), the detector's score, and how frontal
        it is: where the nose tip lies between the eyes, 1 in the middle and 0 where it covers one of them.
    """
    size = min(detection.width / _FULL_WIDTH_PX, 1.0)
    shown = 1.0 if detection.is_confirmed else _UNSEEN
    quality = shown * size * detection.score * frontality(detection.landmarks_px)
    return max(quality, _LEAST_QUALITY) if np.isfinite(quality) else _LEAST_QUALITY


def frontality(landmarks_px: FloatArray) -> float:
    """Return where the nose tip lies between the eyes: 1 in the middle, 0 where it covers one of them."""
    right_eye, left_eye, nose = landmarks_px[:3].astype(np.float64)
    between = left_eye - right_eye
    length = float(between @ between)
    if length < 1.0:
        return 0.0
    # 0 where the nose tip is beside the right eye, 1 beside the left
    place = float((nose - right_eye) @ between) / length
    return max(0.0, 1.0 - abs(2.0 * place - 1.0))
