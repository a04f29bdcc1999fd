"""`python -m training export`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "a trained model to ONNX with its card"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", type=Path, help="folder of the run")
    parser.add_argument(
        "--data", type=Path, nargs="+", default=[Path("data/utkface.h5")], help="the prepared files it was trained on"
    )
    parser.add_argument("--output", type=Path, default=Path("assets/models/attributes.onnx"))
    parser.add_argument("--int8", action="store_true", help="an int8 variant for CPUs too")


def run(options: argparse.Namespace) -> None:
    from ..export.export import export

    export(options.run, options.data, options.output, options.int8)
