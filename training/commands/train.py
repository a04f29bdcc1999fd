"""`python -m training train`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "train a network; goes on where it was stopped"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("data/utkface.h5"))
    parser.add_argument("--backbone", default="edgenext_xs")
    parser.add_argument("--start", type=Path, help="pretrained weights of the backbone")
    parser.add_argument("--output", type=Path, required=True, help="folder of the run")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch-size", type=int, default=64)
    parser.add_argument("--learning-rate", type=float, default=8e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--freeze", nargs="*", default=(), metavar="NAME", help="backbone layers to hold still, by beginning"
    )
    parser.add_argument("--head-epochs", type=int, default=0, help="passes of the heads alone before the run")
    parser.add_argument("--precision", default="float32", choices=("float32", "mixed_bfloat16", "mixed_float16"))


def run(options: argparse.Namespace) -> None:
    from ..train import Recipe, train

    recipe = Recipe(
        backbone=options.backbone,
        start_weights=options.start.name if options.start else None,
        epochs=options.epochs,
        batch_size=options.batch_size,
        learning_rate=options.learning_rate,
        seed=options.seed,
        precision=options.precision,
        freeze=tuple(options.freeze),
        head_epochs=options.head_epochs,
    )
    train(options.data, options.output, recipe, options.start)
