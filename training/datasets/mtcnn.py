"""MTCNN as a detector of chips."""

from __future__ import annotations

import cv2
import numpy as np

from inference.closeable import Closeable
from inference.detection.base import Detections
from inference.detection.chips import pad_chip
from inference.frame_clock import FrameTime
from inference.types import Detection, Frame


class MtcnnDetector(Closeable):
    """MTCNN (Zhang et al. 2016) as in the package `mtcnn`; a context manager.

    It finds eyes, nose tip and the corners of the mouth, whose mean stands for the mouth's centre; so its four
    points go to the template that serving uses. They lie a little off MediaPipe's: a model that is to be served
    is better trained on MediaPipe's.

    Raises:
        ValueError: the package is not installed.
    """

    def __init__(self) -> None:
        try:
            from mtcnn import MTCNN
        except ImportError as error:
            raise ValueError(
                f"the detector mtcnn needs the packages mtcnn and tensorflow ({error}); "
                "install them with `python -m pip install -r requirements-training.txt`"
            ) from error
        self._model = MTCNN()

    def detect(self, frame: Frame, time: FrameTime | None = None) -> Detections:
        """Find the best face of a chip; its `landmarks_px` are (4, 2): right eye, left eye, nose tip, mouth."""
        padded, border = pad_chip(frame.image_bgr)
        faces = self._model.detect_faces(cv2.cvtColor(padded, cv2.COLOR_BGR2RGB))
        if not faces:
            return Detections([])
        best = max(faces, key=lambda face: face["confidence"])
        x, y, width, height = best["box"]
        points = {name: np.asarray(point, dtype=np.float32) for name, point in best["keypoints"].items()}
        mouth = (points["mouth_left"] + points["mouth_right"]) / 2
        # the package calls left what is left in the image, which is the person's right
        landmarks = np.stack([points["left_eye"], points["right_eye"], points["nose"], mouth])
        xyxy = np.array([x, y, x + width, y + height], dtype=np.float32)
        return Detections([Detection(xyxy, float(best["confidence"]), landmarks).mapped(1, -border)])

    def reset(self) -> None:
        """Do nothing: chips have nothing to do with each other."""

    def close(self) -> None:
        del self._model
