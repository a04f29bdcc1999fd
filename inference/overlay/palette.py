"""Colours that tell people apart, also for readers who see colours differently."""

from __future__ import annotations

from typing import NamedTuple

Bgr = tuple[int, int, int]


class Swatch(NamedTuple):
    """Colour of one person, and what is readable on it.

    Attributes:
        fill: BGR of box and label plate.
        text: BGR of text on `fill`, at a contrast of at least 4.5 : 1 (WCAG 2.2, AA).
    """

    fill: Bgr
    text: Bgr

    @property
    def faded_text(self) -> Bgr:
        """BGR of what is read second on `fill`: mixed with it by up to 28 %, as far as it is readable."""
        for percent in range(28, 0, -2):
            faded = mix(self.text, self.fill, percent / 100)
            if contrast(faded, self.fill) >= READABLE:
                return faded
        return self.text


# contrast that text needs (WCAG 2.2, AA)
READABLE = 4.5
INK: Bgr = (24, 20, 16)
PAPER: Bgr = (255, 255, 255)

# Okabe and Ito, "Color Universal Design" (2008), without black; ordered so that neighbours in time differ
# most. The blue, the green and the purple are lightened a little: on dark footage the originals vanish.
_RGB = (
    (86, 180, 233),
    (230, 159, 0),
    (26, 179, 135),
    (219, 137, 180),
    (240, 228, 66),
    (232, 110, 44),
    (64, 140, 218),
)
_UNTRACKED_RGB = (240, 240, 236)


def luminance(colour: Bgr) -> float:
    """Compute the relative luminance of an sRGB colour, 0..1 (WCAG 2.2)."""
    blue, green, red = (v / 255 / 12.92 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Bgr, other: Bgr) -> float:
    """Compute the contrast ratio of two colours, 1..21 (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mix(one: Bgr, other: Bgr, share: float) -> Bgr:
    """Mix `share` (0..1) of `other` into `one`."""
    blue, green, red = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return blue, green, red


def _swatch(rgb: tuple[int, int, int]) -> Swatch:
    fill = (rgb[2], rgb[1], rgb[0])
    return Swatch(fill, max(INK, PAPER, key=lambda text: contrast(fill, text)))


# once all are in use, their pastels: on dark footage darker ones would vanish
_TRACKS = (
    *(_swatch(rgb) for rgb in _RGB),
    *(_swatch(mix(rgb, PAPER, 0.55)) for rgb in _RGB),
)
NUM_COLOURS = len(_TRACKS)
_UNTRACKED = _swatch(_UNTRACKED_RGB)


def swatch_of(track_id: int | None) -> Swatch:
    """Return the colour of a person: one for the whole track, a neutral one without tracking."""
    return _UNTRACKED if track_id is None else _TRACKS[(track_id - 1) % NUM_COLOURS]
