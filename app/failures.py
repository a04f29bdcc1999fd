"""What a command says where it fails, and the exit code that it ends with."""

from __future__ import annotations

import sys
import traceback

from inference.errors import EngineError, ModelError, SinkError, SourceError, UsageError

from .cli import in_flags
from .exit_codes import ExitCode

_CODES: dict[type[BaseException], ExitCode] = {
    UsageError: ExitCode.USAGE,
    SourceError: ExitCode.SOURCE,
    SinkError: ExitCode.SOURCE,
    ModelError: ExitCode.MODEL,
    EngineError: ExitCode.MODEL,
}


def tell_failure(error: Exception, *, debug: bool) -> ExitCode:
    """Print an error and its notes on stderr, after a traceback with `debug`, and return the exit code."""
    if debug:
        traceback.print_exception(error)
    code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), ExitCode.FAULT)
    fault = f"a fault in FaceLens ({type(error).__name__}; --debug shows where): " if code is ExitCode.FAULT else ""
    notes = "".join(f"\nerror: {note}" for note in getattr(error, "__notes__", ()))
    print(f"error: {fault}{in_flags(error)}{notes}", file=sys.stderr)
    return code
