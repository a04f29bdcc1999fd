"""`python main.py site FILE.toml`: its words, and what they lead to."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..commands import CommandParser
from ..exit_codes import ExitCode

_EPILOG = """\
the site file (docs/site.md has every key):
  [site]
  name = "museum"
  [[source]]
  name = "door"
  url = "rtsp://192.0.2.7/door"
  [[event]]
  on = "person_entered"
  webhook = "http://127.0.0.1:9000/hook"

The file is read again when it changes, and on SIGHUP. Ctrl-C and SIGTERM end the site; what it has seen is kept.
"""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command's words."""
    parser = CommandParser(
        prog="python main.py site",
        description="Watches many sources at once: people, lines, zones, a store, events.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("file", metavar="FILE.toml", help="what the site consists of")
    parser.add_argument(
        "--check", action="store_true", help="open every source, store and broker once and say what is wrong"
    )
    parser.add_argument(
        "--window", action="store_true", help="show the sources side by side; lines and zones are drawn there"
    )
    parser.add_argument("--log", choices=["text", "json"], default="text", help="how messages are written (text)")
    parser.add_argument("--quiet", action="store_true", help="errors only")
    parser.add_argument("--debug", action="store_true", help="errors with a traceback")
    return parser


def run(given: argparse.Namespace) -> ExitCode:
    """Do what the command's words ask for.

    Raises:
        UsageError: the site file is wrong.
        SourceError, SinkError: something can't be opened, or broke off.
        ModelError, EngineError: a model can't be loaded.
    """
    from .running import check, run_site

    path = Path(given.file)
    return check(path) if given.check else run_site(path, is_quiet=given.quiet, is_json=given.log == "json")
