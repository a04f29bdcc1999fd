"""The report's page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from inference.attributes import CLASS_NAMES
from inference.files import atomic_path

from ..inputs import EvaluationInputs
from ..metrics import METRICS, SUBGROUP_METRICS, Evaluation
from ..per_set import EVENNESS_FACES, SET_METRICS
from ..predictions import PredictionTable
from ..results import EvaluationResult, SystemResult
from ..subgroups import MIN_SUBGROUP
from ..text import GAP_METRICS, shown, unit
from . import plots
from .contact_sheets import contact_sheets
from .sentences import LIMITS, range_of, summary

# metrics of the cards on top
_MAIN = ("age_mae", "age_cs5", "age_interval_coverage", "gender_accuracy", "ethnicity_accuracy")
_TEMPLATE = "report.html.j2"


def write_report(
    result: EvaluationResult, inputs: EvaluationInputs, output: Path, title: str, faces: bool = True
) -> None:
    """Write the page; it appears when it is complete and refers to no other file or address.

    Args:
        result: of the evaluation.
        inputs: the labels and predictions behind it, for dots and images.
        output: the HTML file.
        title: heading.
        faces: show the best and worst faces.

    Raises:
        OSError: the file can't be written.
    """
    page = render(result, inputs, title, faces)
    output.parent.mkdir(parents=True, exist_ok=True)
    with atomic_path(output) as part:
        # file names that are no Unicode at all hold lone surrogates
        part.write_text(page, encoding="utf-8", errors="xmlcharrefreplace")


def render(result: EvaluationResult, inputs: EvaluationInputs, title: str, faces: bool = True) -> str:
    """Return the page's HTML; arguments as in `write_report`."""
    environment = Environment(
        loader=PackageLoader("training.evaluation.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown_by": lambda value, name, signed=False: shown(name, value, signed).replace("-", "−"),
        "range_of": lambda name, metric: range_of(name, metric).replace("-", "−"),
        "thousands": lambda number: f"{number:,}",
        "percent": _percent,
    }
    systems = result.systems
    pairs = list(zip(systems, inputs.systems, strict=True))
    view = inputs.view if faces else None
    return environment.get_template(_TEMPLATE).render(
        title=title,
        style=Markup(environment.get_template("style.css").render()),
        date=datetime.now(UTC).strftime("%Y-%m-%d"),
        result=result,
        systems=systems,
        summary=[sentence.replace(" %", "\u00a0%") for sentence in summary(result)],
        limits=LIMITS,
        main=_MAIN,
        metrics=METRICS,
        subgroup_metrics=SUBGROUP_METRICS,
        gap_metrics=GAP_METRICS,
        unit=unit,
        classes=CLASS_NAMES,
        tables=_table_names(systems),
        least=MIN_SUBGROUP,
        several_sets=any(len(system.sets) > 1 for system in systems),
        set_metrics=SET_METRICS,
        even_faces=EVENNESS_FACES,
        plots=_shared_plots(systems),
        own=[_own_plots(system, predictions, inputs, number) for number, (system, predictions) in enumerate(pairs)],
        sheets=[
            [] if view is None else contact_sheets(system.examples, predictions, view) for system, predictions in pairs
        ],
    )


def _shared_plots(systems: Sequence[SystemResult]) -> dict[str, Markup]:
    """Draw the plots that show all systems at once, by name; those that would show nothing are left out."""
    shared = {}
    if any(system.cs_curve for system in systems):
        shared["cs"] = plots.cs_plot(systems)
        shared["error_by_age"] = plots.error_by_age_plot(systems)
    if any(system.age_reliability for system in systems):
        shared["age_reliability"] = plots.age_reliability_plot(systems)
    for attribute in CLASS_NAMES:
        if any(system.score_reliability[attribute] for system in systems):
            shared[f"{attribute}_reliability"] = plots.score_reliability_plot(systems, attribute)
    if any(not group.too_small for system in systems for group in system.subgroups):
        shared["subgroups"] = plots.subgroup_plot(systems)
    return shared


def _own_plots(
    system: SystemResult, predictions: PredictionTable, inputs: EvaluationInputs, number: int
) -> dict[str, Markup]:
    """Draw the plots of one system, by name."""
    own = {}
    if system.cs_curve:
        own["scatter"] = plots.scatter_plot(Evaluation(inputs.labels, predictions), number)
    for attribute in CLASS_NAMES:
        report = getattr(system, attribute)
        if report is None:
            continue
        curve = plots.roc_plot(report, f"roc-{attribute}-{number}", f"{system.name}, {attribute}")
        if curve is not None:
            own[attribute] = curve
    return own


def _table_names(systems: Sequence[SystemResult]) -> list[tuple[tuple[str, ...], str]]:
    """Return the dimensions of the subgroups, in the order of the tables, with headings."""
    seen = dict.fromkeys(group.dimensions for system in systems for group in system.subgroups)
    return [(each, " × ".join([each[0].capitalize(), *each[1:]])) for each in sorted(seen, key=len)]


def _percent(share: float | None, digits: int = 1) -> str:
    return "–" if share is None else f"{100 * share:.{digits}f}"
