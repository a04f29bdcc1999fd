"""`python -m training report`."""

from __future__ import annotations

import argparse
from pathlib import Path

from .evaluation_options import add_arguments as add_judgement_arguments

HELP = "the same as a page to read: figures, plots, best and worst faces"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_judgement_arguments(parser)
    parser.add_argument("--output", type=Path, default=Path("report.html"), help="the page (default: %(default)s)")
    parser.add_argument("--title", default="How wrong the network is", help="heading of the page")
    parser.add_argument("--no-faces", action="store_true", help="leave pictures of people out")


def run(options: argparse.Namespace) -> None:
    from ..evaluation.report import write_report
    from .evaluation_options import judgement_of, write_json

    intake, judgement = judgement_of(options)
    write_report(judgement, intake, options.output, options.title, faces=not options.no_faces)
    faces = judgement["faces"]["labelled"]
    print(f"{options.output}: {len(judgement['systems'])} judged by {faces} labelled faces")
    if options.json is not None:
        write_json(judgement, options.json)
