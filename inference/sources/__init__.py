"""Where pictures come from: video files, streams, stills, cameras, the built-in demo; all yield `Frame`.

Decoders are imported when something is opened: importing this package loads neither FFmpeg nor OpenCV.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..files import IMAGE_EXTENSIONS, VIDEO_EXTENSIONS
from ..types import SourceKind
from .base import SeekableSource, Source
from .selection import Selection

if TYPE_CHECKING:
    from .camera import Camera
    from .stills import Stills
    from .stream import NetworkStream
    from .video import VideoFile

__all__ = [
    "IMAGE_EXTENSIONS",
    "VIDEO_EXTENSIONS",
    "SeekableSource",
    "Selection",
    "Source",
    "open_camera",
    "open_demo",
    "open_source",
    "open_stills",
    "open_video",
]

DEMO = "demo"
_PathLike = str | os.PathLike[str]
# two letters or more: one is a drive of Windows
_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_CAMERA = re.compile(r"camera:(\d+)")
_STILL_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n", b"BM", b"II*\x00", b"MM\x00*")


def open_source(
    target: _PathLike | int | Sequence[_PathLike],
    *,
    start_s: float = 0.0,
    end_s: float | None = None,
    every: int = 1,
    timeout_s: float = 10.0,
    apart: _PathLike | None = None,
) -> Source:
    """Open whatever `target` names.

    Args:
        target: a video or still, a folder of stills, several of these stills, a URL, a camera (a number or
            `camera:0`), or `demo`.
        start_s: frames before this time are left out, seconds.
        end_s: frames at or after this time are left out, seconds; None for all.
        every: of the remaining frames the first and then every n-th.
        timeout_s: seconds after which a silent server or camera is given up.
        apart: of a folder of stills, the subfolder that is written into and not read.

    Raises:
        SourceError: it can't be opened.
        UsageError: times or `every` make no sense, or times are given for stills.
    """
    if not isinstance(target, (str, int, os.PathLike)):
        return _open_timeless(list(target), start_s, end_s, every, apart)
    camera = target if isinstance(target, int) else _camera_number(os.fspath(target))
    if camera is not None:
        return open_camera(camera, start_s=start_s, end_s=end_s, every=every, timeout_s=timeout_s)
    path = os.fspath(target)  # type: ignore[arg-type]
    if _is_still(path):
        return _open_timeless([path], start_s, end_s, every, apart)
    return open_video(path, start_s=start_s, end_s=end_s, every=every, timeout_s=timeout_s)


def open_video(
    target: _PathLike,
    *,
    start_s: float = 0.0,
    end_s: float | None = None,
    every: int = 1,
    timeout_s: float = 10.0,
) -> VideoFile | NetworkStream:
    """Open a video file whatever its name, a URL, or `demo` where no file is called so; see `open_source`."""
    path = os.fspath(target)
    selection = Selection(start_s, end_s, every)
    if path == DEMO and not os.path.exists(path):
        return open_demo(start_s=start_s, end_s=end_s, every=every)
    if _URL.match(path) and not path.lower().startswith("file://"):
        from .stream import NetworkStream

        return NetworkStream(path, selection=selection, timeout_s=timeout_s)
    from .video import VideoFile

    return VideoFile(path.removeprefix("file://"), selection=selection)


def open_stills(targets: Sequence[_PathLike], *, every: int = 1, apart: _PathLike | None = None) -> Stills:
    """Open stills, whatever they are called, and folders of them; see `inference.sources.stills.Stills`."""
    from .stills import Stills

    return Stills(targets, every=Selection(every=every).every, apart=apart)


def open_camera(
    number: int = 0,
    *,
    resolution_wh: tuple[int, int] | None = None,
    fps: float | None = None,
    start_s: float = 0.0,
    end_s: float | None = None,
    every: int = 1,
    timeout_s: float = 10.0,
) -> Camera:
    """Open a camera of this machine; see `inference.sources.camera.Camera`."""
    from .camera import Camera

    selection = Selection(start_s, end_s, every)
    return Camera(number, resolution_wh=resolution_wh, fps=fps, selection=selection, timeout_s=timeout_s)


def open_demo(*, start_s: float = 0.0, end_s: float | None = None, every: int = 1) -> VideoFile:
    """Open the built-in clip; the first time, it is rendered into the user's cache folder."""
    from .demo import demo_clip_path
    from .video import VideoFile

    selection = Selection(start_s, end_s, every)
    return VideoFile(demo_clip_path(), selection=selection, kind=SourceKind.DEMO, name=DEMO)


def _open_timeless(
    targets: list[_PathLike], start_s: float, end_s: float | None, every: int, apart: _PathLike | None
) -> Stills:
    if start_s or end_s is not None:
        raise UsageError(
            "{start_s} and {end_s} are for videos and cameras; images have no time",
            field="start_s" if start_s else "end_s",
        )
    return open_stills(targets, every=every, apart=apart)


def _camera_number(target: str) -> int | None:
    match = _CAMERA.fullmatch(target)
    return int(match[1]) if match else None


def _is_still(path: str) -> bool:
    """Whether a path is a folder or picture: by its ending, else by its first bytes."""
    if os.path.isdir(path):
        return True
    suffix = Path(path).suffix.lower()
    if suffix in IMAGE_EXTENSIONS:
        return not _URL.match(path)
    if suffix in VIDEO_EXTENSIONS or not os.path.isfile(path):
        return False
    try:
        with open(path, "rb") as file:
            head = file.read(16)
    except OSError:
        return False
    return (
        head.startswith(_STILL_MAGIC)
        or (head.startswith(b"RIFF") and head[8:12] == b"WEBP")
        or head[4:12] == b"ftypavif"
    )
