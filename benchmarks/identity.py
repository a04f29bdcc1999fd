"""How right people are told apart and counted: `python -m benchmarks.identity FACES... LABELS`.

FACES are folders and archives with images of people, named as those of LFW are (`Aaron_Eckhart_0001.jpg`), LABELS is a
CSV file with the column `file` and any of `person`, `gender`, `ethnicity`. First all pairs of faces are compared;
they are found, aligned and embedded as the application does it. The thresholds of the card were fitted on LFW among
others: how they do with people who had no part in them, the card tells itself. Then clips are made of photographs of
some of the people, analysed, and compared with who is in them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from inference.identity.identity_model import IdentityEmbedder
from inference.pipeline import Pipeline
from inference.process import use_one_opencv_thread
from inference.settings import AnalysisSettings
from training.datasets.sources import FOLDER, Dataset
from training.evaluation.known_faces import PERSON_PATTERN

from .identity_counting import cost_table, counting_table, read_photographs
from .identity_verification import DAMAGES, damage_table, group_table, look_at, overall_table

_PARTS = ("verification", "counting")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.identity", description=__doc__)
    parser.add_argument("faces", type=Path, nargs="+", help="folders, zip files and tar archives with images")
    parser.add_argument("labels", type=Path, help="CSV: file and any of person,gender,ethnicity")
    parser.add_argument("--person-pattern", default=PERSON_PATTERN, help="whose first group, in a name, is the person")
    parser.add_argument("--only", choices=_PARTS, help="one of the two parts")
    pairs = parser.add_argument_group("pairs of faces")
    pairs.add_argument("--far", type=float, default=1e-3, help="rate of false accepts of the lower tables (0.001)")
    counting = parser.add_argument_group("counting")
    counting.add_argument("--people", type=int, default=60, help="how many people there are in the clips (60)")
    counting.add_argument("--seed", type=int, default=0, help="draws other people (0)")
    counting.add_argument("--clip", default="", metavar="NAME", help="only clips whose name contains this")
    counting.add_argument("--video", type=Path, nargs="+", default=[], help="measure the cost in these videos too")
    given = parser.parse_args(arguments)
    use_one_opencv_thread()
    dataset = Dataset(given.faces, given.labels, FOLDER, person_pattern=given.person_pattern)
    if given.only != "counting":
        _verify(dataset, given.far)
    if given.only != "verification":
        photographs = read_photographs(dataset, given.people, given.seed)
        with Pipeline(AnalysisSettings()) as pipeline:
            _print(counting_table(photographs, pipeline, given.clip))
        if given.video:
            _print(cost_table(given.video))


def _verify(dataset: Dataset, far: float) -> None:
    with IdentityEmbedder() as embedder:
        seen = look_at(dataset, embedder)
        _print(overall_table(seen))
        _print(group_table(seen.faces, embedder.thresholds, far))
        _print(damage_table(seen, embedder, far, DAMAGES))


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)
    print()


if __name__ == "__main__":
    main()
