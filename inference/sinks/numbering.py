"""Puts the final numbers of people into a table that was written while they were not known yet.

Until then the cell holds the number of the visit. Numbers of people go by their first visit, so that they are never
longer, and the file is rewritten in its place: it needs no more room, and no memory.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

# puts numbers of people, by visit, into a table; the rows of others stay or go
Renumber = Callable[[Path, Mapping[int, int], bool], None]

_JSON_CELL = re.compile(rb'"person_id": *(\d+)')


def renumber_csv(path: Path, person_of_visit: Mapping[int, int], drops_others: bool = False) -> None:
    """Put people in place of visits in the last cell of each row of CSV.

    Args:
        path: the table.
        person_of_visit: number of the person by number of the visit.
        drops_others: remove the rows of other visits; they stay, with an empty cell, where False.

    Raises:
        OSError: the file can't be read or written.
    """

    def changed(row: bytes) -> bytes:
        start, _, visit = row.removesuffix(b"\n").rpartition(b",")
        if not visit.isdigit():
            return row
        person = person_of_visit.get(int(visit))
        if person is None:
            return b"" if drops_others else start + b",\n"
        return start + b",%d\n" % person

    _rewrite(path, _csv_rows, changed)


def renumber_json(path: Path, person_of_visit: Mapping[int, int], drops_others: bool = False) -> None:
    """Put people in place of visits in each line of JSON, as `renumber_csv` does; null for nobody.

    Raises:
        OSError: the file can't be read or written.
    """

    def person(cell: re.Match[bytes]) -> bytes:
        # quotes within a text are written with a backslash: what looks like this key is this key
        number = person_of_visit.get(int(cell[1]))
        return b'"person_id":' + (b"null" if number is None else b"%d" % number)

    def changed(row: bytes) -> bytes:
        if drops_others and (cell := _JSON_CELL.search(row)) is not None and int(cell[1]) not in person_of_visit:
            return b""
        return _JSON_CELL.sub(person, row, count=1)

    _rewrite(path, iter, changed)


def json_with_room(line: str, visit: int) -> str:
    """Return a line of JSON whose cell of the visit has room for `null`."""
    return line.replace(f'"person_id":{visit}', f'"person_id":{visit:4d}', 1)


def _rewrite(path: Path, rows: Callable[[BinaryIO], Iterator[bytes]], changed: Callable[[bytes], bytes]) -> None:
    """Rewrite a file row by row in its place; no row may become longer."""
    with open(path, "rb") as before, open(path, "r+b") as after:
        written = 0
        for row in rows(before):
            written += after.write(changed(row))
        after.truncate(written)


def _csv_rows(file: BinaryIO) -> Iterator[bytes]:
    """Yield whole rows: a line feed between quotes, as a file's name may hold one, does not end a row."""
    waiting: list[bytes] = []
    is_open = False
    for line in file:
        is_open ^= line.count(b'"') % 2 == 1
        waiting.append(line)
        if not is_open:
            yield b"".join(waiting)
            waiting = []
    yield b"".join(waiting)
