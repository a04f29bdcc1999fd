"""The options that `evaluate` and `report` share, and the evaluation that they ask for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ..evaluation.bootstrap import RESAMPLES
from ..objectives.age_schemes import CLASS_BOUNDS

if TYPE_CHECKING:
    from ..evaluation.inputs import EvaluationInputs
    from ..evaluation.results import EvaluationResult


def add_evaluation_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument(
        "sources",
        nargs="+",
        type=Path,
        metavar="SOURCE",
        help="prepared .h5 files, a folder or zip of images, tables of predictions (.csv, .jsonl, .npz, .h5), runs",
    )
    parser.add_argument(
        "--labels", type=Path, help="CSV with file,age,gender,ethnicity[,fold,dup_group], or a prepared .h5 file"
    )
    parser.add_argument(
        "--model",
        nargs="+",
        type=Path,
        default=[],
        help="models to run (.onnx or run folders); the shipped one where nothing else is to be judged",
    )
    parser.add_argument("--fold", help="of the prepared file (default: val) or of the label table (default: all)")
    parser.add_argument(
        "--pictures", type=Path, help="folder or zip with the images that tables of predictions are about"
    )
    parser.add_argument(
        "--age-scheme",
        nargs="+",
        choices=tuple(CLASS_BOUNDS),
        default=["bins5"],
        help="classes of years to report on (default: bins5)",
    )
    parser.add_argument("--resamples", type=int, default=RESAMPLES, help="of the bootstrap (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the bootstrap")
    parser.add_argument("--json", type=Path, help="write every metric to this file")


def run_evaluation(options: argparse.Namespace) -> tuple[EvaluationInputs, EvaluationResult]:
    """Load the inputs that the options name, evaluate them, and write the JSON file where one is asked for.

    Raises:
        FileNotFoundError, ValueError: an option or file makes no sense.
        OSError: the file can't be written.
    """
    from inference.files import write_json

    from ..evaluation.evaluate import evaluate
    from ..evaluation.inputs import load_inputs
    from ..evaluation.results import to_json
    from ..objectives.age_schemes import age_scheme

    if options.resamples < 1:
        raise ValueError(f"--resamples must be 1 or more, got {options.resamples}")
    inputs = load_inputs(options.sources, options.labels, options.model, options.fold, options.pictures)
    schemes = [age_scheme(name) for name in options.age_scheme]
    result = evaluate(
        inputs.labels, inputs.systems, schemes, options.resamples, options.seed, inputs.origin, inputs.notes
    )
    if options.json is not None:
        write_json(options.json, to_json(result))
    return inputs, result
