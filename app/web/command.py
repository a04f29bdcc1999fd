"""`python main.py serve`: its words, and what they lead to."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from ..cli import whole_number
from ..commands import CommandParser
from ..exit_codes import ExitCode

TOKEN_VARIABLE = "FACELENS_TOKEN"

_EPILOG = """\
examples:
  python main.py serve
      a page at http://127.0.0.1:8000/ for this machine alone
  python main.py serve --site museum.toml
      with the live images, events and history of a site
  python main.py serve --host 0.0.0.0
      for others too; a token is made and printed, and asked of everybody

Ctrl-C and SIGTERM end it: images that are looked at are finished, a video goes on after the next start.
"""


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command's words."""
    parser = CommandParser(
        prog="python main.py serve",
        description="Serves a page and an interface for programs (REST): images, videos, cameras, a site.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--site", metavar="FILE.toml", help="watch a site as well (python main.py site --help)")
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="what to listen on (127.0.0.1)")
    parser.add_argument("--port", type=whole_number(0), default=8000, metavar="N", help="port; 0: a free one (8000)")
    parser.add_argument(
        "--token",
        metavar="TOKEN",
        help=f"what clients have to show, 16 characters or more; better in the environment as {TOKEN_VARIABLE}",
    )
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="HOST",
        help="a name by which the server is reached; may be given again",
    )
    parser.add_argument(
        "--origin",
        action="append",
        default=[],
        metavar="URL",
        help="whose pages may call it too: https://intranet.example",
    )
    parser.add_argument("--prefix", default="", metavar="/PATH", help="path under which a proxy in front offers it")
    parser.add_argument(
        "--proxy", action="append", default=[], metavar="ADDRESS", help="a proxy in front that says who asks"
    )
    parser.add_argument(
        "--folder", metavar="FOLDER", help="where videos are kept until they are erased (the user's cache)"
    )
    parser.add_argument("--keep", type=whole_number(1), default=60, metavar="MINUTES", help="for how long (60)")
    parser.add_argument("--log-addresses", action="store_true", help="write down whose request it was")
    parser.add_argument("--quiet", action="store_true", help="errors only")
    parser.add_argument("--debug", action="store_true", help="errors with a traceback")
    return parser


def run(given: argparse.Namespace) -> ExitCode:
    """Serve until a signal comes.

    Raises:
        UsageError: the words make no sense, or the site file is wrong.
        SinkError: the port is taken, or the folder can't be written.
        ModelError, EngineError: a model can't be loaded.
    """
    # what is missing is told before anything is loaded
    import fastapi  # noqa: F401
    import uvicorn  # noqa: F401

    from .running import serve
    from .settings import ServerSettings, is_loopback, with_kept_s

    token = given.token or os.environ.get(TOKEN_VARIABLE) or None
    is_made = token is None and not is_loopback(given.host)
    if is_made:
        import secrets

        token = secrets.token_urlsafe(24)
    settings = ServerSettings(
        folder=Path(given.folder) if given.folder else default_folder(),
        host=given.host,
        port=given.port,
        token=token,
        prefix=given.prefix,
        hosts=frozenset(given.name),
        origins=frozenset(given.origin),
        proxies=tuple(given.proxy),
        site=Path(given.site) if given.site else None,
        limits=with_kept_s(60.0 * given.keep),
        log_addresses=given.log_addresses,
    )
    return serve(settings, is_token_made=is_made, is_quiet=given.quiet)


def default_folder() -> Path:
    """Return the folder of this user for what the server keeps for a while."""
    from platformdirs import user_cache_path

    return user_cache_path("facelens", appauthor=False) / "server"
