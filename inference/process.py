"""Everything that FaceLens changes for its whole process; nothing else in `inference` does.

Each function is called by what needs it, before first use; calling it again changes nothing.
"""

from __future__ import annotations

import ctypes
import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path

import cv2

# numbers of mallopt's parameters, from glibc's malloc.h
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_LARGEST_BLOCK = 32 << 20  # glibc allows no more
_KEPT = 256 << 20
_POOLS = 2
# nothing listens on the discard port
_NOWHERE = "http://127.0.0.1:9"
_REPORTS_TO = "play.googleapis.com"


def use_one_opencv_thread() -> None:
    """Turn off OpenCV's own threads: the stages run side by side already.

    Measured on two cores: 52 ms of processor time per frame of 1080p with them, 50 without.
    """
    cv2.setNumThreads(1)


def quiet_opencv() -> None:
    """Silence OpenCV's log: what fails is said in FaceLens' own words.

    For looking for a fault in OpenCV itself there is `OPENCV_LOG_LEVEL`, which wins.
    """
    if "OPENCV_LOG_LEVEL" not in os.environ:
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


def leave_image_sizes_to_us() -> None:
    """Switch off Pillow's own limit of pixels, for which images of today's telephones are too large.

    What reads images has a limit of its own, the same for all formats (`inference/sources/image_reading.py`).
    """
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None


@functools.cache
def quiet_libtiff() -> None:
    """Silence the TIFF library inside Pillow, which prints what it thinks of damaged files.

    Where Pillow brings no library of its own along, as on other systems than Linux, nothing is changed.
    """
    import PIL

    for library in (Path(PIL.__file__).parent.parent / "pillow.libs").glob("libtiff-*.so*"):
        tiff = ctypes.CDLL(str(library))
        tiff.TIFFSetErrorHandler(None)
        tiff.TIFFSetWarningHandler(None)


@functools.cache
def keep_released_memory() -> None:
    """Let glibc keep what frames occupied instead of handing it back to the kernel after each.

    A 1080p frame has 1,500 memory pages, and the kernel clears every one that is asked for anew: measured at
    1 to 3 ms per frame, a tenth to a quarter of the time it takes to decode it. Does nothing on other systems.
    """
    _set_malloc(_M_MMAP_THRESHOLD, _LARGEST_BLOCK)
    _set_malloc(_M_TRIM_THRESHOLD, _KEPT)


def share_memory_between_threads() -> None:
    """Let all threads take their memory from two pools of glibc's instead of eight for each core.

    For a process that opens file after file: each file has threads of its own, which come to pools in which others
    have freed frames of another size, and every pool grows to the most it ever held. Measured in the window with two
    films in turn: 890 MB after 5 openings and 1280 after 24 without, 620 to 720 with; no more processor time. Has to
    be called before other threads begin. Does nothing on other systems.
    """
    _set_malloc(_M_ARENA_MAX, _POOLS)


def return_released_memory() -> None:
    """Hand back to the kernel what is free: a file was closed, and the next may be smaller or never come.

    Does nothing on other systems than Linux with glibc.
    """
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _set_malloc(parameter: int, value: int) -> None:
    mallopt = _of_glibc("mallopt")
    if mallopt is not None:
        mallopt(parameter, value)


def _of_glibc(name: str) -> Callable[..., int] | None:
    """A function of the C library; None where it has none of this name, such as musl."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform.startswith("linux") else None


def keep_mediapipe_offline() -> None:
    """Point the HTTPS client of MediaPipe's native library at a port where nothing listens.

    MediaPipe sends figures about its use to Google (its package description says so) and offers no switch
    against it; FaceLens promises that nothing leaves the machine. The library uses curl, which takes its proxy
    from `https_proxy`, unless `no_proxy` exempts the host: such exemptions go. Nothing else in FaceLens opens
    HTTPS connections through that variable; FFmpeg, which opens network streams, reads `http_proxy` alone.
    """
    os.environ["https_proxy"] = _NOWHERE
    for name in ("no_proxy", "NO_PROXY"):
        exempt = [entry.strip() for entry in os.environ.get(name, "").split(",") if entry.strip()]
        if "*" in exempt:  # no proxy for anything: without the other proxies this stays true
            os.environ.pop("http_proxy", None)
        kept = [entry for entry in exempt if not _covers_reports(entry)]
        if kept:
            os.environ[name] = ",".join(kept)
        else:
            os.environ.pop(name, None)


def keep_onnxruntime_offline() -> None:
    """Keep ONNX Runtime from reporting its use, and from noting a device id and reports in the cache folder.

    Its wheels from 1.31 on do so from the moment they are imported, so this has to come before.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def _covers_reports(entry: str) -> bool:
    host = entry.lstrip("*.").lower()
    return entry == "*" or host == _REPORTS_TO or _REPORTS_TO.endswith(f".{host}")
