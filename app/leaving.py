"""The end of the process."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with an exit code.

    Where a thread is at work still, such as one that loads models while the window is closed, it is ended with the
    process: Python would take the libraries down under it, which crashes now and then.
    """
    if all(thread is threading.main_thread() for thread in threading.enumerate()):
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)
