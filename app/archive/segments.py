"""Parts of long files: where they are split, and what a part leaves until all of them are joined."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from inference.errors import FaceLensError
from inference.settings import TIME_TOLERANCE_S, Selection
from inference.sources.base import Source
from inference.types import FrameResult

from .. import __version__
from .task import PART, WORK, Task

# of a part and the frames before it that are read as well, so that those who are in view are known at its start: an
# estimate of then has a fiftieth of its weight left
LEAD_S = 8.0
FILM, RECORDS, _ABOUT = "part.facelens", "records.npz", "part.json"


def seams_of(source: Source, selection: Selection, length_s: float) -> tuple[float, ...]:
    """Return the key frames at which a file is split into parts of about one length.

    Args:
        source: the opened file; it is read elsewhere afterwards.
        selection: what is wanted of it.
        length_s: of a part, seconds; 0 for no parts.

    Returns:
        Seconds, ascending; none where the file is short, or can't be read from anywhere.
    """
    end_s = _end_of(source, selection)
    glance = getattr(source, "glance", None)
    if not length_s or end_s is None or glance is None or not source.info.is_seekable:
        return ()
    count = round((end_s - selection.start_s) / length_s)
    seams: list[float] = []
    before_s = selection.start_s
    for number in range(1, count):
        wanted_s = selection.start_s + number * (end_s - selection.start_s) / count
        try:
            frame = glance(wanted_s)
        except FaceLensError:  # whoever analyses it will say what is wrong
            return ()
        if frame is not None and before_s + length_s / 2 <= frame.timestamp_s <= wanted_s + length_s / 2:
            before_s = frame.timestamp_s
            seams.append(before_s)
    return tuple(seams)


def _end_of(source: Source, selection: Selection) -> float | None:
    ends = [end for end in (source.info.duration_s, selection.end_s) if end is not None]
    return None if source.info.duration_s is None else min(ends)


def bounds_of(task: Task, part: int) -> tuple[float, float | None]:
    """Return the times of a part of a file, from and to, seconds; None for its end."""
    edges = [task.selection.start_s, *task.seams, task.selection.end_s]
    begin_s, end_s = edges[part], edges[part + 1]
    assert begin_s is not None
    return begin_s, end_s


def is_of_part(result: FrameResult, begin_s: float) -> bool:
    """Tell whether a frame belongs to the part that begins at a time, or only leads to it."""
    return result.timestamp_s >= begin_s - TIME_TOLERANCE_S


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What is known of a part that was analysed.

    Attributes:
        of: whose part, of which state of the file, by which FaceLens, as `whose` says.
        frames: number of frames, without those that only lead to it.
        took_s: by the clock of the worker.
        reason: what is missing of it.
        stage_s: as `FrameResult.timings_s`, of all frames together.
    """

    of: str
    frames: int
    took_s: float
    reason: str | None
    stage_s: Mapping[str, float]

    def written_to(self, folder: Path) -> None:
        """Write it into the part's folder."""
        (folder / _ABOUT).write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read_from(cls, folder: Path) -> Self:
        """Read it from the part's folder.

        Raises:
            OSError, ValueError: it is not there, or no such file.
        """
        values: dict[str, Any] = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        return cls(**values)


def whose(task: Task) -> str:
    """Return what a part has to be of, in order to be joined with the others of a task."""
    return repr((task.path, task.size, task.changed_ns, task.how, task.seams, __version__))


def part_folder(folder: Path, key: str, part: int) -> Path:
    """Return where a part of a file waits to be joined."""
    return folder / WORK / f"{key}-{part:04}{PART}"


def parts_there(folder: Path, task: Task) -> list[int]:
    """Return which parts of a file are done."""
    return [part for part in range(len(task.seams) + 1) if _is_of(part_folder(folder, task.key, part), task)]


def _is_of(place: Path, task: Task) -> bool:
    try:
        return PartFacts.read_from(place).of == whose(task)
    except (OSError, ValueError, TypeError):
        return False


def wanted_parts(folder: Path, tasks: Iterable[Task]) -> set[Path]:
    """Return the folders of all parts that are done and will be joined."""
    return {part_folder(folder, task.key, part) for task in tasks for part in parts_there(folder, task)}
