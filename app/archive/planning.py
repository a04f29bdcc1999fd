"""Inputs to tasks: what is asked of each file, when it was recorded, and how long it is."""

from __future__ import annotations

import argparse
import hashlib
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from inference.errors import FaceLensError, UsageError
from inference.settings import Privacy, Selection
from inference.sources import open_video

from ..cli import add_analysis_options, add_privacy_options, analysis_of, display_of
from ..commands import CommandParser
from .inputs import Input
from .task import Task

_AT_ONCE = 8
_LONGEST_NAME = 80


def tasks_of(inputs: Sequence[Input], given: argparse.Namespace) -> list[Task]:
    """Return the tasks, those of the highest priority first.

    Args:
        inputs: the files.
        given: the command's options; those of a table of jobs come before them.

    Raises:
        UsageError: an option makes no sense.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        tasks = list(pool.map(lambda one: _task(one, given), inputs))
    return sorted(tasks, key=lambda task: -task.priority)


def _task(one: Input, given: argparse.Namespace) -> Task:
    own = _own(one, given)
    stat = os.stat(one.path)
    duration_s, began_at = _recorded(one.path, stat.st_mtime)
    display = display_of(own)
    return Task(
        key=key_of(one.path),
        path=one.path,
        day=began_at.date().isoformat(),
        began_at=began_at.isoformat(),
        duration_s=duration_s,
        size=stat.st_size,
        changed_ns=stat.st_mtime_ns,
        analysis=analysis_of(own, need_best_looks=False),
        display=display,
        selection=Selection(own.start or 0.0, own.end, own.every or 1),
        copies=given.copies or display.privacy is not Privacy.NONE,
        priority=own.priority,
    )


def key_of(path: str) -> str:
    """Return what the results of a file are called: its name, and what tells it from others of that name."""
    name = re.sub(r"[^\w.-]+", "_", Path(path).stem)[:_LONGEST_NAME]
    return f"{name}-{hashlib.sha256(path.encode()).hexdigest()[:8]}"


def _own(one: Input, given: argparse.Namespace) -> argparse.Namespace:
    """Return the options of one file: those of its row in a table of jobs, else the command's."""
    own = argparse.Namespace(**{**vars(given), "priority": 0})
    words = [word for name, value in one.options.items() for word in (f"--{name.replace('_', '-')}", value)]
    if words:
        try:
            _job_parser().parse_args(words, own)
        except UsageError as error:
            raise UsageError(f"{one.path}: {error}") from error
    return own


def _job_parser() -> argparse.ArgumentParser:
    """Return a parser of the options that a row may have; what a row leaves out is left as it is."""
    parser = CommandParser(allow_abbrev=False)
    parser.add_argument("--priority", type=int)
    add_analysis_options(parser.add_argument_group())
    add_privacy_options(parser.add_argument_group())
    for action in parser._actions:
        action.default = argparse.SUPPRESS
    return parser


def _recorded(path: str, changed: float) -> tuple[float | None, datetime]:
    """Return a file's length in seconds, and when its recording began: as it says, else as it was last changed."""
    duration_s = None
    try:
        with open_video(path) as source:
            duration_s = source.info.duration_s
    except FaceLensError:  # whoever analyses it will say so
        pass
    began_at = _says(path) or datetime.fromtimestamp(changed, UTC)
    return duration_s, began_at.astimezone()


def _says(path: str) -> datetime | None:
    """Return what a container's `creation_time` says, if it makes sense."""
    import av

    try:
        with av.open(path) as container:
            said = container.metadata.get("creation_time", "")
        moment = datetime.fromisoformat(said)
    except (av.FFmpegError, OSError, ValueError):
        return None
    moment = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return moment if 1990 < moment.year < datetime.now(UTC).year + 2 else None
