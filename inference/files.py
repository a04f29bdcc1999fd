"""Files: which endings they have, how they are hashed, and how they are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import itertools
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from .errors import SinkError
from .locks import FileLock

VIDEO_EXTENSIONS = (
    ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".wmv", ".flv",
    ".3gp", ".ogv", ".gif", ".apng",
)  # fmt: skip
IMAGE_EXTENSIONS = (
    ".jpg", ".jpeg", ".jpe", ".jfif", ".mpo", ".png", ".webp", ".heic", ".heif", ".hif", ".heics", ".heifs", ".avif",
    ".avifs", ".tif", ".tiff", ".bmp", ".dib", ".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx", ".ppm", ".pgm", ".pbm",
    ".pnm", ".psd", ".tga", ".ico",
)  # fmt: skip
# what annotated still images can be written as
OUTPUT_IMAGE_EXTENSIONS = (".jpg", ".jpeg", ".png")

# temporary names are `.` and eight random digits, this, and the end of the final name
_PART_MARK = ".part."
_MAX_PART_BYTES = 200
# where the system does not say how long a name may be
_MAX_NAME_BYTES = 255
# an ending that is longer is cut like the rest of a name
_MAX_ENDING_BYTES = 16

_ASKS_FOR_EFFECTIVE_USER = os.access in os.supports_effective_ids

_REASONS = {
    errno.ENOENT: "its folder is gone",
    errno.ENOSPC: "the disk is full; make room or choose another place",
    errno.EDQUOT: "your share of the disk is used up; make room or choose another place",
    errno.EFBIG: "the file would be larger than this disk or this account allows",
    errno.EACCES: "no permission to write there; choose another place",
    errno.EPERM: "no permission to write there; choose another place",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.ENAMETOOLONG: "the name is too long",
}


# what a system says of a disk, a folder or a connection; anything else is about the content of a file
_DISK_ERRORS = frozenset(
    {
        *_REASONS,
        errno.EIO,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.ENODEV,
        errno.ENXIO,
        errno.EBADF,
        errno.EPIPE,
        errno.EBUSY,
    }
    | {
        getattr(errno, name)
        for name in ("ESTALE", "EREMOTEIO", "ENOMEDIUM", "ETXTBSY", "EHOSTDOWN")
        if hasattr(errno, name)
    }
)


def is_disk_error(error: BaseException) -> bool:
    """Return whether an error is one of the disk, and not of what was to be written."""
    return isinstance(error, OSError) and error.errno in _DISK_ERRORS


def sha256_of(path: str | os.PathLike[str]) -> str:
    """Compute the SHA-256 of a file, in hexadecimal.

    Raises:
        OSError: it can't be read.
    """
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_same_file(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Return whether two paths lead to one file that is there: by links of both kinds, in capital letters, by /dev."""
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def atomic_path(path: str | os.PathLike[str], keep_as: str | os.PathLike[str] | None = None) -> Iterator[Path]:
    """Give a temporary path that takes the place of `path` when the block ends without an error.

    The temporary file exists (empty), lies in the folder of `path`, has all its endings and is nobody else's. Where
    the block fails it is removed, and what stood under `path` stays as it was. A link stays a link: what it points
    to is replaced.

    Args:
        path: the file to write.
        keep_as: what stood under `path` is kept under this name in the same folder.

    Raises:
        OSError: the folder can't be written, or the disk is full.
    """
    final = Path(os.path.realpath(path))
    part = _create_part(final)
    try:
        yield part
        # the name must not point to a file whose content a power failure can still take away
        _flush(part)
        _keep_owner(part, final)
        if keep_as is not None and final.exists():
            final.replace(keep_as)
        part.replace(final)
    finally:
        part.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Wait until a file is on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _keep_owner(part: Path, final: Path) -> None:
    """Give a file the permissions, and where that is allowed the owner, of the one that it is to replace."""
    try:
        before = final.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "chown"):
        for owner in ((-1, before.st_gid), (before.st_uid, -1)):
            with contextlib.suppress(OSError):
                os.chown(part, *owner)
    with contextlib.suppress(OSError):  # some file systems know no permissions
        part.chmod(stat.S_IMODE(before.st_mode))


