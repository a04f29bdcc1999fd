"""`python main.py find`: people of an exported table who fit a description."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.errors import SinkError, SourceError, UsageError
from inference.files import output_error, write_text

from .commands import CommandParser
from .exit_codes import ExitCode

if TYPE_CHECKING:
    from inference.find.tables import Found

EPILOG = """\
examples:
  python main.py find holiday.csv "women 20-35"
  python main.py find who.jsonl "children seen at least 10 s" --clips clips/
  python main.py find holiday.csv "men over 60, women over 60" --people seniors.csv
"""
# around the time in which somebody is seen, seconds
_MARGIN_S = 1.0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command's words."""
    parser = CommandParser(
        prog="python main.py find",
        description="Finds the people who fit a description in a table (--export) or a people file (--people).",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("table", metavar="TABLE", help="a .csv or .jsonl file that FaceLens has written")
    parser.add_argument("description", metavar="DESCRIPTION", help="such as `women 20-35`")
    parser.add_argument("--people", metavar="PATH", help="write those who fit: one row per person, .csv or .jsonl")
    parser.add_argument("--clips", metavar="FOLDER", help="cut the video where they are seen, without encoding it anew")
    parser.add_argument("--quiet", action="store_true", help="errors only")
    parser.add_argument("--debug", action="store_true", help="errors with a traceback")
    return parser


def run(given: argparse.Namespace) -> ExitCode:
    """Find people, and write and tell who they are."""
    from inference.find import parse_query
    from inference.find.tables import read_people

    try:
        query = parse_query(given.description)
    except UsageError as error:
        raise UsageError(error.worded({"find": "DESCRIPTION"})) from None
    if given.people is not None:
        _check_people_name(given.people, given.table)
    everybody = read_people(given.table)
    fitting = [person for person in everybody if query.fits(person.traits)]
    if given.people is not None:
        _write(given.people, fitting)
    clips = list(_cut(fitting, Path(given.table), Path(given.clips))) if given.clips is not None else []
    if not given.quiet:
        _print(fitting)
        told = f"{len(fitting)} of {len(everybody)} {'person fits' if len(fitting) == 1 else 'people fit'}"
        told += f"; wrote {given.people}" if given.people else ""
        told += f"; {len(clips)} {'clip' if len(clips) == 1 else 'clips'} in {given.clips}" if given.clips else ""
        print(told, file=sys.stderr)
    return ExitCode.DONE


def _check_people_name(people: str, table: str) -> None:
    if Path(people).suffix.lower() == ".html":
        raise UsageError(
            "--people of `find` writes .csv or .jsonl: a contact sheet needs the video, which a run with --find has"
        )
    if Path(people).suffix.lower() not in (".csv", ".jsonl"):
        raise UsageError(f"--people writes .csv or .jsonl; got {people}")
    if os.path.realpath(people) == os.path.realpath(table):
        raise UsageError(f"{people} is the input; an output must have another name")


def _write(path: str, fitting: Sequence[Found]) -> None:
    from inference.sinks.people import PEOPLE_COLUMNS
    from inference.sinks.table import csv_line

    if Path(path).suffix.lower() == ".csv":
        rows = [csv_line(PEOPLE_COLUMNS), *(csv_line([p.row.get(name) for name in PEOPLE_COLUMNS]) for p in fitting)]
    else:
        rows = [json.dumps(dict(person.row), ensure_ascii=False) + "\n" for person in fitting]
    try:
        write_text(path, "".join(rows))
    except OSError as error:
        raise output_error(path, error) from error


# --- clips -------------------------------------------------------------------------------------


def _cut(fitting: Sequence[Found], table: Path, folder: Path) -> Iterator[Path]:
    """Cut a clip for each time in which one of the people is seen."""
    from inference.find.clips import clip_ending, clip_names, cut_clip

    wanted = [(int(person.row["person_id"]), stretch) for person in fitting for stretch in person.stretches]
    videos = {stretch.source: _video(stretch.source, table) for _, stretch in wanted}
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise SinkError(f"can't make the folder {folder}: {error.strerror}") from error
    for source, video in videos.items():
        own = [(person, stretch) for person, stretch in wanted if stretch.source == source]
        names = clip_names([(person, stretch.first_s) for person, stretch in own], clip_ending(video))
        for name, (_, stretch) in zip(names, own, strict=True):
            output = folder / (name if len(videos) == 1 else f"{video.stem}-{name}")
            cut_clip(video, output, max(0.0, stretch.first_s - _MARGIN_S), stretch.last_s + _MARGIN_S)
            yield output


def _video(source: str, table: Path) -> Path:
    """Return the video that a table is about: where it was, else beside the table."""
    from inference.sources.image_formats import first_bytes, is_image

    if source == "demo":
        from inference.sources.demo import demo_clip_path

        return Path(demo_clip_path())
    for path in (Path(source), table.parent / source, table.parent / Path(source).name):
        if path.is_file():
            if is_image(first_bytes(str(path))):
                raise SourceError(f"{source} is an image: clips are cut from videos")
            return path
    raise SourceError(f"the video {source} is not there any more; put it beside {table} to cut clips from it")


# --- the terminal ------------------------------------------------------------------------------


def _print(fitting: Sequence[Found]) -> None:
    """Print one line per person, in columns."""
    if not fitting:
        return
    lines: list[tuple[str, ...]] = [
        ("person", "age", "gender", "ethnicity", "first seen", "in view", "visits", "source")
    ]
    lines += [_cells(person.row) for person in fitting]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cells(row: Any) -> tuple[str, ...]:
    def number(name: str, unit: str = "", digits: int = 0) -> str:
        return "" if row.get(name) in (None, "") else f"{float(row[name]):.{digits}f}{unit}"

    low, high = number("age_p10"), number("age_p90")
    age = f"{number('age')} ({low}-{high})" if low and high else number("age")
    return (
        f"#{row['person_id']}", age, row.get("gender") or "", row.get("ethnicity") or "",
        number("first_seen_s", " s", 1), number("in_view_s", " s", 1), number("visits"), str(row.get("source") or ""),
    )  # fmt: skip
