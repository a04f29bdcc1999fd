"""The commands besides analysing an input: `python main.py NAME ...`.

A file that is called like a command is opened by `./NAME` or `--video NAME`.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import NoReturn

from inference.errors import FaceLensError, ReaderGoneError, UsageError

from .exit_codes import ExitCode
from .failures import tell_failure
from .standard_streams import abandon

# the packages that are ours, whatever they are called where FaceLens is installed
_OURS = {name.split(".")[0] for name in (__name__, FaceLensError.__module__)}


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command is, and what it needs.

    Attributes:
        module: has `build_parser() -> argparse.ArgumentParser` and `run(given: argparse.Namespace) -> ExitCode`, and
            imports nothing heavy. Every parser knows `--debug`.
        requirements: file of the packages that it needs besides those of every run; None where it needs no others.
        window: has `run` as well: does the command in a window, where `--window` is given; None where it has none.
    """

    module: str
    requirements: str | None = None
    window: str | None = None

    def load(self) -> ModuleType:
        """Import the module."""
        return importlib.import_module(self.module)


COMMANDS: dict[str, Command] = {
    "archive": Command("app.archive.command", "requirements-cluster.txt"),
    "find": Command("app.find"),
    "site": Command("app.site.command", "requirements-site.txt", "app.gui.site_application"),
    "history": Command("app.store.command", "requirements-site.txt"),
    "serve": Command("app.web.command", "requirements-server.txt"),
}


class CommandParser(argparse.ArgumentParser):
    """A parser of a command's words that raises `UsageError` instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


def run_command(name: str, words: Sequence[str]) -> ExitCode:
    """Do a command; errors become messages on stderr and exit codes.

    Args:
        name: a key of `COMMANDS`.
        words: what follows it on the command line.
    """
    command = COMMANDS[name]
    try:
        module = command.load()
        given = module.build_parser().parse_args(words)
    except UsageError as error:
        print(f"error: {error}\n(python main.py {name} --help shows what there is)", file=sys.stderr)
        return ExitCode.USAGE
    try:
        if command.window is not None and given.window:
            module = importlib.import_module(command.window)
        return module.run(given)  # type: ignore[no-any-return]
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except ReaderGoneError:
        abandon(1)
        return ExitCode.DONE
    except ModuleNotFoundError as error:
        if command.requirements is None or (error.name or "").split(".")[0] in _OURS:
            return tell_failure(error, debug=given.debug)
        print(
            f"error: `{name}` needs the package {error.name}, which is not installed: "
            f"pip install -r {command.requirements}",
            file=sys.stderr,
        )
        return ExitCode.USAGE
    except Exception as error:
        return tell_failure(error, debug=given.debug)
