"""`python -m training compare`."""

from __future__ import annotations

import argparse
from pathlib import Path

from .train import add_recipe_arguments, recipe_of

HELP = "train several models under one budget, measure them, put them side by side"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--models", nargs="+", metavar="NAME", help="names of `python -m training models`")
    who.add_argument("--all", action="store_true", help="every one of them (hours)")
    parser.add_argument("--data", type=Path, default=Path("data/utkface.h5"))
    parser.add_argument(
        "--output", type=Path, default=Path("runs/compare"), help="folder; what is in it is not trained again"
    )
    parser.add_argument("--minutes", type=float, help="bound of the training's time, for each model")
    parser.add_argument(
        "--start", action="append", default=[], metavar="NAME=FILE", help="start weights of a model, or NAME=imagenet"
    )
    add_recipe_arguments(parser, shared=True)


def run(options: argparse.Namespace) -> None:
    from ..compare.jobs import all_models, plan
    from ..compare.plots import write_plots
    from ..compare.runner import run_all
    from ..compare.table import write_tables
    from ..fitting.run_options import RunOptions

    recipe = recipe_of(options)
    run_options = RunOptions(minutes=options.minutes)
    if not options.data.is_file():
        raise FileNotFoundError(f"{options.data} does not exist; make it with `python -m training prepare`")
    jobs = plan(
        all_models() if options.all else options.models,
        options.output,
        options.data,
        recipe,
        _starts(options.start),
        own_size=options.input_size is None,
        minutes=run_options.minutes,
    )
    options.output.mkdir(parents=True, exist_ok=True)
    results = run_all(jobs, report=lambda each: write_tables(each, recipe, run_options.minutes, options.output))
    if all(result.failure is not None for result in results):
        raise ValueError(f"no model could be trained; {options.output / 'comparison.md'} says why")
    write_plots(results, options.output)
    print(f"{options.output / 'comparison.md'}: {sum(each.failure is None for each in results)} models side by side")


def _starts(pairs: list[str]) -> dict[str, str]:
    starts = {}
    for pair in pairs:
        name, equals, start = pair.partition("=")
        if not (name and equals and start):
            raise ValueError(f"--start {pair!r}: expected NAME=FILE")
        starts[name] = start
    return starts
