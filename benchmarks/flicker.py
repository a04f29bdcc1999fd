"""How much what is said about people flickers, smoothed and raw: `python -m benchmarks.flicker VIDEO...`."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inference.pipeline import Pipeline
from inference.settings import AnalysisSettings
from inference.sources import open_source
from inference.types import Attributes, FrameResult


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How what is said changes from one look at a person to the next.

    Attributes:
        age_years: mean absolute change of the age.
        gender_changes, ethnicity_changes: share of the looks at which the label changes, 0..1.
    """

    age_years: float
    gender_changes: float
    ethnicity_changes: float


@dataclass(frozen=True, slots=True)
class Flicker:
    """Steadiness of a video.

    Attributes:
        video: its name.
        people: tracks with two looks or more.
        looks: pairs of looks that were compared.
        shown: of what is shown: averaged over the track.
        raw: of the model's own predictions for the same frames.
    """

    video: str
    people: int
    looks: int
    shown: Steadiness
    raw: Steadiness


def measure_flicker(name: str, results: Iterable[FrameResult]) -> Flicker | None:
    """Compare, person by person, each prediction of the model with the one before; None where nobody was seen twice."""
    shown: dict[int, list[Attributes]] = {}
    raw: dict[int, list[Attributes]] = {}
    for result in results:
        for face in result.faces:
            if face.track_id is not None and face.frame_attributes is not None:
                shown.setdefault(face.track_id, []).append(face.attributes)
                raw.setdefault(face.track_id, []).append(face.frame_attributes)
    people = [track_id for track_id, said in shown.items() if len(said) > 1]
    if not people:
        return None
    looks = sum(len(shown[track_id]) - 1 for track_id in people)
    return Flicker(
        name,
        len(people),
        looks,
        _steadiness([shown[track_id] for track_id in people]),
        _steadiness([raw[track_id] for track_id in people]),
    )


def _steadiness(tracks: Sequence[Sequence[Attributes]]) -> Steadiness:
    pairs = [(before, after) for said in tracks for before, after in itertools.pairwise(said)]
    return Steadiness(
        float(np.mean([abs(after.age - before.age) for before, after in pairs])),
        float(np.mean([after.gender != before.gender for before, after in pairs])),
        float(np.mean([after.ethnicity != before.ethnicity for before, after in pairs])),
    )


def as_markdown(rows: Sequence[Flicker]) -> str:
    """Return a Markdown table of videos."""
    lines = [
        "| video | people | looks | age, years a look: shown | raw | gender changes: shown | raw "
        "| ethnicity changes: shown | raw |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        pairs = (
            f"{row.shown.age_years:.2f} | {row.raw.age_years:.2f}",
            f"{row.shown.gender_changes:.1%} | {row.raw.gender_changes:.1%}",
            f"{row.shown.ethnicity_changes:.1%} | {row.raw.ethnicity_changes:.1%}",
        )
        lines.append(f"| {row.video} | {row.people} | {row.looks} | {' | '.join(pairs)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flicker", description=__doc__)
    parser.add_argument("videos", nargs="+", type=Path, metavar="VIDEO")
    rows = []
    with Pipeline(AnalysisSettings()) as pipeline:
        for video in parser.parse_args().videos:
            with open_source(video) as source:
                flicker = measure_flicker(video.stem, map(pipeline.process, source))
            if flicker is None:
                print(f"{video}: nobody was seen in two frames")
            else:
                rows.append(flicker)
    print(as_markdown(rows))


if __name__ == "__main__":
    main()
