"""Close looks: MediaPipe's short-range model around a face, whose landmarks are those that the model was trained on."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

import numpy as np

from ..boxes import same_face, stack_boxes
from ..closeable import Closeable
from ..cores import usable_cores
from ..types import Detection, FloatArray, ImageArray
from .blazeface import BlazeFace, BlazeFaceModel
from .views import cut_out, square_view

# the side of the view around a face, in sides of the box that the search model gives (1.7 of MediaPipe's): what short
# range sees of a training chip, so that the landmarks mean the same in serving and training (measured: with a box a
# third of the view they lie 6 % of the face's width elsewhere)
SIDES = 1.57
# a lane more costs 10 MB and 0.05 s at the start
MOST_LANES = 4
# looks report from here on; what is taken for a face is decided afterwards
FAINTEST = 0.1
# how far apart, in widths of a face, search and look may see its landmarks
_AGREEMENT = 0.15


class CloseLooks(Closeable):
    """The short-range model, once per lane; a context manager. Thread-safe.

    Args:
        lanes: looks at the same time; None for as many as there are cores, four at most.
        is_in_line: the looks for one caller are taken one after the other, in the caller's thread.

    Raises:
        ModelError: the model file is missing or altered, or MediaPipe can't load it.
    """

    def __init__(self, lanes: int | None = None, *, is_in_line: bool = False) -> None:
        lanes = lanes or min(MOST_LANES, usable_cores())
        self._is_in_line = is_in_line
        self._models: list[BlazeFaceModel] = []
        self._free = SimpleQueue[BlazeFaceModel]()
        self._threads = ThreadPoolExecutor(lanes, thread_name_prefix="facelens-detect")
        try:
            for _ in range(lanes):
                self._models.append(BlazeFaceModel(BlazeFace.SHORT_RANGE, FAINTEST))
                self._free.put(self._models[-1])
        except BaseException:
            self.close()
            raise

    def look(self, image_bgr: ImageArray, places: Sequence[FloatArray]) -> list[Detection | None]:
        """Return the face at each place, or None where none is seen.

        Args:
            image_bgr: (H, W, 3) uint8 BGR.
            places: (4,) float32 pixels each, about MediaPipe's box of the face.
        """

        def look_at(xyxy: FloatArray) -> Detection | None:
            model = self._free.get()
            try:
                return _look(model, image_bgr, xyxy)
            finally:
                self._free.put(model)

        if len(places) < 2 or self._is_in_line:
            return [look_at(xyxy) for xyxy in places]
        return list(self._threads.map(look_at, places))

    def close(self) -> None:
        self._threads.shutdown()
        for model in self._models:
            model.close()


def _look(model: BlazeFaceModel, image_bgr: ImageArray, xyxy: FloatArray) -> Detection | None:
    part = cut_out(image_bgr, square_view(xyxy, SIDES, model.variant.input_px))
    if part is None:
        return None
    faces = [part.in_frame(face) for face in model.detect(part.image_bgr)]
    fits = same_face(stack_boxes(faces), xyxy[None])[:, 0]
    return next((face for face, fit in zip(faces, fits, strict=True) if fit), None)


def landmarks_agree(first: Detection, second: Detection) -> bool:
    """Tell whether two models mean the same eyes, nose and mouth.

    What is no face may please both (the back of a head does), but not with the same landmarks: on faces these lie
    0.04 of a face's width apart on average and 0.08 in the worst 5 %, on hair 0.34 to 0.57.
    """
    x, y = (first.landmarks_px[:4] - second.landmarks_px[:4]).T
    return bool(np.hypot(x, y).sum() <= 4 * _AGREEMENT * max(second.width, 1.0))
