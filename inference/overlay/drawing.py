"""Draws boxes and labels onto a copy of a frame, and protects faces."""

from __future__ import annotations

import cv2
import numpy as np

from ..settings import DisplaySettings, Privacy
from ..types import FloatArray, Frame, FrameResult, ImageArray, TrackedFace
from .labels import Label, Sprite, face_labels, measure, render
from .palette import INK, PAPER, Swatch, mix, swatch_of
from .placement import GOOD, Place, best_place
from .privacy import obscure

# text height as a share of the root of the image's area: 22 px in 1080p
_TEXT_SHARE = 0.0155
_MIN_TEXT_PX = 12
# the short label of a small face is set a little smaller than the others
_SHORT_SIZE = 0.86
# a label may be this much wider than its face, from the fullest to the one before the shortest
_OVERHANG = (1.35, 2.0)
_SHIFT = 4
# a quarter circle for each corner, clockwise from the upper left, and which of x1, y1, x2, y2 the corner is
_TURNS = (np.pi + np.arange(4)[:, None] * np.pi / 2 + np.linspace(0, np.pi / 2, 6)).ravel()
_ARCS = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1).astype(np.float32)
_CORNERS = np.repeat([[0, 1], [2, 1], [2, 3], [0, 3]], 6, axis=0)
_NO_BOXES = np.empty((0, 4), dtype=np.float32)


class Overlay:
    """Draws boxes and labels. Remembers where labels stood, so that they don't jump; one per video.

    Not thread-safe.

    Args:
        settings: which attributes are hidden and how faces are protected.
        annotate: False leaves boxes and labels out; faces are protected all the same.
        interval: False leaves out how far an age may be off.
    """

    def __init__(self, settings: DisplaySettings, *, annotate: bool = True, interval: bool = True) -> None:
        self._settings = settings
        self._annotate = annotate
        self._interval = interval
        self._slots: dict[int, int] = {}

    def draw(self, frame: Frame, result: FrameResult, highlight: int | None = None) -> ImageArray:
        """Annotate a copy of a frame.

        Args:
            frame: the image; left as it is.
            result: what was found in it.
            highlight: track that is emphasised, None for none.

        Returns:
            (H, W, 3) uint8 BGR, a new array.
        """
        image = frame.image_bgr.copy()
        if self._settings.privacy is not Privacy.NONE:
            for detection in result.covered:
                obscure(image, detection.xyxy, self._settings.privacy)
        if not self._annotate:
            return image
        style = _Style.of(image)
        faces = sorted(result.faces, key=lambda face: (face.track_id != highlight, face.track_id or 0))
        for face in reversed(faces):
            _draw_box(image, face, style, highlight is not None and face.track_id == highlight)
        self._draw_labels(image, faces, style)
        return image

    def _draw_labels(self, image: ImageArray, faces: list[TrackedFace], style: _Style) -> None:
        boxes = np.array([face.detection.xyxy for face in faces], dtype=np.float32).reshape(-1, 4)
        image_wh = (image.shape[1], image.shape[0])
        taken, slots = _NO_BOXES, {}
        for number, face in enumerate(faces):
            others = boxes[np.arange(len(boxes)) != number]
            habit = None if face.track_id is None else self._slots.get(face.track_id)
            labels = face_labels(face, self._settings.hide, interval=self._interval)
            found = _choose(face, labels, style, image_wh, others, taken, habit)
            if found is None:
                continue
            label, size, place = found
            sprite = render(label, size, _colours(face), 0.72 if face.coasted else 0.94)
            _blit(image, sprite, place)
            width, height = measure(label, size)
            taken = np.vstack([taken, (place.x, place.y, place.x + width, place.y + height)])
            if face.track_id is not None:
                slots[face.track_id] = place.slot
        self._slots = slots


class _Style:
    """Sizes that follow the image: text height and line width in pixels."""

    __slots__ = ("line", "text")

    def __init__(self, text: int, line: int) -> None:
        self.text = text
        self.line = line

    @classmethod
    def of(cls, image: ImageArray) -> _Style:
        extent = float(np.sqrt(image.shape[0] * image.shape[1]))
        return cls(text=max(_MIN_TEXT_PX, round(extent * _TEXT_SHARE)), line=max(1, round(extent / 640)))


