"""What a run writes, and how it is called where nobody gives a name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is written, and where; None for what is not.

    Attributes:
        output: annotated copy: `.mp4` of a video; of still images `.jpg`, `.jpeg`, `.png` (one) or a folder.
        export: table, one row per face per frame: `.csv`, `.jsonl` or `-` (CSV on stdout).
        summary: totals: `.json`.
    """

    output: str | None = None
    export: str | None = None
    summary: str | None = None

    @property
    def are_any(self) -> bool:
        """True where something is written."""
        return self != NO_OUTPUTS

    @property
    def paths(self) -> list[str]:
        """The files and folders that are written; stdout is none."""
        return [path for path in (self.output, self.export, self.summary) if path is not None and path != "-"]


NO_OUTPUTS = Outputs()


def default_outputs(target: str | int | Sequence[str], folder: str | os.PathLike[str] = "") -> Outputs:
    """Name all three outputs after what is analysed: `holiday-faces.mp4`, `.csv` and `.json` for `holiday.mov`.

    Args:
        target: a video, a folder of images, a URL or a camera; still images and folders of them as a sequence.
        folder: where the outputs go; empty for the current folder.
    """
    start = os.path.join(folder, f"{target_name(target)}-faces")
    images = [target] if isinstance(target, str) and os.path.isdir(target) else target
    if isinstance(images, (str, int)):
        copy = f"{start}.mp4"
    else:
        copy = f"{start}.jpg" if len(images) == 1 and os.path.isfile(images[0]) else start
    return Outputs(copy, f"{start}.csv", f"{start}.json")


def target_name(target: str | int | Sequence[str]) -> str:
    """Return a short name for what is analysed, fit for a file: a file's or folder's own, that of a stream."""
    if isinstance(target, int):
        return f"camera-{target}"
    if not isinstance(target, str):
        return target_name(target[0]) if len(target) == 1 else "pictures"
    if "://" in target:
        address = urlsplit(target)
        return PurePosixPath(address.path).stem or address.hostname or "stream"
    return Path(target).resolve().stem
