"""Output files that get their name once they are complete, and what can be wrong with them."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from .errors import SinkError

_REASONS = {
    errno.ENOSPC: "the disk is full; make room or choose another place",
    errno.EDQUOT: "your share of the disk is used up; make room or choose another place",
    errno.EFBIG: "the file would be larger than this disk or this account allows",
    errno.EACCES: "no permission to write there; choose another place",
    errno.EPERM: "no permission to write there; choose another place",
    errno.EROFS: "the disk is read-only; choose another place",
    errno.ENAMETOOLONG: "the name is too long",
}


def output_error(path: str | os.PathLike[str], error: Exception, kept: str = "") -> SinkError:
    """What an error of the operating system means to somebody who wants a file.

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
