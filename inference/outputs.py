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
    """

    output: str | None = None
    export: str | None = None
    summary: str | None = None

    @property
    def are_any(self) -> bool:
        """True where something is written."""
        return self != NO_OUTPUTS

    @property
    def paths(self) -> list[str]:
        """The files and folders that are written; stdout is none."""
        return [path for path in (self.output, self.export, self.summary) if path is not None and path != "-"]


NO_OUTPUTS = Outputs()
