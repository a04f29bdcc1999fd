"""Faces in frames: detectors behind one protocol, opened by name.

`open_detector` opens what `registry` lists. `SearchDetector` serves frames of videos and images in all ranges of
`DetectorRange`: YuNet searches, MediaPipe's BlazeFace looks closely, whose landmarks are those that the model was
trained on. `ChipDetector` serves images cropped around one face (training data). Whatever finds a face, its landmarks
are six in MediaPipe's order and in pixels.

Importing the package is cheap; OpenCV and MediaPipe are loaded when a detector is opened.
"""

from .registry import DetectorSpec, open_detector, register

__all__ = ["DetectorSpec", "open_detector", "register"]
