"""`python -m training report`."""

from __future__ import annotations

import argparse
from pathlib import Path

from .evaluation_options import add_evaluation_arguments, run_evaluation

HELP = "the same as a page to read: metrics, plots, best and worst faces"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_evaluation_arguments(parser)
    parser.add_argument("--output", type=Path, default=Path("report.html"), help="the page (default: %(default)s)")
    parser.add_argument("--title", default="How wrong the model is", help="heading of the page")
    parser.add_argument("--no-faces", action="store_true", help="leave images of people out")


def run(options: argparse.Namespace) -> None:
    from ..evaluation.report import write_report

    inputs, result = run_evaluation(options)
    write_report(result, inputs, options.output, options.title, faces=not options.no_faces)
    print(f"{options.output}: {len(result.systems)} judged by {result.faces.labelled} labelled faces")
