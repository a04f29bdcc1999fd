"""`python -m training average`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "the mean of several models' weights, as a run of its own"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "models",
        type=Path,
        nargs="+",
        metavar="MODEL",
        help="folders of runs from the same start; behind the first one also exported .onnx files",
    )
    parser.add_argument("--shares", type=float, nargs="+", metavar="S", help="of each model in the mean (equal)")
    parser.add_argument("--zoom", type=float, metavar="Z", help="at which the mean looks at faces (that of the models)")
    parser.add_argument("--output", type=Path, required=True, help="new folder")


def run(options: argparse.Namespace) -> None:
    from ..fitting.weight_averaging import average

    average(options.models, options.output, options.shares, options.zoom)
