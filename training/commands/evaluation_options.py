"""What `evaluate` and `report` are told on the command line, and the judgement it asks for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..objectives.age_schemes import CLASS_BOUNDS

if TYPE_CHECKING:
    from ..evaluation.inputs import Intake

RESAMPLES = 2000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources",
        nargs="+",
        type=Path,
        metavar="SOURCE",
        help="a prepared .h5 file, a folder or zip of pictures, tables of answers (.csv, .jsonl, .npz, .h5), runs",
    )
    parser.add_argument(
        "--labels", type=Path, help="CSV with file,age,gender,ethnicity[,fold,dup_group], or a prepared .h5 file"
    )
    parser.add_argument(
        "--model",
        nargs="+",
        type=Path,
        default=[],
        help="networks to ask (.onnx or run folders); the shipped one where nothing else is to be judged",
    )
    parser.add_argument("--fold", help="of the prepared file (default: val) or of the label table (default: all)")
    parser.add_argument("--pictures", type=Path, help="folder or zip with the pictures that tables of answers speak of")
    parser.add_argument(
        "--age-scheme",
        nargs="+",
        choices=tuple(CLASS_BOUNDS),
        default=["bins5"],
        help="classes of years to report on (default: bins5)",
    )
    parser.add_argument("--resamples", type=int, default=RESAMPLES, help="of the bootstrap (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="of the bootstrap")
    parser.add_argument("--json", type=Path, help="write every figure to this file")


def judgement_of(options: argparse.Namespace) -> tuple[Intake, dict[str, Any]]:
    """Do what the options ask for.

    Returns:
        What was taken in, and the judgement with `labels` and `notes` of the intake, ready for JSON.
    """
    from ..evaluation.evaluate import jsonable, judge
    from ..evaluation.inputs import take_in
    from ..objectives.age_schemes import age_scheme

    if options.resamples < 1:
        raise ValueError(f"--resamples must be 1 or more, got {options.resamples}")
    intake = take_in(options.sources, options.labels, options.model, options.fold, options.pictures)
    schemes = [age_scheme(name) for name in options.age_scheme]
    figures = judge(intake.labels, intake.systems, schemes, options.resamples, options.seed)
    return intake, jsonable({"labels": intake.origin, "notes": intake.notes, **figures})


def write_json(judgement: dict[str, Any], path: Path) -> None:
    import json
    import os

    part = path.with_name(path.name + ".part")
    try:
        part.write_text(json.dumps(judgement, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
