"""Clips cut from videos without encoding anything anew."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer, OutputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Stream

from ..errors import SourceError
from ..files import atomic_path, output_error

# containers that a clip keeps; of all others it becomes Matroska, which takes everything
_KEPT = {".mp4": ".mp4", ".m4v": ".mp4", ".mov": ".mov", ".webm": ".webm"}
_OTHER = ".mkv"


def clip_ending(video: str | Path) -> str:
    """Return the ending of clips of a video."""
    return _KEPT.get(Path(video).suffix.lower(), _OTHER)


def cut_clip(video: str | Path, output: str | Path, first_s: float, last_s: float) -> None:
    """Copy a part of a video, with its sound, from the key frame at or before its beginning.

    Args:
        video: the file.
        output: the clip; what stood there is replaced once it is complete.
        first_s, last_s: seconds from the first frame of the video.

    Raises:
        SourceError: the video can't be read, or holds nothing there.
        SinkError: the clip can't be written.
    """
    try:
        source = av.open(f"file:{video}")
    except (OSError, FFmpegError) as error:
        raise SourceError(f"can't cut clips from {video}: {error.strerror or error}") from error
    with source:
        if not source.streams.video:
            raise SourceError(f"can't cut clips from {video}: it holds no video")
        try:
            with atomic_path(output) as part, av.open(f"file:{part}", "w", format=_format(output)) as target:
                if not _copy(source, target, first_s, last_s):
                    raise SourceError(f"{video} holds nothing from {first_s:.1f} to {last_s:.1f} s")
        except (OSError, FFmpegError) as error:
            raise output_error(output, error) from error


def _format(output: str | Path) -> str:
    ending = Path(output).suffix.lower()
    return {".mkv": "matroska"}.get(ending, ending[1:])


def _copy(source: InputContainer, target: OutputContainer, first_s: float, last_s: float) -> int:
    """Copy the packets of a part; return how many of the video there were."""
    images = source.streams.video[0]
    sound = list(source.streams.audio[:1])
    streams: dict[int, Stream] = {s.index: target.add_stream_from_template(s) for s in (images, *sound)}
    start_s = Fraction(images.start_time or 0) * (images.time_base or Fraction(1))
    begins_s = _seek(source, images, start_s + Fraction(first_s))
    copied = 0
    for packet in source.demux(images, *sound):
        time_s = _time_of(packet)
        if time_s is None:
            continue
        if time_s > start_s + Fraction(last_s) and packet.stream.index == images.index and packet.is_keyframe:
            break
        is_image = packet.stream.index == images.index
        if time_s < begins_s or (time_s > start_s + Fraction(last_s) and not is_image):
            continue
        if is_image and time_s > start_s + Fraction(last_s) + 1:
            break
        _shift(packet, begins_s)
        packet.stream = streams[packet.stream.index]
        target.mux(packet)
        copied += is_image
    return copied


def _seek(source: InputContainer, images: Stream, wanted_s: Fraction) -> Fraction:
    """Go to the key frame at or before a time, and return its time; to the beginning where that is not to be found."""
    time_base = images.time_base or Fraction(1, 1000)
    for target in (max(0, int(wanted_s / time_base)), None):
        if target is not None:
            source.seek(target, stream=images, backward=True)
        else:
            source.seek(0, backward=True)
        for packet in source.demux(images):
            time_s = _time_of(packet)
            if time_s is not None and packet.is_keyframe:
                if time_s <= wanted_s or target is None:
                    source.seek(int(time_s / time_base), stream=images, backward=True)
                    return time_s
                break
    return Fraction(0)


def _time_of(packet: Packet[Any]) -> Fraction | None:
    time = packet.pts if packet.pts is not None else packet.dts
    return None if time is None or packet.time_base is None else time * Fraction(packet.time_base)


def _shift(packet: Packet[Any], by_s: Fraction) -> None:
    """Let a packet's times begin at a clip's beginning."""
    shift = round(by_s / Fraction(packet.time_base))
    packet.pts = None if packet.pts is None else packet.pts - shift
    packet.dts = None if packet.dts is None else packet.dts - shift


def clip_names(persons: Sequence[tuple[int, float]], ending: str) -> list[str]:
    """Name clips by person and time, as `person-3-0h01m05s.mp4`; a second one of the same second gets a number."""
    names: list[str] = []
    for person, first_s in persons:
        minutes, seconds = divmod(int(first_s), 60)
        hours, minutes = divmod(minutes, 60)
        name = f"person-{person}-{hours}h{minutes:02d}m{seconds:02d}s"
        same = sum(one == name or one.startswith(f"{name}.") for one in names)
        names.append(f"{name}{f'.{same + 1}' if same else ''}")
    return [f"{name}{ending}" for name in names]
