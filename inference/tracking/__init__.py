"""Identities over time, and the smoothing of people's attributes.

The pipeline's calls for one frame of a video (`frame.is_still` is False and `settings.tracking` is True):

    detections = detector.detect(frame).faces           # the detector keeps a memory of its own
    tracked = tracker.update(frame, detections)         # list[TrackedDetection], coasted faces included
    seen = [face.detection for face in tracked if not face.coasted]
    crops = align_faces(frame.image_bgr, seen)
    faces = smoother.update(tracked, estimator.estimate(crops))  # list[TrackedFace]

Images, and videos without tracking, need neither of the two: one `TrackedFace` for each detection. The tracker
starts afresh by itself where a frame does not follow the one before (see `FrameClock`), the smoother need not:
numbers are never given twice.

Why not the ByteTrack of `trackers` and `supervision`: it costs 1.3 s of processor time to import, counts in frames
in place of seconds, does not say where a face that was missed should be, and on a street scene gave one number to
two men of whom one had stepped in front of the other.
"""

from .protection import Protector, grown
from .smoothing import AttributeSmoother, face_quality, frontality
from .tracker import FaceTracker, TrackedDetection

__all__ = ["AttributeSmoother", "FaceTracker", "Protector", "TrackedDetection", "face_quality", "frontality", "grown"]
