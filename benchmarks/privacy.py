"""Count the frames in which `--privacy` leaves a face open: `python -m benchmarks.privacy [--face-px 45 90]`.

Scenes are composed of the two photographs of the built-in demo, so that it is known where a face is to be seen. A face
of which half or more is in sight counts as open where more than `OPEN` of its fine detail is left in the copy.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np

from inference.outputs import Outputs
from inference.overlay import Overlay
from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings, DisplaySettings, Privacy
from inference.sinks import open_sinks
from inference.sources import open_video
from inference.sources.demo_scene import EILEEN_COLLINS, GRACE_HOPPER
from inference.sources.image_reading import read_image
from inference.types import ImageArray

from .clips import write_clip

WIDTH, HEIGHT = 1280, 720
# share of a face's detail that may be left of it
OPEN = 0.3
# of a face this much has to be in sight to count
_IN_SIGHT = 0.5


@dataclass(frozen=True, slots=True)
class _Head:
    """A head cut out of a photograph.

    Attributes:
        image: (h, w, 3) uint8 BGR.
        opacity: (h, w) float32, 0..1.
        face: x, y of the face's middle, and its width, pixels of `image`.
    """

    image: ImageArray
    opacity: np.ndarray
    face: tuple[float, float, float]


class Canvas:
    """A frame that is composed, and which face is to be seen at which of its pixels."""

    def __init__(self, ground: ImageArray) -> None:
        self.image = ground.copy()
        self.faces = np.zeros(ground.shape[:2], dtype=np.uint8)
        self._sizes: list[int] = []

    def head(self, who: int, x: float, y: float, face_px: float, turned: float = 1.0) -> None:
        """Put a head with its face at (x, y); `turned` is how wide the face is still seen, 1 from the front to 0."""
        head = _heads()[who]
        scale = face_px / head.face[2]
        # turned away, the head keeps its width and the face leaves it to a side; what comes is dark hair
        matrix = np.array([[scale, 0, x - scale * head.face[0]], [0, scale, y - scale * head.face[1]]])
        size = self.image.shape[1::-1]
        shift = (1 - turned) * face_px
        image = cv2.warpAffine(head.image, _squeezed(matrix, x + shift / 2, turned), size, flags=cv2.INTER_AREA)
        hair = np.full_like(self.image, (25, 30, 38))
        opacity = cv2.warpAffine(head.opacity, matrix, size)[..., None]
        face = cv2.warpAffine(head.opacity, _squeezed(matrix, x + shift / 2, turned), size)[..., None]
        seen = image * face + hair * (1 - face)
        self.image = np.clip(seen * opacity + self.image * (1 - opacity), 0, 255).astype(np.uint8)
        self.faces[opacity[..., 0] > 0.5] = 0
        inner = np.zeros_like(self.faces)
        middle, axes = (round(x + shift / 2), round(y)), (round(0.42 * face_px * turned), round(0.45 * face_px))
        cv2.ellipse(inner, middle, axes, 0, 0, 360, 1, -1)
        self._sizes.append(int(np.pi * 0.42 * 0.45 * face_px * face_px))
        self.faces[inner > 0] = len(self._sizes)

    def pillar(self, x1: int, x2: int) -> None:
        """Put a pillar before everybody so far."""
        y = np.linspace(0, 40, self.image.shape[0])[:, None]
        self.image[:, x1:x2] = (90 + 12 * np.sin(y) + np.linspace(0, 40, x2 - x1)).astype(np.uint8)[..., None]
        self.faces[:, x1:x2] = 0

    def in_sight(self) -> list[np.ndarray]:
        """Return an (H, W) bool mask for each face of which enough is seen."""
        masks = [self.faces == number + 1 for number in range(len(self._sizes))]
        return [mask for mask, size in zip(masks, self._sizes, strict=True) if mask.sum() >= _IN_SIGHT * size]


Scene = Iterator[Canvas]


def steps_out(face_px: int) -> Scene:
    """Somebody who is there at once and gone at once, four times."""
    for index in range(200):
        canvas = Canvas(_ground(0))
        if index % 50 >= 17 and index % 50 < 40:
            canvas.head(index // 50 % 2, 210 + 260 * (index // 50), 360, face_px)
        yield canvas


def slides_in(face_px: int) -> Scene:
    """Two who come in from the sides, one fast, one slowly, and go out again."""
    for index in range(150):
        canvas = Canvas(_ground(0))
        canvas.head(0, -100 + 18 * (index - 10), 260, face_px)
        canvas.head(1, WIDTH + 60 - 7 * (index - 20), 480, face_px)
        yield canvas


def turns_away(face_px: int) -> Scene:
    """One who turns away, stays so for a while and turns back, standing and walking."""
    for index in range(150):
        canvas = Canvas(_ground(0))
        turned = float(np.clip(0.5 + 1.3 * np.cos(2 * np.pi * index / 75), 0.0, 1.0))
        canvas.head(0, 300, 300, face_px, turned)
        canvas.head(1, 500 + 3 * index, 420, face_px, turned)
        yield canvas


def half_hidden(face_px: int) -> Scene:
    """Two who walk behind pillars."""
    for index in range(150):
        canvas = Canvas(_ground(0))
        canvas.head(0, 200 + 5 * index, 260, face_px)
        canvas.head(1, 1050 - 3 * index, 470, face_px)
        for x in (350, 600, 850):
            canvas.pillar(x, x + 60)
        yield canvas


def cross(face_px: int) -> Scene:
    """Two whose ways cross, one before the other."""
    for index in range(100):
        canvas = Canvas(_ground(0))
        canvas.head(0, 250 + 7 * index, 350, face_px)
        canvas.head(1, 1000 - 7 * index, 350 + 0.2 * face_px, face_px)
        yield canvas


def cuts(face_px: int) -> Scene:
    """Cuts between two scenes, with somebody in each."""
    for index in range(120):
        shot = index // 20
        canvas = Canvas(_ground(shot % 2))
        canvas.head(shot % 2, 300 + 120 * shot, 250 + 40 * shot, face_px)
        yield canvas


SCENES: dict[str, Callable[[int], Scene]] = {
    "steps out at once": steps_out,
    "slides in": slides_in,
    "turns away and back": turns_away,
    "half hidden": half_hidden,
    "two cross": cross,
    "cuts": cuts,
}


@dataclass(frozen=True, slots=True)
class Openness:
    """How often faces were open.

    Attributes:
        faces: sightings of a face, over all frames.
        open_frames: numbers of the frames in which a face was open, one for each such face.
        wall_s: seconds that the run took.
    """

    faces: int
    open_frames: tuple[int, ...]
    wall_s: float


def measure_openness(scene: Scene, folder: Path, analysis: AnalysisSettings | None = None) -> Openness:
    """Write a scene as a clip, make its protected copy, and compare the two."""
    clip, copy = folder / "clip.mp4", folder / "copy.mp4"
    masks: list[list[np.ndarray]] = []

    def images() -> Iterator[ImageArray]:
        for canvas in scene:
            masks.append(canvas.in_sight())
            yield canvas.image

    write_clip(clip, images())
    display = DisplaySettings(privacy=Privacy.BLUR)
    analysis = analysis or AnalysisSettings().protecting(display)
    plain = Overlay(display, annotate=False)  # the lines of a box would pass for detail
    started = time.perf_counter()
    with Pipeline(analysis) as pipeline, open_video(str(clip)) as source:
        pipeline.run(source, open_sinks(source.info, display, Outputs(str(copy)), overlay=plain))
    wall_s = time.perf_counter() - started
    open_frames = [
        index
        for index, (before, after, faces) in enumerate(zip(_decoded(clip), _decoded(copy), masks, strict=True))
        for mask in faces
        if _detail(after, mask) > OPEN * _detail(before, mask)
    ]
    return Openness(sum(map(len, masks)), tuple(open_frames), wall_s)


def _decoded(path: Path) -> Iterator[ImageArray]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield cast(ImageArray, frame.to_ndarray(format="bgr24"))


def _detail(image: ImageArray, mask: np.ndarray) -> float:
    """Return how much detail there is inside a mask, its rim left out: the cover's own outline is no face's detail."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    inner = cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F))[inner].sum())


