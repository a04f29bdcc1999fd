"""The built-in demo clip: rendered on first use, then kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import os
import tempfile
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import platformdirs
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream

from ..errors import SourceError
from ..types import FloatArray
from .demo_scene import DURATION_S, HEIGHT, WIDTH, DemoScene

FPS = 25
# goes up with every change to what the clip shows, so that old ones are rendered again
_RECIPE = 3
_SAMPLE_RATE = 48_000
_AAC_FRAME = 1024
# an open fifth and its octave, each a little out of tune with its twin so that it breathes; quiet
_TONES_HZ = (110.0, 110.3, 164.8, 165.2, 220.0, 220.5)
_LOUDNESS = 0.05
_FADE_S = 1.5


def demo_clip_path() -> Path:
    """Return the clip's file: 12 s, 1280x720, 25 fps, H.264 with a quiet sound in an MP4; render it where needed.

    Raises:
        SourceError: a photograph is missing, or the cache folder can't be written.
    """
    clip = _cache_folder() / f"demo-{_RECIPE}.mp4"
    seal = clip.with_suffix(".sha256")
    try:
        if seal.read_text(encoding="ascii") == _digest(clip):
            return clip
    except (OSError, UnicodeDecodeError):
        pass
    scene = DemoScene()
    try:
        clip.parent.mkdir(parents=True, exist_ok=True)
        draft = _new_file_beside(clip)
        try:
            render(scene, draft, DURATION_S)
            seal_draft = _new_file_beside(seal)
            seal_draft.write_text(_digest(draft), encoding="ascii")
            draft.replace(clip)
            seal_draft.replace(seal)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise SourceError(
            f"can't write the demo clip to {clip.parent}: {error.strerror or error}; free some space or "
            "make the folder writable (on Linux, XDG_CACHE_HOME names another)"
        ) from error
    return clip


def _cache_folder() -> Path:
    return platformdirs.user_cache_path("facelens", appauthor=False)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _new_file_beside(path: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    return Path(name)


def render(scene: DemoScene, path: Path, duration_s: float) -> None:
    """Write the clip.

    Args:
        scene: draws the images.
        path: an `.mp4` file, replaced.
        duration_s: how much of the scene to write, from its start.

    Raises:
        OSError: the file can't be written.
    """
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        video = container.add_stream("libx264", rate=FPS, options={"crf": "22", "preset": "superfast"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = video.codec_context
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
        context.color_primaries = context.color_trc = 1
        audio = container.add_stream("aac", rate=_SAMPLE_RATE)
        audio.codec_context.layout = "mono"
        audio.codec_context.bit_rate = 64_000
        _write_images(container, video, scene, round(duration_s * FPS))
        _write_sound(container, audio, duration_s)


def _write_images(container: OutputContainer, stream: VideoStream, scene: DemoScene, count: int) -> None:
    reformatter = VideoReformatter()
    for number in range(count):
        image = av.VideoFrame.from_ndarray(scene.image(number / FPS), format="bgr24")
        image = reformatter.reformat(image, format="yuv420p", dst_colorspace=Colorspace.ITU709, threads=1)
        image.pts, image.time_base = number, Fraction(1, FPS)
        container.mux(stream.encode(image))
    container.mux(stream.encode(None))


def _write_sound(container: OutputContainer, stream: AudioStream, duration_s: float) -> None:
    samples = _sound(duration_s)
    for start in range(0, len(samples), _AAC_FRAME):
        frame = av.AudioFrame.from_ndarray(samples[None, start : start + _AAC_FRAME], format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = _SAMPLE_RATE, start, Fraction(1, _SAMPLE_RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _sound(duration_s: float) -> FloatArray:
    """Compute a quiet chord that fades in and out: (N,) float32 in -1..1."""
    time_s = np.arange(round(duration_s * _SAMPLE_RATE)) / _SAMPLE_RATE
    fade = np.clip(np.minimum(time_s, duration_s - time_s) / _FADE_S, 0, 1)
    chord = sum(np.sin(2 * np.pi * tone * time_s) for tone in _TONES_HZ) / len(_TONES_HZ)
    return (_LOUDNESS * fade * chord).astype(np.float32)
