"""How right people are counted and followed, on clips made of photographs of known people.

Each clip knows who is where in each frame: people cut hard in one place, coming back after gaps, walking across each
other, seen in frames that are seconds apart, and in still images.
"""

from __future__ import annotations

import argparse
import math
import random
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np

from inference.boxes import iou
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings
from inference.sources.base import Source
from inference.types import FloatArray, Frame, FrameResult, ImageArray, SourceInfo, SourceKind

FPS = 25
WIDTH, HEIGHT = 640, 480
_WALL = 150
# a photograph is shown this large, an oval of it; the face is this part of it, around its middle
_SHOWN_PX = 220
_OVAL = (0.36, 0.46)
_FACE = 0.4
_SAME_IOU = 0.3


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
    scale = one.px / photograph.shape[0]
    move = np.array([[scale, 0, one.x - one.px / 2], [0, scale, one.y - one.px / 2]])
    shown = cv2.warpAffine(photograph, move, (image.shape[1], image.shape[0]), flags=cv2.INTER_AREA)
    mask = np.zeros(image.shape[:2], dtype=np.uint8)
    axes = round(_OVAL[0] * one.px), round(_OVAL[1] * one.px)
    cv2.ellipse(mask, (round(one.x), round(one.y)), axes, 0, 0, 360, 255, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 3)[..., None].astype(np.float32) / 255
    image[:] = (soft * shown + (1 - soft) * image).astype(np.uint8)


class Counted(NamedTuple):
    """How a clip was counted and followed.

    Attributes:
        name: of the clip.
        people: that there are.
        counted: that were counted.
        count_range: as in `inference.identity.person.People`.
        wrong_links: pairs of people who were taken for one.
        wrong_splits: people more than one number was given to, by the numbers too many.
        id_switches: as `motmetrics` counts them, by the final numbers.
        idf1: likewise, 0..1.
        identity_share: part of the processor time that went into telling people apart, 0..1.
    """

    name: str
    people: int
    counted: int
    count_range: tuple[int, int]
    wrong_links: int
    wrong_splits: int
    id_switches: int
    idf1: float
    identity_share: float


def count_people(clip: MadeClip, photographs: Sequence[Sequence[ImageArray]], pipeline: Pipeline) -> Counted:
    """Analyse a made clip and compare with what is in it."""
    results: list[FrameResult] = []
    started = time.process_time()
    pipeline.run(MadeSource(clip, photographs), [], on_result=results.append)
    spent_s = time.process_time() - started
    people = pipeline.facts().people
    assert people is not None
    frames = [
        _matched(result, placed, people.person_of_track) for result, placed in zip(results, clip.frames, strict=True)
    ]
    truths: dict[int, set[int]] = {}
    for frame in frames:
        for truth, number in frame.pairs:
            truths.setdefault(number, set()).add(truth)
    numbers: dict[int, set[int]] = {}
    for number, ones in truths.items():
        for one in ones:
            numbers.setdefault(one, set()).add(number)
    switches, idf1 = _followed(frames)
    return Counted(
        clip.name,
        clip.people,
        len(people.persons),
        people.count_range,
        sum(len(ones) - 1 for ones in truths.values()),
        sum(len(ones) - 1 for ones in numbers.values()),
        switches,
        idf1,
        sum(result.timings_s.get("identify", 0.0) for result in results) / spent_s,
    )


class _Matched(NamedTuple):
    """A frame: true people and numbers given, (N, M) overlap of theirs, and the pairs that lie in one place."""

    truths: list[int]
    numbers: list[int]
    overlap: FloatArray
    pairs: list[tuple[int, int]]


def _matched(result: FrameResult, placed: Sequence[Placed], person_of_track: Mapping[int, int]) -> _Matched:
    faces = [
        (person_of_track[face.visit_id], face.detection.xyxy)
        for face in result.faces
        if not face.coasted and face.visit_id is not None and face.visit_id in person_of_track
    ]
    shown = [one for one in placed if 0 < one.x < WIDTH and 0 < one.y < HEIGHT]
    true_boxes = np.array([_face_box(one) for one in shown], dtype=np.float32).reshape(-1, 4)
    found_boxes = np.array([xyxy for _, xyxy in faces], dtype=np.float32).reshape(-1, 4)
    overlap = iou(true_boxes, found_boxes)
    pairs = []
    left = overlap.copy()
    while left.size and left.max() >= _SAME_IOU:
        row, column = np.unravel_index(int(left.argmax()), left.shape)
        pairs.append((shown[row].person, faces[column][0]))
        left[row], left[:, column] = 0, 0
    return _Matched([one.person for one in shown], [number for number, _ in faces], overlap, pairs)


def _face_box(one: Placed) -> tuple[float, float, float, float]:
    half = one.px * _FACE / 2
    return one.x - half, one.y - 1.1 * half, one.x + half, one.y + 1.3 * half


def _followed(frames: Sequence[_Matched]) -> tuple[int, float]:
    """Return identity switches and IDF1, as `motmetrics` has them."""
    import motmetrics

    events = motmetrics.MOTAccumulator(auto_id=True)
    for frame in frames:
        distance = np.where(frame.overlap >= _SAME_IOU, 1.0 - frame.overlap, np.nan)
        events.update(frame.truths, frame.numbers, distance)
    measured = motmetrics.metrics.create().compute(events, metrics=["num_switches", "idf1"], return_dataframe=False)
    return int(measured["num_switches"]), float(measured["idf1"])


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


def as_markdown(rows: Sequence[Counted]) -> str:
    """Return a Markdown table of clips."""
    lines = [
        "| clip | people | counted | range | wrong links | wrong splits | ID switches | IDF1 | cost |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        low, high = row.count_range
        lines.append(
            f"| {row.name} | {row.people} | {row.counted} | {low}-{high} | {row.wrong_links} | {row.wrong_splits} "
            f"| {row.id_switches} | {row.idf1:.3f} | {row.identity_share:.1%} |"
        )
    return "\n".join(lines)


def read_lfw(archive: Path, names: Sequence[str]) -> list[list[ImageArray]]:
    """Read the photographs of people from a ZIP file of LFW: two of each, (250, 250, 3) uint8 BGR."""
    with zipfile.ZipFile(archive) as packed:
        return [[read_bytes(packed.read(f"lfw/{name}_{number:04d}.jpg")) for number in (1, 2)] for name in names]


def read_bytes(data: bytes) -> ImageArray:
    image = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    return image  # type: ignore[return-value]


def names_with_two(archive: Path) -> list[str]:
    """Return the names in a ZIP file of LFW that have two photographs or more."""
    with zipfile.ZipFile(archive) as packed:
        found = set(packed.namelist())
    ending = "_0002.jpg"
    return sorted(
        name.removeprefix("lfw/").removesuffix(ending)
        for name in found
        if name.endswith(ending) and name.replace(ending, "_0001.jpg") in found
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity_counting", description=__doc__)
    parser.add_argument("archive", type=Path, metavar="LFW.ZIP")
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--clip", default="")
    given = parser.parse_args()
    names = names_with_two(given.archive)
    random.Random(given.seed).shuffle(names)
    photographs = read_lfw(given.archive, names[: given.people])
    with Pipeline(AnalysisSettings()) as pipeline:
        rows = [count_people(c, photographs, pipeline) for c in made_clips(given.people) if given.clip in c.name]
    print(as_markdown(rows))


if __name__ == "__main__":
    main()
