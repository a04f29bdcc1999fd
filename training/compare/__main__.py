"""`python -m training.compare FOLDER`: one job of a comparison, in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path

from ..process import prepare_process

if __name__ == "__main__":
    prepare_process()
    from .worker import run_job

    sys.exit(run_job(Path(sys.argv[1])))
