"""`python -m training evaluate`."""

from __future__ import annotations

import argparse

from .evaluation_options import add_arguments as add_judgement_arguments

HELP = "how wrong networks or tables of answers are, over all and by subgroup"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_judgement_arguments(parser)


def run(options: argparse.Namespace) -> None:
    from ..evaluation.text import as_text
    from .evaluation_options import judgement_of, write_json

    _, judgement = judgement_of(options)
    print(as_text(judgement))
    if options.json is not None:
        write_json(judgement, options.json)
