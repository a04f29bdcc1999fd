"""Small whole files of many kinds, to be damaged."""

from __future__ import annotations

import io
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import av
import cv2
import numpy as np
from PIL import Image

from inference.sources.demo_scene import GRACE_HOPPER
from inference.sources.image_reading import read_image
from inference.types import ImageArray

FRAMES, FPS = 10, 10
WIDTH, HEIGHT = 160, 128
_RATE = 48_000


class Whole(NamedTuple):
    """A whole file.

    Attributes:
        name: with the ending that it usually has.
        data: its bytes.
    """

    name: str
    data: bytes


class _Format(NamedTuple):
    """Container, codecs and pixel format of a video."""

    ending: str
    container: str
    video: str
    audio: str | None
    pix_fmt: str = "yuv420p"


_VIDEOS = (
    _Format("mp4", "mp4", "libx264", "aac"),
    _Format("mov", "mov", "mjpeg", "pcm_s16le", "yuvj420p"),
    _Format("mkv", "matroska", "mpeg4", "libmp3lame"),
    _Format("webm", "webm", "libvpx", "libopus"),
    _Format("avi", "avi", "mpeg4", "libmp3lame"),
    _Format("ts", "mpegts", "libx264", "aac"),
    _Format("m2v.ts", "mpegts", "mpeg2video", "mp2"),
    _Format("flv", "flv", "flv1", None),
    _Format("wmv", "asf", "wmv2", "wmav2"),
    _Format("vob", "vob", "mpeg2video", "ac3"),
    _Format("h264", "h264", "libx264", None),
    _Format("mjpeg", "mjpeg", "mjpeg", None, "yuvj420p"),
    _Format("fragmented.mp4", "mp4", "libx264", "aac"),
    _Format("gif", "gif", "gif", None, "rgb8"),
    _Format("apng", "apng", "apng", None, "rgba"),
)
_IMAGES = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP", "JPEG2000", "PPM", "TGA", "ICO", "AVIF", "HEIF")


def pictures() -> Iterator[ImageArray]:
    """Yield `FRAMES` images of a head that sways, (HEIGHT, WIDTH, 3) uint8 BGR."""
    head = cv2.resize(read_image(GRACE_HOPPER)[20:360, 100:440], (100, 100), interpolation=cv2.INTER_AREA)
    for number in range(FRAMES):
        image = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
        x = 20 + 3 * number
        image[14:114, x : x + 100] = head
        yield image


def whole_videos(folder: Path) -> list[Whole]:
    """Return a video of every kind that FFmpeg can write here; made in `folder`, which stays empty."""
    made = []
    for kind in _VIDEOS:
        path = folder / f"whole.{kind.ending}"
        try:
            _write_video(path, kind)
        except (av.FFmpegError, ValueError):
            continue  # a build without this encoder
        finally:
            data = path.read_bytes() if path.exists() else b""
            path.unlink(missing_ok=True)
        made.append(Whole(path.name, data))
    return made


def whole_images() -> list[Whole]:
    """Return an image of every kind that Pillow can write here."""
    image = Image.fromarray(next(pictures())[..., ::-1])
    made = []
    for kind in _IMAGES:
        file = io.BytesIO()
        try:
            image.save(file, kind)
        except (KeyError, OSError):
            continue
        made.append(Whole(f"whole.{kind.lower()}", file.getvalue()))
    return made


def _write_video(path: Path, kind: _Format) -> None:
    options = {"movflags": "frag_keyframe+empty_moov"} if kind.ending.startswith("fragmented") else {}
    with av.open(str(path), "w", format=kind.container, options=options) as container:
        video = container.add_stream(kind.video, rate=FPS, options={"g": "4"})
        assert isinstance(video, av.VideoStream)
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, kind.pix_fmt
        audio = container.add_stream(kind.audio, rate=_RATE, layout="stereo") if kind.audio else None
        for number, image in enumerate(pictures()):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            container.mux(video.encode(frame))
            if isinstance(audio, av.AudioStream):
                container.mux(audio.encode(_sound(number)))
        container.mux(video.encode(None))
        if isinstance(audio, av.AudioStream):
            container.mux(audio.encode(None))


def _sound(number: int) -> av.AudioFrame:
    """Return the sound of one image: a tone, 16-bit stereo."""
    samples = _RATE // FPS
    times_s = (number * samples + np.arange(samples)) / _RATE
    tone = (6000 * np.sin(2 * np.pi * 440 * times_s)).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(np.repeat(tone, 2)[None], format="s16", layout="stereo")
    frame.rate, frame.pts, frame.time_base = _RATE, number * samples, Fraction(1, _RATE)
    return frame
