"""The lines of a TOML file on which its keys stand, for messages; `tomllib` does not tell them."""

from __future__ import annotations

import re
from collections.abc import Iterable

Key = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[|\[)\s*([^\[\]]+?)\s*\]")
_ENTRY = re.compile(r"""\s*("[^"]*"|'[^']*'|[\w-]+)\s*=""")


def lines_of_keys(text: str) -> dict[Key, int]:
    """Return the line, from 1, on which each key and each table of a file that `tomllib` can read begins.

    Args:
        text: of the file. Tables and keys with dots in quotes, and keys of inline tables, are passed over.

    Returns:
        Lines by path: `("source", 1, "url")` is the `url` of the second `[[source]]`.
    """
    lines: dict[Key, int] = {}
    counts: dict[Key, int] = {}
    table: Key = ()
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header is not None:
            names = [name.strip().strip("\"'") for name in header[2].split(".")]
            table = _table_of(names, counts, is_new=header[1] == "[[")
            lines.setdefault(table, number)
            continue
        entry = _ENTRY.match(line)
        if entry is not None:
            lines.setdefault((*table, entry[1].strip("\"'")), number)
    return lines


def _table_of(names: Iterable[str], counts: dict[Key, int], *, is_new: bool) -> Key:
    """Return the path of a table; one that is in an array of tables is in the last of them so far."""
    path: Key = ()
    *parents, last = names
    for name in parents:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, last)
    if is_new:
        counts[path] = counts.get(path, 0) + 1
    return (*path, counts[path] - 1) if path in counts else path
