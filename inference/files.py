"""Files: which endings they have, how they are hashed, and how they are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import re
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .errors import SinkError

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

_REASONS = {
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
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        if keep_as is not None and final.exists():
            final.replace(keep_as)
        part.replace(final)
    finally:
        part.unlink(missing_ok=True)


def _create_part(final: Path) -> Path:
    """Create an empty file beside `final` under a name that is not taken, with the permissions of a new file."""
    # some writers go by the endings; the start is cut so that a long name stays within the limit of the file system
    name = final.name
    while len(os.fsencode(name)) > _MAX_PART_BYTES:
        name = name[1:]
    while True:
        part = final.with_name(f".{secrets.token_hex(4)}{_PART_MARK}{name}")
        try:
            part.open("xb").close()
        except FileExistsError:
            continue
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


class OutputFile:
    """A file under a temporary name beside its final one.

    Opening creates the temporary file, so what can't be written at all fails before any work is done. A
    file that has the name already is replaced by `finish`, not before.

    Attributes:
        name: the final name as it was given.
        part: the temporary file: `a.part.csv` for `a.csv`.

    Raises:
        SinkError: the folder is absent or can't be written, or the name is that of a folder or device.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.name = os.fspath(path)
        # a link stays a link: what it points to is replaced
        self._final = Path(os.path.realpath(path))
        self._check()
        self.part = self._final.with_name(f"{self._final.stem}.part{self._final.suffix}")
        try:
            self.part.open("wb").close()
        except OSError as error:
            raise output_error(self.name, error) from error

    def _check(self) -> None:
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

    def finish(self) -> None:
        """Give the complete file its name.

        Raises:
            SinkError: that can't be done; the file keeps its temporary name.
        """
        try:
            self.part.replace(self._final)
        except OSError as error:
            raise output_error(self.name, error, f"What was written is in {self.part}") from error

    def discard(self) -> None:
        """Remove the temporary file."""
        self.part.unlink(missing_ok=True)
