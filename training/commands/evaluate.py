"""`python -m training evaluate`."""

from __future__ import annotations

import argparse

from .evaluation_options import add_evaluation_arguments, run_evaluation

HELP = "how wrong models or tables of predictions are, over all and by subgroup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_evaluation_arguments(parser)


def run(options: argparse.Namespace) -> None:
    from ..evaluation.text import as_text

    _, result = run_evaluation(options)
    print(as_text(result))
