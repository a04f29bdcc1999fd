"""Exit codes of the process."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ended; `python main.py --help` lists them."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    SOURCE = 3
    MODEL = 4
    INTERRUPTED = 130
