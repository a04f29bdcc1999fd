"""A lock that all processes of a machine respect, and that a killed one takes with it."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import weakref

# a link of that name may point to anything; pipes would make the opening wait
_SAFELY = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class FileLock:
    """An empty file that one process at a time holds, from the constructor to `release`.

    The system lets go of it when the process ends, however it ends: a file that is left over bars nobody. Where there
    can be no lock (a folder that may not be written into, a file system without locks) everybody gets one; so it
    guards against mistakes, not against malice. (filelock, the usual library, leaves its file lying and takes a tenth
    of a second to import.)

    Args:
        path: the file; made where it is absent, and removed by `release` unless it holds something.

    Raises:
        BlockingIOError: somebody else has it.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        descriptor = _locked(os.fspath(path))
        # also lets go of a lock that is forgotten, or still held when the interpreter ends
        self._let_go = weakref.finalize(self, _let_go, os.fspath(path), descriptor)

    def release(self) -> None:
        """Let others have it; once is enough."""
        self._let_go()


def _locked(path: str) -> int | None:
    """Return the descriptor of a file that is locked; None where there can be no lock."""
    while True:
        descriptor = _opened(path)
        if descriptor is None:
            return None
        try:
            _lock(descriptor)
            if _is_at(descriptor, path):
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise
        except OSError:
            os.close(descriptor)
            return None
        # its holder removed it between our opening and locking
        os.close(descriptor)


def _opened(path: str) -> int | None:
    for mode in (os.O_RDWR | os.O_CREAT, os.O_RDONLY):  # what another user has left can be locked, not written
        with contextlib.suppress(OSError):
            return os.open(path, mode | _SAFELY, 0o666)
    return None


def _is_at(descriptor: int, path: str) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _let_go(path: str, descriptor: int | None) -> None:
    if descriptor is None:
        return
    file = os.fstat(descriptor)
    is_ours = stat.S_ISREG(file.st_mode) and file.st_size == 0
    try:
        is_ours = is_ours and _is_at(descriptor, path)
    except OSError:  # nobody gets there any more
        is_ours = False
    if sys.platform == "win32":  # removes no open file; and refuses where the next one has opened it already
        os.close(descriptor)
        _remove(path, is_ours)
    else:  # removed while it is held: who opens it from here on makes a new one
        _remove(path, is_ours)
        os.close(descriptor)


def _remove(path: str, is_ours: bool) -> None:
    if is_ours:
        with contextlib.suppress(OSError):
            os.unlink(path)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(*error.args) from error

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