def _choose(
    face: TrackedFace,
    labels: tuple[Label, ...],
    style: _Style,
    image_wh: tuple[int, int],
    others: FloatArray,
    taken: FloatArray,
    habit: int | None,
) -> tuple[Label, int, Place] | None:
    """Choose the fullest label that suits the face and finds a free spot; else the one that covers least.

    None where the face has left the image (a predicted one may) or no label fits into it.
    """
    best: tuple[Label, int, Place] | None = None
    own = face.detection.xyxy
    if own[2] <= 0 or own[3] <= 0 or own[0] >= image_wh[0] or own[1] >= image_wh[1]:
        return None
    for number, label in enumerate(labels):
        is_shortest = number == len(labels) - 1
        size = max(_MIN_TEXT_PX, round(style.text * _SHORT_SIZE)) if len(label) == 1 else style.text
        extent = measure(label, size)
        if not is_shortest and extent[0] > _OVERHANG[min(number, 1)] * face.detection.width:
            continue
        place = best_place(own, extent, style.line + 2, image_wh, others, taken, habit)
        if place is not None and (best is None or place.cost < best[2].cost):
            best = (label, size, place)
            if place.cost < GOOD:
                break
    return best


def _colours(face: TrackedFace) -> Swatch:
    swatch = swatch_of(face.number or face.track_id)
    return Swatch(mix(swatch.fill, PAPER, 0.45), INK) if face.coasted else swatch


def _draw_box(image: ImageArray, face: TrackedFace, style: _Style, highlighted: bool) -> None:
    """Draw a rounded box with a dark rim that keeps it visible on any ground; dashed where the place is predicted."""
    box = face.detection.xyxy
    smaller = min(face.detection.width, face.detection.height)
    line = max(1, min(style.line, int(smaller / 16)))
    if highlighted:
        line = 2 * line + 1
    radius = min(0.16 * smaller, 0.6 * style.text)
    path = _rounded_path(box, radius)
    colour = _colours(face).fill
    if face.coasted:
        lines = _dashes(path, 5.0 * line + 3)
        cv2.polylines(image, lines, False, INK, line + 1, cv2.LINE_AA, _SHIFT)
        cv2.polylines(image, lines, False, colour, line, cv2.LINE_AA, _SHIFT)
        return
    # on the outer side only: a small face has no pixels to spare
    rim = path + _ARCS
    cv2.polylines(image, [_fixed_point(rim)], True, INK, line + 1, cv2.LINE_AA, _SHIFT)
    cv2.polylines(image, [_fixed_point(path)], True, colour, line, cv2.LINE_AA, _SHIFT)


def _fixed_point(path: FloatArray) -> np.ndarray:
    return np.round(path * (1 << _SHIFT)).astype(np.int32)


def _rounded_path(box: FloatArray, radius: float) -> FloatArray:
    """Return (24, 2) points of a rectangle with round corners, clockwise from the upper left, pixels."""
    centres = np.clip(box[_CORNERS], box[:2] + radius, box[2:] - radius)
    return centres + radius * _ARCS  # type: ignore[no-any-return]


def _dashes(path: FloatArray, length: float) -> list[np.ndarray]:
    """Cut a closed path into dashes of about `length` pixels with gaps of the same length."""
    closed = np.vstack([path, path[:1]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
    count = max(4, round(along[-1] / (2 * length)))
    starts = np.arange(count) * along[-1] / count
    stops = np.linspace(starts, starts + along[-1] / count * 0.5, 4, axis=1)
    points = np.stack([np.interp(stops, along, closed[:, axis]) for axis in (0, 1)], axis=2)
    return [_fixed_point(dash) for dash in points]


def _blit(image: ImageArray, sprite: Sprite, place: Place) -> None:
    height, width = sprite.opacity.shape
    ground = image[place.y : place.y + height, place.x : place.x + width]
    cv2.blendLinear(sprite.bgr, ground, sprite.opacity, sprite.transparency, dst=ground)
