"""`python -m training average`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "the mean of several runs' weights, as a run of its own"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN", help="folders of runs from the same start")
    parser.add_argument("--output", type=Path, required=True, help="new folder")


def run(options: argparse.Namespace) -> None:
    from ..fitting.weight_averaging import average

    average(options.runs, options.output)
