"""`python -m training prepare | train | export`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

# spinning OpenMP threads steal the cores that the data loader needs
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description="Build the network that FaceLens runs.")
    commands = parser.add_subparsers(dest="command", required=True)

    prepare = commands.add_parser("prepare", help="UTKFace pictures to aligned crops in one HDF5 file")
    prepare.add_argument("sources", nargs="+", type=Path, help="folders or zip files with UTKFace pictures")
    prepare.add_argument("--labels", type=Path, help="CSV with file,age,gender,race[,fold,dup_group]")
    prepare.add_argument("--output", type=Path, default=Path("data/utkface.h5"))
    prepare.add_argument("--val-share", type=float, default=0.1, help="share of the faces kept for validation")
    prepare.add_argument("--seed", type=int, default=0)

    train = commands.add_parser("train", help="train a network; goes on where it was stopped")
    train.add_argument("--data", type=Path, default=Path("data/utkface.h5"))
    train.add_argument("--backbone", default="edgenext_xs")
    train.add_argument("--start", type=Path, help="pretrained weights of the backbone (.npz, timm's names)")
    train.add_argument("--output", type=Path, required=True, help="folder of the run")
    train.add_argument("--epochs", type=int, default=12)
    train.add_argument("--batch-size", type=int, default=64)
    train.add_argument("--learning-rate", type=float, default=8e-4)
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--precision", default="float32", choices=("float32", "mixed_bfloat16", "mixed_float16"))

    export = commands.add_parser("export", help="a trained network to ONNX with its card")
    export.add_argument("run", type=Path, help="folder of the run")
    export.add_argument("--data", type=Path, default=Path("data/utkface.h5"))
    export.add_argument("--output", type=Path, default=Path("assets/models/attributes.onnx"))
    export.add_argument("--int8", action="store_true", help="an int8 copy for processors too")
    return parser


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for library in ("onnx_ir", "onnxscript", "tf2onnx"):  # they tell of every node they touch
        logging.getLogger(library).setLevel(logging.WARNING)
    try:
        _COMMANDS[options.command](options)
    except (OSError, ValueError) as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    return 0


def _prepare(options: argparse.Namespace) -> None:
    from .datasets.prepare import prepare

    report = prepare(options.sources, options.output, options.labels, options.val_share, options.seed)
    print(f"{options.output}: {report}")


def _train(options: argparse.Namespace) -> None:
    from .train import Recipe, train

    recipe = Recipe(
        backbone=options.backbone,
        start_weights=options.start.name if options.start else None,
        epochs=options.epochs,
        batch_size=options.batch_size,
        learning_rate=options.learning_rate,
        seed=options.seed,
        precision=options.precision,
    )
    train(options.data, options.output, recipe, options.start)


def _export(options: argparse.Namespace) -> None:
    from .export import export

    export(options.run, options.data, options.output, options.int8)


_COMMANDS = {"prepare": _prepare, "train": _train, "export": _export}

if __name__ == "__main__":
    sys.exit(main())
