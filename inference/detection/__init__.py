"""Faces in frames: detectors behind one protocol, opened by name.

`open_detector` opens what `registry` lists. `BlazeFaceDetector` serves frames of videos and images in all ranges of
`DetectorRange`, `ChipDetector` images cropped around one face (training data); both run MediaPipe's BlazeFace models,
whose mixed units (pixel boxes, normalised landmarks) become pixels in `blazeface` and nowhere else.

Importing the package is cheap; OpenCV and MediaPipe are loaded when a detector is opened.
"""

from .registry import DetectorSpec, open_detector, register

__all__ = ["DetectorSpec", "open_detector", "register"]
