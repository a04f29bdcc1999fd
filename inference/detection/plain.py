"""Each model by itself over whole frames, without a second look or a memory: to compare with, and for experiments."""

from __future__ import annotations

from dataclasses import replace

from ..boxes import non_max_suppression, stack_boxes
from ..closeable import Closeable
from ..frame_clock import FrameTime
from ..settings import AnalysisSettings
from ..types import Detection, Frame
from .base import Detections
from .blazeface import BlazeFace, BlazeFaceModel
from .face_search import FaceSearch, merged, pieces
from .views import View, cut_out

# no close look follows: the search model's own word has to do, where it is as sure as of faces seen from the front
_SURE = 0.8


class YuNetAlone(Closeable):
    """The search model over every frame and image at its full size; a context manager. Not thread-safe.

    Faces that it is sure of count as shown (`Detection.is_confirmed`), so that people are recognised by them.

    Raises:
        ModelError: the model file is missing or altered, or can't be loaded.
    """

    def __init__(self, settings: AnalysisSettings) -> None:
        self._settings = settings
        self._search = FaceSearch()

    def detect(self, frame: Frame, time: FrameTime | None = None) -> Detections:
        """Find the faces of a frame, whatever came before."""
        height, width = frame.image_bgr.shape[:2]
        views = pieces(width, height, 1.0)
        faces = merged(self._search.look(frame.image_bgr, views), views)
        return _chosen([replace(face, is_confirmed=face.score >= _SURE) for face in faces], self._settings)

    def reset(self) -> None:
        """Do nothing: frames have nothing to do with each other."""

    def close(self) -> None:
        self._search.close()


class BlazeFaceAlone(Closeable):
    """MediaPipe's two models over every frame and image; a context manager. Not thread-safe.

    Raises:
        ModelError: a model file is missing or altered, or can't be loaded.
    """

    def __init__(self, settings: AnalysisSettings) -> None:
        self._settings = settings
        self._models: list[BlazeFaceModel] = []
        try:
            for variant in BlazeFace:
                self._models.append(BlazeFaceModel(variant, settings.min_detection_score))
        except BaseException:
            self.close()
            raise

    def detect(self, frame: Frame, time: FrameTime | None = None) -> Detections:
        """Find the faces of a frame, whatever came before."""
        height, width = frame.image_bgr.shape[:2]
        faces: list[Detection] = []
        for model in self._models:
            part = cut_out(frame.image_bgr, View(0, 0, width, height, max(width, height) / model.variant.input_px))
            if part is not None:
                faces += map(part.in_frame, model.detect(part.image_bgr))
        faces.sort(key=lambda face: -face.score)
        return _chosen([faces[index] for index in non_max_suppression(stack_boxes(faces))], self._settings)

    def reset(self) -> None:
        """Do nothing: frames have nothing to do with each other."""

    def close(self) -> None:
        for model in self._models:
            model.close()


def _chosen(faces: list[Detection], settings: AnalysisSettings) -> Detections:
    sure = [face for face in faces if face.score >= settings.min_detection_score]
    narrow = [face for face in sure if face.width < settings.min_face_px]
    return Detections([face for face in sure if face.width >= settings.min_face_px], narrow)
