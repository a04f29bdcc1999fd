"""`python -m training models`."""

from __future__ import annotations

import argparse

HELP = "list the models by name"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--count", action="store_true", help="build each model to count its parameters (a minute)")
    parser.add_argument("--family", help="only this family")


def run(options: argparse.Namespace) -> None:
    from ..models.listing import FAMILIES, table

    if options.family is not None and options.family not in FAMILIES:
        raise ValueError(f"no family {options.family!r}; there are {', '.join(FAMILIES)}")
    print(table(options.family, options.count))
