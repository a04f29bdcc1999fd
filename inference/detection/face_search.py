"""The search for faces that nothing is known about: the search model on views of an image, several sizes at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from ..boxes import SAME_FACE_IOU, iou, non_max_suppression, stack_boxes
from ..closeable import Closeable
from ..cores import usable_cores
from ..types import Detection, FloatArray, ImageArray
from .confidence import confidence
from .views import Part, View, cut_out, starts
from .yunet import YuNet

# faces fainter than the first are one in twenty a face and none by themselves, down to the second they make the same
# face at another size more likely
_PROPOSED, _FAINTEST = 0.3, 0.15
# the search model finds faces this wide in what it is shown (pixels), most of them, and nearly all
LEAST_PX, AMPLE_PX = 10.0, 17.7
# larger faces than the longer side of the coarsest size are cut by the image
_COARSEST_PX = 160
# longer side of the finest search even where only large faces are wanted: the others are ignored, but known
_LEAST_SHOWN_PX = 512
# a size is searched in pieces of this side, which bounds memory (16 MB each) and shares the work out among the lanes;
# what is wider than their overlap is found at the next coarser size, in which it is half as wide
_PIECE_PX, _OVERLAP_PX = 1088, 96
_MOST_LANES = 4
# images in a batch; a call takes longer than all overheads
_BATCH = 4


class FaceSearch(Closeable):
    """The search model and the threads that share its work; a context manager. Thread-safe.

    Args:
        lanes: views searched at the same time; None for as many as there are cores, four at most. With 1 all is done
            in the thread that asks.

    Raises:
        ModelError: the model file is missing or altered, or can't be loaded.
    """

    def __init__(self, lanes: int | None = None) -> None:
        self._model = YuNet(_FAINTEST, threads=lanes)
        lanes = lanes or min(_MOST_LANES, usable_cores())
        self._is_alone = lanes == 1
        self._threads = ThreadPoolExecutor(lanes, thread_name_prefix="facelens-detect-search")

    def look(self, image_bgr: ImageArray, views: Sequence[View]) -> list[list[Detection]]:
        """Return the faces that each view shows, in pixels of the image, best first; not yet weighed (`confidence`).

        Args:
            image_bgr: (H, W, 3) uint8 BGR.
            views: parts of it.

        Raises:
            EngineError: the model can't be run.
        """
        height, width = image_bgr.shape[:2]
        parts = [cut_out(image_bgr, view) for view in views]
        found: list[list[Detection]] = [[] for _ in views]

        def search(numbers: Sequence[int]) -> None:
            shown = [(number, part) for number in numbers if (part := parts[number]) is not None]
            raw = self._model.detect([part.image_bgr for _, part in shown])
            for (number, part), faces in zip(shown, raw, strict=True):
                in_frame = faces.detections(part.scale, part.origin)
                found[number] = [face for face in in_frame if not views[number].cuts(face.xyxy, width, height)]

        batches = self._batches(parts)
        if len(batches) == 1 or self._is_alone:
            for batch in batches:
                search(batch)
        else:
            list(self._threads.map(search, batches))
        return found

    def close(self) -> None:
        self._threads.shutdown()
        self._model.close()

    def _batches(self, parts: Sequence[Part | None]) -> list[list[int]]:
        """Return the numbers of the parts, those of one size together, the largest first: they take longest."""
        by_size: dict[tuple[int, ...], list[int]] = {}
        for number, part in enumerate(parts):
            if part is not None:
                by_size.setdefault(part.image_bgr.shape, []).append(number)
        return [
            numbers[start : start + _BATCH]
            for size, numbers in sorted(by_size.items(), reverse=True)
            for start in range(0, len(numbers), _BATCH)
        ]


def finest_shrink(width: int, height: int, min_face_px: float, pixels: float = math.inf) -> float:
    """Return how much an image is shrunk for its finest search; see `View.shrink`.

    Args:
        width, height: of the image, pixels.
        min_face_px: width of the smallest faces wanted.
        pixels: that the finest search may show; more only where the smallest faces would else be lost.
    """
    ample, least = (min_face_px / wanted_px for wanted_px in (AMPLE_PX, LEAST_PX))
    shrink = min(max(ample, math.sqrt(width * height / pixels)), least)
    return max(1.0, min(shrink, max(width, height) / _LEAST_SHOWN_PX))


def sizes(width: int, height: int, shrink: float) -> list[float]:
    """Return the factors by which an image of this size is shrunk, finest first, each half the size of the one before.

    Together all that follow the first cost a third of it.
    """
    shrinks = [shrink]
    while max(width, height) / shrinks[-1] > _COARSEST_PX:
        shrinks.append(2 * shrinks[-1])
    return shrinks


def pieces(width: int, height: int, shrink: float) -> list[View]:
    """Return the views that cover an image shrunk by a factor: one, or as many as its size asks for."""
    x_starts, y_starts = (starts(math.ceil(side / shrink), _PIECE_PX, _OVERLAP_PX) for side in (width, height))
    return [
        View(
            round(x * shrink),
            round(y * shrink),
            min(width, round((x + _PIECE_PX) * shrink)),
            min(height, round((y + _PIECE_PX) * shrink)),
            shrink,
        )
        for y in y_starts
        for x in x_starts
    ]


def merged(found: Sequence[Sequence[Detection]], views: Sequence[View]) -> list[Detection]:
    """Return each face once that one or more views showed, most likely first.

    Args:
        found: what each view showed, as `FaceSearch.look` returns it.
        views: which they were; those of one size count as one search.

    Returns:
        The faces as they were seen best, with the probability that they are faces (`confidence`) as score.
    """
    proposed = (face for faces in found for face in faces if face.score >= _PROPOSED)
    faces = sorted(proposed, key=lambda face: -face.score)
    boxes = stack_boxes(faces)
    kept = non_max_suppression(boxes)
    by_size: dict[float, list[Detection]] = {}
    for faces_of_view, view in zip(found, views, strict=True):
        by_size.setdefault(view.shrink, []).extend(faces_of_view)
    best = [_best_scores(boxes[kept], faces_of_size) for faces_of_size in by_size.values()]
    return [
        replace(faces[index], score=confidence(scores))
        for index, scores in zip(kept, np.stack(best, axis=1) if best else (), strict=True)
    ]


def _best_scores(boxes: FloatArray, faces: Sequence[Detection]) -> FloatArray:
    """Return the highest score among `faces` at each of (N, 4) boxes, (N,); 0 where there is none."""
    if not faces:
        return np.zeros(len(boxes), dtype=np.float32)
    scores = np.array([face.score for face in faces], dtype=np.float32)
    # a piece of a face inside its box is another proposal
    best: FloatArray = ((iou(boxes, stack_boxes(faces)) > SAME_FACE_IOU) * scores).max(axis=1)
    return best
