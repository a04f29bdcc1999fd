"""`python -m training prepare`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "UTKFace pictures to aligned crops in one HDF5 file"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", type=Path, help="folders or zip files with UTKFace pictures")
    parser.add_argument("--labels", type=Path, help="CSV with file,age,gender,race[,fold,dup_group]")
    parser.add_argument("--output", type=Path, default=Path("data/utkface.h5"))
    parser.add_argument("--val-share", type=float, default=0.1, help="share of the faces kept for validation")
    parser.add_argument("--seed", type=int, default=0)


def run(options: argparse.Namespace) -> None:
    from ..datasets.prepare import prepare

    report = prepare(options.sources, options.output, options.labels, options.val_share, options.seed)
    print(f"{options.output}: {report}")
