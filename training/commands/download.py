"""`python -m training download`."""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "download a data set's archive; goes on where it broke off"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("archive", help="utkface, imdb-crop, wiki-crop, imdb-meta, or an http address")
    parser.add_argument("--sha256", help="checksum that the archive must have")
    parser.add_argument("--output", type=Path, default=Path("data"), help="file or folder to write to")


def run(options: argparse.Namespace) -> None:
    from ..datasets.downloads import download

    path, sha256 = download(options.archive, options.output, options.sha256)
    print(f"{path}: sha256 {sha256}")
    if not options.sha256:
        print(f"give `--sha256 {sha256}` the next time to be sure of the same file")
