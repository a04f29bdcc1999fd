"""Memory of released frames kept for the next ones."""

from __future__ import annotations

import ctypes
import functools
import sys

# numbers of mallopt's parameters, from glibc's malloc.h
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_LARGEST_BLOCK = 32 << 20  # glibc allows no more
_KEPT = 256 << 20


@functools.cache
def keep_released_memory() -> None:
    """Let glibc keep what frames occupied instead of handing it back to the kernel after each.

    A 1080p frame has 1,500 memory pages, and the kernel clears every one that is asked for anew: measured at
    1 to 3 ms a frame, a tenth to a quarter of the time it takes to decode it. Does nothing on other systems.
    """
    if not sys.platform.startswith("linux"):
        return
    # absent from other C libraries, such as musl
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGEST_BLOCK)
        mallopt(_M_TRIM_THRESHOLD, _KEPT)
