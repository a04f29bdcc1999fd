"""The comparison as Markdown for people, CSV for spreadsheets, JSON for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path

from inference.files import write_json, write_text

from ..recipe import Recipe
from .jobs import Result

_HEADINGS = (
    "network",
    "age MAE, years",
    "gender, %",
    "ethnicity, %",
    "ms a face",
    "million parameters",
    "million multiply-adds",
    "ONNX, MB",
    "training, s",
    "epochs",
    "start",
)


def by_error(results: Sequence[Result]) -> list[Result]:
    """Sort by age error, the least first, those without metrics last."""
    return sorted(results, key=lambda each: (each.age_mae is None, each.age_mae or 0.0, each.name))


def write_tables(results: Sequence[Result], recipe: Recipe, minutes: float | None, folder: Path) -> None:
    """Write `comparison.md`, `.csv`, `.json` and `curves.csv`.

    Args:
        results: of all models, failed ones too.
        recipe: what all had in common.
        minutes: time of training, for each; None without a bound.
        folder: where to.
    """
    ordered = by_error(results)
    shared = {name: value for name, value in recipe.written().items() if name not in ("backbone", "start_weights")}
    budget = {"minutes": minutes, "recipe": shared}
    write_text(folder / "comparison.md", _markdown(ordered, recipe, minutes))
    write_text(folder / "comparison.csv", _csv(ordered))
    write_json(folder / "comparison.json", {"budget": budget, "networks": [asdict(each) for each in ordered]})
    write_text(folder / "curves.csv", _curves(ordered))


def _markdown(results: Sequence[Result], recipe: Recipe, minutes: float | None) -> str:
    done = [each for each in results if each.failure is None]
    failed = [each for each in results if each.failure is not None]
    epochs = "1 epoch" if recipe.epochs == 1 else f"{recipe.epochs} epochs"
    faces = f"{recipe.limit} faces" if recipe.limit else "all faces"
    time = f", at most {minutes:g} minutes each" if minutes else ""
    lines = [
        "# Models side by side",
        "",
        f"Every model was trained for {epochs} over {faces}{time}, with one recipe and seed "
        f"{recipe.seed}: what they reach under a small budget, not the best they can. Metrics are over "
        f"{done[0].faces if done else 'the'} validation faces; milliseconds are processor time of ONNX Runtime on one "
        "thread.",
        "",
        "| " + " | ".join(_HEADINGS) + " |",
        "|---" * len(_HEADINGS) + "|",
        *("| " + " | ".join(_cells(each)) + " |" for each in done),
    ]
    if failed:
        lines += ["", "Without metrics:", "", *(f"- {each.name}: {each.failure}" for each in failed)]
    if done:
        lines += ["", *(f"![{alt}]({file})" for file, alt in PLOTS.items())]
    return "\n".join(lines) + "\n"


PLOTS = {
    "error-milliseconds.png": "error of the age against milliseconds per face",
    "error-size.png": "error of the age against the file's size",
    "curves.png": "error of the age after every epoch",
}


def _cells(result: Result) -> tuple[str, ...]:
    epochs = f"{result.epochs}" + ("" if result.ended == "epochs" else f" (ended by {result.ended})")
    return (
        result.name,
        _number(result.age_mae, ".2f"),
        _number(result.gender_accuracy, ".1f", 100),
        _number(result.ethnicity_accuracy, ".1f", 100),
        _number(result.milliseconds, ".2f"),
        _number(result.parameters, ".2f", 1e-6),
        _number(result.multiply_adds, ".0f", 1e-6),
        _number(result.onnx_bytes, ".1f", 1e-6),
        _number(result.train_seconds, ".0f"),
        epochs,
        result.start_weights or "random",
    )


def _number(value: float | None, form: str, factor: float = 1) -> str:
    return "–" if value is None else format(value * factor, form)


def _csv(results: Sequence[Result]) -> str:
    names = [each.name for each in fields(Result) if each.name != "curve"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for result in results:
        values = (getattr(result, name) for name in names)
        writer.writerow("" if value is None else value for value in values)
    return text.getvalue()


def _curves(results: Sequence[Result]) -> str:
    """Return a row per epoch of every model; the columns are those of `history.csv`."""
    columns = sorted({name for result in results for row in result.curve for name in row} - {"epoch"})
    text = io.StringIO()
    writer = csv.DictWriter(text, ["network", "epoch", *columns], restval="", lineterminator="\n")
    writer.writeheader()
    for result in results:
        writer.writerows({"network": result.name, **row, "epoch": int(row["epoch"])} for row in result.curve)
    return text.getvalue()
