"""`python main.py history`: its words, and what they lead to."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from inference.errors import UsageError

from ..commands import CommandParser
from ..exit_codes import ExitCode

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from .history import History

_EPILOG = """\
examples:
  python main.py history sqlite:///museum.db
  python main.py history sqlite:///museum.db --from 2026-11-01 --to 2026-12-01 --by day --report november.html
  python main.py history postgresql+psycopg://user@127.0.0.1/museum --from 7d --report week.csv
  python main.py history sqlite:///museum.db --erase-before 2026-01-01

Times are local; 2026-11-26, 2026-11-26 14:30, yesterday, today, 12h and 7d (so long ago) are understood.
"""
_ENDINGS = (".html", ".csv", ".json")


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command's words."""
    parser = CommandParser(
        prog="python main.py history",
        description="Tells what a site's store holds: who came when, over which lines, for how long.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("store", metavar="STORE_URL", help="as in the site file, or the name of an SQLite file")
    parser.add_argument("--from", dest="first", metavar="T", help="begin of the period (that of the store)")
    parser.add_argument("--to", dest="last", metavar="T", help="its end, not included (now)")
    parser.add_argument(
        "--by", choices=("hour", "day", "week"), help="what is counted together (what suits the period)"
    )
    parser.add_argument("--site", metavar="NAME", help="only this site of several in one store")
    parser.add_argument("--report", metavar="PATH", help=".html, .csv or .json; without it a few lines are printed")
    parser.add_argument("--erase-before", metavar="T", help="erase all that is older, for good")
    parser.add_argument("--debug", action="store_true", help="errors with a traceback")
    return parser


def run(given: argparse.Namespace) -> ExitCode:
    """Read the store, and write or print what it tells; or erase a part of it."""
    from .opening import open_store
    from .wanted import read_wanted

    if given.report is not None and Path(given.report).suffix.lower() not in _ENDINGS:
        raise UsageError(f"--report writes {', '.join(_ENDINGS)}; got {given.report}")
    if given.erase_before is not None and (given.report or given.first or given.last or given.by):
        raise UsageError("--erase-before goes alone, or with --site")
    with open_store(given.store) as connection:
        if given.erase_before is not None:
            return _erase(connection, given)
        history = read_wanted(connection, given.first, given.last, given.by, given.site)
    if given.report is None:
        from .report import as_text

        print(as_text(history), end="")
        return ExitCode.DONE
    _write(history, given.report)
    print(f"wrote {given.report}", file=sys.stderr)
    return ExitCode.DONE


def _erase(connection: Connection, given: argparse.Namespace) -> ExitCode:
    from .history import erase_before
    from .periods import parse_time

    erased = erase_before(connection, parse_time(given.erase_before), given.site)
    told = ", ".join(f"{count:,} {name}" for name, count in erased.items())
    print(f"erased from before {parse_time(given.erase_before):%Y-%m-%d %H:%M %Z}: {told}", file=sys.stderr)
    return ExitCode.DONE


def _write(history: History, path: str) -> None:
    from inference.files import output_error, write_text

    from .report import as_csv, as_json, as_page

    formats = {".html": as_page, ".csv": as_csv, ".json": as_json}
    try:
        write_text(path, formats[Path(path).suffix.lower()](history))
    except OSError as error:
        raise output_error(path, error) from error
