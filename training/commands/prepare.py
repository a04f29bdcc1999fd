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
        "--labels",
        type=Path,
        help="CSV with file and any of age,age_lo,age_hi,gender,ethnicity[,fold,group,person]; words or numbers",
    )
    parser.add_argument(
        "--output", type=Path, default=Path("data/utkface.h5"), help="HDF5 file; a .csv gets IMDB-WIKI's labels alone"
    )
    parser.add_argument("--detector", choices=chip_detectors(), default=DEFAULT_DETECTOR, help="default: %(default)s")
    parser.add_argument("--val-share", type=float, default=0.1, help="share of the faces kept for validation")
    parser.add_argument("--test-share", type=float, default=0.0, help="share of the faces kept for the test")
    parser.add_argument("--seed", type=int, default=0, help="seed of the split")
    parser.add_argument(
        "--zoom",
        type=float,
        default=1.0,
        metavar="Z",
        help="below 1 the crops show more around the face; models may look at any zoom from Z on (default: 1.0)",
    )
    parser.add_argument("--side", type=int, default=144, metavar="PX", help="side of the stored crops (default: 144)")
    parser.add_argument(
        "--title", help="what the set is called and who made it, for the cards of models: 'LFW (Huang et al. 2007)'"
    )
    parser.add_argument("--licence", help="what the set may be used for, for the cards: 'non-commercial research'")
    parser.add_argument(
        "--person-pattern",
        metavar="REGEX",
        help=r"finds in a file's name who it is, such as '(.+)_\d+\.jpg': people stay on one side of the split",
    )
    parser.add_argument(
        "--min-face-score", type=float, default=1.0, help="lowest score of IMDB-WIKI's own face detector (default: 1.0)"
    )


def run(options: argparse.Namespace) -> None:
    from ..datasets.prepare import StoredView, prepare, write_labels
    from ..datasets.sources import Dataset
    from ..datasets.splits import Split

    dataset = Dataset(
        options.sources,
        options.labels,
        options.dataset,
        options.min_face_score,
        title=options.title,
        licence=options.licence,
        person_pattern=options.person_pattern,
    )
    if options.output.suffix == ".csv":
        print(f"{options.output}: {write_labels(dataset, options.output)} labels")
        return
    split = Split(options.val_share, options.test_share, options.seed)
    view = StoredView(options.zoom, options.side)
    print(f"{options.output}: {prepare(dataset, options.output, split, options.detector, view)}")
