"""MediaPipe's two BlazeFace models (Bazarevsky et al. 2019), in pixels, quiet, and kept to this machine."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
import threading
import types
import weakref
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ..closeable import Closeable
from ..engines.base import first_line
from ..errors import EngineError, ModelError
from ..process import keep_mediapipe_offline
from ..types import Detection, ImageArray
from .model_files import read_model

MODEL_FOLDER = Path(__file__).resolve().parents[2] / "assets" / "mediapipe"
_WARM_UPS = 3
_stderr_lock = threading.RLock()


class BlazeFace(Enum):
    """The two models.

    Attributes:
        file_name: of the model in `MODEL_FOLDER`.
        input_px: side of the square that the model sees.
        sha256: of the file, as in the folder's `NOTICE.md`.
    """

    SHORT_RANGE = (
        "face_detection_short_range.tflite",
        128,
        "bbff11cebd1eb27a1e004cae0b0e63ec8c551cbf34a4451148b4908b8db3eca8",
    )
    FULL_RANGE = (
        "face_detection_full_range_sparse.tflite",
        192,
        "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
    )

    def __init__(self, file_name: str, input_px: int, sha256: str) -> None:
        self.file_name = file_name
        self.input_px = input_px
        self.sha256 = sha256

    def read(self) -> bytes:
        """Return the content of the model file.

        Raises:
            ModelError: it is missing or altered.
        """
        return read_model(MODEL_FOLDER / self.file_name, self.sha256)


class BlazeFaceModel(Closeable):
    """One loaded model; a context manager. Not thread-safe.

    Args:
        variant: which of the two.
        min_score: faces below this confidence (0..1) are not reported.

    Attributes:
        variant: which of the two it is.

    Raises:
        ModelError: the model file is missing or altered, or MediaPipe can't load it.
    """

    def __init__(self, variant: BlazeFace, min_score: float = 0.5) -> None:
        self.variant = variant
        model = variant.read()
        self._mediapipe, vision, base_options = _import_mediapipe()
        options = vision.FaceDetectorOptions(
            base_options=base_options(model_asset_buffer=model), min_detection_confidence=min_score
        )
        with _native_stderr_silenced():
            try:
                self._detector = vision.FaceDetector.create_from_options(options)
            except (RuntimeError, ValueError) as error:
                raise ModelError(f"MediaPipe can't load the model {variant.file_name}: {error}") from error
            _open_models.add(self)
            for _ in range(_WARM_UPS):  # the first inferences log as well
                self.detect(np.zeros((64, 64, 3), dtype=np.uint8))

    def detect(self, image_bgr: ImageArray) -> list[Detection]:
        """Find the faces of one image, best first.

        Args:
            image_bgr: (H, W, 3) uint8 BGR, any size; images larger than the model's input are shrunk
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
        """Release the model; without it MediaPipe raises when the interpreter ends."""
        _open_models.discard(self)
        with _native_stderr_silenced():
            self._detector.close()


_open_models: weakref.WeakSet[BlazeFaceModel] = weakref.WeakSet()


@atexit.register
def _close_open_models() -> None:
    """Release what is left at the end: a program that is interrupted while it loads has nobody else to do so."""
    for model in list(_open_models):
        model.close()


def _import_mediapipe() -> tuple[Any, Any, Any]:
    """Import MediaPipe late and return it, its vision module and its options; the only import in the project.

    Raises:
        EngineError: a library of the system that it needs is missing.
    """
    keep_mediapipe_offline()
    with _standing_in(
        {
            # for a documentation decorator it would import all of TensorFlow: 3.9 s and hundreds of megabytes; where
            # that import fails it uses a stand-in of its own
            "tensorflow.tools.docs": None,
            # for a function that draws skeletons it would import pyplot: half of its own time
            "matplotlib.pyplot": types.ModuleType("matplotlib.pyplot"),
        }
    ):
        try:
            import mediapipe
            from mediapipe.tasks.python import BaseOptions, vision
        except OSError as error:  # of the dynamic loader
            raise EngineError(
                f"MediaPipe, which finds the faces, can't be loaded ({first_line(error)}); install the library, which "
                "`sh scripts/system-packages core` does on Debian and its kin as root (libegl1, libgles2)"
            ) from error

    return mediapipe, vision, BaseOptions


@contextlib.contextmanager
def _standing_in(modules: Mapping[str, types.ModuleType | None]) -> Iterator[None]:
    """Let what is imported meanwhile have these modules, unless the real ones are there already.

    Args:
        modules: stand-ins by name; None makes the import fail.
    """
    absent = {name: module for name, module in modules.items() if name not in sys.modules}
    sys.modules.update(absent)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in absent:
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
