"""Where the tiles of several sources lie: in a grid, or one large and the others in a strip."""

from __future__ import annotations

import math
from itertools import pairwise

from PyQt6.QtCore import QRect

# what most cameras give
_RATIO = 16 / 9
_GAP = 2
# the strip's share of the side that it takes from the large tile
_STRIP = 0.2


def arrange(count: int, width: int, height: int, large: int | None = None) -> list[QRect]:
    """Return where each tile lies, logical pixels.

    Args:
        count: of the tiles.
        width, height: of the room.
        large: number of the tile that is large; None for a grid of equals.
    """
    if count == 0:
        return []
    if large is None or count == 1:
        return _grid(count, QRect(0, 0, width, height))
    if width >= 1.4 * height:
        side = round(width * _STRIP)
        stage = QRect(0, 0, width - side - _GAP, height)
        strip = _column(count - 1, QRect(width - side, 0, side, height))
    else:
        side = round(height * _STRIP)
        stage = QRect(0, 0, width, height - side - _GAP)
        strip = _row(count - 1, QRect(0, height - side, width, side))
    return [*strip[:large], stage, *strip[large:]]


def columns_of(count: int, width: int, height: int) -> int:
    """Return in how many columns so many tiles of the usual shape are largest."""

    def size(columns: int) -> float:
        return min(width / columns / _RATIO, height / math.ceil(count / columns))

    return max(
        range(1, count + 1), key=lambda columns: (round(size(columns)), columns if width >= height else -columns)
    )


def _grid(count: int, room: QRect) -> list[QRect]:
    columns = columns_of(count, max(1, room.width()), max(1, room.height()))
    rows = math.ceil(count / columns)
    across, down = _shares(room.width(), columns), _shares(room.height(), rows)
    places = [(across[number % columns], down[number // columns]) for number in range(count)]
    return [QRect(x, y, w, h) for (x, w), (y, h) in places]


def _column(count: int, room: QRect) -> list[QRect]:
    """Return tiles below each other, none higher than its shape asks for."""
    most = round(room.width() / _RATIO)
    high = min(most, (room.height() - _GAP * (count - 1)) // count)
    return [QRect(room.x(), room.y() + number * (high + _GAP), room.width(), high) for number in range(count)]


def _row(count: int, room: QRect) -> list[QRect]:
    most = round(room.height() * _RATIO)
    wide = min(most, (room.width() - _GAP * (count - 1)) // count)
    return [QRect(room.x() + number * (wide + _GAP), room.y(), wide, room.height()) for number in range(count)]


def _shares(length: int, count: int) -> list[tuple[int, int]]:
    """Return beginnings and lengths of equal parts with gaps between them."""
    ends = [round(number * (length + _GAP) / count) for number in range(count + 1)]
    return [(start, end - start - _GAP) for start, end in pairwise(ends)]
