"""Faces in frames: MediaPipe's BlazeFace networks and the plan of where to look with them.

`FaceDetector` serves frames of videos and stills, `ChipDetector` pictures cropped around one face (training
data), `BlazeFaceModel` is one bare network. MediaPipe's mixed units (pixel boxes, normalised landmarks)
become pixels in `blazeface` and nowhere else.
"""

from .blazeface import BlazeFace, BlazeFaceModel
from .chips import ChipDetector
from .detector import FaceDetector

__all__ = ["BlazeFace", "BlazeFaceModel", "ChipDetector", "FaceDetector"]
