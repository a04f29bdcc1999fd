"""What a run writes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is written, and where; None for what is not.

    Attributes:
        output: annotated copy: `.mp4` of a video; of still images `.jpg`, `.jpeg`, `.png` (one) or a folder.
        export: table, one row per face per frame: `.csv`, `.jsonl` or `-` (CSV on stdout).
        summary: totals: `.json`.
        people: one row per person: `.csv`, `.jsonl`, or `.html`, a contact sheet with the best look of each.
        subtitles: labels to lie over the untouched video: `.ass` or `.vtt`.
    """

    output: str | None = None
    export: str | None = None
    summary: str | None = None
    people: str | None = None
    subtitles: str | None = None

    @property
    def are_any(self) -> bool:
        """True where something is written."""
        return self != NO_OUTPUTS

    @property
    def paths(self) -> list[str]:
        """The files and folders that are written; stdout is none."""
        named = (self.output, self.export, self.summary, self.people, self.subtitles)
        return [path for path in named if path is not None and path != "-"]

    @property
    def need_best_looks(self) -> bool:
        """True where an output shows what people look like."""
        return self.people is not None and self.people.lower().endswith(".html")


NO_OUTPUTS = Outputs()
