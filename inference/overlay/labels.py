"""The text of a label, and its pixels.

Text is drawn by OpenCV 5's TrueType engine with the font that it carries (Rubik, variable weight; SIL Open
Font License): hinted, Unicode, no font file to ship and no second imaging library.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import NamedTuple

import cv2
import numpy as np

from ..types import Attributes, FloatArray, ImageArray, TrackedFace
from .palette import Bgr, Swatch

_STRONG, _NORMAL = 660, 480
# in place of what would be a guess
_GENDER_UNSURE, _ETHNICITY_UNSURE = "gender unsure", "ethnicity unsure"
# the font's brackets are as wide as its digits; this share of the text size is taken off on either side
_BRACKET_TUCK = 0.11


class Run(NamedTuple):
    """A piece of text in one style.

    Attributes:
        text: the words.
        weight: of the variable font, 100..1000.
        faded: drawn with less contrast than its neighbours.
    """

    text: str
    weight: int = _NORMAL
    faded: bool = False


# rows of text; the first in full size, the others a little smaller
Label = tuple[tuple[Run, ...], ...]


class Sprite(NamedTuple):
    """A label as pixels.

    Attributes:
        bgr: (h, w, 3) uint8.
        opacity, transparency: (h, w) float32, adding up to 1.
    """

    bgr: ImageArray
    opacity: FloatArray
    transparency: FloatArray


def _age_runs(attributes: Attributes, interval: bool) -> tuple[Run, ...]:
    """Return the age with the interval in which it lies in eight of ten cases: `34 (29-40)`, with an en dash."""
    age = Run(f"{attributes.age:.0f}", _STRONG)
    if not interval:
        return (age,)
    low, high = attributes.age_interval
    return age, Run(f"({low:.0f}\N{EN DASH}{high:.0f})")


def face_labels(face: TrackedFace, hidden: AbstractSet[str], *, interval: bool = True) -> tuple[Label, ...]:
    """Return the labels a face may get, from everything known down to one short row; none where all is hidden.

    The short row is there with the number and, for where that finds no place, without.
    """
    attributes = face.attributes
    number = () if face.number is None else (Run(f"#{face.number}", faded=True),)
    age = () if "age" in hidden else _age_runs(attributes, interval)
    words = words_of_classes(attributes, hidden)
    scored = []
    letter: tuple[Run, ...] = ()
    if "gender" not in hidden:
        is_sure = attributes.is_gender_sure
        scored.append(f"{attributes.gender} {attributes.gender_score:.0%}" if is_sure else _GENDER_UNSURE)
        letter = (Run(attributes.gender[0].upper() if is_sure else "?", _STRONG),)
    if "ethnicity" not in hidden:
        is_sure = attributes.is_ethnicity_sure
        scored.append(f"{attributes.ethnicity} {attributes.ethnicity_score:.0%}" if is_sure else _ETHNICITY_UNSURE)
    short = (age + letter) or _joined(words)
    variants = (
        (number + age, _joined(scored)),
        (number + age, _joined(words)),
        (number + short,),
        (short or number,),
    )
    labels = (tuple(filter(None, rows)) for rows in variants)
    return tuple(dict.fromkeys(filter(None, labels)))


def words_of_classes(attributes: Attributes, hidden: AbstractSet[str]) -> list[str]:
    """Return gender and ethnicity in words; that one is unsure in place of what would be a guess."""
    words = []
    if "gender" not in hidden:
        words.append(attributes.gender if attributes.is_gender_sure else _GENDER_UNSURE)
    if "ethnicity" not in hidden:
        words.append(attributes.ethnicity if attributes.is_ethnicity_sure else _ETHNICITY_UNSURE)
    return words


def _joined(words: list[str]) -> tuple[Run, ...]:
    return (Run(" · ".join(words)),) if words else ()


@cache
def _font() -> cv2.FontFace:
    return cv2.FontFace("sans")


class _Metrics(NamedTuple):
    """Pixels of a label's parts at one text size."""

    sizes: tuple[int, ...]
    widths: tuple[tuple[int, ...], ...]
    space: int
    pad_x: int
    pad_y: int
    width: int
    height: int


