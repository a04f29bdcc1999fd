"""The number of cores to work on."""

from __future__ import annotations

import os

# how many cores a process may take at most, where several share a machine
CORES_VARIABLE = "FACELENS_CORES"


def usable_cores() -> int:
    """Return the number of cores that this process may use, at least one."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # Windows, macOS
        cores = os.cpu_count() or 1
    most = os.environ.get(CORES_VARIABLE, "")
    return max(1, min(cores, int(most))) if most.isdecimal() else cores
