"""Save the files of a run so that a full disk or a power cut costs nothing that was saved before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from inference.files import atomic_path


def save_whole(path: Path, write: Callable[[Path], object], keep_as: Path | None = None) -> None:
    """Write a file under another name, and put it in place when it is complete.

    Args:
        path: where it goes; its folder is made.
        write: writes it to the path it is given, beside `path` and with its endings.
        keep_as: what `path` held before is kept there.

    Raises:
        OSError: it could not be written; what stood there is untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_path(path, keep_as) as part:
            write(part)
    except (OSError, RuntimeError) as error:  # HDF5 reports some full disks as a RuntimeError
        raise OSError(
            f"can't save {path}: {error}. What was saved before is intact; make room, then give the same command again"
        ) from error
