"""The registry as a table for the terminal."""

from __future__ import annotations

import keras

from .entry import Entry
from .registry import REGISTRY, build_model

FAMILIES = tuple(dict.fromkeys(entry.family for entry in REGISTRY.values()))
_HEADINGS = ("name", "family", "parameters", "size (smallest)", "start weights", "source")


def table(family: str | None = None, count: bool = False) -> str:
    """Return one line per model, its columns aligned.

    Args:
        family: one of `FAMILIES`, or None for all.
        count: build every model at its default size to count its parameters, heads and all.
    """
    rows = [_row(entry, count) for entry in REGISTRY.values() if family in (None, entry.family)]
    widths = [max(len(row[i]) for row in (_HEADINGS, *rows)) for i in range(len(_HEADINGS))]
    lines = (_HEADINGS, tuple("-" * width for width in widths), *rows)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def start_weights_of(entry: Entry) -> str:
    """Return the kinds of start weights that a model takes."""
    if entry.loaders:
        return f"face recognition ({', '.join(sorted(entry.loaders))}), file"
    return "imagenet, file" if entry.imagenet else "file"


def parameters_of(entry: Entry) -> int:
    """Count the parameters of the whole model at its default size."""
    parameters = build_model(entry.name).count_params()
    keras.backend.clear_session()
    return int(parameters)


def _row(entry: Entry, count: bool) -> tuple[str, ...]:
    return (
        entry.name,
        entry.family,
        f"{parameters_of(entry):,}" if count else "",
        f"{entry.default_size} ({entry.min_size})",
        start_weights_of(entry),
        entry.source,
    )
