"""Hand-made films: two people, the first of whom leaves and comes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from inference.film import Film
from inference.identity.person import BestLook, People, Person, Visit
from inference.settings import AnalysisSettings
from inference.types import Detection, FrameResult, Protection, RunFacts, SourceInfo, SourceKind, TrackedFace
from tests.inference.made_faces import NO_LANDMARKS, attributes, face

FRAMES = 100
FPS = 25.0
SETTINGS = AnalysisSettings(keep_best_looks=True)
# track, person, frames: the first person is seen twice
VISITS = ((1, 1, range(0, 30)), (2, 2, range(10, 60)), (3, 1, range(70, 100)))
SAID = {1: attributes(34, gender="female"), 2: attributes(61, gender="male", ethnicity="White")}
SAID_BACK = attributes(37, gender="female")


def info_of(path: str) -> SourceInfo:
    return SourceInfo(
        path, SourceKind.VIDEO, 640, 480, FPS, FRAMES, FRAMES / FPS, path=path if Path(path).is_file() else None
    )


def results(path: str) -> list[FrameResult]:
    made = []
    for index in range(FRAMES):
        faces = tuple(
            replace(_face(track, index), person_id=person, visit_id=track, observations=index - span.start + 1)
            for track, person, span in VISITS
            if index in span
        )
        small = Detection(np.array([9, 9, 15, 16], np.float32), 0.75, NO_LANDMARKS)
        protection = Protection(held=(small,) if index == 31 else (), is_fresh_start=index == 0)
        made.append(FrameResult(index, index / FPS, path, faces, ignored=(small,), protection=protection))
    return made


def _face(track: int, index: int) -> TrackedFace:
    said = {1: SAID[1], 2: SAID[2], 3: SAID_BACK}[track]
    return face(10 + track + index / 7, 20, 60 + track + index / 7, 80, track_id=track, coasted=index == 29, said=said)


def people(path: str, jpeg: bytes | None = b"\xff\xd8 look") -> People:
    by_person: dict[int, list[Visit]] = {}
    for track, person, span in VISITS:
        first, last = span.start, span.stop - 1
        by_person.setdefault(person, []).append(
            Visit(track, path, first / FPS, last / FPS, len(span) / FPS, len(span), first, last)
        )
    persons = tuple(
        Person(
            number,
            tuple(visits),
            SAID[number],
            0.8,
            BestLook(path, visits[0].first_frame + 5, 0.2, np.array([1, 2, 3, 4], np.float32), 0.8, jpeg),
            True,
        )
        for number, visits in by_person.items()
    )
    return People(persons, {track: person for track, person, _ in VISITS}, (2, 3), 3, "seen often enough")


def made_film(path: str = "clip.mp4", *, is_whole: bool = True) -> Film:
    film = Film(info_of(path), SETTINGS)
    for result in results(path):
        film.add(result)
    if is_whole:
        film.finish(RunFacts(engine="cpu", model="small", detector="auto", people=people(path)))
    return film
