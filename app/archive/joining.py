"""Joins the parts of a long file, so that its results are those of one piece."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from inference.film import Film, open_film, tracks_that_go_on
from inference.identity.gallery import LET_GO
from inference.identity.joining import JoinedGallery
from inference.identity.stored import open_records
from inference.pipeline import Pipeline
from inference.sinks import close_sinks
from inference.sinks.base import Sink
from inference.types import Frame, FrameResult, RunFacts

from .segments import FILM, LEAD_S, RECORDS, PartFacts, bounds_of, is_of_part, part_folder, parts_there
from .task import Task

_NO_IMAGE = np.zeros((0, 0, 3), dtype=np.uint8)


class Joined:
    """The parts of a file, one after the other, as if they were one.

    Args:
        task: the file.
        folder: of the archive.
        pipeline: analysed the parts, here or elsewhere; says whether people are recognised.

    Attributes:
        reasons: what is missing of the file.
        frames, took_s: sums over the parts.
        last_s: time of the last frame, seconds.
    """

    def __init__(self, task: Task, folder: Path, pipeline: Pipeline) -> None:
        self._task, self._folder, self._pipeline = task, folder, pipeline
        strangers, self._identity = pipeline.strangers()
        self._gallery = JoinedGallery(strangers)
        self._next_track = 1
        self._facts: list[RunFacts] = []
        self.reasons = list(task.lost)
        self.frames, self.took_s, self.last_s = 0, 0.0, 0.0

    def write_to(self, sinks: list[Sink]) -> RunFacts:
        """Give all frames to sinks, and close them; return what is to be known of the run.

        Raises:
            SourceError: a part is damaged.
            SinkError: a sink can't write.
        """
        failure: Exception | None = None
        try:
            for result in self._results():
                frame = Frame(_NO_IMAGE, result.frame_index, result.timestamp_s, result.source)
                for sink in sinks:
                    sink.write(frame, result)
        except Exception as error:  # raised again once the sinks are closed
            failure = error
        return close_sinks(sinks, self._run_facts(), failure=failure)

    def _results(self) -> Iterator[FrameResult]:
        """Yield what was found in all frames, tracks and frames numbered through."""
        before: list[FrameResult] = []
        next_index: int | None = None
        for part in parts_there(self._folder, self._task):
            begin_s, _ = bounds_of(self._task, part)
            place = part_folder(self._folder, self._task.key, part)
            about, film = PartFacts.read_from(place), open_film(place / FILM)
            lead, results = _split(film, begin_s)
            numbers = tracks_that_go_on(before, lead)
            shift = 0 if next_index is None or not lead or not results else next_index - results[0].frame_index
            before = []
            for number, result in enumerate(results):
                self._number(result, numbers)
                whole = _renumbered(result, numbers, shift)
                yield whole if number else replace(whole, timings_s=about.stage_s)
                self._gallery.note_frame(whole.source, whole.timestamp_s)
                before.append(whole)
                next_index, self.last_s = whole.frame_index + 1, whole.timestamp_s
            before = [result for result in before if result.timestamp_s >= self.last_s - LEAD_S - 1.0]
            first_s = (lead or results)[0].timestamp_s if film.known is not None else begin_s
            self._gallery.add(open_records(place / RECORDS, film.info.name), numbers, first_s)
            self._note(about, film)

    def _number(self, result: FrameResult, numbers: dict[int, int]) -> None:
        """Give the tracks of a frame numbers in the whole, where they have none."""
        for track_id in sorted(face.track_id for face in result.faces if face.track_id is not None):
            if track_id not in numbers:
                numbers[track_id] = self._next_track
                self._next_track += 1

    def _note(self, about: PartFacts, film: Film) -> None:
        self._facts.append(film.uncorrected_facts)
        self.frames, self.took_s = self.frames + about.frames, self.took_s + about.took_s
        if about.reason is not None:
            self.reasons.append(about.reason)

    def _run_facts(self) -> RunFacts:
        facts, parts = self._pipeline.facts(), self._facts
        people = replace(self._gallery.people(), identity=self._identity) if self._gallery.has_begun else None
        notes = dict.fromkeys(note for one in parts for note in one.notes)
        return RunFacts(
            engine=facts.engine,
            engine_reason=facts.engine_reason,
            model=facts.model,
            detector=facts.detector,
            analysis=self._task.analysis,
            model_card=facts.model_card,
            wall_s=sum(one.wall_s or 0.0 for one in parts),
            decode_errors=sum(one.decode_errors for one in parts),
            notes=(*notes, LET_GO) if self._gallery.has_let_go else tuple(notes),
            error="; ".join(self.reasons) or None,
            people=people if self._task.analysis.tracking else None,
        )


def _split(film: Film, begin_s: float) -> tuple[list[FrameResult], list[FrameResult]]:
    """Return what was found in the frames that lead to a part, and in its own."""
    results = list(film.results())
    first = next((place for place, one in enumerate(results) if is_of_part(one, begin_s)), len(results))
    return results[:first], results[first:]


def _renumbered(result: FrameResult, numbers: Mapping[int, int], shift: int) -> FrameResult:
    faces = tuple(
        face
        if face.track_id is None
        else replace(face, track_id=numbers[face.track_id], visit_id=numbers[face.track_id], person_id=None)
        for face in result.faces
    )
    return replace(result, faces=faces, frame_index=result.frame_index + shift)
