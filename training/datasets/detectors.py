"""Who finds the face of a chip: the serving path's detector, or MTCNN."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

import cv2
import numpy as np

from inference.detection import ChipDetector
from inference.types import Detection, ImageArray

MEDIAPIPE = "mediapipe"
MTCNN = "mtcnn"
DETECTORS = {MEDIAPIPE: "mediapipe short range on padded chips", MTCNN: "mtcnn"}
# as for the serving path's detector: a chip is filled by its face, and MTCNN wants to see its outline
_BORDER = 0.2


class FaceFinder(Protocol):
    """Finds the one face of a chip; a context manager."""

    def detect_chip(self, image_bgr: ImageArray) -> Detection | None:
        """The best face of a chip, (H, W, 3) uint8 BGR, in its pixels; or None."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_detector(name: str) -> FaceFinder:
    """A detector by its name in `DETECTORS`.

    Raises:
        ValueError: there is none of that name, or what it needs is not installed.
    """
    if name == MEDIAPIPE:
        return ChipDetector()
    if name == MTCNN:
        return MtcnnDetector()
    raise ValueError(f"unknown detector {name!r}; there are {', '.join(DETECTORS)}")


class MtcnnDetector:
    """MTCNN (Zhang et al. 2016) as in the package `mtcnn`; a context manager.

    It finds eyes, nose tip and the corners of the mouth, whose mean stands for the mouth's centre; so its four
    points go to the template that serving uses. They lie a little off MediaPipe's: a network that is to be served
    is better trained on MediaPipe's.

    Raises:
        ValueError: the package is not installed.
    """

    def __init__(self) -> None:
        try:
            from mtcnn import MTCNN as Network
        except ImportError as error:
            raise ValueError(
                f"the detector mtcnn needs the packages mtcnn and tensorflow ({error}); "
                "install them with `python -m pip install -r requirements-training.txt`"
            ) from error
        self._network = Network()

    def detect_chip(self, image_bgr: ImageArray) -> Detection | None:
        """The face with the highest score; its `landmarks_px` are (4, 2): right eye, left eye, nose tip, mouth."""
        border = round(_BORDER * max(image_bgr.shape[:2]))
        padded = cv2.copyMakeBorder(image_bgr, border, border, border, border, cv2.BORDER_REPLICATE)
        faces = self._network.detect_faces(cv2.cvtColor(padded, cv2.COLOR_BGR2RGB))
        if not faces:
            return None
        best = max(faces, key=lambda face: face["confidence"])
        x, y, width, height = best["box"]
        points = {name: np.asarray(point, dtype=np.float32) for name, point in best["keypoints"].items()}
        mouth = (points["mouth_left"] + points["mouth_right"]) / 2
        # the package calls left what is left in the picture, which is the person's right
        landmarks = np.stack([points["left_eye"], points["right_eye"], points["nose"], mouth])
        return Detection(
            xyxy=np.array([x, y, x + width, y + height], dtype=np.float32) - border,
            score=float(best["confidence"]),
            landmarks_px=landmarks - np.float32(border),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        del self._network
