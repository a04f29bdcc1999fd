"""`python main.py archive INPUT ... --output FOLDER`: its words, and what they lead to."""

from __future__ import annotations

import argparse

from ..cli import add_analysis_options, add_privacy_options, number, whole_number
from ..commands import CommandParser
from ..exit_codes import ExitCode

# long enough that the frames read twice at each seam are one in a hundred
SEGMENT_MINUTES = 15.0
_EPILOG = """\
inputs: folders with their subfolders, patterns ('day-*/*.mp4'), files, lists (.txt, a path a line), tables of
jobs (.csv with the column path, and start, end, every, engine, model, detector, min_face, min_score, hide, priority)

The folder holds, for each file, its table, its people and its summary (files/), one data set in Parquet over all
(faces/, people/), report.html, and the ledger. The same command goes on where it was stopped, however it was; what is
done is not done again, what has changed is. docs/archive.md tells more.

exit codes: 0 all done, 3 some failed, 130 stopped; those of `python main.py --help`
"""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command's words."""
    parser = CommandParser(
        prog="python main.py archive",
        description="Analyses many hours of video, each file exactly once, on all cores or on a Ray cluster.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_own(parser)
    add_analysis_options(parser.add_argument_group("analysis"))
    add_privacy_options(parser.add_argument_group("privacy"))
    parser.set_defaults(image=None, find=None)
    return parser


def _add_own(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="what is analysed")
    parser.add_argument("--output", required=True, metavar="FOLDER", help="where everything goes")
    who = parser.add_mutually_exclusive_group()
    who.add_argument(
        "--workers", type=whole_number(1), metavar="N", help="processes side by side (what cores and memory allow)"
    )
    who.add_argument("--ray", metavar="ADDRESS", help="an existing Ray cluster: auto, 10.0.0.1:6379, ray://...")
    parser.add_argument(
        "--ray-cores", type=whole_number(1), default=1, metavar="N", help="with --ray: cores a file (1)"
    )
    parser.add_argument(
        "--ray-gpus", type=float, default=0.0, metavar="N", help="with --ray: GPUs a file, 0.25 say (0)"
    )
    parser.add_argument(
        "--segment-minutes",
        type=number,
        default=SEGMENT_MINUTES,
        metavar="N",
        help=f"split files that are longer into parts of about this length ({SEGMENT_MINUTES:g}; 0: never)",
    )
    parser.add_argument("--copies", action="store_true", help="annotated copies too")
    parser.add_argument("--retry-failed", action="store_true", help="try those again that failed before")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and about how long it takes")
    parser.add_argument("--quiet", action="store_true", help="errors only")
    parser.add_argument("--debug", action="store_true", help="errors with a traceback")


def run(given: argparse.Namespace) -> ExitCode:
    """Do what the command's words ask for.

    Raises:
        UsageError, SourceError, SinkError: nothing could be begun, or no file is to blame for what went wrong.
    """
    from .running import run_archive

    return run_archive(given)
