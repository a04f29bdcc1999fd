"""Small real videos and images, made where they are needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Interpolation

MakeVideo = Callable[..., Path]
ACCURATE = Interpolation.BILINEAR | Interpolation.ACCURATE_RND


def grey(number: int, width: int = 160, height: int = 120) -> np.ndarray:
    """(H, W, 3) uint8 BGR of one grey that tells the number of a frame; to be read with `number_of`."""
    return np.full((height, width, 3), 20 + 3 * number, np.uint8)


@pytest.fixture
def number_of() -> Callable[[np.ndarray], int]:
    """Reads the number that `make_video` put into a frame; up to 75, a level more or less doesn't matter."""
    return lambda image: round((float(image.mean()) - 20) / 3)


@pytest.fixture
def quarters() -> np.ndarray:
    """(120, 160, 3) uint8 BGR: red, green, blue, white in the order of reading, so that each way to turn it shows."""
    image = np.zeros((120, 160, 3), np.uint8)
    image[:60, :80] = (0, 0, 200)
    image[:60, 80:] = (0, 200, 0)
    image[60:, :80] = (200, 0, 0)
    image[60:, 80:] = (230, 230, 230)
    return image


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    """Writes a video into `tmp_path` and returns its path; frames are `grey` by their number."""

    def make(
        name: str = "clip.mp4",
        *,
        frames: int | Sequence[np.ndarray] = 10,
        fps: int = 25,
        times_ms: Sequence[int] | None = None,
        codec: str = "libx264",
        pix_fmt: str = "yuv420p",
        options: dict[str, str] | None = None,
        container_options: dict[str, str] | None = None,
        color_range: ColorRange = ColorRange.UNSPECIFIED,
        pixel_aspect: Fraction | None = None,
        audio_s: float = 0.0,
    ) -> Path:
        path = tmp_path / name
        images = [grey(number) for number in range(frames)] if isinstance(frames, int) else frames
        with av.open(str(path), "w", options=container_options or {}) as container:
            stream = container.add_stream(codec, rate=fps, options=options or {})
            stream.height, stream.width = images[0].shape[:2]
            stream.pix_fmt = pix_fmt
            if pixel_aspect is not None:
                stream.codec_context.sample_aspect_ratio = pixel_aspect
            stream.codec_context.color_range = color_range
            if times_ms is not None:
                stream.codec_context.time_base = Fraction(1, 1000)
            sound = container.add_stream("aac", rate=48_000, layout="mono") if audio_s else None
            for number, image in enumerate(images):
                image = av.VideoFrame.from_ndarray(image, format="bgr24")
                # FFmpeg's quick conversion would tint every image by a level
                image = image.reformat(format=pix_fmt, interpolation=ACCURATE, dst_color_range=color_range)
                image.pts = number if times_ms is None else times_ms[number]
                image.time_base = Fraction(1, fps if times_ms is None else 1000)
                container.mux(stream.encode(image))
            container.mux(stream.encode(None))
            if sound is not None:
                for start in range(0, round(audio_s * 48_000), 960):
                    silence = av.AudioFrame.from_ndarray(np.zeros((1, 960), np.float32), format="fltp", layout="mono")
                    silence.sample_rate, silence.pts = 48_000, start
                    container.mux(sound.encode(silence))
                container.mux(sound.encode(None))
        return path

    return make
