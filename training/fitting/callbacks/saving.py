"""Files that are either as they were or completely new, whenever the power goes or the disk is full."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def save_whole(path: Path, write: Callable[[Path], None], keep_as: Path | None = None) -> None:
    """Write a file under another name, and put it in place when it is complete.

    Args:
        path: where it goes.
        write: writes it to the path it is given, beside `path` and with its endings.
        keep_as: what `path` held before is kept there.

    Raises:
        OSError: it could not be written; what stood there is untouched.
    """
    part = path.with_name("saving-" + path.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        if keep_as is not None and path.exists():
            path.replace(keep_as)
        part.replace(path)
    except (OSError, RuntimeError) as error:  # HDF5 reports some full disks as a RuntimeError
        part.unlink(missing_ok=True)
        raise OSError(
            f"can't save {path}: {error}. What was saved before is intact; make room, then give the same command again"
        ) from error
    finally:
        part.unlink(missing_ok=True)
