"""The page itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from inference.attributes import CLASS_NAMES

from ..inputs import Intake
from ..metrics import FIGURES, SUBGROUP_FIGURES, Case
from ..subgroups import MIN_SUBGROUP, WAYS
from ..text import shown, unit
from . import plots
from .contact_sheets import contact_sheets
from .sentences import LIMITS, range_of, summary

# figures of the cards on top
_MAIN = ("age_mae", "age_cs5", "age_coverage", "gender_accuracy", "ethnicity_accuracy")
_TEMPLATE = "report.html.j2"


def write_report(judgement: dict[str, Any], intake: Intake, output: Path, title: str, faces: bool = True) -> None:
    """Write the page; it appears when it is complete and refers to no other file or address.

    Args:
        judgement: as `judgement_of` gives it.
        intake: the labels and answers behind it, for dots and pictures.
        output: the HTML file.
        title: heading.
        faces: show the best and worst faces.

    Raises:
        OSError: the file can't be written.
    """
    page = render(judgement, intake, title, faces)
    output.parent.mkdir(parents=True, exist_ok=True)
    part = output.with_name(output.name + ".part")
    try:
        # file names that are no Unicode at all hold lone surrogates
        part.write_text(page, encoding="utf-8", errors="xmlcharrefreplace")
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)


def render(judgement: dict[str, Any], intake: Intake, title: str, faces: bool = True) -> str:
    """The page's HTML."""
    environment = Environment(
        loader=PackageLoader("training.evaluation.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown_by": lambda value, name, signed=False: shown(name, value, signed).replace("-", "−"),
        "range_of": lambda name, figure: range_of(name, figure).replace("-", "−"),
        "thousands": lambda number: f"{number:,}",
        "percent": _percent,
    }
    systems = judgement["systems"]
    return environment.get_template(_TEMPLATE).render(
        title=title,
        style=Markup(environment.get_template("style.css").render()),
        date=datetime.now(UTC).strftime("%Y-%m-%d"),
        judgement=judgement,
        systems=systems,
        summary=[sentence.replace(" %", "\u00a0%") for sentence in summary(judgement)],
        limits=LIMITS,
        main=_MAIN,
        figures=FIGURES,
        subgroup_figures=SUBGROUP_FIGURES,
        unit=unit,
        classes=CLASS_NAMES,
        tables=_table_names(systems),
        least=MIN_SUBGROUP,
        plots=_shared_plots(systems),
        own=[_own_plots(system, answers, intake, number) for number, (system, answers) in _each(systems, intake)],
        sheets=[
            contact_sheets(system["extremes"], answers, intake.view) if faces and intake.view is not None else []
            for _, (system, answers) in _each(systems, intake)
        ],
    )


def _each(systems: Sequence[dict[str, Any]], intake: Intake) -> list[tuple[int, tuple[dict[str, Any], Any]]]:
    return list(enumerate(zip(systems, intake.systems, strict=True)))


def _shared_plots(systems: Sequence[dict[str, Any]]) -> dict[str, Markup]:
    """Plots that show all systems at once, by name; those of attributes that nobody speaks of are left out."""
    shared = {}
    if any(system["cs_curve"] for system in systems):
        shared["cs"] = plots.cs_plot(systems)
        shared["error_by_age"] = plots.error_by_age_plot(systems)
    if any(system["age_reliability"] for system in systems):
        shared["age_reliability"] = plots.age_reliability_plot(systems)
    for attribute in CLASS_NAMES:
        if any(system["score_reliability"][attribute] for system in systems):
            shared[f"{attribute}_reliability"] = plots.score_reliability_plot(systems, attribute)
    if any(not group["too_small"] for system in systems for group in system["subgroups"]):
        shared["subgroups"] = plots.subgroup_plot(systems)
    return shared


def _own_plots(system: dict[str, Any], answers: Any, intake: Intake, number: int) -> dict[str, Markup]:
    """Plots of one system, by name."""
    own = {}
    if system["cs_curve"]:
        own["scatter"] = plots.scatter_plot(Case(intake.labels, answers), number)
    for attribute in CLASS_NAMES:
        report = system[attribute]
        if report is None:
            continue
        curve = plots.roc_plot(report, f"roc-{attribute}-{number}", f"{system['name']}, {attribute}")
        if curve is not None:
            own[attribute] = curve
    return own


def _table_names(systems: Sequence[dict[str, Any]]) -> list[tuple[tuple[str, ...], str]]:
    """The ways that faces are cut, in the order of the tables, with headings."""
    seen = dict.fromkeys(tuple(group["ways"]) for system in systems for group in system["subgroups"])
    headings = {way: way.capitalize() for way in WAYS}
    return [(ways, " × ".join([headings[ways[0]], *ways[1:]])) for ways in sorted(seen, key=len)]


def _percent(share: float | None, digits: int = 1) -> str:
    return "–" if share is None else f"{100 * share:.{digits}f}"
