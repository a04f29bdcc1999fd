"""`python -m training combine`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "several runs' models as one that averages their predictions, as a run of its own"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "runs", type=Path, nargs="+", metavar="RUN", help="folders of runs, that of the largest view first"
    )
    parser.add_argument("--output", type=Path, required=True, help="new folder")


def run(options: argparse.Namespace) -> None:
    from ..export.combine import combine

    combine(options.runs, options.output)
