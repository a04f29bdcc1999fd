"""`python -m training train`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..recipe import Recipe

HELP = "train a network; goes on where it was stopped"

_AGES = ("distribution", "regression", "bins5", "five-year-14", "eight", "quarter-century")
_BALANCES = ("none", "sampling", "undersample", "oversample", "loss-weights")
_PRECISIONS = ("float32", "mixed_bfloat16", "mixed_float16")

# field of the recipe -> what argparse is told of it; the flag is the field's name
_NUMBERS: dict[str, tuple[type, str]] = {
    "input_size": (int, "side of the crops in pixels (default 112)"),
    "epochs": (int, "passes over the faces (default 12)"),
    "batch_size": (int, "faces a step (default 64)"),
    "learning_rate": (float, "peak of the rate (default 0.0008)"),
    "warmup_epochs": (float, "epochs in which the rate rises to its peak (default 0.5)"),
    "weight_decay": (float, "of the kernels (default 0.05)"),
    "clip_norm": (float, "bound of the gradient's norm (default 2.0)"),
    "average": (float, "decay a step of the averaged weights, which are kept (default 0.998)"),
    "drop_path": (float, "stochastic depth in the last block, where the design has it (default 0.1)"),
    "dropout": (float, "before the heads (default 0.2)"),
    "label_smoothing": (float, "of gender and ethnicity (default 0.05)"),
    "l2": (float, "penalty on the squares of the kernels (default 0.0)"),
    "age_power": (float, "how far the balance evens out ages, 0 to 1 (default 0.25)"),
    "ethnicity_power": (float, "the same for ethnicities (default 0.25)"),
    "gender_power": (float, "the same for genders (default 0.0)"),
    "head_epochs": (int, "passes of the heads alone before the run (default 0)"),
    "patience": (int, "end after so many epochs without a lower validation loss, keep the best; 0: never (default 0)"),
    "limit": (int, "train on so many faces only, for a quick try"),
    "distil_weight": (float, "share of the teachers' answers in the loss (default 0.5)"),
    "seed": (int, "of all draws (default 0)"),
}

_PLAIN = {"backbone", "age", "balance", "precision", *_NUMBERS}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=Path("data/utkface.h5"))
    parser.add_argument("--output", type=Path, required=True, help="folder of the run")
    parser.add_argument("--resume", action="store_true", help="go on in that folder with the recipe that is there")
    add_recipe_arguments(parser)
    watch = parser.add_argument_group("watching and bounding a run")
    watch.add_argument(
        "--rate-factor", type=float, default=1.0, metavar="F", help="multiply the learning rate from here on"
    )
    watch.add_argument("--minutes", type=float, help="end the run after so many; the same command goes on")
    watch.add_argument("--tensorboard", action="store_true", help="curves into tensorboard/ of the run's folder")
    watch.add_argument(
        "--notify", action="append", default=[], metavar="URL", help="tell this Apprise address when the run ends"
    )
    watch.add_argument("--stream", action="store_true", help="read crops from disk as needed: slower, little memory")


def add_recipe_arguments(parser: argparse.ArgumentParser, shared: bool = False) -> None:
    """Options that make a `Recipe`; none has a default here, so that one can tell what was given.

    Args:
        shared: leave out what only makes sense for one network.
    """
    recipe = parser.add_argument_group("recipe")
    if not shared:
        recipe.add_argument("--backbone", help="a name of `python -m training models` (default edgenext_xs)")
        recipe.add_argument("--start", metavar="FILE", help="pretrained weights of the backbone, or imagenet")
        recipe.add_argument("--freeze", nargs="+", metavar="NAME", help="backbone layers to hold still, by beginning")
        recipe.add_argument(
            "--distil", nargs="+", type=Path, metavar="FILE", help="teachers: .onnx networks, or a run's network.keras"
        )
    recipe.add_argument("--age", choices=_AGES, help="how the age is learnt (default distribution)")
    recipe.add_argument("--balance", choices=_BALANCES, help="how rare groups are kept up (default sampling)")
    recipe.add_argument("--precision", choices=_PRECISIONS, help="(default float32)")
    for name, (kind, text) in _NUMBERS.items():
        recipe.add_argument("--" + name.replace("_", "-"), type=kind, metavar="N", help=text)
    recipe.add_argument(
        "--augmentation", type=float, metavar="N", help="all strengths and chances of it times this (default 1.0)"
    )
    recipe.add_argument(
        "--augment", nargs="+", metavar="NAME=N", help="single strengths and chances, such as blur=0.2 log_scale=0.12"
    )


def run(options: argparse.Namespace) -> None:
    from ..fitting.trainer import RunOptions, train
    from ..run_folder import read_recipe

    if options.resume:
        given = given_recipe(options)
        # the file with the start weights may still be needed; the recipe names it
        surplus = sorted(set(given) - {"start_weights", "teachers"})
        if surplus:
            flags = ", ".join("--" + name.replace("_", "-") for name in surplus)
            raise ValueError(f"--resume goes on with the recipe in {options.output}; leave out {flags}")
        recipe = read_recipe(options.output)
    else:
        recipe = recipe_of(options)
    run_options = RunOptions(
        options.rate_factor, options.minutes, options.tensorboard, tuple(options.notify), options.stream
    )
    train(options.data, options.output, recipe, start_of(options), tuple(options.distil or ()), run_options)


def given_recipe(options: argparse.Namespace) -> dict[str, Any]:
    """Fields of the recipe that the command line names."""
    given = {name: value for name, value in vars(options).items() if name in _PLAIN and value is not None}
    if getattr(options, "freeze", None) is not None:
        given["freeze"] = tuple(options.freeze)
    if getattr(options, "distil", None) is not None:
        given["teachers"] = tuple("/".join(path.parts[-2:]) for path in options.distil)
    if isinstance(options.start, str):
        given["start_weights"] = Path(options.start).name
    if options.augmentation is not None or options.augment is not None:
        from ..datasets.augmentation import AugmentationSettings
        from ..recipe import scaled_augmentation, with_strengths

        strength = 1.0 if options.augmentation is None else options.augmentation
        settings = scaled_augmentation(AugmentationSettings(), strength)
        given["augmentation"] = with_strengths(settings, options.augment or ())
    return given


def recipe_of(options: argparse.Namespace) -> Recipe:
    """The recipe that the command line asks for.

    Raises:
        ValueError: a value is out of range.
    """
    from ..recipe import Recipe

    return Recipe(**given_recipe(options))


def start_of(options: argparse.Namespace) -> Path | str | None:
    """Where the backbone's weights come from, as `build_model` takes it."""
    return Path(options.start) if options.start and options.start != "imagenet" else options.start
