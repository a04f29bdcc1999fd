"""The process's standard input, output and error, also where they are closed or nobody reads them any more."""

from __future__ import annotations

import contextlib
import io
import os
import sys

from inference.errors import ReaderGoneError
from inference.files import output_error


def settle_standard_streams() -> None:
    """Make messages harmless where there is nowhere to show them; called once, before anything is opened.

    A descriptor that is closed is filled with the null device: the next file to be opened would take its number, and
    what libraries write to their standard error would end up in the middle of it. `sys.stderr` takes everything from
    here on, whether somebody reads it or not. `sys.stdout` stays None where there is none, so that a table for it is
    refused.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            with contextlib.suppress(OSError):
                os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process lives
    elif isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = _Lenient(sys.stderr)


def say(text: str) -> None:
    """Print what was asked for to the standard output, at once; where there is none, to nobody.

    Raises:
        ReaderGoneError: its reader has stopped.
        SinkError: it can't be written.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError as error:
        raise ReaderGoneError("the reader of stdout has stopped") from error
    except OSError as error:
        abandon(1)
        raise output_error("to stdout", error) from error


def abandon(number: int) -> None:
    """Lead a standard stream to the null device, since nobody takes what is written to it any more.

    Python would complain at its end of what it could not write, and end with exit code 120.
    """
    with contextlib.suppress(OSError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, number)
        os.close(null)


class _Lenient(io.TextIOWrapper):
    """Standard error that falls silent where it can't be written: reader gone, disk full, terminal hung up."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        encoding, errors = stream.encoding, stream.errors or "backslashreplace"
        super().__init__(stream.detach(), encoding, errors, line_buffering=True)

    def write(self, text: str) -> int:
        try:
            return super().write(text)
        except OSError:
            self._fall_silent()
            return len(text)

    def flush(self) -> None:
        try:
            super().flush()
        except OSError:
            self._fall_silent()

    def _fall_silent(self) -> None:
        abandon(self.fileno())
        with contextlib.suppress(OSError):
            super().flush()
