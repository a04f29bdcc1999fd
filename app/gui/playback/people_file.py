"""The people of a film as a file: the formats of a headless run, with corrections marked as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from inference.errors import UsageError
from inference.film import Film, people_in, results_in
from inference.outputs import Outputs
from inference.settings import DisplaySettings, Selection
from inference.sinks import close_sinks, open_sinks
from inference.types import Frame

from ... import __version__

# which output of a run an ending stands for
_OUTPUTS = {
    ".html": "people",
    ".csv": "people",
    ".jsonl": "people",
    ".ass": "subtitles",
    ".vtt": "subtitles",
    ".json": "summary",
}


def write_people(path: str, film: Film, part: Selection, display: DisplaySettings, inputs: Sequence[str]) -> None:
    """Write the people of a film or of a part of it.

    Args:
        path: ends in .html (contact sheet), .csv or .jsonl (a row for each), .ass or .vtt (labels to lie over the
            video), or .json (totals).
        film: with its corrections.
        part: everybody in it, with their times in it.
        display: what is hidden, who is chosen, and how faces are covered.
        inputs: what is played; it is not replaced.

    Raises:
        UsageError: the ending has no format, or the file is one of those that are played.
        SinkError: it can't be written.
    """
    kind = _OUTPUTS.get(Path(path).suffix.lower())
    if kind is None:
        raise UsageError(f"people are written as {', '.join(_OUTPUTS)}; got {path}")
    info = film.info
    sinks = open_sinks(
        info, display, Outputs(**{kind: path}), inputs=inputs, selection=part, version=__version__, is_run=True
    )
    # of the size of the video, whose pixels nobody asks for
    image = np.broadcast_to(np.zeros((1, 1, 3), dtype=np.uint8), (max(1, info.height), max(1, info.width), 3))
    failure: Exception | None = None
    try:
        for result in results_in(film, part):
            for sink in sinks:
                sink.write(Frame(image, result.frame_index, result.timestamp_s, result.source), result)
    except Exception as error:
        failure = error
    facts = film.facts
    notes = [*facts.notes, *_notes(film, part)]
    close_sinks(sinks, replace(facts, people=people_in(film, part), notes=tuple(notes)), failure=failure)


def _notes(film: Film, part: Selection) -> list[str]:
    """Return sentences on what is special about these people."""
    notes = []
    if part.has_times:
        end = "the end" if part.end_s is None else f"{part.end_s:.2f} s"
        notes.append(f"Only a part of the video: {part.start_s:.2f} s to {end}.")
    if film.is_full:
        notes.append("The end of the video is missing: memory was full.")
    if made := film.corrections.in_force:
        notes.append(
            f"Corrected by hand: {made} {'correction' if made == 1 else 'corrections'}; each person says which."
        )
    return notes
