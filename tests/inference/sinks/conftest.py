"""Small real media, made here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from inference.files import is_unfinished
from inference.types import ImageArray

SIZE = (96, 64)


def made_image(number: int, size: tuple[int, int] = SIZE) -> ImageArray:
    """A plain image whose blue counts up, so that frames can be told apart."""
    image = np.full((size[1], size[0], 3), (40 + 6 * (number % 32), 90, 160), dtype=np.uint8)
    image[: size[1] // 2, : size[0] // 2] = (30, 30, 30)
    return image


def part_of(path: Path) -> Path:
    """The temporary file of an output."""
    (part,) = (one for one in path.parent.iterdir() if is_unfinished(one) and one.name.endswith(path.name))
    return part


@pytest.fixture
def make_video(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a video, with a tone as long as the images or longer."""

    def make(
        name: str = "source.mp4",
        *,
        ticks: Sequence[int] = tuple(range(0, 40 * 512, 512)),
        time_base: Fraction = Fraction(1, 12800),
        sound: str | None = None,
        sound_rate: int = 44100,
        sound_s: float | None = None,
        layout: str = "stereo",
        begin_s: float = 0.0,
        video: str = "libx264",
        container: str | None = None,
    ) -> Path:
        path = tmp_path / name
        with av.open(str(path), "w", format=container) as output:
            images = output.add_stream(video, rate=25, options={"preset": "ultrafast"} if video == "libx264" else {})
            images.width, images.height = SIZE
            images.pix_fmt = "yuv420p"
            images.codec_context.time_base = time_base
            audio = output.add_stream(sound, rate=sound_rate) if sound else None
            if audio is not None:
                audio.layout, audio.bit_rate = layout, 128_000
            for number, tick in enumerate(ticks):
                frame = av.VideoFrame.from_ndarray(made_image(number), format="bgr24")
                frame.pts, frame.time_base = tick + round(begin_s / time_base), time_base
                output.mux(images.encode(frame))
            output.mux(images.encode(None))
            if audio is not None:
                length_s = sound_s or float((ticks[-1] + ticks[1] - ticks[0]) * time_base)
                times = np.arange(round(length_s * sound_rate)) / sound_rate
                tone = (0.3 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)
                channels = np.repeat(tone, audio.layout.nb_channels)[None]
                samples = av.AudioFrame.from_ndarray(channels, format="flt", layout=layout)
                samples.sample_rate, samples.pts = sound_rate, round(begin_s * sound_rate)
                output.mux(audio.encode(samples))
                output.mux(audio.encode(None))
        return path

    return make


@pytest.fixture
def unprivileged() -> AbstractContextManager[None]:
    """A context in which permissions count, also for a test that runs as root."""

    @contextmanager
    def drop() -> Iterator[None]:
        if not hasattr(os, "geteuid"):
            pytest.skip("permissions work otherwise here")
        before = os.geteuid()
        if before == 0:
            os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(before)

    return drop()
