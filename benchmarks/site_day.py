"""A day at a door, made up and hurried: are counts exact, is memory flat? `python -m benchmarks.site_day`.

People walk over a line and through a zone, trembling, hidden now and then for less than two seconds, found again as
other tracks that are known as them a moment later, some turning back on the line. Who did what is known. Their
crossings and stays go through the scene into a store. Where `supervision` is installed, its LineZone counts the same
tracks.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import func, select

from app.store.opening import open_store
from app.store.schema import CROSSINGS, STAYS
from app.store.store import Store
from inference.scenes import Crossing, Direction, Line, Scene, Seen, Stay, Zone

from .report import describe_machine

_WIDTH, _HEIGHT, _FACE_PX = 1280, 720, 60.0
_LINE = Line("door", ((0.1, 0.5), (0.9, 0.5)))
_ZONE = Zone("hall", ((0.1, 0.6), (0.9, 0.6), (0.9, 0.95), (0.1, 0.95)), dwell_s=5.0)
_BEGIN = datetime(2026, 11, 26, tzinfo=UTC)
_JITTER_PX = 3.0
# of a walk: how probable it is that a frame shows nobody, and that after a gap the track is another one
_HIDDEN, _NEW_TRACK = 0.05, 0.5
# so many seconds after a track begins it is known whose it is
_KNOWN_AFTER_S = 0.3, 0.9


@dataclass(slots=True)
class Walk:
    """Somebody on their way: one place per frame, None where they are hidden, and what they do in truth.

    `tracks` and `names` say which track shows them in a frame, and whom it is known to be.
    """

    person: int
    begins_s: float
    places: list[tuple[float, float] | None]
    tracks: list[int] = field(default_factory=list)
    names: list[int | None] = field(default_factory=list)
    crossings: tuple[Direction, ...] = ()


def walks(people: int, fps: float, seed: int = 0) -> Iterator[Walk]:
    """Yield the walks of a day, by their beginnings: in, out, in and out again, up to the line and back."""
    rng = np.random.default_rng(seed)
    tracks = 1
    for person, begins_s in enumerate(np.sort(rng.uniform(0, 24 * 3600 - 120, people)), 1):
        x = rng.uniform(300, 980)
        above, below, on = (x, 150.0), (x + rng.uniform(-80, 80), 620.0), (x, 360.0)
        kind = rng.choice(4, p=[0.4, 0.35, 0.15, 0.1])
        corners = [[above, below], [below, above], [above, below, above], [above, on, on, above]][kind]
        crossings = [(Direction.IN,), (Direction.OUT,), (Direction.IN, Direction.OUT), ()][kind]
        steps = np.linspace(0, len(corners) - 1, round(fps * rng.uniform(4, 8) * (len(corners) - 1)))
        at = np.stack([np.interp(steps, range(len(corners)), [c[axis] for c in corners]) for axis in (0, 1)], axis=1)
        at += rng.normal(0, _JITTER_PX, at.shape)
        places: list[tuple[float, float] | None] = [(float(px), float(py)) for px, py in at]
        own: list[int] = []
        hidden = rested = 0
        for number in range(len(places)):
            rested += 1
            # whoever is found again is seen for a second or more: long enough to be known
            may_hide = rested > fps and number < len(places) - 2.5 * fps
            if hidden == 0 and may_hide and rng.random() < _HIDDEN / 4:
                hidden, rested = int(rng.uniform(1, 1.5 * fps)), -2 * round(fps)
                tracks += rng.random() < _NEW_TRACK
            if hidden:
                hidden -= 1
                places[number] = None
            own.append(tracks)
        tracks += 1
        names = _names(person, own, [round(fps * rng.uniform(*_KNOWN_AFTER_S)) for _ in set(own)])
        yield Walk(person, float(begins_s), places, own, names, crossings)


def _names(person: int, tracks: Sequence[int], known_after: Sequence[int]) -> list[int | None]:
    """Return for each frame whom its track is known to be: nobody in the first frames of each."""
    names: list[int | None] = []
    for (_, frames), count in zip(groupby(tracks), known_after, strict=True):
        length = len(list(frames))
        names += [None if number < count else person for number in range(length)]
    return names


def frames(day: Sequence[Walk], fps: float) -> Iterator[tuple[float, list[Seen]]]:
    """Yield the frames in which somebody is there, and one a minute in which nobody is."""
    waiting = list(reversed(day))
    active: list[tuple[Walk, int]] = []
    number = 0
    while waiting or active:
        time_s = number / fps
        while waiting and waiting[-1].begins_s <= time_s:
            active.append((waiting.pop(), number))
        faces = []
        for walk, start in active:
            place = walk.places[number - start]
            if place is not None:
                x, y = place
                box = np.array([x - 30, y - 30, x + 30, y + 30], dtype=np.float32)
                faces.append(Seen(walk.tracks[number - start], walk.names[number - start], box))
        if faces or number % round(60 * fps) == 0:
            yield time_s, faces
        active = [(walk, start) for walk, start in active if number + 1 - start < len(walk.places)]
        number += 1


def run_day(people: int, fps: float, folder: Path) -> dict[str, Any]:
    """Let a day pass; return what was counted beside what there was."""
    day = list(walks(people, fps))
    wanted = Counter(direction for walk in day for direction in walk.crossings)
    scene, counted, memory = Scene([_LINE], [_ZONE]), Counter[Direction](), []
    url = f"sqlite:///{folder / 'day.db'}"
    started, cpu = time.perf_counter(), time.process_time()
    updates = faces_seen = 0
    with Store(url, "museum", folder / "spool.db") as store:
        for time_s, faces in frames(day, fps):
            _keep(store, scene.update(time_s, faces, _WIDTH, _HEIGHT), counted)
            updates, faces_seen = updates + 1, faces_seen + len(faces)
            if updates % 20_000 == 0:
                memory.append(_resident_mb())
        _keep(store, scene.end(), counted)
    passed_s, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    with open_store(url) as connection:
        stored = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in (("crossings", CROSSINGS), ("stays", STAYS))
        }
    return {
        "wanted": dict(wanted),
        # whoever crosses the line is in the zone once
        "wanted_stays": sum(bool(walk.crossings) for walk in day),
        "counted": dict(counted),
        "people": {way: scene.passed("door", way).people for way in Direction},
        "stored": stored,
        "memory_mb": memory,
        "wall_s": passed_s,
        "speed": 24 * 3600 / passed_s,
        "us_per_face": 1e6 * cpu_s / max(1, faces_seen),
        "supervision": _supervision(day, fps),
    }


def _keep(store: Store, happened: Sequence[object], counted: Counter[Direction]) -> None:
    for one in happened:
        if isinstance(one, Crossing):
            counted[one.direction] += 1
            at = _BEGIN + timedelta(seconds=one.time_s)
            store.add_crossing(
                source="door", line=one.line, direction=one.direction, at=at, person=f"run-{one.person_id}",
                is_first=one.is_first, attributes=None,
            )  # fmt: skip
        elif isinstance(one, Stay):
            entered, left = (_BEGIN + timedelta(seconds=moment) for moment in (one.entered_s, one.left_s))
            store.add_stay(
                source="door",
                zone=one.zone,
                entered_at=entered,
                left_at=left,
                person=f"run-{one.person_id}",
                attributes=None,
            )


def _supervision(day: Sequence[Walk], fps: float) -> dict[str, int] | None:
    """Count the same tracks by supervision's LineZone, from the middle of the face; None where it is not installed."""
    try:
        import supervision as sv  # type: ignore[import-not-found]
    except ImportError:
        return None
    line = sv.LineZone(
        sv.Point(0.1 * _WIDTH, 0.5 * _HEIGHT),
        sv.Point(0.9 * _WIDTH, 0.5 * _HEIGHT),
        triggering_anchors=[sv.Position.CENTER],
    )
    for _, faces in frames(day, fps):
        if faces:
            boxes = np.array([face.xyxy for face in faces])
            line.trigger(sv.Detections(xyxy=boxes, tracker_id=np.array([face.track_id for face in faces])))
    return {"in": line.in_count, "out": line.out_count}


def _resident_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the day's figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site_day", description=__doc__)
    parser.add_argument("--people", type=int, default=5000, help="who come in a day (5000)")
    parser.add_argument("--fps", type=float, default=8.0, help="frames analysed per second (8)")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = run_day(given.people, given.fps, Path(folder))
    print(describe_machine())
    for way in Direction:
        print(f"{way}: {found['counted'].get(way, 0):,} counted, {found['wanted'].get(way, 0):,} there were, "
              f"{found['people'][way]:,} people")  # fmt: skip
    print(
        f"stored: {found['stored']['crossings']:,} crossings, {found['stored']['stays']:,} stays"
        f" ({found['wanted_stays']:,} there were)"
    )
    print(f"memory, MB, over the day: {', '.join(f'{size:.0f}' for size in found['memory_mb'])}")
    print(
        f"{found['wall_s']:.1f} s: {found['speed']:,.0f} times as fast as the day; {found['us_per_face']:.0f} us a face"
    )
    print(f"supervision's LineZone on the same tracks: {found['supervision'] or 'not installed'}")


if __name__ == "__main__":
    main(sys.argv[1:])
