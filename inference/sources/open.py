"""Opens whatever a target names."""

from __future__ import annotations

import codecs
import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SourceError
from ..files import IMAGE_EXTENSIONS, VIDEO_EXTENSIONS
from ..settings import EVERYTHING, Selection
from ..types import SourceKind
from .base import Source
from .image_formats import first_bytes, is_animated_webp, is_image, is_moving
from .urls import is_url, local_path, without_credentials

if TYPE_CHECKING:
    from .animated_webp import AnimatedWebp
    from .camera import Camera
    from .images import ImageFiles
    from .pipe import PipedVideo
    from .stream import NetworkStream
    from .video import VideoFile

DEMO = "demo"
_PathLike = str | os.PathLike[str]
_CAMERA = re.compile(r"camera:(\d+)")
_PLAYLIST_MARKS = (b"#EXTM3U", b"<MPD", b"ffconcat version")
_HEAD = 1 << 16


def open_source(
    target: _PathLike | int | Sequence[_PathLike],
    *,
    selection: Selection = EVERYTHING,
    timeout_s: float = 10.0,
    reconnect_s: float = 0.0,
    on_gpu: bool = False,
    apart: _PathLike | None = None,
) -> Source:
    """Open whatever `target` names.

    Args:
        target: a video or still image, a folder of images, several of these, a URL (`file:` too), a camera (a number
            or `camera:0`), or `demo`.
        selection: the part that is read.
        timeout_s: seconds after which a silent server or camera is given up.
        reconnect_s: seconds for which a camera or a live stream that broke off is opened again; 0 for not at all.
        on_gpu: the GPU is to decode videos, where it can; the source's `notes` say where it can't.
        apart: of a folder of images, the subfolder that is written into and not read.

    Raises:
        SourceError: it can't be opened.
        UsageError: times are selected of images.
    """
    if not isinstance(target, (str, int, os.PathLike)):
        return open_images(target, selection=selection, apart=apart)
    camera = target if isinstance(target, int) else _camera_number(os.fspath(target))
    if camera is not None:
        return open_camera(camera, selection=selection, timeout_s=timeout_s, reconnect_s=reconnect_s)
    path = local_path(os.fspath(target))  # type: ignore[arg-type]
    if _is_image_or_folder(path):
        return open_images([path], selection=selection, apart=apart)
    return open_video(path, selection=selection, timeout_s=timeout_s, reconnect_s=reconnect_s, on_gpu=on_gpu)


def open_video(
    target: _PathLike,
    *,
    selection: Selection = EVERYTHING,
    timeout_s: float = 10.0,
    reconnect_s: float = 0.0,
    on_gpu: bool = False,
) -> VideoFile | NetworkStream | PipedVideo | AnimatedWebp:
    """Open a video file whatever its name, a URL, or `demo` where no file is called so; see `open_source`."""
    path = local_path(os.fspath(target))
    if path == DEMO and not os.path.exists(path):
        return open_demo(selection=selection, on_gpu=on_gpu)
    if is_url(path):
        from .stream import NetworkStream

        return NetworkStream(path, selection=selection, timeout_s=timeout_s, reconnect_s=reconnect_s, on_gpu=on_gpu)
    if path == "-" and not os.path.exists(path):
        raise SourceError("there is no file called -; the standard input is called /dev/stdin")
    if _is_pipe(path):
        from .pipe import PipedVideo

        return PipedVideo(path, selection=selection)
    if is_animated_webp(first_bytes(path)):
        from .animated_webp import AnimatedWebp

        return AnimatedWebp(path, selection=selection, name=_shown(path))
    from .video import VideoFile

    try:
        return VideoFile(path, selection=selection, name=_shown(path), on_gpu=on_gpu)
    except SourceError as error:
        raise _explained(path, error) from error


def open_videos(targets: Sequence[_PathLike], *, selection: Selection = EVERYTHING, on_gpu: bool = False) -> Source:
    """Open several videos that are read one after the other; see `inference.sources.several.SeveralVideos`.

    Args:
        targets: as for `open_video`, none of them live.
        selection: the part that is read of each.
        on_gpu: as for `open_source`.

    Raises:
        SourceError: one of them can't be opened.
    """
    from .several import SeveralVideos

    def open_one(name: str) -> Source:
        return open_video(name, selection=selection, on_gpu=on_gpu)

    return SeveralVideos([os.fspath(target) for target in targets], open_one)


def open_images(
    targets: Sequence[_PathLike], *, selection: Selection = EVERYTHING, apart: _PathLike | None = None
) -> ImageFiles:
    """Open still images, whatever they are called, and folders of them; see `inference.sources.images.ImageFiles`."""
    from .images import ImageFiles

    paths = [local_path(os.fspath(target)) for target in targets]
    for path in paths:
        if is_url(path) and not os.path.lexists(path):
            raise SourceError(
                f"{without_credentials(path)} is an address; images are read from files and folders: download it first"
            )
    return ImageFiles(paths, selection=selection, apart=apart)


def open_camera(
    number: int = 0,
    *,
    resolution_wh: tuple[int, int] | None = None,
    fps: float | None = None,
    selection: Selection = EVERYTHING,
    timeout_s: float = 10.0,
    reconnect_s: float = 0.0,
) -> Camera:
    """Open a camera of this machine; see `inference.sources.camera.Camera`."""
    from .camera import Camera

    return Camera(
        number,
        resolution_wh=resolution_wh,
        fps=fps,
        selection=selection,
        timeout_s=timeout_s,
        reconnect_s=reconnect_s,
    )


def open_demo(*, selection: Selection = EVERYTHING, on_gpu: bool = False) -> VideoFile:
    """Open the built-in clip; the first time, it is rendered into the user's cache folder."""
    from .demo import demo_clip_path
    from .video import VideoFile

    return VideoFile(demo_clip_path(), selection=selection, kind=SourceKind.DEMO, name=DEMO, on_gpu=on_gpu)


def _shown(path: str) -> str:
    """Return what a file is called; what is no file may be a mistyped address."""
    return path if os.path.lexists(path) else without_credentials(path)


def _camera_number(target: str) -> int | None:
    match = _CAMERA.fullmatch(target)
    return int(match[1]) if match else None


def _is_pipe(path: str) -> bool:
    """Return whether a path is something that can be read once only, from its start: no file, no folder, no disk."""
    if os.name != "posix":
        return False
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISSOCK(mode)


def _explained(path: str, error: SourceError) -> SourceError:
    """Return a better error for files that only say where a video is to be had."""
    try:
        with open(path, "rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return error
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"v=0"):
        return SourceError(
            f"{path} describes a stream (SDP) whose images come over the network (RTP), which a file may not ask for; "
            "open the address of the server that sends it (rtsp://, or udp:// where it sends MPEG-TS)"
        )
    if b"://" in head and any(mark in head for mark in _PLAYLIST_MARKS):
        return SourceError(
            f"{path} is a playlist of addresses in the network, which a file may not ask for; "
            "open the playlist by its own address"
        )
    return error


def _is_image_or_folder(path: str) -> bool:
    """Return whether a path is a folder or image that stands still: by its first bytes, else by its ending."""
    if os.path.isdir(path):
        return True
    suffix = Path(path).suffix.lower()
    if is_url(path) or suffix in VIDEO_EXTENSIONS:
        return False
    head = first_bytes(path)
    return not is_moving(head) and (suffix in IMAGE_EXTENSIONS or is_image(head))
