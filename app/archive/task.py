"""What passes between the driver of an archive and its workers."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from inference.settings import AnalysisSettings, DisplaySettings, Selection

# within the folder of the archive
LEDGER, REPORT, WORK, RESULTS = "archive.db", "report.html", ".work", "files"
TABLES = ("faces", "people")
MANIFEST, READY, PART = "manifest.json", ".ready", ".part"


@dataclass(frozen=True, slots=True)
class Task:
    """One file that is to be analysed.

    Attributes:
        key: names its results; the same for the same path.
        path: of the file.
        day: `2026-05-01`, of the recording's begin.
        began_at: when the recording began, in ISO 8601 with its offset.
        duration_s: length as the file claims it, seconds; None where it is unknown.
        size, changed_ns: of the file, by which a change is noticed.
        analysis, display, selection: how it is analysed.
        copies: an annotated copy is written too.
        priority: greater ones are done first.
        seams: where a long file is split, seconds; empty where it is analysed in one piece.
        part: number of the part of it that is to be analysed, from 0; None for all of it, which is put together of its
            parts where there are seams.
        lost: what is wrong with parts that are not there.
    """

    key: str
    path: str
    day: str
    began_at: str
    duration_s: float | None
    size: int
    changed_ns: int
    analysis: AnalysisSettings = field(default_factory=AnalysisSettings)
    display: DisplaySettings = field(default_factory=DisplaySettings)
    selection: Selection = field(default_factory=Selection)
    copies: bool = False
    priority: int = 0
    seams: tuple[float, ...] = ()
    part: int | None = None
    lost: tuple[str, ...] = ()

    @property
    def how(self) -> str:
        """The settings in one line: with others the file is done again."""
        return repr((self.analysis, self.display, self.selection, self.copies))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task.

    Attributes:
        key: of the task.
        reason: why it failed, or what is missing of the file; None where all of it is there.
        has_results: there is something to publish.
        frames, people: numbers of them.
        seconds: length of what was analysed.
        took_s: by the clock of the worker, without loading models.
        worker: the machine and process.
        day: as in the task.
        is_hopeless: another try would end in the same way.
        ends_all: so would all other tasks: something is wrong with the machines.
    """

    key: str
    reason: str | None = None
    has_results: bool = False
    frames: int = 0
    people: int = 0
    seconds: float = 0.0
    took_s: float = 0.0
    worker: str = ""
    day: str = ""
    is_hopeless: bool = False
    ends_all: bool = False

    def written_to(self, folder: Path) -> None:
        """Write it as the manifest of the results in a folder."""
        (folder / MANIFEST).write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read_from(cls, folder: Path) -> Self:
        """Read the manifest of the results in a folder."""
        values: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return cls(**values)
