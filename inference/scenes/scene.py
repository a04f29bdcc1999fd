"""Follows people over the lines and through the zones of a scene, by the clock and not by frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from ..types import FloatArray
from .geometry import distance_to_path, is_inside, passages
from .happenings import Crossing, Direction, Dwell, Happening, Stay, ZoneEntered
from .shapes import Line, Point, Zone

# a line is crossed, and a zone left, once the middle of the face is farther from it than this share of the face's
# width: what trembles on a line crosses nothing
HYSTERESIS = 0.25
# where somebody was before is known after a gap of so long, and no longer
GAP_S = 2.0
# so long after they crossed it last, whoever crosses a line counts as somebody new; names are kept no longer
FORGET_AFTER_S = 24 * 3600.0
_TIDY_S = 60.0
# who is out of a zone, or out of sight, for no longer has not left it
LEAVE_AFTER_S = 5.0
# it takes a track some frames to be known as somebody: for so long after `GAP_S` it may turn out whom it goes on with
_KNOWN_WITHIN_S = 3.0


class Seen(NamedTuple):
    """A face in a frame.

    Attributes:
        track_id: its track.
        person_id: who it is, as far as is known; None where that is not.
        xyxy: (4,) float32 pixels of the shown frame.
    """

    track_id: int
    person_id: int | None
    xyxy: FloatArray


class Passed(NamedTuple):
    """How often a line was crossed one way.

    Attributes:
        crossings: all of them.
        people: how many people did so; who is known to come again within `FORGET_AFTER_S` counts once.
    """

    crossings: int
    people: int


@dataclass(slots=True)
class _Walk:
    """Where somebody went with regard to a line: passages to its right less those to its left.

    Attributes:
        net: since they were clear of it last.
        arrival: from where they were first seen to where they were clear of it first.
        clear_s: when they were clear of it first; None while they were not.
    """

    net: int = 0
    arrival: int = 0
    clear_s: float | None = None


@dataclass(slots=True)
class _Presence:
    """Somebody's stay in a zone while it goes on."""

    entered_s: float
    seen_s: float
    has_dwelt: bool = False


@dataclass(slots=True, eq=False)
class _Somebody:
    """What is known of one track, or of several of one person that follow each other.

    Attributes:
        track_id: the last of them.
        person_id: who it is, as far as is known.
        first_at, first_s: where and when they were seen first, without a gap of more than `GAP_S` since.
        at, seen_s: where and when they were seen last.
        walks: by line, since they were seen first.
        stays: by zone, those that go on.
        crossed: how often they crossed lines.
    """

    track_id: int
    person_id: int | None
    first_at: Point
    first_s: float
    at: Point
    seen_s: float
    walks: dict[str, _Walk] = field(default_factory=dict)
    stays: dict[str, _Presence] = field(default_factory=dict)
    crossed: Counter[tuple[str, Direction]] = field(default_factory=Counter)


