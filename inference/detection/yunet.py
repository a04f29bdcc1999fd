"""YuNet (Wu et al. 2023), the search model: boxes and five landmarks of the faces of an image, in its pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from ..closeable import Closeable
from ..engines.search_engine import SearchEngine
from ..types import Detection, FloatArray, ImageArray
from .model_files import read_model

MODEL = Path(__file__).resolve().parents[2] / "assets" / "models" / "yunet.onnx"
SHA256 = "104ee26c71d5c270ce79a6b3dced91c91013260d29a6bf18f9296c5b8c4c2b12"
# sides of an image are padded to multiples of the coarsest stride
STRIDES = (8, 16, 32)
_OUTPUTS = [f"{kind}_{stride}" for kind in ("cls", "obj", "bbox", "kps") for stride in STRIDES]
# two boxes of one image that share more than this (intersection over union) hold the same face
_SAME = 0.3

# MediaPipe's six landmarks as weighted means of YuNet's five (right eye, left eye, nose tip, right and left corner of
# the mouth): such a mean turns, grows and mirrors with the face. Fitted by robust least squares to 3,284 faces of
# UTKFace and LFW, 25 to 200 pixels wide, that both models see. On 3,275 others the four that alignment needs lie 0.039
# widths of the face from MediaPipe's (95 %: 0.077), the ears 0.067; eyes, nose and the middle of the mouth taken as
# they are 0.046.
_LANDMARKS = np.array(
    [
        [1.000, 0.083, -0.251, 0.130, 0.038],
        [0.083, 1.000, -0.251, 0.038, 0.130],
        [-0.014, -0.014, 0.978, 0.025, 0.025],
        [-0.163, -0.163, 0.549, 0.3885, 0.3885],
        [1.758, -0.2175, -1.835, 0.6705, 0.623],
        [-0.2175, 1.758, -1.835, 0.623, 0.6705],
    ],
    dtype=np.float32,
)
# MediaPipe's box is a square around eyes, nose and mouth, YuNet's goes up to the hair: the square that stands for it
# has its middle this much lower and a side this long, in heights of YuNet's box. (On the same faces the median is 0.06
# and 0.85; a square that is 8 % larger fits the labels of WIDER FACE better, and those of profiles.)
_LOWER = 0.03
_SIDE = 0.92


@dataclass(frozen=True, slots=True, eq=False)
class RawFaces:
    """The N faces of one image as YuNet gives them, best first.

    Attributes:
        xyxy: (N, 4) float32 pixels.
        scores: (N,) float32, 0..1; the geometric mean of two outputs, no probability.
        points_px: (N, 5, 2) float32 pixels: right eye, left eye, nose tip, right and left corner of the mouth.
    """

    xyxy: FloatArray
    scores: FloatArray
    points_px: FloatArray

    @classmethod
    def none(cls) -> RawFaces:
        """Return no faces."""
        return cls(*(np.zeros(shape, dtype=np.float32) for shape in ((0, 4), (0,), (0, 5, 2))))

    def detections(
        self, scale: tuple[float, float] = (1.0, 1.0), shift: tuple[float, float] = (0.0, 0.0)
    ) -> list[Detection]:
        """Return them with MediaPipe's square boxes and six landmarks, in an image that is resized, then shifted.

        Args:
            scale: how many times as large the image becomes, along x and y.
            shift: pixels that are added to x and y afterwards.
        """
        if not len(self.scores):
            return []
        x1, y1, x2, y2 = self.xyxy.T
        height = y2 - y1
        x, y, half = (x1 + x2) / 2, (y1 + y2) / 2 + _LOWER * height, _SIDE * height / 2
        boxes = np.stack((x - half, y - half, x + half, y + half), axis=1)
        landmarks = np.einsum("lp,npd->nld", _LANDMARKS, self.points_px)
        scale_xy, shift_xy = np.array(scale, dtype=np.float32), np.array(shift, dtype=np.float32)
        boxes = (boxes.reshape(-1, 2, 2) * scale_xy + shift_xy).reshape(-1, 4)
        landmarks = landmarks * scale_xy + shift_xy
        return [
            Detection(box, float(score), points, is_confirmed=False)
            for box, score, points in zip(boxes, self.scores, landmarks, strict=True)
        ]


class YuNet(Closeable):
    """The loaded model; a context manager. `detect` may be called from several threads at a time.

    Args:
        min_score: faces below this score (0..1) are not reported.
        threads: as for `SearchEngine`.

    Raises:
        ModelError: the model file is missing or altered, or can't be loaded.
    """

    def __init__(self, min_score: float, threads: int | None = None) -> None:
        self._min_score = min_score
        self._engine = SearchEngine(read_model(MODEL, SHA256), MODEL, _OUTPUTS, threads)

    def detect(self, images_bgr: Sequence[ImageArray]) -> list[RawFaces]:
        """Find the faces of images of one size.

        Args:
            images_bgr: (H, W, 3) uint8 each, H and W at least 1.

        Returns:
            The faces of each image, in its pixels; boxes may reach past the border.
        """
        if not images_bgr:
            return []
        batch = _as_batch(images_bgr)
        outputs = self._engine.run(batch)
        return [self._decode([output[row] for output in outputs], batch.shape[3]) for row in range(len(images_bgr))]

    def close(self) -> None:
        self._engine.close()

    def _decode(self, outputs: Sequence[FloatArray], width: int) -> RawFaces:
        """Turn the outputs for one image, padded to `width` pixels, into faces, each once."""
        boxes, scores, points = [], [], []
        for step, stride in enumerate(STRIDES):
            is_face, is_object, box, offsets = outputs[step :: len(STRIDES)]
            squared = is_face[:, 0] * is_object[:, 0]
            cells = np.flatnonzero(squared >= self._min_score**2)
            if not len(cells):
                continue
            corner = np.stack((cells % (width // stride), cells // (width // stride)), axis=1)
            middle, size = corner + box[cells, :2], np.exp(box[cells, 2:])
            boxes.append(np.concatenate((middle - size / 2, middle + size / 2), axis=1) * stride)
            points.append((offsets[cells].reshape(-1, 5, 2) + corner[:, None]) * stride)
            scores.append(np.sqrt(squared[cells]))
        if not scores:
            return RawFaces.none()
        return _each_once(np.concatenate(boxes), np.concatenate(scores), np.concatenate(points))


def _as_batch(images_bgr: Sequence[ImageArray]) -> FloatArray:
    """Return images of one size as (N, 3, H, W) float32, padded with black to multiples of the coarsest stride."""
    height, width = images_bgr[0].shape[:2]
    padded = (height + -height % STRIDES[-1], width + -width % STRIDES[-1])
    # plane by plane is what numpy does at once: OpenCV's `blobFromImages` takes three times as long
    batch = (np.empty if padded == (height, width) else np.zeros)((len(images_bgr), 3, *padded), dtype=np.float32)
    for planes, image in zip(batch, images_bgr, strict=True):
        for plane, values in zip(planes, cv2.split(image), strict=True):
            plane[:height, :width] = values
    return batch


def _each_once(xyxy: NDArray[np.floating], scores: FloatArray, points_px: NDArray[np.floating]) -> RawFaces:
    xywh = np.concatenate((xyxy[:, :2], xyxy[:, 2:] - xyxy[:, :2]), axis=1)
    kept = cv2.dnn.NMSBoxes(xywh.tolist(), scores.tolist(), 0.0, _SAME)
    best = np.array(kept, dtype=np.intp).reshape(-1)
    return RawFaces(xyxy[best].astype(np.float32), scores[best], points_px[best].astype(np.float32))
