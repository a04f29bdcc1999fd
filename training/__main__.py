"""`python -m training COMMAND`: one module of `training.commands` for each."""

from __future__ import annotations

import argparse
import logging
import os
import sys

from inference.errors import FaceLensError

from .commands import average, compare, download, evaluate, export, models, prepare, report, robustness, train, verify

# spinning OpenMP threads steal the cores that the data loader needs
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

COMMANDS = {
    "models": models,
    "download": download,
    "verify": verify,
    "prepare": prepare,
    "train": train,
    "average": average,
    "compare": compare,
    "evaluate": evaluate,
    "report": report,
    "robustness": robustness,
    "export": export,
}


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for library in ("onnx_ir", "onnxscript", "tf2onnx"):  # they tell of every node they touch
        logging.getLogger(library).setLevel(logging.WARNING)
    try:
        return COMMANDS[options.command].run(options) or 0
    except (OSError, ValueError, FaceLensError) as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt as error:
        print(f"training: {error}" if str(error) else "training: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description="Build the network that FaceLens runs.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, module in COMMANDS.items():
        module.add_arguments(commands.add_parser(name, help=module.HELP, description=module.HELP))
    return parser


if __name__ == "__main__":
    sys.exit(main())
