"""What a scene is made of and what happens in it: lines, zones and masks, over tracks; no pixels."""

from .shapes import Line, Point, Polygon, Zone, check_polygon

__all__ = ["Line", "Point", "Polygon", "Zone", "check_polygon"]
