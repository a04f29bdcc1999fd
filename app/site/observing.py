"""What a site makes of the results of one source: visits, what happens in its scene, what is told and kept of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from inference.errors import UsageError
from inference.scenes import Crossing, Direction, Dwell, Scene, Seen, Stay, ZoneEntered
from inference.scenes import Happening as InScene
from inference.settings import DisplaySettings
from inference.types import Detection, Frame, FrameResult, ImageArray, SourceInfo

from .configuration import SourceConfiguration
from .copies import SceneCopy, SceneOverlay
from .events.occurrences import Happening, Occurrence, Somebody
from .keeping import StoreWriter
from .minutes import Minutes
from .people import SitePeople
from .places import EmptyScene, Places
from .runner import Observer
from .visits import Visit, Visits
from .watching import Onlooker

FacesOf = Callable[[ImageArray], Iterable[Detection]]


class Listeners(Protocol):
    """Who wants to know what an observer sees; called under its lock."""

    def tell(self, occurrence: Occurrence) -> None:
        """Take something that has happened."""
        ...

    def tell_present(self, source: str, zone: str | None, people: Sequence[Somebody], at_s: float) -> None:
        """Take who is in view, or in a zone, at once."""
        ...

    def forget(self, track_ids: Sequence[int]) -> None:
        """Take note that tracks are over for good."""
        ...


class SourceObserver(Observer):
    """Observes one source.

    Args:
        source: of the site file.
        people: of the site.
        leave_after_s: seconds out of view after which somebody has left.
        listeners: of the site.
        store: keeps what has been seen.
        lock: of the site: held for no longer than a result takes to be taken in.
        onlooker: sees what it sees.
        faces_of: finds the faces of an image, for stills that must show none.
    """

    def __init__(
        self,
        source: SourceConfiguration,
        people: SitePeople,
        leave_after_s: float,
        listeners: Listeners,
        store: StoreWriter,
        lock: threading.RLock,
        onlooker: Onlooker,
        faces_of: FacesOf,
    ) -> None:
        self._source, self._listeners, self._store, self._lock = source, listeners, store, lock
        self._onlooker = onlooker
        self._visits = Visits(source.name, people, leave_after_s, listeners.tell, self._visit_ended)
        self._scene = Scene(source.lines, source.zones, leave_after_s=leave_after_s)
        self._minutes = Minutes(source.name, store)
        self._places = Places(source.name, store)
        self._empty = EmptyScene(source.name, store, faces_of) if source.still else None
        # what a frame's own time has to be increased by to be seconds since 1970, as of the last frame
        self._offset_s = 0.0
        self._copy: SceneCopy | None = None
        self._overlay = self._new_overlay(source)
        # of each zone, the stays that have ended: how many, and their seconds together
        self._dwelt: dict[str, tuple[int, float]] = {}

    def change(self, source: SourceConfiguration) -> None:
        """Go on with other lines and zones of the same source; what stays where it is goes on counting."""
        with self._lock:
            gone = self._scene.change(source.lines, source.zones)
            self._take(gone)
            self._source = source
            self._overlay = self._new_overlay(source)
            zones = {zone.name for zone in source.zones}
            self._dwelt = {name: dwelt for name, dwelt in self._dwelt.items() if name in zones}

    def _new_overlay(self, source: SourceConfiguration) -> SceneOverlay:
        display = DisplaySettings(privacy=source.privacy)
        return SceneOverlay(display, source.lines, source.zones, self._scene, self._lock)

    def begin(self, info: SourceInfo) -> None:
        if self._source.copy is not None:
            if info.is_live:
                raise UsageError("`copy` is of a recording; a live source has no end")
            self._copy = SceneCopy(self._source, info, self._scene)

    def observe(self, frame: Frame, result: FrameResult, at_s: float, *, is_searched: bool) -> None:
        height, width = frame.image_bgr.shape[:2]
        faces = [
            Seen(face.track_id, face.person_id, face.detection.xyxy)
            for face in result.faces
            if face.track_id is not None and not face.coasted
        ]
        with self._lock:
            self._offset_s = at_s - result.timestamp_s
            self._visits.observe(result, at_s)
            if self._source.lines or self._source.zones:
                self._take(self._scene.update(result.timestamp_s, faces, width, height))
            self._visits.let_go()
            present = self._visits.present()
            self._minutes.add(at_s, len(present))
            seen = (face.detection for face in result.faces if face.track_id is not None and not face.coasted)
            self._places.add(at_s, seen, width, height)
            self._tell_present(present, at_s)
        if self._copy is not None:
            self._copy.write(frame, result)
        if self._empty is not None:
            self._empty.add(frame, result, at_s)
        self._onlooker.saw(self._source.name, frame, result, self._overlay.draw, is_searched=is_searched)

    def wait(self, silent_s: float) -> None:
        with self._lock:
            self._visits.let_go(silent_s)

    def end(self, *, is_whole: bool = True) -> None:
        copy, self._copy = self._copy, None
        if copy is not None:
            copy.close(is_whole=is_whole)
        with self._lock:
            self._take(self._scene.end())
            self._visits.end()
            self._minutes.end()
            self._places.end()
        if self._empty is not None:
            self._empty.end()

    def people(self) -> int:
        with self._lock:
            return len(self._visits.present())

    def visits(self) -> int:
        return self._visits.count

    def counts(self) -> dict[str, int]:
        with self._lock:
            counts = {
                f"{line.name} {direction}": self._scene.passed(line.name, direction).crossings
                for line in self._source.lines
                for direction in Direction
            }
            return counts | self._scene.occupancy()

    def dwelt_s(self) -> dict[str, float]:
        with self._lock:
            return {name: seconds / stays for name, (stays, seconds) in self._dwelt.items()}

    def _tell_present(self, present: Sequence[Visit], at_s: float) -> None:
        name = self._source.name
        self._listeners.tell_present(name, None, [self._visits.somebody(visit) for visit in present], at_s)
        for zone in self._source.zones:
            inside = (self._visits.of_track(track_id) for track_id in self._scene.tracks_in(zone.name))
            people = [self._visits.somebody(visit) for visit in inside if visit is not None and visit.counts]
            self._listeners.tell_present(name, zone.name, people, at_s)

    # --- what happens in the scene ------------------------------------------------------------------

    def _take(self, happened: Sequence[InScene]) -> None:
        for one in happened:
            visit = self._visits.of_track(one.track_id)
            who = Somebody(None) if visit is None else self._visits.somebody(visit)
            if isinstance(one, Crossing):
                self._crossed(one, who)
            elif isinstance(one, Stay):
                self._left(one, who)
            elif isinstance(one, ZoneEntered):
                self._tell(Happening.ZONE_ENTERED, one.time_s, who, zone=one.zone)
            elif isinstance(one, Dwell):
                self._tell(Happening.DWELL, one.time_s, who, zone=one.zone, dwell_s=one.dwell_s)

    def _crossed(self, crossing: Crossing, who: Somebody) -> None:
        self._tell(Happening.LINE_CROSSED, crossing.time_s, who, line=crossing.line, direction=str(crossing.direction))
        self._store.add_crossing(
            source=self._source.name,
            line=crossing.line,
            direction=str(crossing.direction),
            at=self._moment(crossing.time_s),
            person=who.person,
            is_first=crossing.is_first,
            attributes=who.attributes,
        )

    def _left(self, stay: Stay, who: Somebody) -> None:
        stays, seconds = self._dwelt.get(stay.zone, (0, 0.0))
        self._dwelt[stay.zone] = stays + 1, seconds + stay.dwell_s
        self._tell(Happening.ZONE_LEFT, stay.left_s, who, zone=stay.zone, dwell_s=stay.dwell_s)
        self._store.add_stay(
            source=self._source.name,
            zone=stay.zone,
            entered_at=self._moment(stay.entered_s),
            left_at=self._moment(stay.left_s),
            person=who.person,
            attributes=who.attributes,
        )

    def _tell(
        self,
        on: Happening,
        time_s: float,
        who: Somebody,
        *,
        line: str | None = None,
        direction: str | None = None,
        zone: str | None = None,
        dwell_s: float | None = None,
    ) -> None:
        at_s = time_s + self._offset_s
        self._listeners.tell(Occurrence(on, self._source.name, at_s, who, line, direction, zone, dwell_s))

    def _visit_ended(self, visit: Visit) -> None:
        self._listeners.forget([*visit.track_ids])
        if not visit.counts:
            return
        who = self._visits.somebody(visit)
        self._store.add_visit(
            source=self._source.name,
            person=who.person or "",
            began_at=datetime.fromtimestamp(visit.began_at_s, UTC),
            ended_at=datetime.fromtimestamp(visit.ended_at_s, UTC),
            frames=visit.frames,
            number=visit.number,
            attributes=who.attributes,
        )

    def _moment(self, time_s: float) -> datetime:
        return datetime.fromtimestamp(time_s + self._offset_s, UTC)
