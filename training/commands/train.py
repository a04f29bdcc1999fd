"""`python -m training train`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from ..recipe import Recipe

HELP = "train a model; goes on where it was stopped"

# settings of the recipe whose option has the setting's name
_OPTIONS = [each for each in fields(Recipe) if "help" in each.metadata]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, nargs="+", default=[Path("data/utkface.h5")], help="prepared files, one or several sets"
    )
    parser.add_argument(
        "--weights",
        type=float,
        nargs="+",
        metavar="W",
        help="how much a face of each set counts, in the order of --data; 0: validate only (default: all alike)",
    )
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
    watch.add_argument(
        "--processes",
        type=int,
        default=0,
        metavar="N",
        help="augment faces in N processes, which keeps a GPU busy; reads crops from disk",
    )


def add_recipe_arguments(parser: argparse.ArgumentParser, shared: bool = False) -> None:
    """Add the options that make a `Recipe`; none has a default, so that one can tell what was given.

    Args:
        shared: leave out what only makes sense for one model.
    """
    recipe = parser.add_argument_group("recipe")
    if not shared:
        recipe.add_argument("--start", metavar="FILE", help="pretrained weights of the backbone, or imagenet")
        recipe.add_argument(
            "--freeze", nargs="+", metavar="NAME", help="backbone layers to freeze, by the start of their names"
        )
        recipe.add_argument(
            "--distil", nargs="+", type=Path, metavar="FILE", help="teachers: .onnx models, or a run's network.keras"
        )
    for each in _OPTIONS:
        if shared and each.name == "backbone":
            continue
        kind, text = each.metadata["type"], each.metadata["help"]
        recipe.add_argument(
            "--" + each.name.replace("_", "-"),
            type=kind,
            choices=each.metadata["choices"],
            metavar=None if kind is str else "N",
            help=text if each.default is None else f"{text} (default {each.default})",
        )
    recipe.add_argument(
        "--augmentation", type=float, metavar="N", help="all strengths and chances of it times this (default 1.0)"
    )
    recipe.add_argument(
        "--augment", nargs="+", metavar="NAME=N", help="single strengths and chances, such as blur=0.2 log_scale=0.12"
    )


def run(options: argparse.Namespace) -> None:
    from ..fitting.run_options import RunOptions
    from ..fitting.trainer import train
    from ..run_folder import read_recipe

    if options.resume:
        given = given_recipe(options)
        # the file with the start weights may still be needed; the recipe names it
        surplus = sorted(set(given) - {"start_weights", "teachers"}) + (["weights"] if options.weights else [])
        if surplus:
            flags = ", ".join("--" + name.replace("_", "-") for name in surplus)
            raise ValueError(f"--resume goes on with the recipe in {options.output}; leave out {flags}")
        recipe = read_recipe(options.output)
    else:
        recipe = replace(recipe_of(options), sets=sets_of(options.data, options.weights))
    run_options = RunOptions(
        options.rate_factor,
        options.minutes,
        options.tensorboard,
        tuple(options.notify),
        options.stream,
        options.processes,
    )
    train(options.data, options.output, recipe, start_of(options), tuple(options.distil or ()), run_options)


def given_recipe(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings of the recipe that the command line names."""
    names = {each.name for each in _OPTIONS}
    given = {name: value for name, value in vars(options).items() if name in names and value is not None}
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
    """Return the recipe that the command line asks for.

    Raises:
        ValueError: a value is out of range.
    """
    return Recipe(**given_recipe(options))


def sets_of(data: Sequence[Path], weights: Sequence[float] | None) -> tuple[tuple[str, float], ...]:
    """Return the names and weights of several sets, as a recipe has them; none for one set.

    Raises:
        ValueError: there are not as many weights as sets, or two sets of one name.
    """
    from ..datasets.face_sets import set_names

    if weights is not None and len(weights) != len(data):
        raise ValueError(f"--weights gives {len(weights)} numbers for {len(data)} prepared files; give one for each")
    return tuple(zip(set_names(data), weights or [1.0] * len(data), strict=True)) if len(data) > 1 else ()


def start_of(options: argparse.Namespace) -> Path | str | None:
    """Return where the backbone's weights come from, as `build_model` takes it."""
    return Path(options.start) if options.start and options.start != "imagenet" else options.start
