"""`python -m training COMMAND`: one module of `training.commands` for each."""

from __future__ import annotations

import argparse
import sys

from inference.errors import FaceLensError

from .commands import (
    average,
    combine,
    compare,
    download,
    evaluate,
    export,
    identity,
    models,
    prepare,
    report,
    robustness,
    train,
    verify,
)
from .process import prepare_process

COMMANDS = {
    "models": models,
    "download": download,
    "verify": verify,
    "prepare": prepare,
    "train": train,
    "average": average,
    "combine": combine,
    "compare": compare,
    "evaluate": evaluate,
    "report": report,
    "robustness": robustness,
    "export": export,
    "identity": identity,
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return the exit code: 0, 1 after an error that a person can act on, 130 after Ctrl-C."""
    options = _parser().parse_args(arguments)
    prepare_process()
    try:
        return COMMANDS[options.command].run(options) or 0
    except (OSError, ValueError, FaceLensError) as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt as error:
        print(f"training: {error}" if str(error) else "training: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description="Build the model that FaceLens runs.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in COMMANDS.items():
        module.add_arguments(commands.add_parser(name, help=module.HELP, description=module.HELP))
    return parser


if __name__ == "__main__":
    sys.exit(main())
