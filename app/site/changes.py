"""Notices that a site file has changed, and requests to read it again (SIGHUP)."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from types import FrameType

_HANGUP = getattr(signal, "SIGHUP", None)


class FileWatch:
    """Watches one file, and SIGHUP where there is such a signal; a context manager of the main thread.

    Args:
        path: of the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_asked = False
        self._seen = self._look()

    def has_changed(self) -> bool:
        """Tell whether the file is another one than when it was asked last, or somebody wants it to be read again."""
        now, is_asked = self._look(), self._is_asked
        self._is_asked = False
        # an editor takes it away for a moment and puts another in its place
        has_changed = now is not None and now != self._seen
        if now is not None:
            self._seen = now
        return has_changed or is_asked

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = os.stat(self._path)
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self._is_asked = True

    def __enter__(self) -> FileWatch:
        self._before = signal.signal(_HANGUP, self._handle) if _HANGUP is not None else None
        return self

    def __exit__(self, *_: object) -> None:
        if _HANGUP is not None:
            signal.signal(_HANGUP, self._before)