def _create_part(final: Path) -> Path:
    """Create an empty file beside `final` under a name that is not taken, with the permissions of a new file."""
    # some writers go by the endings; the start is cut so that a long name stays within the limit of the file system
    name = final.name
    while len(os.fsencode(name)) > _MAX_PART_BYTES:
        name = name[1:]
    while not _reserve(part := final.with_name(f".{secrets.token_hex(4)}{_PART_MARK}{name}")):
        pass
    return part


def is_unfinished(path: str | os.PathLike[str]) -> bool:
    """Return whether a file is what `atomic_path` leaves behind where the process is killed while it writes."""
    return re.fullmatch(rf"\.[0-9a-f]{{8}}{re.escape(_PART_MARK)}.*", Path(path).name) is not None


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a UTF-8 text file, whole or not at all.

    Raises:
        OSError: it can't be written; what stood there is as it was.
    """
    with atomic_path(path) as part:
        part.write_text(text, encoding="utf-8")


def write_json(path: str | os.PathLike[str], data: Any) -> None:
    """Write JSON in UTF-8, indented by 2 and readable as it is, whole or not at all.

    Raises:
        OSError: it can't be written; what stood there is as it was.
        TypeError, ValueError: the data can't be written as JSON.
    """
    write_text(path, json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def output_error(path: str | os.PathLike[str], error: Exception, kept: str = "") -> SinkError:
    """Return an error of the operating system in words for somebody who wants a file.

    Args:
        path: the file, under the name that the user gave.
        error: what went wrong: an `OSError` or one of FFmpeg's.
        kept: what has become of the part that was written before.
    """
    reason = _REASONS.get(getattr(error, "errno", None) or 0) or getattr(error, "strerror", None) or str(error)
    return SinkError(f"can't write {os.fspath(path)}: {reason}" + (f". {kept}" if kept else ""))


def name_limit(folder: str | os.PathLike[str]) -> int:
    """Return how many bytes the name of a file in a folder may have."""
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (AttributeError, OSError, ValueError):
        return _MAX_NAME_BYTES


def shortened(name: str, max_bytes: int) -> str:
    """Return a file's name, cut where it takes more bytes than there may be.

    Its ending stays, no character is cut in two, and a piece of the whole name's hash keeps names apart that begin
    alike: `a very long na-1f0e2d3c.csv`.
    """
    if len(os.fsencode(name)) <= max_bytes:
        return name
    stem, ending = os.path.splitext(name)
    if len(os.fsencode(ending)) > _MAX_ENDING_BYTES:
        stem, ending = name, ""
    ending = f"-{hashlib.sha256(os.fsencode(name)).hexdigest()[:8]}{ending}"
    while len(os.fsencode(stem + ending)) > max_bytes:
        stem = stem[:-1]
    return stem + ending


class WrittenFile(NamedTuple):
    """A file or folder that a run leaves behind.

    Attributes:
        path: where it is.
        asked_for: the name that it should have had; another one where an older file has that and is not to be
            replaced by one that is not whole.
        has_replaced: it took the place of an older file.
    """

    path: str
    asked_for: str
    has_replaced: bool = False


class OutputFile:
    """A file under a temporary name beside its final one, which it gets when it is complete.

    Opening creates the temporary file, so what can't be written at all fails before any work is done. It is nobody
    else's file, and `is_unfinished` tells it where a killed process has left it. As long as it is open, no other
    process can open the same output. One of `finish`, `discard` and `leave` ends it.

    Attributes:
        name: the final name as it was given.
        part: the temporary file; it has all endings of the final name.
        written: what has become of it; None before `finish` and after the others.

    Raises:
        SinkError: the folder is absent or can't be written, the name is that of a folder, a device or a file that is
            protected, or another run is writing it.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.name = os.fspath(path)
        self.written: WrittenFile | None = None
        # a link stays a link: what it points to is replaced
        self._final = Path(os.path.realpath(path))
        self._check()
        try:
            self._lock = FileLock(lock_path(self._final))
        except BlockingIOError:
            raise SinkError(
                f"can't write {self.name}: another run is writing it; wait for its end or choose another name"
            ) from None
        try:
            self.part = _create_part(self._final)
            self._hide_like_the_old_one()
        except OSError as error:
            self._lock.release()
            raise output_error(self.name, error) from error

    def _check(self) -> None:
        """Raise `SinkError` where the file must not or can't be written."""
        folder = self._final.parent
        try:
            if not folder.is_dir():
                raise SinkError(f"can't write {self.name}: there is no folder {folder}; create it first")
            mode = self._final.stat().st_mode
        except FileNotFoundError:
            return
        except OSError as error:
            raise output_error(self.name, error) from error
        if stat.S_ISDIR(mode):
            raise SinkError(f"can't write {self.name}: it is a folder; give the name of a file in it")
        if not stat.S_ISREG(mode):
            raise SinkError(
                f"can't write {self.name}: it is a device or pipe; give the name of a file (or - for stdout)"
            )
        # the administrator may write every file; one that nobody may write is meant to stay all the same
        if not mode & 0o222 or not os.access(self._final, os.W_OK, effective_ids=_ASKS_FOR_EFFECTIVE_USER):
            raise SinkError(
                f"can't write {self.name}: the file of that name is write-protected; choose another name, or allow "
                "writing to it"
            )

    def _hide_like_the_old_one(self) -> None:
        """Let nobody read the temporary file who may not read what it is to replace."""
        with contextlib.suppress(OSError):
            self.part.chmod(stat.S_IMODE(self._final.stat().st_mode) | stat.S_IRUSR | stat.S_IWUSR)

    @property
    def whereabouts(self) -> str:
        """Where the temporary file is, as a sentence; empty where it is gone."""
        return f"What was written is in {self.part}" if os.path.exists(self.part) else ""

    def fill(self, data: bytes) -> None:
        """Write all of the temporary file at once.

        Raises:
            SinkError: that can't be done; the file is discarded.
        """
        try:
            self.part.write_bytes(data)
        except OSError as error:
            self.discard()
            raise output_error(self.name, error) from error

    def finish(self, *, is_whole: bool = True, waits_for_disk: bool = True) -> None:
        """Give the file its name.

        Args:
            is_whole: what has the name already is replaced. A file that is not whole leaves it alone and gets the
                next free name: `people (incomplete).csv`, `people (incomplete 2).csv`.
            waits_for_disk: what is replaced stays until the new file would outlast a power failure; some 10 ms.

        Raises:
            SinkError: that can't be done; the file keeps its temporary name.
        """
        try:
            self.written = self._replace(waits_for_disk) if is_whole else self._take_free_name()
        except OSError as error:
            raise output_error(self.name, error, self.whereabouts) from error
        except SinkError as error:
            raise SinkError(". ".join(filter(None, (str(error), self.whereabouts)))) from error
        finally:
            self._lock.release()

    def _replace(self, waits_for_disk: bool) -> WrittenFile:
        self._check()
        has_replaced = self._final.exists()
        if has_replaced:
            if waits_for_disk:
                _flush(self.part)
            _keep_owner(self.part, self._final)
        self.part.replace(self._final)
        return WrittenFile(self.name, self.name, has_replaced)

    def _take_free_name(self) -> WrittenFile:
        names = self._free_names()
        while not _reserve(path := next(names)):
            pass
        self.part.replace(path)
        if path == self._final:
            return WrittenFile(self.name, self.name)
        folder = os.path.dirname(self.name)
        is_here = os.path.realpath(folder) == str(path.parent)
        return WrittenFile(os.path.join(folder, path.name) if is_here else str(path), self.name)

    def _free_names(self) -> Iterator[Path]:
        yield self._final
        limit = name_limit(self._final.parent)
        for number in itertools.count(1):
            mark = f" ({'incomplete' if number == 1 else f'incomplete {number}'}){self._final.suffix}"
            yield self._final.with_name(shortened(self._final.stem, limit - len(os.fsencode(mark))) + mark)

    def discard(self) -> None:
        """Remove the temporary file, where the folder still lets us."""
        with contextlib.suppress(OSError):
            self.part.unlink(missing_ok=True)
        self._lock.release()

    def leave(self) -> None:
        """Leave the temporary file where it is: it can't be completed, but may be worth rescuing."""
        self._lock.release()


def _reserve(path: Path) -> bool:
    """Create an empty file; return False where the name is taken."""
    try:
        path.open("xb").close()
    except FileExistsError:
        return False
    return True


def lock_path(output: Path) -> Path:
    """Return the file that is locked while an output is written: `.people.csv.lock` beside `people.csv`."""
    return output.with_name(f".{shortened(output.name, _MAX_PART_BYTES)}.lock")
