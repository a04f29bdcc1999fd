"""Where in a source's image people are, by the hour, and what the scene looks like without them.

The places are numbers of a coarse grid in which nobody can be told apart. The still is asked for (`still = true`);
it is made of what shows between the people over time, and looked at for faces once more before it is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.types import Detection, Frame, FrameResult, ImageArray

from .keeping import StoreWriter

COLUMNS, ROWS = 48, 27
_LONGEST_STEP_S = 5.0
_HOUR_S = 3600.0
# of a still: samples that it is made of, seconds between them, its width, and how long one counts
_SAMPLES, _EVERY_S, _WIDTH, _FRESH_S = 15, 2.0, 640, 24 * 3600.0
_LEAST_SAMPLES = 5
# a person is so many widths of the face to either side, above and below it
_BESIDE, _ABOVE, _BELOW = 1.5, 1.0, 8.0
_JPEG_QUALITY = 80


class Places:
    """Sums up for how long people were where. Not thread-safe.

    Args:
        source: name of the source.
        store: is given every hour that is over.
    """

    def __init__(self, source: str, store: StoreWriter) -> None:
        self._source, self._store = source, store
        self._hour: int | None = None
        self._last_s: float | None = None
        self._aspect = 16 / 9
        self._seconds: dict[int, float] = defaultdict(float)

    def add(self, at_s: float, faces: Iterable[Detection], width: int, height: int) -> None:
        """Take in a frame: when it was, seconds since 1970 in UTC, whom it shows, and its size in pixels."""
        hour = int(at_s // _HOUR_S)
        if self._hour is not None and hour != self._hour:
            self.end()
        step_s = 0.0 if self._last_s is None else at_s - self._last_s
        self._hour, self._last_s, self._aspect = hour, at_s, width / height
        if not 0.0 < step_s <= _LONGEST_STEP_S:
            return
        for face in faces:
            x, y = (face.xyxy[:2] + face.xyxy[2:]) / 2 / (width, height)
            if 0 <= x < 1 and 0 <= y < 1:
                self._seconds[int(y * ROWS) * COLUMNS + int(x * COLUMNS)] += step_s

    def end(self) -> None:
        """Keep the hour so far: the next one begins, or the source is gone."""
        if self._hour is not None and self._seconds:
            self._store.add_places(
                source=self._source,
                hour=datetime.fromtimestamp(_HOUR_S * self._hour, UTC),
                aspect=self._aspect,
                seconds=dict(self._seconds),
            )
        self._hour, self._last_s = None, None
        self._seconds.clear()


class EmptyScene:
    """Makes a still of a scene without the people in it. Not thread-safe.

    Args:
        source: name of the source.
        store: is given a still a day.
        faces_of: finds the faces of an image.
    """

    def __init__(self, source: str, store: StoreWriter, faces_of: Callable[[ImageArray], Iterable[Detection]]) -> None:
        self._source, self._store, self._faces_of = source, store, faces_of
        self._samples: list[tuple[ImageArray, NDArray[np.bool_]]] = []
        self._sampled_s = self._kept_s = float("-inf")

    def add(self, frame: Frame, result: FrameResult, at_s: float) -> None:
        """Take in a frame, now and then; keep a still once there is enough to make one of."""
        if abs(at_s - self._sampled_s) < _EVERY_S or at_s - self._kept_s < _FRESH_S:
            return
        self._sampled_s = at_s
        height, width = frame.image_bgr.shape[:2]
        scale = min(1.0, _WIDTH / width)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        image: ImageArray = cv2.resize(frame.image_bgr, size, interpolation=cv2.INTER_AREA)  # type: ignore[assignment]
        people = (*result.covered, *(face.detection for face in result.faces))
        self._samples.append((image, _bare(image, (face.mapped(scale, 0) for face in people))))
        del self._samples[:-_SAMPLES]
        if len(self._samples) == _SAMPLES:
            self.end(at_s)

    def end(self, at_s: float | None = None) -> None:
        """Keep a still of what there is, if it is enough: the source is gone, or `at_s` is the time of a still."""
        if len(self._samples) >= _LEAST_SAMPLES:
            still = still_of(self._samples, self._faces_of)
            jpeg = cv2.imencode(".jpg", still, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()
            at = self._sampled_s if at_s is None else at_s
            self._store.add_still(source=self._source, at=datetime.fromtimestamp(at, UTC), jpeg=jpeg)
            self._kept_s = at
        self._samples.clear()


def still_of(
    samples: list[tuple[ImageArray, NDArray[np.bool_]]], faces_of: Callable[[ImageArray], Iterable[Detection]]
) -> ImageArray:
    """Return the scene behind the people.

    Each pixel is the median of the samples in which nobody stands there; where somebody always does, what lies around
    it is drawn over it. What is taken for a face in the result is drawn over as well.

    Args:
        samples: images of one size, (H, W, 3) uint8 BGR, each with (H, W) True where nobody is.
        faces_of: finds the faces of an image.
    """
    images = np.stack([image for image, _ in samples]).astype(np.float32)
    bare = np.stack([mask for _, mask in samples])
    images[~bare] = np.nan
    seen = bare.any(axis=0)
    images[:, ~seen] = 0.0
    still: ImageArray = np.nanmedian(images, axis=0).astype(np.uint8)
    if not seen.all():
        still = _drawn_over(still, np.logical_not(seen))
    hidden = ~_bare(still, faces_of(still))
    return _drawn_over(still, hidden) if hidden.any() else still


def _bare(image: ImageArray, faces: Iterable[Detection]) -> NDArray[np.bool_]:
    """Return (H, W) True where nobody is, as far as faces tell."""
    bare = np.ones(image.shape[:2], dtype=bool)
    for face in faces:
        x1, y1, x2, y2 = (int(v) for v in face.xyxy)
        width = max(1, x2 - x1)
        top, left = max(0, y1 - round(_ABOVE * width)), max(0, x1 - round(_BESIDE * width))
        bare[top : max(0, y2 + round(_BELOW * width)), left : max(0, x2 + round(_BESIDE * width))] = False
    return bare


def _drawn_over(image: ImageArray, where: NDArray[np.bool_]) -> ImageArray:
    """Replace a part by what lies around it, so blurred that nothing of the part is left."""
    known = (~where).astype(np.float32)
    side = max(image.shape[:2]) // 4 * 2 + 1
    weight = cv2.blur(known, (side, side))
    around = cv2.blur(image.astype(np.float32) * known[..., None], (side, side)) / np.maximum(weight, 1e-3)[..., None]
    filled = image.copy()
    filled[where] = np.clip(around, 0, 255).astype(np.uint8)[where]
    return filled