class Scene:
    """Lines and zones of one source. Not thread-safe. Where somebody is, is where the middle of their face is.

    A crossing counts when the face is clear of the line (`HYSTERESIS`) on its other side; how it got there from where
    it was clear of it before is what decides, so that neither trembling on the line nor a way around its end crosses
    it. A face that is lost goes on where it is found again within `GAP_S`, also as another track where it is known to
    be the same person, at once or a moment later: what was crossed in between is told then. A stay goes on over
    `LEAVE_AFTER_S` outside, or out of sight. Where it turns out later who somebody is (`person_id` of a track changes),
    counts of people follow; what was told stays told.

    Args:
        lines, zones: of the source; names are unique.
        leave_after_s: in place of `LEAVE_AFTER_S`.
    """

    def __init__(
        self, lines: Sequence[Line] = (), zones: Sequence[Zone] = (), *, leave_after_s: float = LEAVE_AFTER_S
    ) -> None:
        self._lines, self._zones, self._leave_after_s = tuple(lines), tuple(zones), leave_after_s
        self._now_s = 0.0
        self._tracks: dict[int, _Somebody] = {}
        self._crossings: Counter[tuple[str, Direction]] = Counter()
        # who crossed a line which way, and how often; those whose tracks are over, by what they were taken for
        self._people: dict[tuple[str, Direction], Counter[tuple[str, int]]] = {}
        self._last_s: dict[tuple[str, int], float] = {}
        self._forgotten: Counter[tuple[str, Direction]] = Counter()
        self._tidied_s = 0.0

    def update(self, time_s: float, faces: Iterable[Seen], width: int, height: int) -> list[Happening]:
        """Take in the faces of the next frame.

        Args:
            time_s: of the frame, on any clock that goes on.
            faces: of the frame.
            width, height: of the shown frame, pixels.

        Returns:
            What has happened, in order.
        """
        happened: list[Happening] = []
        self._now_s = time_s
        faces = list(faces)
        in_view = {face.track_id for face in faces}
        paths = {line.name: [(x * width, y * height) for x, y in line.points] for line in self._lines}
        polygons = [(zone, [(x * width, y * height) for x, y in zone.polygon]) for zone in self._zones]
        for face in faces:
            x1, y1, x2, y2 = map(float, face.xyxy)
            at = (x1 + x2) / 2, (y1 + y2) / 2
            margin = HYSTERESIS * (x2 - x1)
            somebody, before = self._find(face, at, time_s)
            if face.person_id is not None and face.person_id != somebody.person_id:
                happened += self._recognise(somebody, face.person_id, in_view, paths)
            for line, path in paths.items():
                happened += self._walk(somebody, line, before, path, margin, time_s)
            for zone, polygon in polygons:
                happened += self._stay(somebody, zone, polygon, margin, time_s)
        return happened + self._let_go(time_s)

    def change(self, lines: Sequence[Line], zones: Sequence[Zone]) -> list[Happening]:
        """Go on with other lines and zones, and return the stays that end with a zone that is gone.

        A line that lies where one lay goes on counting, also under another name, and so does a zone with its stays.
        Any other begins at 0.
        """
        line_names = _names_now({line.name: line.points for line in self._lines}, {o.name: o.points for o in lines})
        zone_names = _names_now({zone.name: zone.polygon for zone in self._zones}, {o.name: o.polygon for o in zones})
        happened: list[Happening] = []
        for somebody in self._tracks.values():
            happened += [self._leave(somebody, name) for name in list(somebody.stays) if name not in zone_names]
            somebody.stays = {zone_names[name]: stay for name, stay in somebody.stays.items()}
            somebody.walks = {line_names[name]: walk for name, walk in somebody.walks.items() if name in line_names}
            somebody.crossed = Counter(_renamed(somebody.crossed, line_names))
        self._crossings = Counter(_renamed(self._crossings, line_names))
        self._forgotten = Counter(_renamed(self._forgotten, line_names))
        self._people = _renamed(self._people, line_names)
        self._lines, self._zones = tuple(lines), tuple(zones)
        return happened

    def end(self) -> list[Happening]:
        """Return the stays that are open still, as ended when they were seen last: the source is over."""
        return self._let_go(float("inf"))

    # --- counts ---------------------------------------------------------------------------------

    def passed(self, line: str, direction: Direction) -> Passed:
        """Return how often a line was crossed one way so far, and by how many people."""
        key = line, direction
        return Passed(self._crossings[key], len(self._people.get(key, ())) + self._forgotten[key])

    def occupancy(self) -> dict[str, int]:
        """Return how many people are in each zone now: who was seen in it within `GAP_S`."""
        return {zone.name: len(self.tracks_in(zone.name)) for zone in self._zones}

    def tracks_in(self, zone: str) -> list[int]:
        """Return the tracks of those who are in a zone now; see `occupancy`."""
        return [
            somebody.track_id
            for somebody in self._tracks.values()
            if zone in somebody.stays and self._now_s - somebody.stays[zone].seen_s <= GAP_S
        ]

    def waiting_s(self, zone: str, time_s: float) -> list[float]:
        """Return for how long those who are in a zone have been there, who came first first: a queue."""
        entered = (s.stays[zone].entered_s for s in self._tracks.values() if zone in s.stays)
        return [time_s - entered_s for entered_s in sorted(entered)]

    # --- who ------------------------------------------------------------------------------------

    def _find(self, face: Seen, at: Point, time_s: float) -> tuple[_Somebody, Point | None]:
        """Return whose track it is, brought up to date, and where they were before; None where that is too long ago."""
        somebody = self._tracks.get(face.track_id)
        if somebody is None:
            somebody = self._tracks[face.track_id] = _Somebody(face.track_id, None, at, time_s, at, time_s)
            return somebody, None
        before = somebody.at if time_s - somebody.seen_s <= GAP_S else None
        if before is None:
            somebody.walks, somebody.first_at, somebody.first_s = {}, at, time_s
        somebody.at, somebody.seen_s = at, time_s
        return somebody, before

    def _recognise(
        self, somebody: _Somebody, person_id: int, in_view: set[int], paths: Mapping[str, Sequence[Point]]
    ) -> list[Happening]:
        """Take in who somebody is: they may go on with a track of the same person that has ended before."""
        self._credit(somebody, -1)
        somebody.person_id = person_id
        self._credit(somebody, 1)
        before = [
            one
            for one in self._tracks.values()
            if one is not somebody
            and one.person_id == person_id
            and one.track_id not in in_view
            and one.seen_s <= somebody.first_s
        ]
        if not before:
            return []
        return self._join(max(before, key=lambda one: one.seen_s), somebody, paths)

    def _join(self, before: _Somebody, somebody: _Somebody, paths: Mapping[str, Sequence[Point]]) -> list[Happening]:
        """Make two tracks of one person one; return what has happened between them."""
        happened: list[Happening] = []
        del self._tracks[before.track_id]
        somebody.crossed.update(before.crossed)
        if somebody.first_s - before.seen_s <= GAP_S:
            for line, path in paths.items():
                happened += self._bridge(before, somebody, line, path)
            somebody.first_at, somebody.first_s = before.first_at, before.first_s
        for zone, earlier in before.stays.items():
            stay = somebody.stays.setdefault(zone, earlier)
            if stay is earlier:
                continue
            if stay.entered_s - earlier.seen_s > self._leave_after_s:
                happened.append(Stay(zone, earlier.entered_s, earlier.seen_s, somebody.track_id, somebody.person_id))
            else:
                stay.entered_s, stay.has_dwelt = earlier.entered_s, stay.has_dwelt or earlier.has_dwelt
        return happened

    def _bridge(self, before: _Somebody, somebody: _Somebody, line: str, path: Sequence[Point]) -> list[Happening]:
        """Join what two tracks of one person did with regard to a line; return the crossing between them."""
        earlier, walk = before.walks.get(line, _Walk()), somebody.walks.setdefault(line, _Walk())
        between = passages(before.at, somebody.first_at, path)
        net = earlier.net + between + (walk.net if walk.clear_s is None else walk.arrival)
        is_clear_s = walk.clear_s
        if walk.clear_s is None:
            walk.net = net
        if earlier.clear_s is None:
            walk.arrival = net
            return []
        walk.arrival, walk.clear_s = earlier.arrival, earlier.clear_s
        return [] if is_clear_s is None else self._cross(somebody, line, net, is_clear_s)

    @staticmethod
    def _name(somebody: _Somebody) -> tuple[str, int]:
        if somebody.person_id is None:
            return "track", somebody.track_id
        return "person", somebody.person_id

    def _credit(self, somebody: _Somebody, sign: int) -> None:
        """Count what somebody has crossed for who they are taken for, or take it back."""
        name = self._name(somebody)
        for key, times in somebody.crossed.items():
            counts = self._people.setdefault(key, Counter())
            counts[name] += sign * times
            if not counts[name]:
                del counts[name]
            elif sign > 0:
                self._last_s[name] = somebody.seen_s

    def _let_go(self, time_s: float) -> list[Happening]:
        """Forget who is out of sight for too long, and end their stays."""
        happened: list[Happening] = []
        kept_s = max(GAP_S + _KNOWN_WITHIN_S, self._leave_after_s)
        for somebody in list(self._tracks.values()):
            ended = [z for z, stay in somebody.stays.items() if time_s - stay.seen_s > self._leave_after_s]
            happened += [self._leave(somebody, zone) for zone in ended]
            if not somebody.stays and time_s - somebody.seen_s > kept_s:
                del self._tracks[somebody.track_id]
        if _TIDY_S < time_s - self._tidied_s < float("inf"):
            self._tidied_s = time_s
            self._forget(time_s)
        return happened

    def _forget(self, time_s: float) -> None:
        """Let go of the names of those who crossed something too long ago; they stay counted."""
        gone = {name for name, last_s in self._last_s.items() if time_s - last_s > FORGET_AFTER_S}
        gone -= {self._name(somebody) for somebody in self._tracks.values()}
        for key, counts in self._people.items():
            for name in gone & counts.keys():
                del counts[name]
                self._forgotten[key] += 1
        for name in gone:
            del self._last_s[name]

    # --- lines and zones --------------------------------------------------------------------------

    def _walk(
        self, somebody: _Somebody, line: str, before: Point | None, path: Sequence[Point], margin: float, time_s: float
    ) -> list[Happening]:
        is_clear = distance_to_path(somebody.at, path) > margin
        walk = somebody.walks.setdefault(line, _Walk())
        if before is not None:
            walk.net += passages(before, somebody.at, path)
        if not is_clear:
            return []
        net, walk.net = walk.net, 0
        if walk.clear_s is None:
            # who appears on the line itself has come from nowhere, as far as is known
            walk.clear_s, walk.arrival = time_s, net
            return []
        return self._cross(somebody, line, net, time_s)

    def _cross(self, somebody: _Somebody, line: str, net: int, time_s: float) -> list[Happening]:
        """Count a crossing if somebody passed the line more often one way than the other."""
        if not net:
            return []
        direction = Direction.IN if net > 0 else Direction.OUT
        key, name = (line, direction), self._name(somebody)
        counts = self._people.setdefault(key, Counter())
        is_first = name not in counts
        somebody.crossed[key] += 1
        counts[name] += 1
        self._last_s[name] = time_s
        self._crossings[key] += 1
        return [Crossing(line, direction, time_s, somebody.track_id, somebody.person_id, is_first)]

    def _stay(
        self, somebody: _Somebody, zone: Zone, polygon: Sequence[Point], margin: float, time_s: float
    ) -> list[Happening]:
        inside = is_inside(somebody.at, polygon)
        stay = somebody.stays.get(zone.name)
        happened: list[Happening] = []
        if stay is not None and time_s - stay.seen_s > self._leave_after_s:
            happened.append(self._leave(somebody, zone.name))
            stay = None
        if stay is None:
            if not inside:
                return happened
            stay = somebody.stays[zone.name] = _Presence(time_s, time_s)
            happened.append(ZoneEntered(zone.name, time_s, somebody.track_id, somebody.person_id))
        elif inside or distance_to_path(somebody.at, [*polygon, polygon[0]]) <= margin:
            stay.seen_s = time_s
        if zone.dwell_s is not None and not stay.has_dwelt and stay.seen_s - stay.entered_s >= zone.dwell_s:
            stay.has_dwelt = True
            happened.append(Dwell(zone.name, time_s, somebody.track_id, somebody.person_id, stay.entered_s))
        return happened

    @staticmethod
    def _leave(somebody: _Somebody, zone: str) -> Stay:
        stay = somebody.stays.pop(zone)
        return Stay(zone, stay.entered_s, stay.seen_s, somebody.track_id, somebody.person_id)


_Value = TypeVar("_Value")


def _names_now(before: Mapping[str, Sequence[Point]], now: Mapping[str, Sequence[Point]]) -> dict[str, str]:
    """Return what lines or zones of before are called now, by their names then; those that are gone are missing."""
    names = {name: name for name, shape in now.items() if before.get(name) == shape}
    for name, shape in now.items():
        if name not in names:
            gone = (one for one, other in before.items() if other == shape and one not in names and one not in now)
            names.update(dict.fromkeys(list(gone)[:1], name))
    return names


def _renamed(
    counts: Mapping[tuple[str, Direction], _Value], names: Mapping[str, str]
) -> dict[tuple[str, Direction], _Value]:
    """Return what was counted, under the names of now."""
    return {(names[name], way): count for (name, way), count in counts.items() if name in names}
