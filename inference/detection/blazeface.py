"""MediaPipe's two BlazeFace networks (Bazarevsky et al. 2019), in pixels, quiet, and kept to this machine."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import types
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np

from ..errors import ModelError
from ..types import Detection, ImageArray

MODEL_FOLDER = Path(__file__).resolve().parents[2] / "assets" / "mediapipe"
_WARM_UPS = 3
# nothing listens on the discard port
_NOWHERE = "http://127.0.0.1:9"
_stderr_lock = threading.RLock()


class BlazeFace(Enum):
    """The two networks.

    Attributes:
        file_name: of the model in `MODEL_FOLDER`.
        input_px: side of the square that the network sees.
    """

    SHORT_RANGE = ("face_detection_short_range.tflite", 128)
    FULL_RANGE = ("face_detection_full_range_sparse.tflite", 192)

    def __init__(self, file_name: str, input_px: int) -> None:
        self.file_name = file_name
        self.input_px = input_px


class BlazeFaceModel:
    """One loaded network; a context manager. Not thread-safe.

    Args:
        network: which of the two.
        min_score: faces below this confidence (0..1) are not reported.

    Raises:
        ModelError: the model file is missing or can't be loaded.
    """

    def __init__(self, network: BlazeFace, min_score: float = 0.5) -> None:
        path = MODEL_FOLDER / network.file_name
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
            image_bgr: (H, W, 3) uint8 BGR, any size; larger pictures than the network's input are shrunk
                by MediaPipe without smoothing.

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
        """Release the network; without it MediaPipe raises when the interpreter ends."""
        with _native_stderr_silenced():
            self._detector.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _import_mediapipe() -> tuple[Any, Any, Any]:
    """MediaPipe, its vision module and its options, imported late and the only time in the project.

    - MediaPipe imports all of TensorFlow where that is installed, only for a documentation decorator: 3.9 s
      and hundreds of megabytes. A None in `sys.modules` makes that import fail, and MediaPipe then uses its
      own stand-in.
    - It imports Matplotlib's pyplot for a function that draws skeletons: half of its own time.
    - MediaPipe reports usage figures to Google (its package description says so) and offers no switch
      against it. FaceLens promises that nothing leaves the machine, so the library's HTTPS client is
      pointed at a port where nothing listens. FFmpeg, which opens network streams, reads `http_proxy`
      alone and is not affected.
    """
    sys.modules.setdefault("tensorflow.tools.docs", None)  # type: ignore[arg-type]
    os.environ["https_proxy"] = _NOWHERE
    with _without_pyplot():
        import mediapipe
        from mediapipe.tasks.python import BaseOptions, vision

    return mediapipe, vision, BaseOptions


@contextlib.contextmanager
def _without_pyplot() -> Iterator[None]:
    """Let what is imported meanwhile have an empty `matplotlib.pyplot`, unless the real one is there already."""
    name = "matplotlib.pyplot"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = types.ModuleType(name)
    try:
        yield
    finally:
        del sys.modules[name]


@contextlib.contextmanager
def _native_stderr_silenced() -> Iterator[None]:
    """Send what native code writes to file descriptor 2 to nowhere.

    MediaPipe's runtime logs dozens of lines at load, at the first inference and at release, and offers no
    switch for it. Errors are not lost: MediaPipe raises them as exceptions with their text.
    """
    with _stderr_lock:
        try:
            saved = os.dup(2)
        except OSError:  # a process without stderr has nothing to silence
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
