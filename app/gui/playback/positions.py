"""Places in a source, as people type them."""

from __future__ import annotations

import re

from inference.types import SourceInfo

_CLOCK = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d+)?)")
_NUMBERED = re.compile(r"(?:frame|image|#)\s*(\d+)", re.IGNORECASE)
_SHARE = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")


def position_of(text: str, info: SourceInfo) -> float | None:
    """Return where a typed place lies: a time in seconds; of images a number, counted from 0.

    Args:
        text: `83`, `1:23`, `1:02:03.5`, `frame 400` (counted from 0), `50%`; of images `7` or `image 7` (from 1).
        info: of the source.

    Returns:
        None where the text says no place, or the length that it refers to is not known.
    """
    text = text.strip()
    if share := _SHARE.fullmatch(text):
        length = info.duration_s if info.has_time else (info.frame_count or 1) - 1
        part = _number(share[1]) / 100
        return None if length is None or part > 1 else part * length
    if not info.has_time:
        place = _NUMBERED.fullmatch(text) or re.fullmatch(r"(\d+)", text)
        return float(place[1]) - 1 if place and int(place[1]) > 0 else None
    if frame := _NUMBERED.fullmatch(text):
        # a quarter of a frame earlier, so that rounded times don't pass over it
        return max(0.0, (int(frame[1]) - 0.25) * info.frame_interval_s)
    clock = _CLOCK.fullmatch(text)
    if clock is None:
        return None
    hours, minutes, seconds = clock.groups()
    return 3600.0 * int(hours or 0) + 60.0 * int(minutes or 0) + _number(seconds)


def _number(text: str) -> float:
    return float(text.replace(",", "."))
