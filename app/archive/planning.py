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
from .segments import seams_of
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
    display, selection = display_of(own), Selection(own.start or 0.0, own.end, own.every or 1)
    analysis = analysis_of(own, need_best_looks=False)
    copies = given.copies or display.privacy is not Privacy.NONE
    # a copy is one file, and the others depend on what came before
    is_split = not copies and selection.every == 1 and analysis.forget_after_s is None
    length_s = 60.0 * given.segment_minutes if is_split else 0.0
    duration_s, seams = _measured(one.path, selection, length_s)
    began_at = (_says(one.path) or datetime.fromtimestamp(stat.st_mtime, UTC)).astimezone()
    return Task(
        key=key_of(one.path),
        path=one.path,
        day=began_at.date().isoformat(),
        began_at=began_at.isoformat(),
        duration_s=duration_s,
        size=stat.st_size,
        changed_ns=stat.st_mtime_ns,
        analysis=analysis,
        display=display,
        selection=selection,
        copies=copies,
        priority=own.priority,
        seams=seams,
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


def _measured(path: str, selection: Selection, length_s: float) -> tuple[float | None, tuple[float, ...]]:
    """Return a file's length in seconds, and where it is split into parts of about a length."""
    try:
        with open_video(path) as source:
            return source.info.duration_s, seams_of(source, selection, length_s)
    except FaceLensError:  # whoever analyses it will say so
        return None, ()


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
