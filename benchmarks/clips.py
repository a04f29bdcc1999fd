"""Clips to measure on, composed from the two photographs of the built-in demo."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from inference.sources.demo_scene import EILEEN_COLLINS, GRACE_HOPPER
from inference.sources.image_reading import read_image
from inference.types import ImageArray

FPS = 25
# x1, y1, x2, y2 of the head in each photograph, pixels
_HEADS = ((100, 20, 440, 360), (110, 0, 330, 220))


def compose(width: int, height: int, faces: int, frames: int, *, head_px: int) -> Iterator[ImageArray]:
    """Heads in a grid that sways a little.

    Args:
        width, height: pixels of a frame.
        faces: how many heads.
        frames: how many frames.
        head_px: side of a head's image; its face is about half as wide.

    Yields:
        (height, width, 3) uint8 BGR.
    """
    heads = [
        cv2.resize(read_image(path)[y1:y2, x1:x2], (head_px, head_px), interpolation=cv2.INTER_AREA)
        for path, (x1, y1, x2, y2) in zip((GRACE_HOPPER, EILEEN_COLLINS), _HEADS, strict=True)
    ]
    columns = min(faces, width // (head_px + 16))
    rows = -(-faces // columns)
    ramp = np.linspace(90, 170, width, dtype=np.uint8)
    ground = np.repeat(np.tile(ramp, (height, 1))[..., None], 3, axis=2)
    for number in range(frames):
        frame = ground.copy()
        for face in range(faces):
            row, column = divmod(face, columns)
            x = int((column + 0.5) * width / columns - head_px / 2 + 7 * np.sin(number / 9 + face))
            y = int((row + 0.5) * height / rows - head_px / 2 + 5 * np.cos(number / 7 + face))
            x, y = min(max(x, 0), width - head_px), min(max(y, 0), height - head_px)
            frame[y : y + head_px, x : x + head_px] = heads[face % len(heads)]
        yield frame


def write_clip(path: Path, images: Iterator[ImageArray], fps: int = FPS) -> None:
    """Encode images as H.264."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "veryfast", "crf": "20"})
        stream.pix_fmt = "yuv420p"
        for number, image in enumerate(images):
            if number == 0:
                stream.height, stream.width = image.shape[:2]
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
