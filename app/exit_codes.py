"""What the process returns."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line; `python main.py --help` lists them."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    SOURCE = 3
    MODEL = 4
    INTERRUPTED = 130
