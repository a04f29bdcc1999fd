"""The part of a frame that the view shows, and its size there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

MAX_ZOOM = 12.0


class Region(NamedTuple):
    """A rectangle in pixels of the frame; x2 and y2 lie outside."""

    x1: int
    y1: int
    x2: int
    y2: int


class Transform(NamedTuple):
    """The map from pixels of the frame to pixels of the screen: `scale * x + dx`, `scale * y + dy`."""

    scale: float
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Viewport:
    """The view's size, and the part of the frame that it shows.

    Attributes:
        width, height: of the view in device pixels.
        zoom: 1 shows the whole frame, up to `MAX_ZOOM`.
        center: what is in the middle of the view, as fractions of the frame's sides.
    """

    width: int = 0
    height: int = 0
    zoom: float = 1.0
    center: tuple[float, float] = (0.5, 0.5)

    def transform(self, frame_wh: tuple[int, int]) -> Transform:
        """Return how such a frame is shown: aspect ratio kept, no empty space where a zoomed frame can fill it."""
        scale = min(self.width / frame_wh[0], self.height / frame_wh[1]) * self.zoom
        shifts = []
        for view, side, center in zip((self.width, self.height), frame_wh, self.center, strict=True):
            free = view - side * scale
            shifts.append(free / 2 if free >= 0 else min(0.0, max(free, view / 2 - center * side * scale)))
        return Transform(scale, *shifts)

    def region(self, frame_wh: tuple[int, int]) -> Region:
        """Return the pixels of the frame that are visible."""
        scale, dx, dy = self.transform(frame_wh)
        if scale <= 0:
            return Region(0, 0, *frame_wh)
        x1, y1 = max(0, int(-dx / scale)), max(0, int(-dy / scale))
        x2 = min(frame_wh[0], int((self.width - dx) / scale) + 1)
        y2 = min(frame_wh[1], int((self.height - dy) / scale) + 1)
        return Region(x1, y1, x2, y2)

    def zoomed(self, factor: float, at: tuple[float, float], frame_wh: tuple[int, int]) -> Viewport:
        """Zoom in or out about a point of the view, in device pixels, that stays where it is."""
        zoom = min(MAX_ZOOM, max(1.0, self.zoom * factor))
        old = self.transform(frame_wh)
        scale = old.scale * zoom / self.zoom
        center = []
        for position, shift, view, side in zip(at, old[1:], (self.width, self.height), frame_wh, strict=True):
            point = (position - shift) / old.scale
            center.append((point + (view / 2 - position) / scale) / side)
        return replace(self, zoom=zoom, center=self._held(center, scale, frame_wh))

    def panned(self, dx: float, dy: float, frame_wh: tuple[int, int]) -> Viewport:
        """Move the image by device pixels."""
        scale = self.transform(frame_wh).scale
        center = [c - d / scale / side for c, d, side in zip(self.center, (dx, dy), frame_wh, strict=True)]
        return replace(self, center=self._held(center, scale, frame_wh))

    def _held(self, center: list[float], scale: float, frame_wh: tuple[int, int]) -> tuple[float, float]:
        """Return the nearest centre that leaves no empty space."""
        held = []
        for c, view, side in zip(center, (self.width, self.height), frame_wh, strict=True):
            half = min(0.5, view / 2 / (side * scale))
            held.append(min(1 - half, max(half, c)))
        return held[0], held[1]
