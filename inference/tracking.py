"""Identities over time, and the smoothing of what is said about people.

The pipeline's calls for one frame of a video (`frame.is_still` is False and `settings.tracking` is True):

    detections = detector.detect(frame)                    # list[Detection], the detector keeps its own memory
    tracked = tracker.update(frame, detections)            # list[TrackedDetection], carried faces included
    seen = [face.detection for face in tracked if not face.carried]
    attributes = estimator.estimate(frame.image_bgr, seen) # one Attributes for each seen face, in this order
    faces = smoother.update(tracked, attributes)           # list[TrackedFace]

Stills, and videos without tracking, need neither of the two: one `TrackedFace` for each detection.
`tracker.reset()` and `smoother.reset()` start afresh (another source); a timestamp that goes back, or far
ahead, does so by itself in the tracker, and the smoother forgets whatever the tracker no longer knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .settings import Settings
from .types import Attributes, Detection, Frame, TrackedFace


@dataclass(frozen=True, slots=True, eq=False)
class TrackedDetection:
    """A face of one frame and the person it belongs to.

    Attributes:
        track_id: number of the person, from 1.
        detection: where the face is in this frame.
        carried: True where the detector did not see it in this frame and the position is predicted.
        age_frames: number of frames in which this person was seen, this one included.
    """

    track_id: int
    detection: Detection
    carried: bool
    age_frames: int


class FaceTracker:
    """Gives faces identities over time. Not thread-safe; memory is bounded."""

    def __init__(self, settings: Settings) -> None:
        raise NotImplementedError

    def update(self, frame: Frame, detections: Sequence[Detection]) -> list[TrackedDetection]:
        """Link the faces of the next frame to the people known, and carry over who was missed for a moment."""
        raise NotImplementedError

    def reset(self) -> None:
        """Forget everybody; numbers go on."""
        raise NotImplementedError


class AttributeSmoother:
    """Averages what the network says about a person over the person's track. Not thread-safe."""

    def update(self, tracked: Sequence[TrackedDetection], attributes: Sequence[Attributes]) -> list[TrackedFace]:
        """Take in the network's answers for one frame and say what to show.

        Args:
            tracked: all faces of the frame, as `FaceTracker.update` returned them.
            attributes: one for each face of `tracked` that is not carried, in that order.

        Returns:
            One face for each of `tracked` (in that order) about which something is known.
        """
        raise NotImplementedError

    def reset(self) -> None:
        """Forget everybody."""
        raise NotImplementedError


def face_quality(detection: Detection) -> float:
    """How much the network's answer for this face is worth, 0..1: size, detection score, frontality."""
    raise NotImplementedError
