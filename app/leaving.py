"""The end of the process."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with an exit code, once everything is closed.

    Python takes its libraries down at the end, which crashes now and then where a thread is at work in one of them
    still, such as one that loads models while the window is closed, and in PyQt's own cleaning up. Then the process
    ends as it is.
    """
    if "PyQt6.QtCore" not in sys.modules and all(t is threading.main_thread() for t in threading.enumerate()):
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(code)
