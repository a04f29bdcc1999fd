"""Draws what was found in a frame onto a copy of it."""

from .drawing import Overlay

__all__ = ["Overlay"]
