"""Decoding on an NVIDIA GPU (NVDEC), which frees the cores: with a reason, and software, where it can't be had."""

from __future__ import annotations

import ctypes
import functools
from typing import Any

import av
from av.codec.hwaccel import HWAccel, hwdevices_available
from av.container import InputContainer

_DEVICE = "cuda"
_DRIVERS = ("libcuda.so.1", "nvcuda.dll")


def open_container(what: str, **options: Any) -> tuple[InputContainer, str]:
    """Open a container whose images the GPU is to decode.

    Args:
        what: a file or an address, as for `av.open`.
        options: of `av.open`.

    Returns:
        The container, and why the GPU does not decode; empty where it does.

    Raises:
        Exception: whatever `av.open` raises.
    """
    reason = why_not()
    if not reason:
        try:
            container = av.open(what, mode="r", hwaccel=HWAccel(_DEVICE), **options)
            return container, _reason_of(container)
        except (av.FFmpegError, RuntimeError, NotImplementedError, ValueError) as error:
            # where the file itself is to blame, opening it once more says so
            reason = f"the GPU does not decode it ({error})"
    return av.open(what, mode="r", **options), reason


@functools.cache
def why_not() -> str:
    """Return why no GPU can decode here; empty where one may."""
    if _DEVICE not in hwdevices_available():
        return "this FFmpeg was built without NVIDIA's decoders"
    for name in _DRIVERS:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return ""
    return "there is no driver of an NVIDIA GPU here"


def software_notes(name: str, reason: str) -> tuple[str, ...]:
    """Return what is to be said of a source that the GPU should decode."""
    return (f"{name} is decoded by the processor: {reason}",) if reason else ()


def _reason_of(container: InputContainer) -> str:
    streams = container.streams.video
    context = streams[0].codec_context if streams else None
    if context is not None and not context.is_hwaccel:
        return f"the GPU has no decoder for {context.name}"
    return ""
