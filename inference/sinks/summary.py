"""Writes totals of a run, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from ..attributes import ETHNICITIES, GENDERS
from ..files import OutputFile, WrittenFile
from ..find.choice import found
from ..identity.person import People
from ..people import PeopleCounter, PersonEstimate
from ..settings import EVERYTHING, DisplaySettings, Selection
from ..shares import shares_of_run
from ..types import Frame, FrameResult, RunFacts, SourceInfo
from .base import Sink

LIMITS = (
    "Estimates from faces alone, wrong in a part of all cases and more often for some groups than for others: "
    "for counting crowds, never for deciding about a person."
)
_DECADES = (*(f"{first}-{first + 9}" for first in range(0, 100, 10)), "100")
# ages are kept in tenths of a year: their median needs no list of all of them
_TENTHS = 1001


class SummarySink(Sink):
    """Totals that are written when the sink is closed. Memory grows with the number of people, not of frames.

    Args:
        path: a `.json` file.
        settings: hidden attributes are left out.
        info: the source.
        selection: what part of it was read.
        version: of FaceLens.

    Raises:
        SinkError: the file can't be written.
    """

    def __init__(
        self,
        path: str,
        settings: DisplaySettings,
        info: SourceInfo,
        *,
        selection: Selection = EVERYTHING,
        version: str | None = None,
    ) -> None:
        self._output = OutputFile(path)
        self._settings = settings
        self._info = info
        self._selection = selection
        self._version = version
        self._frames = _FrameTotals()
        self._counter = PeopleCounter()
        self._untracked = _People()

    def write(self, frame: Frame, result: FrameResult) -> None:
        self._frames.add(result)
        self._counter.add(result)
        for face in result.faces:
            if face.track_id is None:
                self._untracked.add(PersonEstimate.of(face.attributes))

    @property
    def written(self) -> WrittenFile | None:
        return self._output.written

    def close(self, facts: RunFacts) -> None:
        if not (self._frames.read or facts.is_whole):
            self._output.discard()
            return
        text = json.dumps(self.totals(facts), indent=2, ensure_ascii=False)
        self._output.fill((text + "\n").encode("utf-8", errors="backslashreplace"))
        self._output.finish(is_whole=facts.is_whole)

    def discard(self) -> None:
        self._output.discard()

    def totals(self, facts: RunFacts) -> dict[str, Any]:
        """Return what the file holds, about everything up to now."""
        frames = self._frames
        return {
            "facelens": self._version,
            "source": {
                "name": self._info.name,
                "kind": str(self._info.kind),
                "width": self._info.width or None,
                "height": self._info.height or None,
                "fps": None if self._info.fps is None else round(self._info.fps, 3),
                "duration_s": None if self._info.duration_s is None else round(self._info.duration_s, 3),
            },
            "settings": {
                "engine": facts.engine,
                "engine_reason": facts.engine_reason,
                "model": facts.model,
                "detector": facts.detector,
                "video_encoder": facts.video_encoder,
                "video_encoder_reason": facts.video_encoder_reason,
                "tracking": facts.analysis.tracking,
                "min_face_px": facts.analysis.min_face_px,
                "privacy": str(self._settings.privacy),
                "hidden": sorted(self._settings.hide),
                **asdict(self._selection),
            },
            "frames": {
                "read": frames.read,
                "with_faces": frames.with_faces,
                "without_faces": frames.read - frames.with_faces,
                "decode_errors": facts.decode_errors,
                "broken_stills": facts.broken_stills,
            },
            "faces": {
                "rows": frames.faces,
                "carried_over": frames.coasted,
                "most_in_one_frame": frames.most_faces,
            },
            "people": self._people(facts),
            "speed": {
                "wall_s": None if facts.wall_s is None else round(facts.wall_s, 3),
                "fps": round(frames.read / facts.wall_s, 2) if facts.wall_s else None,
                "stage_ms_per_frame": {
                    stage: round(total / frames.read * 1000, 3) for stage, total in frames.stage_s.items()
                },
            },
            "skipped": [skipped._asdict() for skipped in facts.skipped],
            "gaps": {
                "count": facts.gap_count,
                "list": [
                    {"from_s": round(gap.from_s, 3), "to_s": round(gap.to_s, 3), "reason": gap.reason}
                    for gap in facts.gaps
                ],
            },
            "notes": list(facts.notes),
            "interrupted": facts.interrupted,
            "error": facts.error,
            "limits": LIMITS,
        }

    def _people(self, facts: RunFacts) -> dict[str, Any]:
        """Return totals over people, each once, as averaged over all their visits."""
        people = _People()
        if facts.people is None:
            if not self._info.has_time or not facts.analysis.tracking:
                return {"counted": "every face of every picture", **self._untracked.totals(self._settings.hide)}
            for estimate in self._counter.estimates():
                people.add(estimate)
            return {"counted": self._counter.rule, **people.totals(self._settings.hide)}
        for person in facts.people.persons:
            people.add(PersonEstimate.of(person.attributes))
        return {
            "counted": facts.people.rule,
            "identity": facts.people.identity,
            **people.totals(self._settings.hide),
            "count_range": list(facts.people.count_range),
            "tracks": facts.people.tracks,
            "shares": shares_of_run(facts, self._settings.hide),
            "found": self._found(facts.people),
        }

    def _found(self, people: People) -> dict[str, Any] | None:
        """Return how many people fit the description; None where there is none."""
        wanted = found(self._settings, people)
        if wanted is None or self._settings.find is None:
            return None
        return {"description": self._settings.find.text, "count": len(wanted)}


@dataclass(slots=True)
class _FrameTotals:
    """Sums over frames."""

    read: int = 0
    with_faces: int = 0
    faces: int = 0
    coasted: int = 0
    most_faces: int = 0
    stage_s: dict[str, float] = field(default_factory=dict)

    def add(self, result: FrameResult) -> None:
        count = len(result.faces)
        self.read += 1
        self.with_faces += count > 0
        self.faces += count
        self.coasted += sum(face.coasted for face in result.faces)
        self.most_faces = max(self.most_faces, count)
        for stage, seconds in result.timings_s.items():
            self.stage_s[stage] = self.stage_s.get(stage, 0.0) + seconds


class _People:
    """Ages and shares of any number of people in constant memory."""

    def __init__(self) -> None:
        self._age_tenths = np.zeros(_TENTHS, dtype=np.int64)
        self._age_sum = 0.0
        self._genders = np.zeros(len(GENDERS), dtype=np.int64)
        self._ethnicities = np.zeros(len(ETHNICITIES), dtype=np.int64)

    def add(self, person: PersonEstimate) -> None:
        age, gender, ethnicity = person
        self._age_tenths[min(max(round(age * 10), 0), _TENTHS - 1)] += 1
        self._age_sum += age
        self._genders[gender] += 1
        self._ethnicities[ethnicity] += 1

    def totals(self, hidden: frozenset[str]) -> dict[str, Any]:
        totals: dict[str, Any] = {"count": int(self._genders.sum())}
        if "age" not in hidden:
            totals["age"] = self._ages(totals["count"])
        if "gender" not in hidden:
            totals["gender"] = _shares(GENDERS, self._genders)
        if "ethnicity" not in hidden:
            totals["ethnicity"] = _shares(ETHNICITIES, self._ethnicities)
        return totals

    def _ages(self, count: int) -> dict[str, Any]:
        tenths = self._age_tenths
        decades = np.add.reduceat(tenths, np.arange(0, _TENTHS, 100))
        return {
            "mean": round(self._age_sum / count, 1) if count else None,
            "median": self._median(count) if count else None,
            "histogram": dict(zip(_DECADES, decades.tolist(), strict=True)),
        }

    def _median(self, count: int) -> float:
        ranks = np.cumsum(self._age_tenths)
        middle = np.searchsorted(ranks, [(count + 1) // 2, count // 2 + 1])
        return round(float(middle.mean()) / 10, 2)


def _shares(names: tuple[str, ...], counts: np.ndarray) -> dict[str, dict[str, float]]:
    total = max(1, int(counts.sum()))
    return {
        name: {"count": int(count), "share": round(int(count) / total, 4)}
        for name, count in zip(names, counts, strict=True)
    }
