"""Draws boxes and labels onto a copy of a frame, and protects faces."""

from __future__ import annotations

import cv2
import numpy as np

from ..settings import DisplaySettings, Privacy
from ..types import FloatArray, Frame, FrameResult, ImageArray, TrackedFace
from .arrangement import Arrangement, Style
from .labels import Sprite, face_labels, render
from .palette import INK, PAPER, Swatch, mix, swatch_of
from .placement import Place
from .privacy import obscure

_SHIFT = 4
# a quarter circle for each corner, clockwise from the upper left, and which of x1, y1, x2, y2 the corner is
_TURNS = (np.pi + np.arange(4)[:, None] * np.pi / 2 + np.linspace(0, np.pi / 2, 6)).ravel()
_ARCS = np.stack([np.cos(_TURNS), np.sin(_TURNS)], axis=1).astype(np.float32)
_CORNERS = np.repeat([[0, 1], [2, 1], [2, 3], [0, 3]], 6, axis=0)


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
        self._arrangement = Arrangement()

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
        style = Style.of(image.shape[1], image.shape[0])
        faces = sorted(result.faces, key=lambda face: (face.track_id != highlight, face.track_id or 0))
        for face in reversed(faces):
            _draw_box(image, face, style, highlight is not None and face.track_id == highlight)
        self._draw_labels(image, faces)
        return image

    def _draw_labels(self, image: ImageArray, faces: list[TrackedFace]) -> None:
        labels = [face_labels(face, self._settings.hide, interval=self._interval) for face in faces]
        for placed in self._arrangement.arrange(faces, labels, image.shape[1], image.shape[0]):
            opacity = 0.72 if placed.face.coasted else 0.94
            _blit(image, render(placed.label, placed.text_px, _colours(placed.face), opacity), placed.place)


def _colours(face: TrackedFace) -> Swatch:
    swatch = swatch_of(face.number or face.track_id)
    return Swatch(mix(swatch.fill, PAPER, 0.45), INK) if face.coasted else swatch


def _draw_box(image: ImageArray, face: TrackedFace, style: Style, highlighted: bool) -> None:
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
