"""`python -m training identity`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "published weights of face recognition to ONNX, with a card of how well they tell people apart"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("weights", type=Path, help=".npz with the weights of EdgeFace, as timm names them")
    parser.add_argument(
        "--faces", type=Path, nargs="+", required=True, help="folders, zip files and tar archives with known people"
    )
    parser.add_argument("--labels", type=Path, required=True, help="CSV with file and any of person,gender,ethnicity")
    parser.add_argument(
        "--person-pattern", help="regular expression whose first group, in an image's name, is the person (LFW's names)"
    )
    parser.add_argument(
        "--strangers",
        type=Path,
        nargs="+",
        metavar=("LABELS", "FACES"),
        help="more images, each of somebody else, with their gender and ethnicity: CSV, then folders and archives",
    )
    parser.add_argument(
        "--ages",
        type=Path,
        nargs="+",
        metavar=("LABELS", "FACES"),
        help="images of people of all ages, likewise: how much more alike children look",
    )
    parser.add_argument("--title", default="LFW (Huang et al. 2007)", help="what the faces are called, for the card")
    parser.add_argument("--output", type=Path, default=Path("assets/models/identity.onnx"))


def run(options: argparse.Namespace) -> None:
    from ..datasets.sources import FOLDER, Dataset
    from ..evaluation.known_faces import PERSON_PATTERN
    from ..export.identity import export_identity

    pattern = options.person_pattern or PERSON_PATTERN
    dataset = Dataset(options.faces, options.labels, FOLDER, title=options.title, person_pattern=pattern)
    strangers, ages = (
        None if paths is None else Dataset(paths[1:], paths[0], FOLDER) for paths in (options.strangers, options.ages)
    )
    print(export_identity(options.weights, dataset, options.output, strangers, ages))
