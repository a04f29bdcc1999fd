"""`python -m training verify`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "find missing, damaged, unlabelled and repeated images; exit code 1 where there are any"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sources", nargs="+", type=Path, help="folders, zip files and tar archives with images")
    parser.add_argument("--labels", type=Path, help="CSV with file and any of age,gender,ethnicity")
    parser.add_argument("--dataset", choices=("utkface", "imdb-wiki", "folder"), help="its kind (default: found out)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")


def run(options: argparse.Namespace) -> int:
    from ..datasets.sources import Dataset
    from ..datasets.verify import verify

    found = verify(Dataset(options.sources, options.labels, options.dataset))
    print(found.as_json() if options.json else found.as_text())
    return 0 if found.is_whole else 1
