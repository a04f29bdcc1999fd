"""How long an archive will take: by what has been done of it, else by what was measured elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from .ledger import Entry, State
from .task import Task

# seconds of one core for a second of video; a street in 1080p with six faces in view: docs/archive.md
CORE_SECONDS = 0.55


def processor_hours(tasks: Sequence[Task], entries: Sequence[Entry], cores: int) -> tuple[float, bool]:
    """Estimate the hours that tasks take.

    Args:
        tasks: what is to be done.
        entries: the ledger, whose files tell how fast it goes here.
        cores: of all workers together.

    Returns:
        The hours, and whether they go by this archive's own files.
    """
    length_s = sum(task.duration_s or 0.0 for task in tasks)
    done = [entry for entry in entries if entry.state is State.DONE and entry.took_s and entry.seconds]
    if done:
        share = sum(entry.took_s for entry in done) / sum(entry.seconds for entry in done)
        return share * length_s / 3600 / max(1, len({entry.worker for entry in done})), True
    return CORE_SECONDS * length_s / 3600 / cores, False
