"""Lines, zones and masks as they are drawn by hand: one kind of value for all three."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.site.configuration import SourceConfiguration
from inference.scenes import Line, Point, Polygon, Zone, check_polygon


class Kind(StrEnum):
    """What a shape is; also the key of its tables in a site file."""

    LINE = "line"
    ZONE = "zone"
    MASK = "mask"


@dataclass(frozen=True, slots=True)
class Shape:
    """A line, zone or mask.

    Attributes:
        kind: which of them.
        name: unique among its kind; of a mask its number.
        points: of the line, or the corners, as fractions of width and height.
        dwell_s: of a zone.
    """

    kind: Kind
    name: str
    points: tuple[Point, ...]
    dwell_s: float | None = None

    @property
    def key(self) -> tuple[Kind, str]:
        """What tells it from the others of its source."""
        return self.kind, self.name

    @property
    def is_closed(self) -> bool:
        return self.kind is not Kind.LINE

    def check(self) -> None:
        """Refuse what is no such shape.

        Raises:
            UsageError: it has too few points, crosses itself, or encloses nothing.
        """
        if self.kind is Kind.LINE:
            Line(self.name, self.points)
        else:
            check_polygon(self.points)

    def moved(self, corner: int, to: Point) -> Shape:
        """Return it with one of its points elsewhere, within the frame."""
        points = [*self.points]
        points[corner] = within(to)
        return replace(self, points=tuple(points))

    def shifted(self, by: Point) -> Shape:
        """Return it moved as a whole, as far as the frame reaches."""
        xs, ys = zip(*self.points, strict=True)
        dx = min(max(by[0], -min(xs)), 1 - max(xs))
        dy = min(max(by[1], -min(ys)), 1 - max(ys))
        return replace(self, points=tuple(within((x + dx, y + dy)) for x, y in self.points))

    def turned(self) -> Shape:
        """Return the line with the other direction."""
        return replace(self, points=self.points[::-1])


def within(point: Point) -> Point:
    """Return a point, or the nearest within the frame."""
    return min(max(point[0], 0.0), 1.0), min(max(point[1], 0.0), 1.0)


def shapes_of(source: SourceConfiguration) -> list[Shape]:
    """Return what is drawn on a source, masks first and lines last: so they lie over each other."""
    masks = [Shape(Kind.MASK, str(number), mask) for number, mask in enumerate(source.masks, 1)]
    zones = [Shape(Kind.ZONE, zone.name, zone.polygon, zone.dwell_s) for zone in source.zones]
    return [*masks, *zones, *(Shape(Kind.LINE, line.name, line.points) for line in source.lines)]


def scene_of(shapes: Sequence[Shape]) -> tuple[list[Line], list[Zone], list[Polygon]]:
    """Return the lines, zones and masks.

    Raises:
        UsageError: one of them is none.
    """
    lines = [Line(one.name, one.points) for one in shapes if one.kind is Kind.LINE]
    zones = [Zone(one.name, one.points, one.dwell_s) for one in shapes if one.kind is Kind.ZONE]
    masks = [one.points for one in shapes if one.kind is Kind.MASK]
    for mask in masks:
        check_polygon(mask)
    return lines, zones, masks


def free_name(kind: Kind, word: str, shapes: Iterable[Shape]) -> str:
    """Return a name for another shape: a word of its kind and the first number that is free."""
    taken = {shape.name for shape in shapes if shape.kind is kind}
    return next(name for number in range(1, len(taken) + 2) if (name := f"{word} {number}") not in taken)
