"""Lengths of time as people write them."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """Return a length as people write it: `1:02:03`, `2:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
