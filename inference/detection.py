"""Faces in pictures: MediaPipe's BlazeFace detectors, in pixels.

MediaPipe reports boxes in integer pixels and landmarks normalised to 0..1; both become float32 pixels
here and nowhere else.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np

from .errors import ModelError
from .settings import Settings
from .types import Detection, Frame, ImageArray

MODEL_FOLDER = Path(__file__).resolve().parent.parent / "assets" / "mediapipe"
# a chip is filled by its face; BlazeFace wants to see some surroundings (40 px on a chip of 200 px)
CHIP_BORDER = 0.2
CHIP_MIN_SCORE = 0.3
_WARM_UPS = 3
_stderr_lock = threading.RLock()


class BlazeFace(Enum):
    """The two networks and their files."""

    SHORT_RANGE = "face_detection_short_range.tflite"
    FULL_RANGE = "face_detection_full_range_sparse.tflite"


@contextlib.contextmanager
def _native_stderr_silenced() -> Iterator[None]:
    """Send what native code writes to file descriptor 2 to nowhere.

    MediaPipe's runtime logs dozens of lines at load, at the first inference and at release, and offers no
    switch for it. Errors are not lost: MediaPipe raises them as exceptions with their text.
    """
    with _stderr_lock:
        try:
            saved = os.dup(2)
        except OSError:  # no stderr at all (a windowed process): nothing to silence
            yield
            return
        if sys.stderr is not None:
            sys.stderr.flush()
        devnull = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(devnull, 2)
            yield
        finally:
            os.dup2(saved, 2)
            os.close(saved)
            os.close(devnull)


def _import_mediapipe() -> tuple[Any, Any, Any]:
    """MediaPipe's image class, its vision module and its options, imported late.

    MediaPipe imports all of TensorFlow where that is installed, only for a documentation decorator: 3.9 s
    and hundreds of megabytes. A None in `sys.modules` makes that import fail, and MediaPipe then uses its
    own stand-in.
    """
    sys.modules.setdefault("tensorflow.tools.docs", None)  # type: ignore[arg-type]
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    return mediapipe, vision, BaseOptions


class BlazeFaceModel:
    """One loaded BlazeFace network; a context manager. Not thread-safe.

    Args:
        network: which of the two networks.
        min_score: faces below this confidence (0..1) are not reported.

    Raises:
        ModelError: the model file is missing or can't be loaded.
    """

    def __init__(self, network: BlazeFace, min_score: float = 0.5) -> None:
        path = MODEL_FOLDER / network.value
        try:
            model = path.read_bytes()
        except OSError as error:
            raise ModelError(f"the face detector's model {path} can't be read ({error}); reinstall FaceLens") from error
        self._mediapipe, vision, base_options = _import_mediapipe()
        options = vision.FaceDetectorOptions(
            base_options=base_options(model_asset_buffer=model), min_detection_confidence=min_score
        )
        with _native_stderr_silenced():
            try:
                self._detector = vision.FaceDetector.create_from_options(options)
            except (RuntimeError, ValueError) as error:
                raise ModelError(f"the face detector's model {path} can't be loaded: {error}") from error
            for _ in range(_WARM_UPS):  # the first inferences log as well
                self.detect(np.zeros((64, 64, 3), dtype=np.uint8))

    def detect(self, image_bgr: ImageArray) -> list[Detection]:
        """Faces of one picture, best first.

        Args:
            image_bgr: (H, W, 3) uint8 BGR, any size.

        Returns:
            Faces in pixels of `image_bgr`; boxes may reach past the border.
        """
        height, width = image_bgr.shape[:2]
        image_rgb = cv2.cvtColor(image_bgr, cv2.COLOR_BGR2RGB)
        image = self._mediapipe.Image(image_format=self._mediapipe.ImageFormat.SRGB, data=image_rgb)
        faces = []
        for found in self._detector.detect(image).detections:
            box = found.bounding_box
            xyxy = (box.origin_x, box.origin_y, box.origin_x + box.width, box.origin_y + box.height)
            landmarks = [(point.x * width, point.y * height) for point in found.keypoints]
            faces.append(
                Detection(
                    xyxy=np.array(xyxy, dtype=np.float32),
                    score=float(found.categories[0].score),
                    landmarks_px=np.array(landmarks, dtype=np.float32),
                )
            )
        return sorted(faces, key=lambda face: -face.score)

    def close(self) -> None:
        with _native_stderr_silenced():
            self._detector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def shifted(face: Detection, dx: float, dy: float) -> Detection:
    """The same face in a picture whose origin lies `(-dx, -dy)` away."""
    offset = np.array([dx, dy], dtype=np.float32)
    return Detection(face.xyxy + np.tile(offset, 2), face.score, face.landmarks_px + offset)


class ChipDetector:
    """Finds the one face of a picture that was cropped around it, such as a UTKFace chip."""

    def __init__(self) -> None:
        self._model = BlazeFaceModel(BlazeFace.SHORT_RANGE, CHIP_MIN_SCORE)

    def detect_chip(self, image_bgr: ImageArray) -> Detection | None:
        """The best face of a chip, or None.

        Args:
            image_bgr: (H, W, 3) uint8 BGR; the face may fill it.

        Returns:
            The face with the highest score, in pixels of `image_bgr`; its box may reach past the border.
        """
        border = round(CHIP_BORDER * max(image_bgr.shape[:2]))
        padded = cv2.copyMakeBorder(image_bgr, border, border, border, border, cv2.BORDER_REPLICATE)
        faces = self._model.detect(padded)  # type: ignore[arg-type]
        return shifted(faces[0], -border, -border) if faces else None

    def close(self) -> None:
        self._model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class FaceDetector:
    """Finds the faces of frames in the reach that the settings name; a context manager. Not thread-safe.

    It keeps a short memory of where faces were, so give it the frames of a video in order; a timestamp that
    goes back, another `Frame.source` or `reset()` start afresh, and stills never touch the memory.

    Raises:
        ModelError: a model file is missing or can't be loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._model = BlazeFaceModel(BlazeFace.FULL_RANGE, settings.min_detection_score)
        self._min_face_px = settings.min_face_px

    def detect(self, frame: Frame) -> list[Detection]:
        """Faces of the next frame, best first."""
        return [face for face in self._model.detect(frame.image_bgr) if face.width >= self._min_face_px]

    def reset(self) -> None:
        """Forget where faces were."""

    def close(self) -> None:
        self._model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
