"""`python -m training prepare`."""

from __future__ import annotations

import argparse
from pathlib import Path

from ..datasets.detectors import DEFAULT_DETECTOR, chip_detectors

HELP = "align the faces of a data set into one HDF5 file; goes on where it was stopped"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sources",
        nargs="+",
        type=Path,
        help="folders, zip files and tar archives with images; for IMDB-WIKI also imdb.mat or wiki.mat",
    )
    parser.add_argument("--dataset", choices=("utkface", "imdb-wiki", "folder"), help="its kind (default: found out)")
    parser.add_argument(
        "--labels", type=Path, help="CSV with file and any of age,gender,ethnicity[,fold,group]; words or numbers"
    )
    parser.add_argument(
        "--output", type=Path, default=Path("data/utkface.h5"), help="HDF5 file; a .csv gets IMDB-WIKI's labels alone"
    )
    parser.add_argument("--detector", choices=chip_detectors(), default=DEFAULT_DETECTOR, help="default: %(default)s")
    parser.add_argument("--val-share", type=float, default=0.1, help="share of the faces kept for validation")
    parser.add_argument("--test-share", type=float, default=0.0, help="share of the faces kept for the test")
    parser.add_argument("--seed", type=int, default=0, help="seed of the split")
    parser.add_argument(
        "--min-face-score", type=float, default=1.0, help="lowest score of IMDB-WIKI's own face detector (default: 1.0)"
    )


def run(options: argparse.Namespace) -> None:
    from ..datasets.prepare import prepare, write_labels
    from ..datasets.sources import Dataset
    from ..datasets.splits import Split

    dataset = Dataset(options.sources, options.labels, options.dataset, options.min_face_score)
    if options.output.suffix == ".csv":
        print(f"{options.output}: {write_labels(dataset, options.output)} labels")
        return
    split = Split(options.val_share, options.test_share, options.seed)
    print(f"{options.output}: {prepare(dataset, options.output, split, options.detector)}")
