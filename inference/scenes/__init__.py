"""What a scene is made of and what happens in it: lines, zones and masks, over tracks; no pixels."""

from .masks import Mask
from .shapes import Line, Point, Polygon, Zone, check_polygon

__all__ = ["Line", "Mask", "Point", "Polygon", "Zone", "check_polygon"]