@lru_cache(maxsize=1024)
def _metrics(label: Label, size: int) -> _Metrics:
    sizes = tuple(size if row == 0 else max(9, round(size * 0.82)) for row in range(len(label)))
    widths = tuple(
        tuple(sum(width for _, width in _pieces(run, height)) for run in row)
        for row, height in zip(label, sizes, strict=True)
    )
    space, pad_x, pad_y = round(size * 0.32), round(size * 0.42), round(size * 0.30)
    width = max(sum(row) + space * (len(row) - 1) for row in widths) + 2 * pad_x
    height = sum(_row_height(one) for one in sizes) - round(size * 0.12) + 2 * pad_y
    return _Metrics(sizes, widths, space, pad_x, pad_y, width, height)


def _row_height(size: int) -> int:
    return round(size * 1.16)


def measure(label: Label, size: int) -> tuple[int, int]:
    """Return width and height in pixels of a label whose first row is `size` pixels high."""
    metrics = _metrics(label, size)
    return metrics.width, metrics.height


@lru_cache(maxsize=256)
def render(label: Label, size: int, swatch: Swatch, opacity: float) -> Sprite:
    """Draw a label: text on a rounded plate in the person's colour.

    Args:
        label: its text.
        size: height of the first row's font in pixels.
        swatch: colours of plate and text.
        opacity: of the plate, 0..1; text is always opaque.
    """
    metrics = _metrics(label, size)
    ink = np.zeros((metrics.height, metrics.width), dtype=np.uint8)
    bgr = np.empty((metrics.height, metrics.width, 3), dtype=np.uint8)
    bgr[:] = swatch.fill
    baseline = metrics.pad_y - round(size * 0.12)
    for row, height, widths in zip(label, metrics.sizes, metrics.widths, strict=True):
        baseline += round(_row_height(height) * 0.84)
        x = metrics.pad_x
        for run, width in zip(row, widths, strict=True):
            _write(bgr, ink, run, (x, baseline), height, _text_colour(run, swatch))
            x += width + metrics.space
        baseline += _row_height(height) - round(_row_height(height) * 0.84)
    plate = _plate(metrics.width, metrics.height, round(size * 0.32)) * opacity
    shown = np.maximum(plate, ink.astype(np.float32) / 255)
    return Sprite(bgr, shown, 1 - shown)


def _text_colour(run: Run, swatch: Swatch) -> Bgr:
    return swatch.faded_text if run.faded else swatch.text


def _write(bgr: ImageArray, ink: ImageArray, run: Run, at: tuple[int, int], size: int, colour: Bgr) -> None:
    x, y = at
    for text, width in _pieces(run, size):
        start = (x - round(_BRACKET_TUCK * size) if text in "()" else x, y)
        cv2.putText(bgr, text, start, colour, _font(), size, run.weight)
        cv2.putText(ink, text, start, (255,), _font(), size, run.weight)
        x += width


def _pieces(run: Run, size: int) -> Iterator[tuple[str, int]]:
    """Cut a run's text at its brackets; yield each piece with its width in pixels."""
    for text in filter(None, re.split(r"([()])", run.text)):
        width = cv2.getTextSize((0, 0), text, (0, 0), _font(), size, run.weight)[2]
        yield text, width - 2 * round(_BRACKET_TUCK * size) if text in "()" else width


@lru_cache(maxsize=256)
def _plate(width: int, height: int, radius: int) -> FloatArray:
    """Return (h, w) float32 coverage of a rectangle with round corners: distance to its rim, in pixels, clipped."""
    x = np.abs(np.arange(width) + 0.5 - width / 2) - (width / 2 - radius)
    y = np.abs(np.arange(height) + 0.5 - height / 2) - (height / 2 - radius)
    corner = np.hypot(np.maximum(x, 0)[None, :], np.maximum(y, 0)[:, None])
    return np.clip(radius - corner + 0.5, 0, 1).astype(np.float32)  # type: ignore[no-any-return]