def _squeezed(matrix: np.ndarray, x: float, share: float) -> np.ndarray:
    """Return the matrix with everything drawn together about a column."""
    share = max(share, 0.02)
    squeezed: np.ndarray = np.diag([share, 1.0]) @ matrix
    squeezed[0, 2] += (1 - share) * x
    return squeezed


_cache: dict[str, list[_Head] | ImageArray] = {}


def _heads() -> list[_Head]:
    """Return Hopper's and Collins' head."""
    if "heads" not in _cache:
        _cache["heads"] = [
            _cut_out(read_image(GRACE_HOPPER), (263, 235, 197)),
            _cut_out(read_image(EILEEN_COLLINS), (223, 123, 104)),
        ]
    return _cache["heads"]  # type: ignore[return-value]


def _cut_out(photo: ImageArray, face: tuple[float, float, float]) -> _Head:
    x, y, width = face
    mask = np.zeros(photo.shape[:2], dtype=np.float32)
    cv2.ellipse(
        mask, (round(x), round(y - 0.12 * width)), (round(0.72 * width), round(0.9 * width)), 0, 0, 360, 1.0, -1
    )
    return _Head(photo, cv2.GaussianBlur(mask, (0, 0), 0.03 * width), face)


def _ground(number: int) -> ImageArray:
    """Return a still background, rough as walls are; two that differ."""
    name = f"ground {number}"
    if name not in _cache:
        rng = np.random.default_rng(number)
        coarse = cv2.resize(rng.uniform(-1, 1, (9, 16)), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
        fine = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH)), (0, 0), 1.5)
        tint = np.array([(150, 140, 120), (60, 80, 95)][number % 2])
        _cache[name] = np.clip(tint + 30 * coarse[..., None] + 25 * fine[..., None], 0, 255).astype(np.uint8)
    return _cache[name]  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.privacy", description=__doc__)
    parser.add_argument("--face-px", type=int, nargs="+", default=[45, 90], help="widths of the faces (45 90)")
    parser.add_argument("--scene", choices=list(SCENES), nargs="+", default=list(SCENES), help="scenes (all)")
    given = parser.parse_args()
    print("| scene | face | frames open, of | which | seconds |\n|---|---|---|---|---|")
    for name in given.scene:
        for face_px in given.face_px:
            with tempfile.TemporaryDirectory() as folder:
                found = measure_openness(SCENES[name](face_px), Path(folder))
            which = " ".join(map(str, found.open_frames))
            print(
                f"| {name} | {face_px} px | {len(found.open_frames)}, {found.faces} | {which} | {found.wall_s:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
