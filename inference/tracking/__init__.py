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

from .smoothing import AttributeSmoother, face_quality
from .tracker import FaceTracker, TrackedDetection

__all__ = ["AttributeSmoother", "FaceTracker", "TrackedDetection", "face_quality"]
