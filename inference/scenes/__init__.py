"""What a scene is made of and what happens in it: lines, zones and masks, over tracks; no pixels."""

from .happenings import Crossing, Direction, Dwell, Happening, Stay, ZoneEntered
from .masks import Mask
from .scene import Passed, Scene, Seen
from .shapes import Line, Point, Polygon, Zone, check_polygon

__all__ = [
    "Crossing", "Direction", "Dwell", "Happening", "Line", "Mask", "Passed", "Point", "Polygon", "Scene", "Seen",
    "Stay", "Zone", "ZoneEntered", "check_polygon",
]  # fmt: skip
