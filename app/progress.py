"""Shows a headless job's progress on stderr: a bar while it runs, one line at its end."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import NoReturn, Self

from tqdm import tqdm

from inference.errors import FaceLensError
from inference.identity.person import IDENTITY_ON
from inference.people import PeopleCounter
from inference.pipeline import RunReport
from inference.shares import shares_of_run
from inference.sources import Source
from inference.types import FrameResult, Gap, RunFacts

from .cli import in_flags

_BAR = "{percentage:3.0f}% |{bar}| {n_fmt}/{total_fmt}{unit}, {rate_fmt}, {remaining} left{postfix}"
# of fewer people nothing can be said of a crowd
_A_FEW = 5
_BAR_WITHOUT_END = "{n_fmt}{unit}, {rate_fmt}, {elapsed}{postfix}"


class Progress:
    """Progress of a run; a context manager.

    Args:
        source: says how many frames to expect, and which images it had to skip.
        quiet: say nothing.
    """

    def __init__(self, source: Source, *, quiet: bool) -> None:
        self._source = source
        self._quiet = quiet
        self._frame_name = "frame" if source.info.has_time else "image"
        self._faces = 0
        self._people = PeopleCounter()
        self._has_people = False
        self._skips_told = self._folders_told = 0
        tqdm.monitor_interval = 0  # a thread that watches over slow bars; here every frame is told
        self._bar = tqdm(
            total=source.info.frame_count,
            unit=f" {self._frame_name}s",
            bar_format=_BAR if source.info.frame_count else _BAR_WITHOUT_END,
            dynamic_ncols=True,
            leave=False,
            disable=quiet or not sys.stderr.isatty(),
        )

    def update(self, result: FrameResult) -> None:
        """Update with the next frame."""
        self._faces += len(result.faces)
        self._people.add(result)
        self._has_people |= any(face.track_id is not None for face in result.faces)
        if self._bar.update():  # it was drawn anew: time for the next time's words
            self._bar.set_postfix_str(self._found, refresh=False)
        self._tell_skips()

    def broke_off(self, reason: FaceLensError) -> None:
        """Tell that a live source gives no images."""
        self._tell(f"{in_flags(reason)}; trying again")

    def came_back(self, gap: Gap) -> None:
        """Tell that it gives images again."""
        self._tell(f"{self._source.info.name} is back: no images from {gap.from_s:.1f} s to {gap.to_s:.1f} s")

    def finish(
        self, report: RunReport, facts: RunFacts, written: list[str], hidden: frozenset[str] = frozenset()
    ) -> None:
        """Print the result of the run.

        Args:
            report: of the run.
            facts: of the run.
            written: names of the files.
            hidden: attributes of which nothing is said.
        """
        self._tell_skips()
        self._bar.close()
        if self._quiet:
            return
        for note in report.notes:
            print(f"note: {note}", file=sys.stderr)
        speed = report.frames / report.wall_s if report.wall_s else 0.0
        parts = [
            f"{'interrupted: ' if report.interrupted else ''}{self._found_in_the_end(facts)}"
            f" in {_count(report.frames, self._frame_name)} of {self._source.info.name}",
            f"{report.wall_s:.1f} s ({speed:.1f} {self._frame_name}s per second on {facts.engine})",
        ]
        if self._source.failures:
            parts.append(f"{_count(len(self._source.failures), self._frame_name)} skipped")
        if self._source.skipped_folders:
            parts.append(f"{_count(len(self._source.skipped_folders), 'folder')} not searched")
        if report.dropped:
            parts.append(f"{report.dropped} dropped to keep up")
        print(f"{', '.join(parts)}{'; wrote ' if written else ''}{', '.join(written)}", file=sys.stderr)
        if about := _about_people(facts, hidden):
            print(f"people: {about}", file=sys.stderr)

    @property
    def _found(self) -> str:
        if self._has_people:
            return _count(len(self._people.people()), "person", "people")
        return _count(self._faces, "face")

    def _found_in_the_end(self, facts: RunFacts) -> str:
        if facts.people is None:
            return self._found
        people = _count(len(facts.people.persons), "person", "people")
        people += " (recognised within this run; --no-identity: not)" if facts.people.identity == IDENTITY_ON else ""
        return people if self._has_people else f"{_count(self._faces, 'face')} of {people}"

    def _tell_skips(self) -> None:
        """Print what has been skipped since the last call."""
        # the lists grow meanwhile
        folders = self._source.skipped_folders[self._folders_told :]
        files = self._source.failures[self._skips_told :]
        self._folders_told += len(folders)
        self._skips_told += len(files)
        for path, reason in (*folders, *files):
            self._tell(f"skipped {path}: {reason}")

    def _tell(self, text: str) -> None:
        """Print a line above the bar."""
        if not self._quiet:
            tqdm.write(text, file=sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.close()


class SecondBar:
    """Shows how far the second reading of a source is, for a copy that depends on who is who.

    Args:
        quiet: say nothing.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._is_shown = not quiet and sys.stderr.isatty()
        self._bar: tqdm[NoReturn] | None = None

    def __call__(self, done: int, total: int) -> None:
        """Show that so many frames of all are done."""
        if self._is_shown and self._bar is None:
            self._bar = tqdm(total=total, desc="writing the copy", unit=" frames", leave=False, dynamic_ncols=True)
        if self._bar is not None:
            self._bar.update(done - self._bar.n)
            if done == total:
                self._bar.close()


def _about_people(facts: RunFacts, hidden: frozenset[str]) -> str:
    """Return how many people there may be, and of a few or more their mean age and the share of women."""
    if facts.people is None:
        return ""
    low, high = facts.people.count_range
    parts = [f"{low:,} to {high:,} as doubtful links allow"] if low != high else []
    shares = (len(facts.people.persons) >= _A_FEW and shares_of_run(facts, hidden)) or {}
    if mean := shares.get("age", {}).get("mean"):
        parts.append(f"mean age {mean['estimate']:.0f} ({mean['low']:.0f} to {mean['high']:.0f})")
    if share := shares.get("gender", {}).get("female"):
        parts.append(
            f"{100 * share['estimate']:.0f} % female ({100 * share['low']:.0f} to {100 * share['high']:.0f} %)"
        )
    return ", ".join(parts)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
