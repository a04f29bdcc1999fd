"""Clips made of photographs of known people, who are told apart by FaceLens or not.

Each clip knows who is where in each frame: people cut hard in one place, coming back after gaps, walking across each
other, seen in frames that are seconds apart, and in still images.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from inference.boxes import ios
from inference.sources.base import Source
from inference.types import FloatArray, Frame, ImageArray, SourceInfo, SourceKind

FPS = 25
WIDTH, HEIGHT = 640, 480
_WALL = 150
# a photograph is shown this large, an oval of it; the face's box is this part of it, around its middle
_SHOWN_PX = 220
_OVAL = (0.36, 0.46)
FACE_SHARE = 0.7
# who is hidden by so much of the face by somebody in front can't be followed
_HIDDEN = 0.3


class Placed(NamedTuple):
    """Somebody in a frame: who, in which photograph, and where its middle is."""

    person: int
    photograph: int
    x: float
    y: float
    px: float = _SHOWN_PX


@dataclass(frozen=True, slots=True)
class MadeClip:
    """A clip of known people.

    Attributes:
        name: what it shows.
        people: how many there are.
        frames: who is in each frame.
        interval_s: seconds between frames; 0 for still images.
    """

    name: str
    people: int
    frames: Sequence[Sequence[Placed]]
    interval_s: float = 1 / FPS


def slideshow(name: str, appearances: Sequence[tuple[int, int]], frames: int = 15, gap: int = 0) -> MadeClip:
    """Show people one after the other in one place, with an empty wall between them for `gap` frames."""
    shown: list[list[Placed]] = []
    for person, photograph in appearances:
        shown += [[_swaying(person, photograph, WIDTH / 2, HEIGHT / 2, number)] for number in range(frames)]
        shown += [[] for _ in range(gap)]
    return MadeClip(name, len({person for person, _ in appearances}), shown)


def crossings(name: str, pairs: Sequence[tuple[int, int]], frames: int = 75) -> MadeClip:
    """Let two people walk across each other, the first in front; each pair is cut to the next."""
    shown = []
    for first, second in pairs:
        for number in range(frames):
            way = (WIDTH - 160) * number / (frames - 1)
            front = Placed(first, 0, 80 + way, HEIGHT / 2 + 15)
            behind = Placed(second, 0, WIDTH - 80 - way, HEIGHT / 2 - 15)
            shown.append([behind, front])
    return MadeClip(name, len({person for pair in pairs for person in pair}), shown)


def entrances(name: str, people: Sequence[int], visits: int, frames: int = 50) -> MadeClip:
    """Let people come in at a side, each alone, walk through and leave, several times in turn."""
    shown = []
    for visit in range(visits):
        for place, person in enumerate(people):
            for number in range(frames):
                way = (WIDTH + 240) * number / (frames - 1) - 120
                x = way if (visit + place) % 2 == 0 else WIDTH - way
                shown.append([Placed(person, visit % 2, x, HEIGHT / 2 + 30 * math.sin(number / 8), 180)])
    return MadeClip(name, len(people), shown)


def time_lapse(name: str, people: Sequence[int], frames: int = 20, interval_s: float = 2.5) -> MadeClip:
    """Show people who stand beside each other in frames that are far apart; every other frame somebody is missing."""
    shown = []
    for number in range(frames):
        absent = number % (2 * len(people))
        shown.append(
            [
                Placed(
                    person, number % 2, (place + 1) * WIDTH / (len(people) + 1) + 9 * math.sin(number), HEIGHT / 2, 160
                )
                for place, person in enumerate(people)
                if place != absent
            ]
        )
    return MadeClip(name, len(people), shown, interval_s)


def album(name: str, photographs: Sequence[tuple[int, int]]) -> MadeClip:
    """Show one photograph after the other, as still images."""
    frames = [[Placed(person, one, WIDTH / 2, HEIGHT / 2)] for person, one in photographs]
    return MadeClip(name, len({person for person, _ in photographs}), frames, 0.0)


def _swaying(person: int, photograph: int, x: float, y: float, number: int) -> Placed:
    return Placed(
        person,
        photograph,
        x + 4 * math.sin(number / 5),
        y + 3 * math.cos(number / 6),
        _SHOWN_PX + 2 * math.sin(number / 4),
    )


class MadeSource(Source):
    """A made clip as a source; `photographs[person][number]` are (S, S, 3) uint8 BGR, the face in the middle."""

    def __init__(self, clip: MadeClip, photographs: Sequence[Sequence[ImageArray]]) -> None:
        self._clip, self._photographs = clip, photographs
        is_still = clip.interval_s == 0
        self._info = SourceInfo(
            clip.name,
            SourceKind.STILLS if is_still else SourceKind.VIDEO,
            0 if is_still else WIDTH,
            0 if is_still else HEIGHT,
            None if is_still else 1 / clip.interval_s,
            len(clip.frames),
        )

    @property
    def info(self) -> SourceInfo:
        return self._info

    def __iter__(self) -> Iterator[Frame]:
        rng = np.random.default_rng(0)
        wall = np.clip(rng.normal(_WALL, 3, (HEIGHT, WIDTH, 3)), 0, 255).astype(np.uint8)
        for index, people in enumerate(self._clip.frames):
            image = wall.copy()
            for one in people:
                photographs = self._photographs[one.person]
                _paste(image, photographs[one.photograph % len(photographs)], one)
            yield Frame(
                image, index, index * self._clip.interval_s, self._clip.name, is_still=self._clip.interval_s == 0
            )

    def close(self) -> None:
        """Do nothing."""


def _paste(image: ImageArray, photograph: ImageArray, one: Placed) -> None:
    """Put the oval of a photograph onto an image, with soft edges."""
    margin = 0.6 * one.px
    left, top = max(0, math.floor(one.x - margin)), max(0, math.floor(one.y - margin))
    part = image[top : max(top, math.ceil(one.y + margin)), left : max(left, math.ceil(one.x + margin))]
    if not part.size:
        return
    x, y = one.x - left, one.y - top
    scale = one.px / photograph.shape[0]
    move = np.array([[scale, 0, x - one.px / 2], [0, scale, y - one.px / 2]])
    shown = cv2.warpAffine(photograph, move, (part.shape[1], part.shape[0]), flags=cv2.INTER_AREA)
    mask = np.zeros(part.shape[:2], dtype=np.uint8)
    axes = round(_OVAL[0] * one.px), round(_OVAL[1] * one.px)
    cv2.ellipse(mask, (round(x), round(y)), axes, 0, 0, 360, 255, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 3)[..., None].astype(np.float32) / 255
    part[:] = (soft * shown + (1 - soft) * part).astype(np.uint8)


def face_box(one: Placed) -> FloatArray:
    """Return the box of a face, (4,) float32 pixels."""
    half = one.px * FACE_SHARE / 2
    return np.array([one.x - half, one.y - half, one.x + half, one.y + half], dtype=np.float32)


def in_view(placed: Sequence[Placed]) -> list[Placed]:
    """Return whose face can be seen: not past the frame's edge, and not behind another, who is named later."""
    shown = []
    for number, one in enumerate(placed):
        box = face_box(one)[None]
        hidden = max((float(ios(box, face_box(other)[None])[0, 0]) for other in placed[number + 1 :]), default=0.0)
        if 0 < one.x < WIDTH and 0 < one.y < HEIGHT and hidden < _HIDDEN:
            shown.append(one)
    return shown


def made_clips(people: int) -> list[MadeClip]:
    """Return the clips that so many people allow; each has two photographs."""
    everybody, some = range(people), range(min(people, 12))
    few = list(range(min(people, 6)))
    return [
        slideshow("cut in one place", [(person, photograph) for photograph in (0, 1) for person in everybody]),
        slideshow("the same, with gaps", [(person, photograph) for photograph in (0, 1) for person in some], gap=50),
        slideshow("six people, nine appearances", [*((one, 0) for one in few), *((one, 1) for one in few[:3])], 40, 25),
        crossings("crossings", [(one, one + 1) for one in some[:-1:2]]),
        entrances("in and out", some, visits=3),
        time_lapse("a frame every 2.5 s", few[:4]),
        album("album", [(person, photograph) for photograph in (0, 1) for person in everybody]),
    ]
