"""Makes annotated copies of videos and reads them back with FFmpeg."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import av
import numpy as np
from numpy.typing import NDArray

from inference.outputs import Outputs
from inference.settings import DisplaySettings, Selection
from inference.sinks import RunFacts, close_sinks, open_sinks
from inference.sources import open_video
from inference.types import Frame
from tests.inference.made_faces import result


class Copied(NamedTuple):
    """The frames that were read, and what is told of the copy."""

    frames: list[Frame]
    facts: RunFacts


def copy_of(
    source: Path | str,
    target: Path,
    *,
    stop_after: int | None = None,
    facts: RunFacts | None = None,
    **selection,
) -> Copied:
    """Copy a video as a run without any face would."""
    frames = []
    chosen = Selection(**selection)
    with open_video(source, selection=chosen) as opened:
        sinks = open_sinks(opened.info, DisplaySettings(), Outputs(output=str(target)), selection=chosen)
        for shot in opened:
            if stop_after is not None and len(frames) == stop_after:
                break
            frames.append(shot)
            sinks[0].write(shot, result(shot))
        return Copied(frames, close_sinks(sinks, facts))


def times_of(path: Path, kind: str = "video") -> list[float]:
    """Presentation times of the decoded frames or, of sound, of its packets, in seconds."""
    with av.open(str(path)) as container:
        stream = getattr(container.streams, kind)[0]
        if kind == "audio":
            return [float(packet.pts * packet.time_base) for packet in container.demux(stream) if packet.size]
        return [float(shot.pts * shot.time_base) for shot in container.decode(stream)]


def sound_of(path: Path) -> list[bytes]:
    """The packets of the sound."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(container.streams.audio[0]) if packet.size]


class Heard(NamedTuple):
    """Decoded sound.

    Attributes:
        codec, rate, channels: of the stream.
        samples: (N,) float32, the first channel from time 0 on, silence where there is none.
    """

    codec: str
    rate: int
    channels: int
    samples: NDArray[np.float32]

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    def pitch_at(self, time_s: float) -> float:
        """The loudest frequency in the fifth of a second around a time, Hz; 0 where it is silent."""
        first = max(0, round((time_s - 0.1) * self.rate))
        piece = self.samples[first : first + self.rate // 5]
        if np.abs(piece).max(initial=0) < 0.02:
            return 0.0
        spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece)), 4 * self.rate))
        return float(np.argmax(spectrum)) / 4


def heard(path: Path) -> Heard:
    """Decode the sound of a file; fails where any of it can't be decoded."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        context = stream.codec_context
        pieces = []
        for sound in container.decode(stream):
            first = round(sound.time * stream.rate)
            samples = sound.to_ndarray().astype(np.float32)
            samples = samples[0] if sound.format.is_planar else samples.reshape(-1, context.channels)[:, 0]
            scale = 32768 if sound.format.name.startswith("s16") else 1
            pieces.append((first, samples / scale))
        timeline = np.zeros(max(first + len(samples) for first, samples in pieces), np.float32)
        for first, samples in pieces:
            timeline[max(0, first) : first + len(samples)] = samples[max(0, -first) :]
        return Heard(context.codec.canonical_name, stream.rate, context.channels, timeline)
